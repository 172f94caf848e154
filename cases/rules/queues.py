"""The lists people work from: what waits for them, by the powers they hold today.

One literal table. A queue reaches into the places where one of its powers is held, and to what is
the person's own; never wider than what they may see.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Value,
)
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Call, FollowUp
from cases.querysets import SCOPE_COLUMNS, scopes_of
from cases.vocabulary import PRESSING
from cases.workflow import OWED_STATES, CallState, CaseState
from grids.roles import Power
from grids.rules.scope import grants_of

if TYPE_CHECKING:
    from accounts.models import User

S, P = CaseState, Power
Where = Callable[["User", datetime], Q]
NEAR_PART = 5
REOPEN_DAYS = 30


@dataclass(frozen=True)
class Queue:
    """`powers` name the places it reaches into; `own` is the column of what is one's own."""

    name: str
    label: Promise
    where: Where
    powers: tuple[Power, ...] = ()
    own: str = ""

    def scopes(self, user: "User", now: datetime) -> Sequence[Q]:
        """Each an equality on one indexed column; empty when there is nothing for this person."""
        today = timezone.localdate(now)
        if not scopes_of(user, today):
            return []
        grants = grants_of(user, today)
        places = {place for power in self.powers for place in grants.places(power)}
        scopes = [Q(**{SCOPE_COLUMNS[kind]: pk}) for kind, pk in sorted(places)]
        return [*scopes, Q(**{self.own: user.pk})] if self.own else scopes


def _state(*states: str) -> Where:
    return lambda user, now: Q(state__in=states)


def _pressing(user: "User", now: datetime) -> Q:
    return Q(state=S.REPORTED, urgency__in=PRESSING)


def _unclaimed(user: "User", now: datetime) -> Q:
    waiting = Call.objects.filter(case=OuterRef("pk"), state=CallState.CALLED)
    return Q(Exists(waiting), state=S.WHISTLED)


def _to_check(user: "User", now: datetime) -> Q:
    return Q(state=S.CHECKING) & (Q(handler=None) | ~Q(handler=user.pk))


def _second_opinion(user: "User", now: datetime) -> Q:
    doubted = FollowUp.objects.filter(case=OuterRef("pk"), round=OuterRef("round"))
    return Q(Exists(doubted.filter(reasonable=False)), state=S.FOLLOW_UP)


def _just_closed(user: "User", now: datetime) -> Q:
    return Q(state=S.CLOSED, ended_at__gte=now - timedelta(days=REOPEN_DAYS))


def _today(user: "User", now: datetime) -> Q:
    return Q(state__in=OWED_STATES, due_at__date=timezone.localdate(now))


def _near(user: "User", now: datetime) -> Q:
    """The last fifth of the time, as the rows show it."""
    fifth = ExpressionWrapper((F("due_at") - F("opened_at")) / NEAR_PART, DurationField())
    edge = ExpressionWrapper(Value(now) + fifth, DateTimeField())
    return Q(state__in=OWED_STATES, due_at__gt=now, due_at__lte=edge)


def _late(user: "User", now: datetime) -> Q:
    return Q(breached_at__isnull=False)


def _table(*queues: Queue) -> dict[str, Queue]:
    return {queue.name: queue for queue in queues}


_AREA = (P.REGISTER, P.DISPATCH, P.LEAD, P.DUTY)
_MINE, _REPORTED = "handler", "reported_by"

QUEUES: dict[str, Queue] = _table(
    Queue("to_verify", _("待登记"), _state(S.REPORTED), (P.REGISTER,)),
    Queue("pressing", _("特急和紧急"), _pressing, (P.DUTY,)),
    Queue("to_assign", _("待交办"), _state(S.REGISTERED), (P.REGISTER,)),
    Queue("street_review", _("街道研判"), _state(S.STREET_REVIEW), (P.DISPATCH,)),
    Queue("unclaimed", _("吹哨未应"), _unclaimed, (P.DISPATCH, P.DUTY)),
    Queue("to_check", _("待核查"), _to_check, (P.REGISTER,)),
    Queue("to_confirm", _("请您确认"), _to_check, own=_REPORTED),
    Queue("to_follow_up", _("待回访"), _state(S.FOLLOW_UP), (P.FOLLOW_UP,)),
    Queue("second_opinion", _("待复核"), _second_opinion, (P.LEAD, P.FOLLOW_UP)),
    Queue("just_closed", _("近期结案"), _just_closed, (P.FOLLOW_UP,)),
    Queue("today", _("今天到期"), _today, _AREA, own=_MINE),
    Queue("near", _("快到期"), _near, _AREA, own=_MINE),
    Queue("overdue", _("逾期"), _late, (*_AREA, P.FOLLOW_UP), own=_MINE),
    Queue("mine", _("我在办的"), _state(S.IN_HAND), own=_MINE),
    Queue("reported", _("我上报的"), _state(*S), own=_REPORTED),
)
