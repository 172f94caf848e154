"""The database refuses what must never be: every constraint of cases, broken one by one."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import ProtectedError

from cases.models import (
    Call,
    Case,
    CaseContact,
    CaseEvent,
    Category,
    DirectoryEntry,
    Evidence,
    FollowUp,
    LimitRule,
    Whistle,
)
from tests.factories.cases import (
    World,
    bring_to,
    lead_call,
    make_case,
    make_category,
)
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db


def breaks(constraint: str, act: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        act()


def set_on(row: models.Model, **fields: Any) -> Callable[[], object]:
    """An UPDATE past every action, as a hasty hand at the database would write it."""
    return lambda: type(row)._default_manager.filter(pk=row.pk).update(**fields)


# --- the case -----------------------------------------------------------------------------------


def test_a_case_is_in_a_known_state(world: World) -> None:
    breaks("case_state_known", set_on(make_case(world), state="lost"))


def test_a_case_has_at_least_one_round(world: World) -> None:
    breaks("case_round_positive", set_on(make_case(world), round=0))


def test_a_case_in_hand_is_in_somebodys_hands(world: World) -> None:
    breaks("case_in_hand_has_handler", set_on(bring_to(world, "in_hand"), handler=None))


@pytest.mark.parametrize("state", ["closed", "archived", "declined"])
def test_a_case_that_is_over_says_when_and_why(world: World, state: str) -> None:
    case = bring_to(world, state)
    breaks("case_over_has_end_and_reason", set_on(case, ended_at=None))
    breaks("case_over_has_end_and_reason", set_on(case, closing=""))
    breaks("case_over_has_end_and_reason", set_on(make_case(world), state=state))


@pytest.mark.parametrize(
    "position", [(39.9, None), (None, 116.4), (91, 116.4), (39.9, 181), (-91, 0), (0, -181)]
)
def test_a_position_is_whole_and_on_earth(
    world: World, position: tuple[float | None, float | None]
) -> None:
    lat, lng = position
    breaks("case_position_pair", set_on(make_case(world), lat=lat, lng=lng))


def test_an_external_number_stands_once_for_street_and_source(world: World) -> None:
    make_case(world, source="police_110", external_number="A-1")
    other = make_case(world, source="police_110")
    breaks("case_external_number_once", set_on(other, external_number="A-1"))
    set_on(other, external_number="A-2")()


@pytest.mark.parametrize("field", ["number", "track_code"])
def test_numbers_and_track_codes_are_unique(world: World, field: str) -> None:
    first, second = make_case(world), make_case(world)
    breaks(field, set_on(second, **{field: getattr(first, field)}))


def test_a_case_has_one_contact(world: World) -> None:
    case = make_case(world)
    breaks("cases_casecontact_pkey", lambda: CaseContact(case=case).save(force_insert=True))


# --- whistle and calls --------------------------------------------------------------------------


def call_beside(lead: Call, **fields: Any) -> Callable[[], object]:
    values = {
        "whistle": lead.whistle,
        "case": lead.case,
        "department": lead.department,
        "role": "assist",
        "case_reported_at": NOW,
        "called_at": NOW,
    }
    return lambda: Call.objects.create(**{**values, **fields})


@pytest.mark.parametrize("state", ["called", "claimed", "answered", "return_requested"])
def test_a_case_has_one_open_lead(world: World, state: str) -> None:
    lead = lead_call(bring_to(world, "whistled"))
    fields = {"claimed_at": NOW, "answered_at": NOW, "state": state}
    breaks("call_one_open_lead", call_beside(lead, role="lead", department=world.water, **fields))


@pytest.mark.parametrize("state", ["accepted", "returned", "cancelled"])
def test_a_lead_that_is_over_makes_room_for_another(world: World, state: str) -> None:
    lead = lead_call(bring_to(world, "whistled"))
    set_on(lead, state=state, claimed_at=NOW, answered_at=NOW)()
    call_beside(lead, role="lead", department=world.water)()


def test_a_whistle_of_a_later_round_makes_no_second_open_lead(world: World) -> None:
    lead = lead_call(bring_to(world, "whistled"))
    later = Whistle.objects.create(case=lead.case, round=2, kind="enforcement", blown_at=NOW)
    breaks("call_one_open_lead", call_beside(lead, role="lead", whistle=later))


def test_a_whistle_calls_a_department_once(world: World) -> None:
    lead = lead_call(bring_to(world, "whistled"))
    breaks("call_department_once", call_beside(lead))


def test_what_was_claimed_says_when(world: World) -> None:
    lead, who = lead_call(bring_to(world, "whistled")), world.people["urban"]
    breaks("call_claim_pair", set_on(lead, claimed_by=who))
    breaks("call_claimed_has_moment", set_on(lead, state="claimed"))


def test_what_was_answered_says_when(world: World) -> None:
    lead, who = lead_call(bring_to(world, "whistled")), world.people["urban"]
    breaks("call_answer_pair", set_on(lead, answered_by=who))
    for state in ("answered", "accepted"):
        breaks("call_answered_has_moment", set_on(lead, state=state, claimed_at=NOW))


# --- history and follow-ups ---------------------------------------------------------------------


def test_the_history_is_neither_changed_nor_removed(world: World) -> None:
    event = make_case(world).events.get()
    breaks("append-only", set_on(event, text="nothing happened"))
    breaks("append-only", lambda: CaseEvent.objects.filter(pk=event.pk).delete())
    breaks("append-only", lambda: CaseEvent.objects.all().delete())


def test_a_case_with_a_history_is_not_deleted(world: World) -> None:
    case = make_case(world)
    breaks("append-only", case.delete)
    assert Case.objects.filter(pk=case.pk).exists()


def test_a_follow_up_is_neither_changed_nor_removed(world: World) -> None:
    said = bring_to(world, "closed").follow_ups.get()
    breaks("append-only", set_on(said, satisfaction="very_satisfied"))
    breaks("append-only", said.delete)


@pytest.mark.parametrize(
    "said",
    [
        {"reached": True, "solved": None},
        {"reached": False, "solved": True},
        {"reached": False, "satisfaction": "satisfied"},
    ],
)
def test_a_follow_up_judges_only_what_was_heard(world: World, said: dict[str, Any]) -> None:
    case = make_case(world)
    breaks(
        "follow_up_reached_has_verdict",
        lambda: FollowUp.objects.create(case=case, round=1, at=NOW, **said),
    )


# --- evidence -----------------------------------------------------------------------------------


def test_evidence_is_tied_to_case_and_event_together(world: World) -> None:
    case = make_case(world)
    event = case.events.get()
    size = {"width": 1, "height": 1, "size": 1}
    for tie in ({"case": case}, {"event": event}):
        breaks(
            "evidence_attached_pair",
            partial(Evidence.objects.create, uploaded_at=NOW, **size, **tie),
        )
    Evidence.objects.create(uploaded_at=NOW, case=case, event=event, **size)


# --- what a street configures -------------------------------------------------------------------


def test_a_category_code_is_unique() -> None:
    first = make_category()
    breaks("code", lambda: make_category(code=first.code))


def test_a_category_in_use_is_not_deleted(world: World) -> None:
    make_case(world)
    with pytest.raises(ProtectedError):
        world.category.delete()
    assert Category.objects.filter(pk=world.category.pk).exists()


def rule(**fields: Any) -> LimitRule:
    return LimitRule.objects.create(
        **{"kind": "finish", "amount": 3, "unit": "working_days", "since": NOW, **fields}
    )


def test_a_limit_is_some_time() -> None:
    breaks("limit_rule_positive", lambda: rule(amount=0))


def test_one_rule_is_in_force_for_the_same_matter(world: World) -> None:
    for fields in (
        {},
        {"street": world.street},
        {"street": world.street, "category": world.category, "urgency": "urgent"},
    ):
        first = rule(**fields)
        breaks("limit_rule_one_in_force", partial(rule, amount=5, **fields))
        set_on(first, until=NOW + timedelta(days=1))()
        rule(amount=5, **fields)


def test_the_directory_has_one_entry_for_category_and_place(world: World) -> None:
    where = {"category": world.category, "place": world.street}
    DirectoryEntry.objects.create(lead=world.urban, **where)
    breaks("directory_one_entry", lambda: DirectoryEntry.objects.create(lead=world.water, **where))


def test_no_constraint_of_the_room_is_left_unbroken() -> None:
    """A new constraint comes with a test: its name must stand in this file."""
    source = Path(__file__).read_text(encoding="utf-8")
    room = [Case, Call, Whistle, CaseContact, CaseEvent, FollowUp, Evidence, Category, LimitRule]
    names = [one.name for model in (*room, DirectoryEntry) for one in model._meta.constraints]
    assert [name for name in names if name not in source] == []
