"""Rights that come and go: with a call, with a day, with what a page offers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from cases.actions.calls import answer, claim
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
from grids.roles import Role
from journal.actors import person
from journal.refusals import Forbidden
from tests.cases.test_rules_permissions import (
    COMMUNITY,
    CONFIRM,
    allowed,
    as_own,
    holder_of,
)
from tests.factories import grids
from tests.factories.cases import (
    HOUR,
    World,
    assist_call,
    bring_to,
    lead_call,
    make_case,
    whistle_for,
)
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db

# --- departments ---------------------------------------------------------------------------------


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


# --- time ----------------------------------------------------------------------------------------


def day(offset: int) -> date:
    """Counted from today, asked anew by every test: a run may pass midnight."""
    return timezone.localdate() + timedelta(days=offset)


@pytest.mark.parametrize(
    ("first", "end", "counts"),
    [
        (0, None, True),
        (0, 1, True),
        (-1, 0, False),  # `until` is the first day it is no longer held
        (-9, -1, False),
        (1, None, False),
    ],
)
def test_a_post_counts_from_its_first_day_until_its_last(
    world: World, first: int, end: int | None, counts: bool
) -> None:
    since, until = day(first), None if end is None else day(end)
    user = holder_of(world, Role.COMMUNITY_OFFICER, since=since, until=until)
    case = make_case(world)
    assert (allowed(user, case) == COMMUNITY) is counts
    assert Case.objects.visible_to(user).exists() is counts
    assert can(user, "verify", case, today=since)


def test_what_was_his_own_is_out_of_sight_once_the_post_is_over(world: World) -> None:
    user = holder_of(world, Role.GRID_WORKER, since=day(-9), until=day(0))
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


# --- reporting, the contact, and what a page offers ----------------------------------------------


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
