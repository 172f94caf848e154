"""更正: what was wrong is put right, and every clock says why it moved."""

from datetime import datetime, timedelta

import pytest

from cases.actions.handling import resolve
from cases.actions.registering import Correction, correct, decline, verify
from cases.actions.reporting import Contact
from cases.models import Case, LimitRule
from cases.querysets import CaseQuerySet
from cases.rules.searching import search
from clocks.rules.words import explain
from grids.models import Place
from journal.refusals import Conflict, Forbidden, Invalid, NotFound
from tests.factories import grids
from tests.factories.cases import (
    HOUR,
    World,
    bring_to,
    clock_of,
    fresh,
    lead_call,
    make_case,
    make_world,
)
from tests.factories.clocks import at
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db


def urgency_becomes(world: World, case: Case, urgency: str, now: datetime) -> Case:
    right = Correction(urgency=urgency)
    correct(case.number, by=world["officer"], now=now, right=right, reason="比上报的急")
    return fresh(case)


@pytest.mark.parametrize(
    ("urgency", "due"),
    [
        ("critical", "2026-06-01 12:00"),
        ("urgent", "2026-06-02 10:00"),
        ("inquiry", "2026-06-04 10:00"),
        ("complex", "2026-06-23 10:00"),
    ],
)
def test_correcting_recomputes_the_promise_from_the_same_start(
    world: World, urgency: str, due: str
) -> None:
    case = urgency_becomes(world, bring_to(world, "in_hand"), urgency, NOW + 5 * HOUR)
    finish = clock_of(case, "finish")
    assert (finish.started_at, finish.due_at, case.due_at) == (NOW, at(due), at(due))
    assert finish.rule["urgency"] == urgency


def test_the_clock_explains_the_correction(world: World) -> None:
    case = urgency_becomes(world, bring_to(world, "in_hand"), "urgent", NOW + 5 * HOUR)
    assert (
        "2026年6月1日 15:00 时限由 7 个工作日 改为 24 小时（比上报的急）："
        "应完成时间由 2026年6月10日 10:00 改为 2026年6月2日 10:00。"
    ) in explain(clock_of(case, "finish"))
    assert "规则：紧急事项的默认时限。" in explain(clock_of(case, "finish"))


def test_a_correction_can_bring_a_breach_and_take_it_away_again(world: World) -> None:
    case = bring_to(world, "in_hand", contact=Contact())
    case = urgency_becomes(world, case, "critical", NOW + 5 * HOUR)
    assert case.breached_at == NOW + 2 * HOUR
    case = urgency_becomes(world, case, "complex", NOW + 6 * HOUR)
    assert case.breached_at is None
    assert clock_of(case, "finish").state == "running"
    assert clock_of(case, "finish").breached_at is None


def test_a_correction_before_registration_moves_the_verify_clock(world: World) -> None:
    case = urgency_becomes(world, make_case(world), "critical", NOW + timedelta(minutes=5))
    assert clock_of(case, "verify").due_at == NOW + timedelta(minutes=15)


def test_a_correction_moves_the_clocks_of_the_calls_from_their_own_start(world: World) -> None:
    case = bring_to(world, "whistled")  # whistled at 12:00
    call = lead_call(case)
    assert clock_of(case, "claim", call).due_at == at("2026-06-02 12:00")
    urgency_becomes(world, case, "urgent", NOW + 3 * HOUR)
    assert clock_of(case, "claim", call).due_at == NOW + 3 * HOUR
    assert clock_of(case, "finish", call).due_at == NOW + 26 * HOUR
    assert clock_of(case, "finish").due_at == NOW + 24 * HOUR


def test_a_promise_already_kept_is_reckoned_again_for_a_later_rework(world: World) -> None:
    case = urgency_becomes(world, bring_to(world, "checking"), "urgent", NOW + 5 * HOUR)
    finish = clock_of(case, "finish")
    assert (finish.state, finish.due_at) == ("met", NOW + 24 * HOUR)


def test_an_external_due_date_still_caps_after_a_correction(world: World) -> None:
    case = bring_to(world, "in_hand", external_due_at=at("2026-06-05 09:00"))
    assert urgency_becomes(world, case, "complex", NOW + 5 * HOUR).due_at == at("2026-06-05 09:00")


