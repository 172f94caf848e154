"""Role × place relation × verb through the API, against the role table written out by hand.

Malformed JSON is sent: who may is told so (400), nobody changes anything, and the order of
refusals is shown on the way.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import timezone

from accounts.models import User
from cases.actions.whistles import Assistant
from cases.models import Case
from cases.workflow import CaseState
from grids.roles import Role
from tests.factories.api import fresh_case, fresh_report, get, post, report_body
from tests.factories.cases import World, answer_lead, lead_call, make_world, whistle_for
from tests.factories.grids import give_post, make_building, make_holder, make_street

pytestmark = pytest.mark.django_db

NONSENSE = "{"

# The case lies in a building of the worker's grid; the worker reported and handles it.
SEE_IT = {"worker", "head", "officer", "officer2", "dispatcher", "duty", "leader", "clerk"}
DO_NOT_SEE_IT = {
    "worker2",  # a grid of the sibling community
    "officer3",  # the sibling community
    "neighbour",  # a building head of the same grid, next door
    "stranger",  # a street officer of another street
    "admin",  # sets the street up, reads no case
    "auditor",  # one of the three administrators
    "nobody",  # no post at all
    "former",  # whose post is over
    "water",  # a department nobody called
}
REGISTRARS = {"officer", "officer2", "dispatcher"}

# verb → (state of the case, urgency, who may)
MAY: list[tuple[str, str, str, set[str]]] = [
    ("verify", "reported", "general", REGISTRARS),
    ("verify", "reported", "critical", REGISTRARS | {"duty"}),
    ("verify", "reported", "urgent", REGISTRARS | {"duty"}),
    ("decline", "reported", "general", REGISTRARS),
    ("correct", "in_hand", "general", REGISTRARS),
    ("assign", "registered", "general", REGISTRARS),
    ("reassign", "in_hand", "general", REGISTRARS),
    ("hand_up", "in_hand", "general", REGISTRARS | {"worker"}),
    ("hand_up", "registered", "general", REGISTRARS),
    ("send_down", "street_review", "general", {"dispatcher"}),
    ("whistle", "street_review", "general", {"dispatcher"}),
    ("whistle", "reported", "critical", {"dispatcher", "duty"}),
    ("contact", "in_hand", "general", REGISTRARS | {"worker"}),
    ("add_note", "in_hand", "general", REGISTRARS | {"worker"}),
    ("resolve", "in_hand", "general", {"worker"}),
    ("pass_check", "checking", "general", REGISTRARS),
    ("rework", "checking", "general", REGISTRARS),
    ("record_follow_up", "follow_up", "general", {"clerk"}),
    ("reopen", "closed", "general", {"clerk", "worker"}),
]


def everybody(world: World) -> Iterator[tuple[str, User]]:
    """The people of the world and those who must not see its case."""
    next_door = make_building(world.grid)
    extra = {
        "neighbour": make_holder(Role.BUILDING_HEAD, next_door),
        "stranger": make_holder(Role.STREET_OFFICER, make_street()),
        "auditor": make_holder(Role.ADMIN_AUDIT),
        "former": make_holder(Role.STREET_OFFICER, world.street, until=date(2026, 1, 2)),
        "nobody": make_holder(Role.GRID_POLICE, world.grid),
    }
    people = world.people | extra
    return ((name, people[name]) for name in sorted(SEE_IT | DO_NOT_SEE_IT))


@pytest.mark.parametrize(("verb", "state", "urgency", "entitled"), MAY)
def test_each_role_gets_what_the_role_table_gives(
    verb: str, state: str, urgency: str, entitled: set[str]
) -> None:
    world = make_world()
    case = fresh_case(world, state, urgency=urgency)
    for name, user in everybody(world):
        expected = 400 if name in entitled else 403 if name in SEE_IT else 404
        answer = post(user, f"cases/{case.number}/{verb}/", NONSENSE)
        assert answer.status_code == expected, (name, answer.json())
    case.refresh_from_db()
    assert case.state == state


def test_each_role_sees_what_lies_in_its_scope() -> None:
    world = make_world()
    case = fresh_case(world, CaseState.IN_HAND)
    for name, user in everybody(world):
        answer = get(user, f"cases/{case.number}/")
        assert answer.status_code == (200 if name in SEE_IT else 404), name
        listed = [line["number"] for line in get(user, "cases/").json()["results"]]
        assert listed == ([case.number] if name in SEE_IT else []), name


def test_a_case_at_the_street_itself_is_seen_by_the_street_only() -> None:
    world = make_world()
    case = fresh_report(world, by="dispatcher", place=world.street)
    may_see = {"dispatcher", "duty", "leader", "clerk"}
    for name, user in everybody(world):
        answer = get(user, f"cases/{case.number}/")
        assert answer.status_code == (200 if name in may_see else 404), name


CALLED = {
    "contact": 400,
    "add_note": 403,
    "correct": 403,
    "decline": 403,
    "whistle": 403,
    "resolve": 403,
    "pass_check": 403,
    "reopen": 403,
}


@pytest.mark.parametrize(("verb", "expected"), CALLED.items())
def test_a_called_department_speaks_with_the_reporter_and_no_more(verb: str, expected: int) -> None:
    world = make_world()
    case = fresh_case(world, CaseState.WHISTLED)
    path = f"cases/{case.number}/{verb}/"
    assert post(world.people["urban"], path, NONSENSE).status_code == expected
    assert post(world.people["water"], path, NONSENSE).status_code == 404


@pytest.mark.parametrize("verb", ["claim", "answer"])
def test_a_call_is_answered_by_its_own_department_only(verb: str) -> None:
    world = make_world()
    case = fresh_case(world, CaseState.STREET_REVIEW)
    assistants = [Assistant(world.water)]
    whistle_for(world, case, now=timezone.now(), assistants=assistants)
    call = lead_call(case)
    for name, user in everybody(world):
        expected = 403 if name in SEE_IT | {"water"} else 404
        answer = post(user, f"calls/{call.pk}/{verb}/", NONSENSE)
        assert answer.status_code == expected, name
    answer = post(world.people["urban"], f"calls/{call.pk}/{verb}/", NONSENSE)
    assert answer.status_code == {"claim": 200, "answer": 409}[verb]


# Who may report where: at his place and below it.
REPORTERS = {
    "worker": {"building", "grid"},
    "head": {"building"},
    "officer": {"building", "grid", "community"},
    "dispatcher": {"building", "grid", "community", "street", "sibling_grid"},
    "duty": {"building", "grid", "community", "street", "sibling_grid"},
    "leader": set(),
    "clerk": set(),
    "urban": set(),
    "admin": set(),
}


@pytest.mark.parametrize(("name", "places"), REPORTERS.items())
def test_reports_are_made_where_one_serves(name: str, places: set[str]) -> None:
    world = make_world()
    for place in ("building", "grid", "community", "street", "sibling_grid"):
        body = report_body(world, place=getattr(world, place).code)
        answer = post(world.people[name], "cases/", body)
        assert answer.status_code == (201 if place in places else 403), place


def test_who_reported_and_did_not_handle_may_check() -> None:
    world = make_world()
    case = fresh_case(world, CaseState.CHECKING, by="head")
    assert post(world.people["head"], f"cases/{case.number}/pass_check/", {}).status_code == 200


@pytest.mark.parametrize("verb", ["pass_check", "rework"])
def test_nobody_checks_his_own_work(verb: str) -> None:
    world = make_world()
    case = fresh_case(world, CaseState.CHECKING)
    Case.objects.filter(pk=case.pk).update(handler=world.people["officer"])
    for name, expected in {"officer": 403, "officer2": 400, "dispatcher": 400}.items():
        answer = post(world.people[name], f"cases/{case.number}/{verb}/", NONSENSE)
        assert answer.status_code == expected, name


def test_nobody_checks_the_work_of_his_own_department() -> None:
    world = make_world()
    give_post(world.people["officer"], Role.DEPARTMENT_HANDLER, world.urban)
    case = answer_lead(world, fresh_case(world, CaseState.WHISTLED), now=timezone.now())
    for name, expected in {"officer": 403, "officer2": 400}.items():
        answer = post(world.people[name], f"cases/{case.number}/pass_check/", NONSENSE)
        assert answer.status_code == expected, name


def test_a_post_that_ends_takes_its_sight_with_it() -> None:
    world = make_world()
    case = fresh_report(world)
    world.people["officer"].posts.update(until=timezone.localdate())
    officer = User.objects.get(pk=world.people["officer"].pk)
    assert get(officer, f"cases/{case.number}/").status_code == 404
