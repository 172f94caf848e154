"""A street with one grid, and its administrator signed in."""

import pytest
from django.test import Client

from grids.models import Place
from grids.roles import Role
from tests.factories.grids import (
    make_community,
    make_grid,
    make_holder,
    make_street,
)


@pytest.fixture
def street() -> Place:
    return make_street()


@pytest.fixture
def grid(street: Place) -> Place:
    return make_grid(make_community(street, "杏花社区"), "第一网格")


@pytest.fixture
def admin(client: Client, street: Place) -> Client:
    client.force_login(make_holder(Role.STREET_ADMIN, street, username="street.admin"))
    return client
