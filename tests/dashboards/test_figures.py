"""Every figure counts what it says, opens the list behind it, and adds up."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cases.actions.following import Heard, record_follow_up
from cases.actions.handling import contact
from cases.vocabulary import WhistleKind
from cases.workflow import CaseState
from dashboards.rules.figures import COUNTS, FIGURES, OF_COMMUNITIES, OF_DEPARTMENTS, RATES
from dashboards.rules.frames import Frame
from dashboards.rules.tables import (
    composite,
    lines_by_department,
    lines_by_place,
    work_out,
    work_out_all,
)
from tests.factories.cases import (
    HOUR,
    NOW,
    World,
    answer_lead,
    bring_to,
    do,
    lead_call,
    make_case,
    make_world,
    whistle_for,
)

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=60)


def frame_of(world: World, name: str = "leader", **how: Any) -> Frame:
    user = world[name].user
    assert user is not None
    frame = Frame(
        user=user,
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
        now=LATER,
        place=world.street,
    )
    return replace(frame, **how)


def part(world: World, name: str, **how: Any) -> Decimal:
    return work_out(FIGURES[name], frame_of(world, **how)).part


def numbers(world: World, name: str, **how: Any) -> tuple[str, str, str]:
    """Numerator, denominator and rate as they would be written."""
    worked = work_out(FIGURES[name], frame_of(world, **how))
    return str(worked.part), str(worked.whole), str(worked.rate)


def test_received_counts_by_the_day_of_the_report() -> None:
    world = make_world()
    make_case(world)
    make_case(world, now=NOW + timedelta(days=3))
    day = NOW.date()
    assert part(world, "received") == 2
    assert part(world, "received", since=day, until=day) == 1


def test_handled_counts_closed_archived_and_declined() -> None:
    world = make_world()
    for state in (CaseState.CLOSED, CaseState.ARCHIVED, CaseState.DECLINED, CaseState.CHECKING):
        bring_to(world, state)
    assert part(world, "handled") == 3
    assert part(world, "open") == 1


def test_a_reopened_case_is_no_longer_handled() -> None:
    from cases.actions.closing import reopen

    world = make_world()
    case = bring_to(world, CaseState.CLOSED)
    reopen(case.number, by=world["clerk"], now=NOW + 8 * HOUR, reason="又堵了")
    assert part(world, "handled") == 0


def test_an_answer_sent_back_and_given_again_counts_once() -> None:
    from cases.actions.calls import answer
    from cases.actions.checking import rework

    world = make_world()
    case = answer_lead(world, bring_to(world, CaseState.WHISTLED), now=NOW + 4 * HOUR)
    rework(case.number, by=world["officer"], now=NOW + 5 * HOUR, reason="没有清完")
    assert part(world, "answers") == 1
    call = lead_call(case)
    answer(call.pk, by=world["urban"], now=NOW + 6 * HOUR, result="清完了")
    assert part(world, "whistles") == part(world, "answers") == 1


def test_a_hard_problem_counts_when_the_resident_says_it_is_solved() -> None:
    world = make_world()
    case = bring_to(world, CaseState.REGISTERED)
    whistle_for(world, case, now=NOW + 2 * HOUR, kind=WhistleKind.HARD_PROBLEM)
    answer_lead(world, case, now=NOW + 3 * HOUR)
    do(world, case, "pass_check", now=NOW + 4 * HOUR)
    assert part(world, "hard_solved") == 0
    do(world, case, "record_follow_up", now=NOW + 5 * HOUR)
    assert part(world, "hard_solved") == 1


def test_an_empty_denominator_has_no_rate() -> None:
    rates = work_out_all(RATES, frame_of(make_world()))
    assert [worked.rate for worked in rates] == [None] * len(RATES)
    assert composite(rates) is None


def test_what_falls_due_later_than_now_is_in_no_rate() -> None:
    world = make_world()
    make_case(world)
    assert numbers(world, "responded", now=NOW + HOUR) == ("0", "0", "None")
    assert numbers(world, "responded", now=NOW + timedelta(days=2)) == ("0", "1", "0.0")


def test_response_counts_only_contacts_in_time() -> None:
    world = make_world()
    for hours in (2, 30):
        case = make_case(world)
        contact(case.number, by=world["worker"], now=NOW + hours * HOUR, note="已通话")
    assert numbers(world, "responded") == ("1", "2", "50.0")


def test_of_one_round_only_the_last_word_counts() -> None:
    world = make_world()
    case = bring_to(world, CaseState.FOLLOW_UP)
    doubt = Heard(reached=True, solved=False, satisfaction="dissatisfied", reasonable=False)
    record_follow_up(case.number, by=world["clerk"], now=NOW + 9 * HOUR, heard=doubt)
    assert numbers(world, "solved") == ("0", "1", "0.0")
    record_follow_up(case.number, by=world["clerk2"], now=NOW + 10 * HOUR, heard=doubt)
    assert numbers(world, "solved") == ("0", "1", "0.0")
    assert numbers(world, "satisfied") == ("0", "1", "0.0")


def test_basically_satisfied_weighs_nine_tenths() -> None:
    world = make_world()
    for level in ("very_satisfied", "basically_satisfied", "dissatisfied"):
        case = bring_to(world, CaseState.FOLLOW_UP)
        heard = Heard(reached=True, solved=True, satisfaction=level)
        record_follow_up(case.number, by=world["clerk"], now=NOW + 9 * HOUR, heard=heard)
    assert numbers(world, "satisfied") == ("1.9", "3", "63.3")


def test_an_unreached_attempt_is_no_valid_follow_up() -> None:
    world = make_world()
    case = bring_to(world, CaseState.FOLLOW_UP)
    heard = Heard(reached=False)
    record_follow_up(case.number, by=world["clerk"], now=NOW + 9 * HOUR, heard=heard)
    assert work_out(FIGURES["solved"], frame_of(world)).whole == 0


@pytest.fixture
def busy() -> World:
    """Cases in every state, in both communities, with both departments called."""
    world = make_world()
    for state in CaseState:
        if state in (CaseState.SUSPENDED, CaseState.MERGED, CaseState.WITHDRAWN):
            continue
        bring_to(world, state)
    make_case(world, by="worker2", place=world.sibling_grid)
    case = bring_to(world, CaseState.WHISTLED)
    answer_lead(world, case, now=NOW + 4 * HOUR)
    return world


def test_every_figure_equals_the_list_it_opens(busy: World) -> None:
    frame = frame_of(busy)
    for figure in COUNTS:
        rows = figure.rows(frame, "part").values_list(figure.case_key, flat=True)
        assert set(figure.cases(frame, "part").values_list("pk", flat=True)) == set(rows)


def test_the_communities_add_up_to_the_street(busy: World) -> None:
    frame = frame_of(busy)
    lines = lines_by_place(OF_COMMUNITIES, frame)
    assert [line.name for line in lines] == [busy.community.name, busy.sibling.name]
    for column, figure in enumerate(OF_COMMUNITIES):
        whole_street = work_out(figure, frame)
        assert sum(line.cells[column].part for line in lines) == whole_street.part
        assert sum(line.cells[column].whole or 0 for line in lines) == (whole_street.whole or 0)


def test_a_line_equals_the_figure_worked_out_for_it_alone(busy: World) -> None:
    frame = frame_of(busy)
    lines = lines_by_place(OF_COMMUNITIES, frame) + lines_by_department(OF_DEPARTMENTS, frame)
    for line in lines:
        for cell in line.cells:
            assert work_out(cell.figure, line.frame) == cell


def test_a_community_officer_counts_only_what_he_sees(busy: World) -> None:
    mine = frame_of(busy, "officer3", place=busy.sibling)
    assert work_out(FIGURES["received"], mine).part == 1
    assert work_out(FIGURES["received"], frame_of(busy, "officer3")).part == 1
