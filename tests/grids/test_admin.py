"""The back office shows the street and changes nothing."""

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from grids.models import Department, Estate, ImportRun, PartyCell, Place, Post
from grids.roles import Role
from tests.factories.grids import make_department, make_grid, make_holder, make_person, street_of

pytestmark = pytest.mark.django_db

MODELS = (Department, Estate, ImportRun, PartyCell, Place, Post)


@pytest.mark.parametrize("model", MODELS)
def test_everything_is_read_only_in_the_back_office(client: Client, model: type[Model]) -> None:
    grid = make_grid()
    make_department(street_of(grid))
    make_holder(Role.GRID_WORKER, grid)
    client.force_login(make_person(is_staff=True, is_superuser=True))
    name = f"admin:grids_{model.__name__.lower()}"
    assert client.get(reverse(f"{name}_changelist")).status_code == 200
    assert client.get(reverse(f"{name}_add")).status_code == 403
    row = model._default_manager.first()
    if row:
        assert client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200
        assert client.post(reverse(f"{name}_delete", args=[row.pk])).status_code == 403


def test_the_security_administrator_reads_posts_and_no_places(client: Client) -> None:
    make_holder(Role.GRID_WORKER, make_grid())
    client.force_login(make_holder(Role.ADMIN_SECURITY))
    assert client.get(reverse("admin:grids_post_changelist")).status_code == 200
    assert client.get(reverse("admin:grids_place_changelist")).status_code == 403
