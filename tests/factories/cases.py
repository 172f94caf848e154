"""A small street with everybody in it, and cases brought to a state through the real verbs."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from accounts.models import User
from cases.actions.calls import answer, claim
from cases.actions.checking import pass_check
from cases.actions.closing import archive
from cases.actions.following import Heard, record_follow_up
from cases.actions.handling import assign, hand_up, resolve
from cases.actions.registering import decline, verify
from cases.actions.reporting import Contact, Report, report
from cases.actions.whistles import whistle
from cases.models import Call, Case, Category
from cases.vocabulary import CallRole, DeclineReason, WhistleKind
from cases.workflow import CaseState
from clocks.models import Clock
from grids.models import Department, Place
from grids.roles import Role
from journal.actors import Actor, person, system
from tests.factories import grids
from tests.factories.grids import NOW as NOW

_numbers = count(1)
HOUR = timedelta(hours=1)


@dataclass
class World:
    """One street, two communities, two grids; a person for every role, each by its own name."""

    street: Place
    community: Place
    sibling: Place
    grid: Place
    sibling_grid: Place
    building: Place
    category: Category
    urban: Department
    water: Department
    people: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Actor:
        return person(self.people[name])


def make_category(name: str = "暴露垃圾", **fields: Any) -> Category:
    fields.setdefault("code", f"T{next(_numbers)}")
    return Category.objects.create(name=name, **fields)


def make_world() -> World:
    street = grids.make_street()
    community, sibling = grids.make_community(street), grids.make_community(street)
    grid, sibling_grid = grids.make_grid(community), grids.make_grid(sibling)
    world = World(
        street=street,
        community=community,
        sibling=sibling,
        grid=grid,
        sibling_grid=sibling_grid,
        building=grids.make_building(grid),
        category=make_category(),
        urban=grids.make_department(street, "综合执法中队"),
        water=grids.make_department(street, "自来水公司"),
    )
    world.people |= grids.fill_posts(_posts(world))
    return world


def _posts(world: World) -> dict[str, tuple[str, Place | Department]]:
    return {
        "worker": (Role.GRID_WORKER, world.grid),
        "worker2": (Role.GRID_WORKER, world.sibling_grid),
        "head": (Role.BUILDING_HEAD, world.building),
        "officer": (Role.COMMUNITY_OFFICER, world.community),
        "officer2": (Role.COMMUNITY_OFFICER, world.community),
        "officer3": (Role.COMMUNITY_OFFICER, world.sibling),
        "dispatcher": (Role.STREET_OFFICER, world.street),
        "duty": (Role.DUTY_OFFICER, world.street),
        "leader": (Role.STREET_LEADER, world.street),
        "clerk": (Role.FOLLOWUP_CLERK, world.street),
        "clerk2": (Role.FOLLOWUP_CLERK, world.street),
        "admin": (Role.STREET_ADMIN, world.street),
        "urban": (Role.DEPARTMENT_HANDLER, world.urban),
        "urban2": (Role.DEPARTMENT_HEAD, world.urban),
        "water": (Role.DEPARTMENT_HANDLER, world.water),
    }


def make_case(world: World, *, now: datetime = NOW, by: str = "worker", **said: Any) -> Case:
    """A reported case, by the grid worker, with somebody to call back."""
    said.setdefault("place", world.grid)
    said.setdefault("category", world.category)
    said.setdefault("title", "楼道堆放杂物")
    said.setdefault("contact", Contact("张三", "13800001234"))
    return report(Report(**said), by=world[by], now=now)


def whistle_for(
    world: World, case: Case, *, now: datetime, by: str = "dispatcher", **how: Any
) -> Case:
    how.setdefault("kind", WhistleKind.HARD_PROBLEM)
    how.setdefault("lead", world.urban)
    return whistle(case.number, by=world[by], now=now, **how)


def lead_call(case: Case) -> Call:
    return case.calls.filter(role=CallRole.LEAD).latest("pk")


def assist_call(case: Case) -> Call:
    return case.calls.filter(role=CallRole.ASSIST).latest("pk")


def fresh(case: Case) -> Case:
    """The case as the database has it now."""
    return Case.objects.get(pk=case.pk)


def clock_of(case: Case, kind: str, call: Call | None = None) -> Clock:
    """The latest clock of this kind, of the case itself or of one of its calls."""
    clocks = Clock.objects.of("case", [case.pk]).filter(kind=kind, leg_id=call.pk if call else None)
    return clocks.latest("pk")


def running_kinds(case: Case) -> list[str]:
    """What is owed just now, by case and calls."""
    return sorted(Clock.objects.of("case", [case.pk]).open().values_list("kind", flat=True))


def answer_lead(world: World, case: Case, *, now: datetime) -> Case:
    call = lead_call(case)
    claim(call.pk, by=world["urban"], now=now)
    return answer(call.pk, by=world["urban"], now=now, result="已清理完毕")


PATHS: dict[str, tuple[str, ...]] = {
    CaseState.REPORTED: (),
    CaseState.REGISTERED: ("verify",),
    CaseState.IN_HAND: ("verify", "assign"),
    CaseState.STREET_REVIEW: ("verify", "hand_up"),
    CaseState.WHISTLED: ("verify", "whistle"),
    CaseState.CHECKING: ("verify", "assign", "resolve"),
    CaseState.FOLLOW_UP: ("verify", "assign", "resolve", "pass_check"),
    CaseState.CLOSED: ("verify", "assign", "resolve", "pass_check", "record_follow_up"),
    CaseState.ARCHIVED: (
        "verify",
        "assign",
        "resolve",
        "pass_check",
        "record_follow_up",
        "archive",
    ),
    CaseState.DECLINED: ("decline",),
}


Deed = Callable[[World, str, datetime], Case]
SOLVED = Heard(reached=True, solved=True, satisfaction="satisfied")
QUIET = timedelta(days=30)

DEEDS: dict[str, Deed] = {
    "verify": lambda w, number, now: verify(number, by=w["officer"], now=now),
    "decline": lambda w, number, now: decline(
        number, by=w["officer"], now=now, reason=DeclineReason.NOT_IN_SCOPE, advice="请拨12345"
    ),
    "assign": lambda w, number, now: assign(
        number, by=w["officer"], now=now, to=w.people["worker"].username
    ),
    "hand_up": lambda w, number, now: hand_up(
        number, by=w["officer"], now=now, note="多次劝导无效"
    ),
    "whistle": lambda w, number, now: whistle(
        number, by=w["dispatcher"], now=now, kind=WhistleKind.HARD_PROBLEM, lead=w.urban
    ),
    "resolve": lambda w, number, now: resolve(number, by=w["worker"], now=now, result="已清理"),
    "pass_check": lambda w, number, now: pass_check(number, by=w["officer"], now=now),
    "record_follow_up": lambda w, number, now: record_follow_up(
        number, by=w["clerk"], now=now, heard=SOLVED
    ),
    "archive": lambda w, number, now: archive(number, by=system("archive"), now=now + QUIET),
}


def do(world: World, case: Case, verb: str, *, now: datetime) -> Case:
    """One verb by somebody who may, with the plainest content."""
    return DEEDS[verb](world, case.number, now)


def bring_to(world: World, state: str, *, now: datetime = NOW, **said: Any) -> Case:
    """A case in this state, an hour per step."""
    case = make_case(world, now=now, **said)
    for hours, verb in enumerate(PATHS[state], start=1):
        case = do(world, case, verb, now=now + hours * HOUR)
    case.refresh_from_db()
    return case


def copies_of(case: Case, count: int) -> None:
    """The case and its clocks so many times over, without walking every step again."""
    clocks = list(Clock.objects.of("case", [case.pk]).open())
    rows = []
    for index in range(count):
        row = copy(case)
        row.pk, row.number, row.track_code = None, f"copy-{index}", f"copy-{index}"
        rows.append(row)
    twins = []
    for row in Case.objects.bulk_create(rows):
        for clock in clocks:
            twin = copy(clock)
            twin.pk, twin.matter_id = None, row.pk
            twins.append(twin)
    Clock.objects.bulk_create(twins)
