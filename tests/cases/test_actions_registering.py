"""登记, 不予受理, 更正: what each does to the case and to its clocks."""

from datetime import timedelta

import pytest

from cases.actions.registering import Correction, decline, verify
from cases.actions.reporting import Contact
from journal.refusals import Invalid
from tests.factories.cases import (
    HOUR,
    World,
    bring_to,
    clock_of,
    fresh,
    make_case,
    make_category,
    running_kinds,
)
from tests.factories.clocks import at
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db


# --- verify --------------------------------------------------------------------------------------

FINISH = [
    ("critical", "2026-06-01 12:00"),
    ("urgent", "2026-06-02 10:00"),
    ("inquiry", "2026-06-04 10:00"),
    ("general", "2026-06-10 10:00"),
    ("complex", "2026-06-23 10:00"),  # the Dragon Boat Festival of 19 June does not count
]


@pytest.mark.parametrize(("urgency", "due"), FINISH)
def test_the_finish_clock_counts_from_the_report_not_from_the_registration(
    world: World, urgency: str, due: str
) -> None:
    case = make_case(world, urgency=urgency)
    case = verify(case.number, by=world["officer"], now=NOW + timedelta(minutes=50))
    finish = clock_of(case, "finish")
    assert (finish.started_at, finish.due_at) == (NOW, at(due))
    assert fresh(case).due_at == at(due)


def test_verifying_in_time_meets_the_clock_and_late_keeps_the_breach(world: World) -> None:
    in_time, late = make_case(world), make_case(world)
    verify(in_time.number, by=world["officer"], now=at("2026-06-01 11:00"))
    verify(late.number, by=world["officer"], now=at("2026-06-01 11:01"))
    met, tardy = clock_of(in_time, "verify"), clock_of(late, "verify")
    assert (met.state, met.breached_at) == ("met", None)
    assert (tardy.state, tardy.breached_at) == ("met", at("2026-06-01 11:00"))
    assert fresh(late).breached_at is None  # nothing is owed any more


def test_verify_does_not_stop_the_first_contact_clock(world: World) -> None:
    case = verify(make_case(world).number, by=world["officer"], now=NOW)
    assert running_kinds(case) == ["finish", "first_contact"]


def test_verify_puts_category_urgency_and_place_right(world: World) -> None:
    case, gas = make_case(world), make_category("燃气")
    right = Correction(category=gas, urgency="urgent", place=world.building)
    case = fresh(verify(case.number, by=world["officer"], now=NOW, right=right))
    assert (case.category, case.urgency, case.place, case.building) == (
        gas,
        "urgent",
        world.building,
        world.building,
    )
    assert case.due_at == NOW + 24 * HOUR
    assert case.events.get(verb="verify").data["changed"] == {
        "category": [world.category.code, gas.code],
        "urgency": ["general", "urgent"],
        "place": [world.grid.code, world.building.code],
    }


def test_an_inquiry_is_answered_at_once(world: World) -> None:
    case = make_case(world, urgency="inquiry")
    case = fresh(verify(case.number, by=world["officer"], now=NOW + HOUR, answer="在三楼办理"))
    assert (case.state, case.handler) == ("checking", world.people["officer"])
    assert clock_of(case, "finish").met_at == NOW + HOUR
    assert running_kinds(case) == ["check", "first_contact"]
    event = case.events.get(verb="verify")
    assert (event.text, event.public, event.to_state) == ("在三楼办理", True, "checking")


def test_an_inquiry_by_kind_is_answered_at_once_as_well(world: World) -> None:
    case = make_case(world, kind="inquiry")
    assert verify(case.number, by=world["officer"], now=NOW, answer="可以").state == "checking"


def test_only_an_inquiry_is_answered_at_once(world: World) -> None:
    case = make_case(world)
    with pytest.raises(Invalid) as refusal:
        verify(case.number, by=world["officer"], now=NOW, answer="可以")
    assert list(refusal.value.fields) == ["answer"]
    assert fresh(case).state == "reported"


def test_an_external_due_date_caps_the_promise(world: World) -> None:
    capped = make_case(world, external_due_at=at("2026-06-03 12:00"))
    looser = make_case(world, external_due_at=at("2026-06-30 12:00"))
    for case in (capped, looser):
        verify(case.number, by=world["officer"], now=NOW)
    assert fresh(capped).due_at == at("2026-06-03 12:00")
    assert fresh(looser).due_at == at("2026-06-10 10:00")


def test_a_promise_that_is_over_when_it_is_made_is_late_at_once(world: World) -> None:
    case = make_case(world, urgency="critical", contact=Contact())
    case = fresh(verify(case.number, by=world["officer"], now=NOW + 3 * HOUR))
    assert case.breached_at == NOW + 2 * HOUR
    assert clock_of(case, "finish").state == "breached"


# --- decline -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["reported", "registered", "street_review"])
def test_a_declined_case_owes_nothing_and_says_where_to_turn(world: World, state: str) -> None:
    case = bring_to(world, state)
    now = NOW + 8 * HOUR
    decline(case.number, by=world["officer"], now=now, reason="in_court", advice="请向法院反映")
    case = fresh(case)
    assert (case.state, case.closing, case.ended_at) == ("declined", "declined", now)
    assert running_kinds(case) == []
    event = case.events.get(verb="decline")
    assert (event.text, event.public, event.data["reason"]) == ("请向法院反映", True, "in_court")


@pytest.mark.parametrize(("source", "upstream"), [("hotline_12345", True), ("patrol", False)])
def test_a_declined_hotline_order_goes_back_upstream(
    world: World, source: str, upstream: bool
) -> None:
    case = make_case(world, source=source)
    decline(case.number, by=world["officer"], now=NOW, reason="untrue", advice="见说明")
    assert case.events.get(verb="decline").data["upstream"] is upstream


@pytest.mark.parametrize(
    ("field", "reason", "advice"),
    [
        ("reason", "no_time", "请拨12345"),
        ("reason", "", "请拨12345"),
        ("advice", "untrue", " "),
        ("advice", "untrue", "字" * 5_001),
    ],
)
def test_decline_needs_a_known_reason_and_advice(
    world: World, field: str, reason: str, advice: str
) -> None:
    case = make_case(world)
    with pytest.raises(Invalid) as refusal:
        decline(case.number, by=world["officer"], now=NOW, reason=reason, advice=advice)
    assert list(refusal.value.fields) == [field]
    assert running_kinds(case) == ["first_contact", "verify"]
