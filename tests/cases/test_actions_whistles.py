"""吹哨, 应哨, 答卷: one lead, assistants mandatory or not, each call on clocks of its own."""

from typing import Any

import pytest

from cases.actions.handling import hand_up
from cases.actions.whistles import Assistant
from cases.models import Call
from grids.models import Department
from journal.refusals import Conflict, Forbidden, Invalid
from tests.cases.stories import blown
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
    whistle_for,
)
from tests.factories.clocks import at
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + 5 * HOUR


def test_a_whistle_has_one_lead_and_a_call_for_everybody(world: World) -> None:
    gas = grids.make_department(world.street, "燃气公司")
    helpers = [Assistant(world.water), Assistant(gas, mandatory=False)]
    case = whistle_for(world, bring_to(world, "registered"), now=LATER, assistants=helpers)
    calls = case.calls.order_by("id").values_list("department", "role", "mandatory", "state")
    assert list(calls) == [
        (world.urban.pk, "lead", True, "called"),
        (world.water.pk, "assist", True, "called"),
        (gas.pk, "assist", False, "called"),
    ]
    assert (fresh(case).state, fresh(case).handler) == ("whistled", None)


CALL_CLOCKS = [
    ("critical", "2026-06-01 15:30", "2026-06-01 17:00"),
    ("urgent", "2026-06-01 16:00", "2026-06-02 15:00"),
    ("inquiry", "2026-06-02 15:00", "2026-06-04 15:00"),
    ("general", "2026-06-02 15:00", "2026-06-10 15:00"),
    ("complex", "2026-06-02 15:00", "2026-06-23 15:00"),
]


@pytest.mark.parametrize(("urgency", "claim_due", "finish_due"), CALL_CLOCKS)
def test_each_call_has_its_own_claim_and_finish_clock(
    world: World, urgency: str, claim_due: str, finish_due: str
) -> None:
    case = blown(world, mandatory=True, urgency=urgency)
    for call in case.calls.all():
        assert clock_of(case, "claim", call).due_at == at(claim_due)
        assert clock_of(case, "finish", call).due_at == at(finish_due)


def test_the_whistle_does_not_move_the_promise_to_the_resident(world: World) -> None:
    case = blown(world)
    finish = clock_of(case, "finish")
    assert (finish.started_at, finish.due_at) == (NOW, at("2026-06-10 10:00"))
    assert fresh(case).due_at == finish.due_at


def test_a_whistle_takes_the_case_out_of_the_hands_that_had_it(world: World) -> None:
    case = bring_to(world, "in_hand")
    hand_up(case.number, by=world["worker"], now=LATER, note="劝过三次")
    whistle_for(world, case, now=LATER)
    assert fresh(case).handler is None


def test_the_history_keeps_lead_assistants_note_and_the_reason_for_another_lead(
    world: World,
) -> None:
    case = whistle_for(
        world,
        bring_to(world, "registered"),
        now=LATER,
        assistants=[Assistant(world.water)],
        note="周五前清完",
        why_lead="目录里的部门正在改革",
    )
    event = case.events.get(verb="whistle")
    assert (event.from_state, event.to_state, event.by) == (
        "registered",
        "whistled",
        world.people["dispatcher"],
    )
    said = {key: event.data[key] for key in ("kind", "lead", "assistants", "note", "why_lead")}
    assert said == {
        "kind": "hard_problem",
        "lead": "综合执法中队",
        "assistants": ["自来水公司"],
        "note": "周五前清完",
        "why_lead": "目录里的部门正在改革",
    }


@pytest.mark.parametrize("name", ["worker", "head", "officer", "leader", "clerk", "duty"])
def test_only_the_street_whistles_and_duty_only_what_presses(world: World, name: str) -> None:
    case = bring_to(world, "registered", place=world.building)
    with pytest.raises(Forbidden):
        whistle_for(world, case, now=LATER, by=name)


def test_an_emergency_is_whistled_from_the_report_by_the_duty_officer(world: World) -> None:
    case = make_case(world, urgency="critical", now=at("2026-06-07 02:00"))
    now = at("2026-06-07 02:05")
    whistle_for(world, case, now=now, by="duty", kind="emergency")
    assert fresh(case).state == "whistled"
    assert clock_of(case, "verify").met_at == now  # registered in the same act
    assert clock_of(case, "finish").due_at == at("2026-06-07 04:00")  # from the report
    assert clock_of(case, "claim", lead_call(case)).due_at == at("2026-06-07 02:35")
    chain = [(event.verb, event.from_state, event.to_state) for event in case.events.all()]
    assert chain == [("report", "", "reported"), ("whistle", "reported", "whistled")]


@pytest.mark.parametrize("urgency", ["inquiry", "general", "complex"])
def test_the_duty_officer_leaves_what_does_not_press(world: World, urgency: str) -> None:
    case = make_case(world, urgency=urgency)
    with pytest.raises(Forbidden):
        whistle_for(world, case, now=LATER, by="duty", kind="emergency")


@pytest.mark.parametrize("kind", ["enforcement", "hard_problem"])
@pytest.mark.parametrize("by", ["duty", "dispatcher"])
def test_only_an_emergency_skips_the_registration(world: World, by: str, kind: str) -> None:
    case = make_case(world, urgency="urgent")
    with pytest.raises(Conflict) as refusal:
        whistle_for(world, case, now=LATER, by=by, kind=kind)
    assert refusal.value.state == "reported"
    assert not case.calls.exists()


@pytest.mark.parametrize("fault", ["kind", "lead", "lead_gone", "assistants", "twice", "note"])
def test_a_whistle_that_cannot_be_blown_names_the_field(world: World, fault: str) -> None:
    stranger = grids.make_department(make_world().street, "外街道")
    gone = grids.make_department(world.street, "旧部门")
    Department.objects.filter(pk=gone.pk).update(active=False)
    gone.refresh_from_db()
    how: dict[str, dict[str, Any]] = {
        "kind": {"kind": "loud"},
        "lead": {"lead": stranger},
        "lead_gone": {"lead": gone},
        "assistants": {"assistants": [Assistant(stranger)]},
        "twice": {"assistants": [Assistant(world.urban)]},
        "note": {"note": "字" * 2_001},
    }
    fields = {"lead_gone": "lead", "twice": "assistants"}
    case = bring_to(world, "registered")
    with pytest.raises(Invalid) as refusal:
        whistle_for(world, case, now=LATER, **how[fault])
    assert list(refusal.value.fields) == [fields.get(fault, fault)]
    assert fresh(case).state == "registered"
    assert not Call.objects.exists()
