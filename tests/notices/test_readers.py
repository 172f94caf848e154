"""Who hears of what: the inboxes after every verb, against a table written by hand."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from cases.actions.calls import answer, claim
from cases.actions.checking import rework
from cases.actions.closing import reopen
from cases.actions.following import Heard, record_follow_up
from cases.actions.handling import add_note, assign, contact, hand_up, reassign, resolve, send_down
from cases.actions.reporting import Contact, Report, report
from cases.actions.sweep import sweep_case
from cases.actions.whistles import Assistant
from cases.models import Case
from clocks.actions import sweep
from governance.relay import HANDLERS
from grids.roles import Role
from journal.actions import relay
from journal.actors import resident, system
from journal.models import OutboxMessage
from notices.models import Notice
from tests.factories import grids
from tests.factories.cases import (
    HOUR,
    World,
    answer_lead,
    assist_call,
    bring_to,
    do,
    lead_call,
    make_case,
    make_world,
    whistle_for,
)
from tests.factories.clocks import at
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + 9 * HOUR
OFFICERS = {"officer", "officer2"}
URBAN = {"urban", "urban2"}
CLERKS = {"clerk", "clerk2"}


@pytest.fixture
def world() -> World:
    return make_world()


def name_of(world: World, reader_id: int) -> str:
    return next((name for name, user in world.people.items() if user.pk == reader_id), "?")


def readers(world: World, topic: str) -> set[str]:
    relay(now=LATER + timedelta(days=400), handlers=HANDLERS)
    rows = Notice.objects.filter(topic=topic).values_list("reader", flat=True)
    assert len(rows) == len(set(rows))  # everybody once
    return {name_of(world, reader) for reader in rows}


def called(world: World) -> Case:
    """综合执法中队 leads, 自来水公司 helps."""
    case = bring_to(world, "registered")
    return whistle_for(world, case, now=NOW + 2 * HOUR, assistants=[Assistant(world.water)])


def answered(world: World) -> Case:
    case = called(world)
    claim(assist_call(case).pk, by=world["water"], now=NOW + 3 * HOUR)
    answer(assist_call(case).pk, by=world["water"], now=NOW + 3 * HOUR, result="好")
    return answer_lead(world, case, now=NOW + 4 * HOUR)


def given_to(world: World, verb: Callable[..., Case], case: Case, to: str) -> Case:
    return verb(case.number, by=world["officer"], now=LATER, to=world.people[to].username)


Deed = Callable[[World], object]
SOLVED = Heard(reached=True, solved=True)
UNSOLVED = Heard(reached=True, solved=False, reasonable=True)

# topic, what is done, who hears of it. The worker reported and handles; nobody hears himself.
HEARD: list[tuple[str, Deed, set[str]]] = [
    ("case.report", lambda w: make_case(w), OFFICERS),
    ("case.report", lambda w: make_case(w, by="officer"), {"officer2"}),
    ("case.report", lambda w: make_case(w, by="duty", place=w.street), {"dispatcher"}),
    ("case.report", lambda w: make_case(w, by="worker2", place=w.sibling_grid), {"officer3"}),
    ("case.decline", lambda w: bring_to(w, "declined"), {"worker"}),
    ("case.assign", lambda w: bring_to(w, "in_hand"), {"worker"}),
    ("case.assign", lambda w: given_to(w, assign, bring_to(w, "registered"), "officer"), set()),
    (
        "case.reassign",
        lambda w: given_to(w, reassign, bring_to(w, "in_hand"), "officer2"),
        {"officer2"},
    ),
    ("case.hand_up", lambda w: bring_to(w, "street_review"), {"dispatcher"}),
    (
        "case.send_down",
        lambda w: send_down(
            bring_to(w, "street_review").number, by=w["dispatcher"], now=LATER, note="再去"
        ),
        {"officer"},
    ),
    ("case.whistle", called, URBAN | {"water"}),
    ("case.whistle", lambda w: bring_to(w, "whistled"), URBAN),
    (
        "case.claim",
        lambda w: claim(lead_call(called(w)).pk, by=w["urban"], now=LATER),
        {"dispatcher"},
    ),
    ("case.answer", lambda w: answer_lead(w, bring_to(w, "whistled"), now=LATER), OFFICERS),
    ("case.resolve", lambda w: bring_to(w, "checking"), OFFICERS),
    ("case.pass_check", lambda w: bring_to(w, "follow_up"), CLERKS | {"worker"}),
    (
        "case.rework",
        lambda w: rework(bring_to(w, "checking").number, by=w["officer"], now=LATER, reason="没好"),
        {"worker"},
    ),
    (
        "case.rework",
        lambda w: rework(answered(w).number, by=w["officer"], now=LATER, reason="没好"),
        URBAN | {"water"},
    ),
    ("case.record_follow_up", lambda w: bring_to(w, "closed"), {"worker"}),
    (
        "case.record_follow_up",
        lambda w: record_follow_up(
            do(w, answered(w), "pass_check", now=LATER).number,
            by=w["clerk"],
            now=LATER,
            heard=UNSOLVED,
        ),
        URBAN | {"water", "worker"},
    ),
    (
        "case.reopen",
        lambda w: reopen(bring_to(w, "closed").number, by=w["clerk"], now=LATER, reason="又来"),
        OFFICERS | {"worker"},
    ),
    (
        "case.add_note",
        lambda w: add_note(bring_to(w, "in_hand").number, by=w["officer"], now=LATER, text="记"),
        set(),
    ),
    (
        "case.contact",
        lambda w: contact(bring_to(w, "in_hand").number, by=w["officer"], now=LATER, note="通话"),
        set(),
    ),
]


@pytest.mark.parametrize(("topic", "deed", "expected"), HEARD)
def test_a_verb_is_heard_by_whom_it_concerns_and_nobody_else(
    world: World, topic: str, deed: Deed, expected: set[str]
) -> None:
    deed(world)
    assert readers(world, topic) == expected


def test_a_report_by_a_resident_reaches_the_community(world: World) -> None:
    said = Report(place=world.grid, category=world.category, title="路灯不亮")
    report(said, by=resident(), now=NOW)
    assert readers(world, "case.report") == OFFICERS


def test_a_silent_actor_tells_nobody(world: World) -> None:
    said = Report(place=world.grid, category=world.category, title="路灯不亮")
    report(said, by=system("import", silent=True), now=NOW)
    assert not OutboxMessage.objects.exists()
    assert readers(world, "case.report") == set()


def test_whose_post_was_over_that_day_hears_nothing(world: World) -> None:
    former = grids.make_holder(
        Role.COMMUNITY_OFFICER, world.community, until=date(2026, 6, 1), username="former"
    )
    coming = grids.make_holder(
        Role.COMMUNITY_OFFICER, world.community, since=date(2026, 6, 2), username="coming"
    )
    world.people |= {"former": former, "coming": coming}
    make_case(world)
    assert readers(world, "case.report") == OFFICERS


def test_a_person_with_two_concerned_posts_hears_once(world: World) -> None:
    grids.give_post(
        User.objects.get(pk=world.people["urban"].pk), Role.DEPARTMENT_HANDLER, world.water
    )
    called(world)
    assert readers(world, "case.whistle") == URBAN | {"water"}


# --- clocks -------------------------------------------------------------------------------------


def run_out(case: Case, *moments: datetime) -> None:
    for moment in moments:
        sweep(now=moment, takers={"case": sweep_case})


def reported(world: World) -> Case:
    """Owed by Monday 11:00: the registration."""
    return make_case(world, contact=Contact())


STAGES = [
    ("clock.warn", "2026-06-01 10:48", OFFICERS),
    ("case.breach", "2026-06-01 11:01", OFFICERS),
    ("case.supervise", "2026-06-02 11:00", OFFICERS),
    ("case.supervise", "2026-06-03 11:00", OFFICERS | {"dispatcher"}),
    ("case.supervise", "2026-06-08 11:00", OFFICERS | {"dispatcher", "leader"}),
]


@pytest.mark.parametrize(("topic", "moment", "expected"), STAGES)
def test_lateness_rises_from_who_owes_it_to_the_street_and_its_leaders(
    world: World, topic: str, moment: str, expected: set[str]
) -> None:
    run_out(reported(world), at(moment) - timedelta(minutes=1))
    relay(now=LATER + timedelta(days=400), handlers=HANDLERS)
    Notice.objects.all().delete()
    run_out(Case.objects.get(), at(moment))
    assert readers(world, topic) == expected


def test_what_a_department_owes_it_hears_of_together_with_the_community(world: World) -> None:
    case = bring_to(world, "registered", contact=Contact())
    whistle_for(world, case, now=NOW + 5 * HOUR)
    run_out(case, at("2026-06-02 14:00"))
    assert readers(world, "clock.warn") == URBAN
    run_out(case, at("2026-06-02 15:01"))
    assert readers(world, "case.breach") == URBAN | OFFICERS


def test_what_the_handler_owes_he_hears_of(world: World) -> None:
    case = bring_to(world, "in_hand", contact=Contact())
    run_out(case, at("2026-06-09 14:00"))
    assert readers(world, "clock.warn") == {"worker"}


def test_a_late_follow_up_concerns_the_clerks(world: World) -> None:
    case = bring_to(world, "in_hand")
    contact(case.number, by=world["worker"], now=LATER, note="已通话")
    resolve(case.number, by=world["worker"], now=at("2026-06-02 09:00"), result="好")
    do(world, case, "pass_check", now=at("2026-06-02 10:00"))
    run_out(case, at("2026-06-03 17:31"))
    assert readers(world, "case.breach") == CLERKS | OFFICERS


def test_what_is_unsolved_for_the_second_time_concerns_the_street(world: World) -> None:
    case = bring_to(world, "follow_up")
    for hours in (0, 5):
        record_follow_up(case.number, by=world["clerk"], now=LATER + hours * HOUR, heard=UNSOLVED)
        do(world, case, "resolve", now=LATER + (hours + 1) * HOUR)
        do(world, case, "pass_check", now=LATER + (hours + 2) * HOUR)
    assert readers(world, "case.supervise") == OFFICERS | {"dispatcher"}


def test_handing_up_what_nobody_had_reaches_every_street_officer_but_the_one_who_did(
    world: World,
) -> None:
    other = grids.make_holder(Role.STREET_OFFICER, world.street)
    world.people["other"] = other
    hand_up(bring_to(world, "registered").number, by=world["dispatcher"], now=LATER, note="难")
    assert readers(world, "case.hand_up") == {"other"}
