"""Who may do what, by role × where the case lies × whose it is, against a table written by hand."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from cases.actions.calls import answer, claim
from cases.actions.following import Heard, record_follow_up
from cases.actions.whistles import Assistant
from cases.models import Case
from cases.rules.permissions import (
    call_verbs_open_to,
    can,
    can_call,
    may_reveal,
    require_report,
    verbs_open_to,
)
from cases.workflow import CALL_MOVES, CASE_MOVES, CaseState
from grids.roles import DUTIES, Power, Role
from journal.actors import person
from journal.refusals import Forbidden
from tests.factories import grids
from tests.factories.cases import (
    HOUR,
    World,
    assist_call,
    bring_to,
    lead_call,
    make_case,
    make_world,
    whistle_for,
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


# --- departments --------------------------------------------------------------------------------


def test_a_department_contacts_while_it_is_called_and_no_longer(world: World) -> None:
    case = bring_to(world, "registered")
    urban, water = world.people["urban"], world.people["water"]
    assert allowed(urban, case) == set()
    helpers = [Assistant(world.water, mandatory=False)]
    whistle_for(world, case, now=NOW + 2 * HOUR, assistants=helpers)
    assert allowed(urban, case) == allowed(water, case) == {"contact"}
    claim(lead_call(case).pk, by=world["urban"], now=NOW + 3 * HOUR)
    answer(lead_call(case).pk, by=world["urban"], now=NOW + 3 * HOUR, result="已清理")
    case = Case.objects.get(pk=case.pk)
    assert allowed(urban, case) == {"contact"}  # answered, and not yet checked
    assert allowed(water, case) == set()  # cancelled: its help was not needed


def test_a_department_sees_the_cases_it_was_called_to_and_no_others(world: World) -> None:
    called, _other = bring_to(world, "whistled"), bring_to(world, "whistled")
    whistle = called.whistles.get()
    whistle.calls.update(department=world.water)
    assert list(Case.objects.visible_to(world.people["water"])) == [called]


@pytest.mark.parametrize("verb", ["claim", "answer"])
def test_a_call_belongs_to_its_own_department(world: World, verb: str) -> None:
    case = bring_to(world, "registered")
    whistle_for(world, case, now=NOW, assistants=[Assistant(world.water)])
    lead, helper = lead_call(case), assist_call(case)
    ours = {name for name, user in world.people.items() if can_call(user, verb, lead)}
    theirs = {name for name, user in world.people.items() if can_call(user, verb, helper)}
    assert ours == {"urban", "urban2"}
    assert theirs == {"water"}


def test_the_screen_offers_a_call_what_its_state_allows(world: World) -> None:
    case = bring_to(world, "whistled")
    call = lead_call(case)
    assert call_verbs_open_to(world.people["urban"], call) == ["claim"]
    assert call_verbs_open_to(world.people["water"], call) == []
    claim(call.pk, by=world["urban"], now=NOW)
    call.refresh_from_db()
    assert call_verbs_open_to(world.people["urban"], call) == ["answer"]
    call.case.state = CaseState.SUSPENDED
    assert call_verbs_open_to(world.people["urban"], call) == []


# --- time ---------------------------------------------------------------------------------------

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "until", "counts"),
    [
        (TODAY, None, True),
        (TODAY, TODAY + DAY, True),
        (TODAY - DAY, TODAY, False),  # `until` is the first day it is no longer held
        (TODAY - 9 * DAY, TODAY - DAY, False),
        (TODAY + DAY, None, False),
    ],
)
def test_a_post_counts_from_its_first_day_until_its_last(
    world: World, since: date, until: date | None, counts: bool
) -> None:
    user = holder_of(world, Role.COMMUNITY_OFFICER, since=since, until=until)
    case = make_case(world)
    assert (allowed(user, case) == COMMUNITY) is counts
    assert Case.objects.visible_to(user).exists() is counts
    assert can(user, "verify", case, today=since)


def test_what_was_his_own_is_out_of_sight_once_the_post_is_over(world: World) -> None:
    user = holder_of(world, Role.GRID_WORKER, since=TODAY - 9 * DAY, until=TODAY)
    case = as_own(make_case(world), reported_by=user, handler=user)
    assert not Case.objects.visible_to(user).exists()
    assert allowed(user, case) == set()


def test_guardian_rows_left_behind_give_no_power(world: World) -> None:
    user = holder_of(world, Role.COMMUNITY_OFFICER)
    user.posts.all().delete()
    user = User.objects.get(pk=user.pk)
    assert world.community.user_grants.filter(user=user).exists()
    assert allowed(user, make_case(world)) == set()
    assert not Case.objects.visible_to(user).exists()


def test_a_post_without_its_guardian_rows_gives_no_power(world: World) -> None:
    user = holder_of(world, Role.COMMUNITY_OFFICER)
    world.community.user_grants.filter(user=user).delete()
    assert allowed(User.objects.get(pk=user.pk), make_case(world)) == set()


def test_a_person_with_two_posts_may_what_either_may_where_it_may(world: World) -> None:
    user = holder_of(world, Role.COMMUNITY_OFFICER)
    grids.give_post(user, Role.GRID_WORKER, world.sibling_grid)
    user = User.objects.get(pk=user.pk)
    here = as_own(make_case(world), reported_by=user)
    there = as_own(make_case(world, by="worker2", place=world.sibling_grid), reported_by=user)
    assert allowed(user, here) == COMMUNITY | {"reopen"}
    assert allowed(user, there) == CONFIRM | {"contact", "add_note"}


# --- reporting, the contact, and what a page offers ---------------------------------------------


def test_reporting_follows_the_same_tree(world: World) -> None:
    with pytest.raises(Forbidden):
        require_report(person(world.people["worker"]), world.community)
    require_report(person(world.people["worker"]), world.building)


def test_the_contact_is_revealed_to_who_speaks_with_the_reporter(world: World) -> None:
    case = bring_to(world, "in_hand", place=world.building)
    who = {name for name, user in world.people.items() if may_reveal(user, case)}
    assert who == {"worker", "officer", "officer2", "dispatcher", "clerk", "clerk2"}


OFFERED = {
    "reported": {"verify", "decline", "correct", "contact", "add_note"},
    "registered": {"decline", "correct", "assign", "hand_up", "contact", "add_note"},
    "in_hand": {"correct", "reassign", "hand_up", "contact", "add_note"},
    "street_review": {"decline", "correct", "contact", "add_note"},
    "whistled": {"correct", "contact", "add_note"},
    "checking": {"correct", "contact", "add_note", "pass_check", "rework"},
    "follow_up": {"correct", "contact", "add_note"},
    "closed": set(),
    "archived": set(),
    "declined": set(),
}


@pytest.mark.parametrize("state", OFFERED)
def test_a_page_offers_the_officer_what_state_and_role_allow(world: World, state: str) -> None:
    case = bring_to(world, state)
    assert set(verbs_open_to(world.people["officer2"], case)) == OFFERED[state]


def test_no_verb_of_a_later_issue_is_offered_to_anybody(world: World) -> None:
    later = {verb for verb, move in (CASE_MOVES | CALL_MOVES).items() if move.later}
    case = bring_to(world, "registered")
    for user in world.people.values():
        assert not later & set(verbs_open_to(user, case))
