"""Open cases follow a place that is closed or moved; closed ones keep what they had."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case
from cases.workflow import CaseState
from governance.relay import HANDLERS
from grids.actions.places import close_place, move_place
from grids.kinds import Kind
from journal.actions import relay
from tests.factories.cases import World, bring_to
from tests.factories.grids import BY, NOW, make_place

pytestmark = pytest.mark.django_db


def spread_the_word() -> None:
    relay(now=timezone.now() + timedelta(minutes=1), handlers=HANDLERS)


def test_an_open_case_follows_the_successor_of_its_place(world: World) -> None:
    successor = make_place(Kind.BUILDING, world.sibling_grid)
    open_case = bring_to(world, CaseState.IN_HAND, place=world.building)
    over = bring_to(world, CaseState.CLOSED, place=world.building)
    close_place(world.building.pk, until=NOW.date(), successor=successor, by=BY, now=NOW)
    spread_the_word()
    moved, kept = Case.objects.get(pk=open_case.pk), Case.objects.get(pk=over.pk)
    assert (moved.place, moved.grid, moved.community) == (
        successor,
        world.sibling_grid,
        world.sibling,
    )
    assert (kept.place, kept.grid) == (world.building, world.grid)
    assert moved.events.latest("pk").data["changed"] == {
        "place": [world.building.code, successor.code]
    }


def test_who_serves_the_new_place_sees_the_case_and_the_old_one_no_longer(world: World) -> None:
    successor = make_place(Kind.BUILDING, world.sibling_grid)
    case = bring_to(world, CaseState.REPORTED, place=world.building, by="dispatcher")
    close_place(world.building.pk, until=NOW.date(), successor=successor, by=BY, now=NOW)
    spread_the_word()
    for name, sees in (("officer", False), ("officer3", True)):
        user = world[name].user
        assert user is not None
        assert Case.objects.visible_to(user).filter(pk=case.pk).exists() is sees


def test_a_moved_building_takes_its_open_cases_along(world: World) -> None:
    case = bring_to(world, CaseState.REGISTERED, place=world.building)
    move_place(world.building.pk, parent=world.sibling_grid, by=BY, now=NOW)
    spread_the_word()
    case.refresh_from_db()
    assert (case.place, case.grid, case.community) == (
        world.building,
        world.sibling_grid,
        world.sibling,
    )
