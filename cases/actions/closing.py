"""The end of a case, and what lies behind it: closed, reopened, archived."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.actions import timing
from cases.actions.handling import require_text
from cases.actions.turns import step, take
from cases.models import Case
from cases.vocabulary import ClockKind
from cases.workflow import CaseState
from journal.actors import Actor, system
from journal.refusals import Conflict

REOPEN_DAYS = 30
QUIET_DAYS = 30


def close(
    case: Case,
    verb: str,
    *,
    by: Actor,
    now: datetime,
    closing: str,
    data: dict[str, Any] | None = None,
    text: str = "",
) -> None:
    """→ closed: no clock stays open on a closed case."""
    timing.cancel(case, now=now, why=gettext_noop("已结案"))
    step(
        case,
        verb,
        by=by,
        now=now,
        to=CaseState.CLOSED,
        public=True,
        text=text,
        data={**(data or {}), "closing": closing},
        ended_at=now,
        closing=closing,
    )


@transaction.atomic
def reopen(number: str, *, by: Actor, now: datetime, reason: str) -> Case:
    """closed → registered, within 30 days: same number, next round, clocks from now."""
    case = take(number, "reopen", by=by)
    require_recent(case, now)
    require_text("reason", reason, _("请写明为什么要重开。"))
    new_round(case, now=now)
    step(
        case,
        "reopen",
        by=by,
        now=now,
        to=CaseState.REGISTERED,
        public=True,
        data={"reason": reason},
        **round_fields(case),
        handler=None,
        closing="",
        ended_at=None,
    )
    return case


def require_recent(case: Case, now: datetime) -> None:
    """Raise Conflict when the case was closed too long ago to be reopened."""
    if case.ended_at and now - case.ended_at > timedelta(days=REOPEN_DAYS):
        sentence = _("结案已超过 %(days)s 天,不能重开。请另报一件,并写明原编号。")
        raise Conflict(sentence % {"days": REOPEN_DAYS}, code="too_late", state=case.state)


def new_round(case: Case, *, now: datetime) -> None:
    """The next round begins now: its promise starts over, what lay before never counts."""
    case.round += 1
    case.opened_at = now
    timing.begin(case, ClockKind.FINISH, now=now)


def round_fields(case: Case) -> dict[str, Any]:
    return {"round": case.round, "opened_at": case.opened_at}


def archive_quiet_cases(*, now: datetime, batch: int = 500) -> int:
    """closed → archived after 30 quiet days, by the system. Returns how many."""
    quiet = Case.objects.filter(
        state=CaseState.CLOSED, changed_at__lte=now - timedelta(days=QUIET_DAYS)
    )
    numbers = list(quiet.order_by("changed_at").values_list("number", flat=True)[:batch])
    return sum(_archived(number, now=now) for number in numbers)


def _archived(number: str, *, now: datetime) -> bool:
    """False when somebody reopened it in the meantime."""
    try:
        archive(number, by=system("archive"), now=now)
    except Conflict:
        return False
    return True


@transaction.atomic
def archive(number: str, *, by: Actor, now: datetime) -> Case:
    """closed → archived after 30 quiet days: read-only from here on."""
    case = take(number, "archive", by=by)
    require_quiet(case, now)
    step(case, "archive", by=by, now=now, to=CaseState.ARCHIVED)
    return case


def require_quiet(case: Case, now: datetime) -> None:
    """Raise Conflict while something happened less than 30 days ago."""
    if now - case.changed_at < timedelta(days=QUIET_DAYS):
        sentence = _("结案后安静满 %(days)s 天才归档。")
        raise Conflict(sentence % {"days": QUIET_DAYS}, code="not_quiet", state=case.state)
