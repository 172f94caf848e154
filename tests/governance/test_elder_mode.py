"""Who finds large print when he first signs in, and that his own choice counts more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import issue_ticket
from grids.actions.people import enrol
from grids.roles import ELECTED_ROLES, Role
from journal.actors import system
from tests.factories import grids
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
PAGE = "/preferences/"


def large(client: Client) -> bool:
    return '<html lang="zh-hans" class="elder"' in client.get(PAGE).content.decode().lower()


@pytest.mark.parametrize("role", ELECTED_ROLES)
def test_who_serves_in_a_building_starts_in_elder_mode(client: Client, role: str) -> None:
    client.force_login(grids.make_holder(role, grids.make_building()))
    assert large(client)


def test_who_is_newly_enrolled_has_chosen_nothing() -> None:
    street = grids.make_street()
    person = enrol(street, display_name="王桂英", by=grids.BY, now=grids.NOW)
    assert person.elder_mode is None


def test_the_preferences_show_elder_mode_as_it_is(client: Client) -> None:
    client.force_login(grids.make_holder(Role.BUILDING_HEAD, grids.make_building()))
    shown = client.get(PAGE).content.decode()
    assert 'name="elder_mode" value="1"' in shown.split("checked")[-2]


def test_who_also_serves_elsewhere_does_not(client: Client) -> None:
    head = grids.make_holder(Role.BUILDING_HEAD, grids.make_building())
    grids.give_post(head, Role.GRID_WORKER, grids.make_grid())
    client.force_login(head)
    assert not large(client)


def test_who_serves_nowhere_today_does_not(client: Client) -> None:
    client.force_login(make_user())
    assert not large(client)
    tomorrow = timezone.localdate() + timedelta(days=1)
    client.force_login(grids.make_holder(Role.BUILDING_HEAD, grids.make_building(), since=tomorrow))
    assert not large(client)


def test_a_head_who_switched_it_off_keeps_it_off_on_every_device(client: Client) -> None:
    head = grids.make_holder(Role.BUILDING_HEAD, grids.make_building())
    client.force_login(head)
    client.post(PAGE, {"elder_mode": "0"})
    assert not large(client)
    other = Client()
    other.force_login(head)
    assert not large(other)


def test_a_head_who_chose_a_language_only_has_chosen_no_size(client: Client) -> None:
    client.force_login(grids.make_holder(Role.BUILDING_HEAD, grids.make_building()))
    client.post(PAGE, {"language": "zh-hans"})
    assert large(client)


def test_a_head_who_comes_by_a_one_time_link_finds_large_print(client: Client) -> None:
    head = grids.make_holder(Role.BUILDING_HEAD, grids.make_building())
    ticket = issue_ticket(head, by=system("tests"), now=timezone.now())
    client.post(reverse("sign_in_by_ticket", args=[ticket.link_token]))
    assert large(client)
