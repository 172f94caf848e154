"""Who is concerned by what, worked out when it happens from the posts in force that day."""

from collections.abc import Callable
from datetime import date

from cases.models import Call, Case, CaseEvent
from cases.vocabulary import PRESSED_LEVELS, ClockKind, Supervision
from clocks.models import Clock
from grids.roles import Role
from grids.rules.people import department_people, people_at

Readers = set[int]


def readers_of_event(event: CaseEvent, today: date) -> Readers:
    """User ids; never the one who did it."""
    find = READERS.get(event.verb)
    readers = find(event, today) if find else set()
    return readers - {event.by_id or 0}


def readers_of_clock(clock: Clock, case: Case, today: date) -> Readers:
    """Who owes it: the department of the call, or whoever has the case at this step."""
    if clock.leg_id is not None:
        call = Call.objects.get(pk=clock.leg_id)
        return _department(call.department_id, today)
    find = OWERS.get(clock.kind)
    return find(case, today) if find else set()


def _people(role: str, place_id: int | None, today: date) -> Readers:
    if place_id is None:
        return set()
    return set(people_at(place_id, role, today).values_list("pk", flat=True))


def _department(department_id: int, today: date) -> Readers:
    return set(department_people(department_id, today).values_list("pk", flat=True))


def community_of(case: Case, today: date) -> Readers:
    """Its community officers; a case of the street itself belongs to the street officers."""
    officers = _people(Role.COMMUNITY_OFFICER, case.community_id, today)
    return officers or street_of(case, today)


def street_of(case: Case, today: date) -> Readers:
    return _people(Role.STREET_OFFICER, case.street_id, today)


def _leaders(case: Case, today: date) -> Readers:
    return _people(Role.STREET_LEADER, case.street_id, today)


def _clerks(case: Case, today: date) -> Readers:
    return _people(Role.FOLLOWUP_CLERK, case.street_id, today)


def _own(case: Case) -> Readers:
    return {pk for pk in (case.reported_by_id, case.handler_id) if pk}


def handler_or_street(case: Case, today: date) -> Readers:
    return {case.handler_id} if case.handler_id else street_of(case, today)


def _called(event: CaseEvent, today: date) -> Readers:
    calls = Call.objects.live().filter(case=event.case_id)
    readers: Readers = set()
    for department_id in calls.values_list("department_id", flat=True).distinct():
        readers |= _department(department_id, today)
    return readers


def _reported(event: CaseEvent, today: date) -> Readers:
    return community_of(event.case, today)


def _handler(event: CaseEvent, today: date) -> Readers:
    return {event.case.handler_id} if event.case.handler_id else set()


def _street(event: CaseEvent, today: date) -> Readers:
    return street_of(event.case, today)


def _reworked(event: CaseEvent, today: date) -> Readers:
    return _handler(event, today) | _called(event, today)


def _ended(event: CaseEvent, today: date) -> Readers:
    return _own(event.case)


def _reopened(event: CaseEvent, today: date) -> Readers:
    return community_of(event.case, today) | _own(event.case)


def _late(event: CaseEvent, today: date) -> Readers:
    """The one who owes it and the community; from 督办 on the street, from 通报 on its leaders."""
    case = event.case
    clock = Clock.objects.filter(pk=event.data.get("clock_id")).first()
    readers = readers_of_clock(clock, case, today) if clock else set()
    readers |= community_of(case, today)
    level = event.data.get("level", "")
    if level in PRESSED_LEVELS:
        readers |= street_of(case, today)
    if level == Supervision.CIRCULATE:
        readers |= _leaders(case, today)
    return readers


def _followed(event: CaseEvent, today: date) -> Readers:
    return _own(event.case) | _called(event, today)


READERS: dict[str, Callable[[CaseEvent, date], Readers]] = {
    "report": _reported,
    "decline": _ended,
    "assign": _handler,
    "reassign": _handler,
    "hand_up": _street,
    "send_down": _handler,
    "whistle": _called,
    "claim": _street,
    "answer": _reported,
    "resolve": _reported,
    "pass_check": lambda event, today: _own(event.case) | _clerks(event.case, today),
    "rework": _reworked,
    "record_follow_up": _followed,
    "reopen": _reopened,
    "breach": _late,
    "supervise": _late,
}

OWERS: dict[str, Callable[[Case, date], Readers]] = {
    ClockKind.VERIFY: community_of,
    ClockKind.FIRST_CONTACT: community_of,
    ClockKind.FINISH: handler_or_street,
    ClockKind.CHECK: community_of,
    ClockKind.FOLLOW_UP: _clerks,
}
