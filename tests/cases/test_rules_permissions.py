"""Who may do what, by role × where the case lies × whose it is, against a table written by hand."""

from typing import Any

import pytest

from accounts.models import User
from cases.actions.following import Heard, record_follow_up
from cases.models import Case
from cases.rules.permissions import (
    can,
)
from cases.workflow import CASE_MOVES
from grids.roles import DUTIES, Power, Role
from tests.factories import grids
from tests.factories.cases import (
    HOUR,
    World,
    bring_to,
    make_case,
    make_world,
)
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db

VERBS = sorted(
    verb for verb, move in CASE_MOVES.items() if not move.later and verb not in {"report"}
)

# What each role may do with any case in its sight, whoever reported or handles it.
COMMUNITY = {
    "verify",
    "decline",
    "correct",
    "assign",
    "reassign",
    "hand_up",
    "pass_check",
    "rework",
    "contact",
    "add_note",
}
MAY: dict[str, set[str]] = {
    Role.GRID_WORKER: set(),
    Role.BUILDING_HEAD: set(),
    Role.BUILDING_INFORMANT: set(),
    Role.BUILDING_PUBLICIST: set(),
    Role.COMMUNITY_OFFICER: COMMUNITY,
    Role.STREET_OFFICER: COMMUNITY | {"whistle", "send_down"},
    Role.DUTY_OFFICER: set(),
    Role.STREET_LEADER: set(),
    Role.FOLLOWUP_CLERK: {"record_follow_up", "reopen"},
    Role.DEPARTMENT_HANDLER: set(),
    Role.DEPARTMENT_HEAD: set(),
    Role.STREET_ADMIN: set(),
    Role.GRID_LEADER: set(),
    Role.GRID_POLICE: set(),
    Role.ADMIN_SYSTEM: set(),
    Role.ADMIN_SECURITY: set(),
    Role.ADMIN_AUDIT: set(),
}
# And what comes with having reported it, or with handling it.
CONFIRM = {"pass_check", "rework", "reopen"}
OF_THE_REPORTER: dict[str, set[str]] = {
    Role.GRID_WORKER: CONFIRM | {"contact", "add_note"},
    Role.GRID_LEADER: CONFIRM | {"contact", "add_note"},
    Role.BUILDING_HEAD: CONFIRM,
    Role.BUILDING_INFORMANT: CONFIRM,
    Role.BUILDING_PUBLICIST: CONFIRM,
    Role.COMMUNITY_OFFICER: {"reopen"},
    Role.STREET_OFFICER: {"reopen"},
    Role.DUTY_OFFICER: {"reopen"},
}
HANDLING = {"resolve", "contact", "add_note", "hand_up"}
OF_THE_HANDLER: dict[str, set[str]] = {
    Role.GRID_WORKER: HANDLING,
    Role.GRID_LEADER: HANDLING,
    Role.COMMUNITY_OFFICER: {"resolve"},
    Role.STREET_OFFICER: {"resolve"},
}
CHECKS = {"pass_check", "rework"}

# Where a post reaches: its own place and what lies below, never above or beside.
BELOW_GRID = {"building", "next_door", "grid"}
BELOW_COMMUNITY = BELOW_GRID | {"next_grid", "community"}
BELOW_STREET = BELOW_COMMUNITY | {"sibling_grid", "sibling", "street"}
EVERYWHERE = BELOW_STREET | {"elsewhere"}
REACH: dict[str, tuple[str, set[str]]] = {
    Role.GRID_WORKER: ("grid", BELOW_GRID),
    Role.GRID_LEADER: ("grid", BELOW_GRID),
    Role.GRID_POLICE: ("grid", set()),
    Role.BUILDING_HEAD: ("building", {"building"}),
    Role.BUILDING_INFORMANT: ("building", {"building"}),
    Role.BUILDING_PUBLICIST: ("building", {"building"}),
    Role.COMMUNITY_OFFICER: ("community", BELOW_COMMUNITY),
    Role.STREET_OFFICER: ("street", BELOW_STREET),
    Role.DUTY_OFFICER: ("street", BELOW_STREET),
    Role.STREET_LEADER: ("street", BELOW_STREET),
    Role.FOLLOWUP_CLERK: ("street", BELOW_STREET),
    Role.STREET_ADMIN: ("street", set()),
    Role.DEPARTMENT_HANDLER: ("water", set()),
    Role.DEPARTMENT_HEAD: ("water", set()),
    Role.ADMIN_SYSTEM: ("", set()),
    Role.ADMIN_SECURITY: ("", set()),
    Role.ADMIN_AUDIT: ("", set()),
}


