"""Cases some steps on their way, as several tests of actions begin with them."""

from datetime import datetime
from typing import Any

from cases.actions.calls import answer, claim
from cases.actions.following import Heard, record_follow_up
from cases.actions.whistles import Assistant
from cases.models import Case
from tests.factories.cases import (
    HOUR,
    World,
    answer_lead,
    assist_call,
    bring_to,
    fresh,
    whistle_for,
)
from tests.factories.clocks import at
from tests.factories.grids import NOW

LATER = NOW + 5 * HOUR
CALLED = at("2026-06-02 09:10")
UNREACHED = Heard(reached=False)
REASONABLE = Heard(reached=True, solved=False, satisfaction="dissatisfied", reasonable=True)
UNREASONABLE = Heard(reached=True, solved=False, reasonable=False)


def answered(world: World, **said: Any) -> Case:
    """Both departments answered at 15:00; the lead's answer brought the case to checking."""
    case = bring_to(world, "registered", **said)
    whistle_for(world, case, now=NOW + 2 * HOUR, assistants=[Assistant(world.water)])
    claim(assist_call(case).pk, by=world["water"], now=NOW + 3 * HOUR)
    answer(assist_call(case).pk, by=world["water"], now=NOW + 3 * HOUR, result="水已关")
    return answer_lead(world, case, now=LATER)


def states(case: Case) -> dict[str, str]:
    return dict(case.calls.values_list("department__name", "state"))


def blown(world: World, *, mandatory: bool | None = None, **said: Any) -> Case:
    """Whistled at 15:00: 综合执法中队 leads; 自来水公司 assists when `mandatory` is said."""
    helpers = [] if mandatory is None else [Assistant(world.water, mandatory)]
    case = bring_to(world, "registered", **said)
    return whistle_for(world, case, now=LATER, assistants=helpers)


def followed_up(world: World) -> Case:
    """Resolved by the worker, checked, and waiting for the call back since 14:00."""
    return bring_to(world, "follow_up")


def record(
    world: World, case: Case, heard: Heard, *, by: str = "clerk", now: datetime = CALLED
) -> Case:
    return fresh(record_follow_up(case.number, by=world[by], now=now, heard=heard))