def test_a_new_rule_moves_no_running_clock_not_even_with_a_correction(world: World) -> None:
    case = bring_to(world, "in_hand")
    LimitRule.objects.create(
        street=world.street, kind="finish", amount=1, unit="working_days", since=NOW + HOUR
    )
    right = Correction(place=world.building)
    correct(case.number, by=world["officer"], now=NOW + 4 * HOUR, right=right, reason="在楼里")
    assert fresh(case).due_at == at("2026-06-10 10:00")
    assert clock_of(case, "finish").changes == []


def test_the_correction_stands_in_the_history(world: World) -> None:
    case = urgency_becomes(world, bring_to(world, "in_hand"), "urgent", NOW + 5 * HOUR)
    event = case.events.get(verb="correct")
    assert (event.from_state, event.to_state, event.public) == ("in_hand", "in_hand", False)
    assert event.data == {"changed": {"urgency": ["general", "urgent"]}, "reason": "比上报的急"}


def test_the_corrected_place_moves_scope_sight_and_search(world: World) -> None:
    case = bring_to(world, "registered")
    right = Correction(place=world.sibling_grid)
    correct(case.number, by=world["dispatcher"], now=NOW + 5 * HOUR, right=right, reason="写错了")
    case = fresh(case)
    assert (case.community, case.grid, case.building) == (world.sibling, world.sibling_grid, None)
    with pytest.raises(NotFound):
        correct(case.number, by=world["officer"], now=NOW, right=Correction(), reason="x")
    assert f"community:{world.sibling.pk}" in case.search.tokens
    assert f"community:{world.community.pk}" not in case.search.tokens
    everything: CaseQuerySet = Case.objects.all()
    assert list(search(everything, "楼道堆放")) == [case]


def test_a_case_is_not_moved_to_another_street(world: World) -> None:
    case = make_case(world)
    for place in (make_world().grid, world.street.parent):
        right = Correction(place=place)
        with pytest.raises(Invalid) as refusal:
            correct(case.number, by=world["dispatcher"], now=NOW, right=right, reason="写错了")
        assert list(refusal.value.fields) == ["place"]


@pytest.mark.parametrize("reason", ["", "  ", "字" * 5_001])
def test_a_correction_needs_a_reason(world: World, reason: str) -> None:
    case = make_case(world)
    right = Correction(urgency="urgent")
    with pytest.raises(Invalid) as refusal:
        correct(case.number, by=world["officer"], now=NOW, right=right, reason=reason)
    assert list(refusal.value.fields) == ["reason"]
    assert fresh(case).urgency == "general"


def test_a_correction_that_corrects_nothing_is_refused(world: World) -> None:
    case = make_case(world)
    right = Correction(category=world.category, urgency="general", place=world.grid)
    with pytest.raises(Invalid):
        correct(case.number, by=world["officer"], now=NOW, right=right, reason="核对过")
    assert case.events.count() == 1


def test_refusals_come_in_one_order(world: World) -> None:
    """Not found, forbidden, wrong state, and only then what was sent."""
    case = bring_to(world, "in_hand")
    with pytest.raises(NotFound):
        decline(case.number, by=world["officer3"], now=NOW, reason="", advice="")
    with pytest.raises(Forbidden):
        decline(case.number, by=world["worker"], now=NOW, reason="", advice="")
    with pytest.raises(Conflict):
        decline(case.number, by=world["officer"], now=NOW, reason="", advice="")
    with pytest.raises(Forbidden):
        resolve(case.number, by=world["officer"], now=NOW, result="")
    with pytest.raises(NotFound):
        verify("20260601-999999", by=world["officer"], now=NOW)


def test_a_grid_that_was_dissolved_is_no_place_to_move_a_case_to(world: World) -> None:
    gone = grids.make_grid(world.community)
    Place.objects.filter(pk=gone.pk).update(until=grids.TODAY)
    gone.refresh_from_db()
    case = make_case(world)
    right = Correction(place=gone)
    with pytest.raises(Invalid):
        correct(case.number, by=world["officer"], now=NOW, right=right, reason="写错了")