def cases_around(world: World) -> dict[str, Case]:
    """One case at every relation to the building, reported by a street officer."""
    elsewhere = make_world()
    spots = {
        "building": world.building,
        "next_door": grids.make_building(world.grid),
        "grid": world.grid,
        "next_grid": grids.make_grid(world.community),
        "community": world.community,
        "sibling_grid": world.sibling_grid,
        "sibling": world.sibling,
        "street": world.street,
    }
    cases = {name: make_case(world, by="dispatcher", place=at) for name, at in spots.items()}
    return cases | {"elsewhere": make_case(elsewhere, by="dispatcher")}


def holder_of(world: World, role: str, **dates: Any) -> User:
    """Somebody new in this role, at the place the table names."""
    where = REACH[role][0]
    world.people["head"].posts.all().delete()  # an elected seat holds one person
    return grids.make_holder(role, getattr(world, where) if where else None, **dates)


def allowed(user: User, case: Case) -> set[str]:
    return {verb for verb in VERBS if can(user, verb, case)}


def as_own(case: Case, **people: User | None) -> Case:
    Case.objects.filter(pk=case.pk).update(**people)
    return Case.objects.get(pk=case.pk)


def test_the_tables_name_every_role_with_a_power_over_cases() -> None:
    assert set(MAY) == set(REACH)
    powerful = {role for role, duty in DUTIES.items() if Power.VIEW in duty.powers}
    assert powerful <= set(MAY)


@pytest.mark.parametrize("role", MAY)
def test_a_role_sees_and_does_what_its_post_reaches_and_nothing_else(
    world: World, role: str
) -> None:
    cases = cases_around(world)
    user = holder_of(world, role)
    assert set(cases) == EVERYWHERE
    seen = set(Case.objects.visible_to(user))
    assert {name for name, case in cases.items() if case in seen} == REACH[role][1]
    for name, case in cases.items():
        expected = MAY[role] if name in REACH[role][1] else set()
        assert allowed(user, case) == expected, name


@pytest.mark.parametrize("role", MAY)
def test_what_a_role_may_do_with_what_it_reported_or_handles(world: World, role: str) -> None:
    reach = REACH[role][1]
    user, officer = holder_of(world, role), world.people["officer"]
    for name, case in cases_around(world).items():
        may = MAY[role] if name in reach else set()
        reported = OF_THE_REPORTER.get(role, set()) if name in reach else set()
        handled = OF_THE_HANDLER.get(role, set()) if name in reach else set()
        own = as_own(case, reported_by=user, handler=officer)
        assert allowed(user, own) == may | reported, name
        mine = as_own(case, reported_by=officer, handler=user)
        assert allowed(user, mine) == (may | handled) - CHECKS, name
        both = as_own(case, reported_by=user, handler=user)
        assert allowed(user, both) == (may | reported | handled) - CHECKS, name


@pytest.mark.parametrize(
    ("urgency", "verbs"),
    [
        ("critical", {"verify", "whistle"}),
        ("urgent", {"verify", "whistle"}),
        ("inquiry", set()),
        ("general", set()),
        ("complex", set()),
    ],
)
def test_the_duty_officer_acts_on_what_presses(world: World, urgency: str, verbs: set[str]) -> None:
    case = make_case(world, urgency=urgency)
    assert allowed(world.people["duty"], case) == verbs


def test_the_duty_officer_of_another_street_does_not(world: World) -> None:
    case = make_case(world, urgency="critical")
    assert allowed(make_world().people["duty"], case) == set()


def test_the_leader_only_gives_the_second_opinion(world: World) -> None:
    case = bring_to(world, "follow_up")
    leader = world.people["leader"]
    assert allowed(leader, case) == set()
    heard = Heard(reached=True, solved=False, reasonable=False)
    record_follow_up(case.number, by=world["clerk"], now=NOW + 9 * HOUR, heard=heard)
    assert allowed(leader, Case.objects.get(pk=case.pk)) == {"record_follow_up"}
