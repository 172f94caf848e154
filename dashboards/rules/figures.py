"""Every figure: what its numerator and its denominator count, and the cases behind them.

Source: the field's table of rates (考核). Rates count in the period of the due date; totals pool
rows, never percentages; an empty denominator has no rate.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DecimalField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models import Case as Choice
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import Call, Case, CaseEvent, FollowUp, Whistle
from cases.querysets import CaseQuerySet
from cases.vocabulary import ROOM, CallRole, ClockKind, Closing, Satisfaction, WhistleKind
from cases.workflow import OPEN_CALL_STATES, OVER_STATES, CallState, CaseState
from clocks.models import Clock
from clocks.workflow import State
from dashboards.rules.frames import Frame

Rows = QuerySet[Any]
CLOCK_KEY = "matter_id"
BY_DEPARTMENT = "department_id"
ENDED = (CaseState.CLOSED, CaseState.ARCHIVED, CaseState.DECLINED)
SATISFIED_WEIGHTS = {
    Satisfaction.VERY_SATISFIED: Decimal(1),
    Satisfaction.SATISFIED: Decimal(1),
    Satisfaction.BASICALLY_SATISFIED: Decimal("0.9"),
}


@dataclass(frozen=True)
class Figure:
    """One figure. `part` and `whole` give rows; `case_key` is the rows' way to their case."""

    name: str
    label: Promise
    hint: Promise
    part: Callable[[Frame], Rows]
    whole: Callable[[Frame], Rows] | None = None
    case_key: str = "pk"
    weights: dict[Satisfaction, Decimal] | None = None

    def rows(self, frame: Frame, which: str) -> Rows:
        return self.whole(frame) if which == "whole" and self.whole else self.part(frame)

    def cases(self, frame: Frame, which: str) -> CaseQuerySet:
        """The list behind the figure."""
        keys = self.rows(frame, which).values(self.case_key)
        return frame.cases().filter(pk__in=keys)

    def count(self, frame: Frame, which: str) -> Decimal:
        total = self.rows(frame, which).aggregate(total=self._total(which))["total"]
        return Decimal(total or 0)

    def tally(self, frame: Frame, which: str, by: str) -> dict[int, Decimal]:
        """The same count for every community, grid or department at once: {its id: count}."""
        rows = self.rows(frame, which).order_by().annotate(group=self._group(by)).values("group")
        totals = rows.annotate(total=self._total(which)).values_list("group", "total")
        return {group: Decimal(total or 0) for group, total in totals if group is not None}

    def _total(self, which: str) -> Aggregate:
        return Sum(_weight(self.weights)) if which == "part" and self.weights else Count("pk")

    def _group(self, by: str) -> F | Subquery:
        if self.case_key == CLOCK_KEY:
            source, key = (Call, "leg_id") if by == BY_DEPARTMENT else (Case, CLOCK_KEY)
            return Subquery(source.objects.filter(pk=OuterRef(key)).values(by)[:1])
        return F(by if self.case_key == "pk" or by == BY_DEPARTMENT else f"case__{by}")


def _weight(weights: dict[Satisfaction, Decimal]) -> Choice:
    whens = [When(satisfaction=level, then=Value(weight)) for level, weight in weights.items()]
    number = DecimalField(max_digits=12, decimal_places=1)
    return Choice(*whens, default=Value(Decimal(0)), output_field=number)


def _received(frame: Frame) -> Rows:
    return frame.cases().filter(reported_at__gte=frame.start, reported_at__lt=frame.end)


def _handled(frame: Frame) -> Rows:
    ended = frame.cases().filter(state__in=ENDED)
    return ended.filter(ended_at__gte=frame.start, ended_at__lt=frame.end)


def _open(frame: Frame) -> Rows:
    return frame.cases().exclude(state__in=OVER_STATES)


def _overdue(frame: Frame) -> Rows:
    return frame.cases().filter(breached_at__isnull=False)


def _whistles(frame: Frame) -> Rows:
    blown = Whistle.objects.filter(blown_at__gte=frame.start, blown_at__lt=frame.end)
    return blown.filter(case__in=frame.cases().values("pk"))


def _answered(frame: Frame) -> Rows:
    """Whistles whose lead gave an answer in the period: one 答卷 a whistle, however often."""
    answers = CaseEvent.objects.filter(
        verb="answer", call__role=CallRole.LEAD, at__gte=frame.start, at__lt=frame.end
    )
    answered = Whistle.objects.filter(pk__in=answers.values("call__whistle"))
    return answered.filter(case__in=frame.cases().values("pk"))


def _hard_solved(frame: Frame) -> Rows:
    hard = Whistle.objects.filter(kind=WhistleKind.HARD_PROBLEM, round=F("case__round"))
    solved = hard.filter(case__closing=Closing.SOLVED, case__state__in=ENDED)
    ended = solved.filter(case__ended_at__gte=frame.start, case__ended_at__lt=frame.end)
    return ended.filter(case__in=frame.cases().values("pk"))


def _due(kind: str, *, of_call: bool) -> Callable[[Frame], Rows]:
    """Clocks that fell due in the period and were not called off."""

    def rows(frame: Frame) -> Rows:
        due = Clock.objects.filter(
            room=ROOM,
            kind=kind,
            leg_id__isnull=not of_call,
            due_at__gte=frame.start,
            due_at__lt=frame.owed_until,
            matter_id__in=frame.cases().values("pk"),
        ).exclude(state=State.CANCELLED)
        return _of_department(due, frame) if of_call else due

    return rows


def _of_department(clocks: Rows, frame: Frame) -> Rows:
    if frame.department is None:
        return clocks
    return clocks.filter(leg_id__in=Call.objects.filter(department=frame.department).values("pk"))


def _in_time(whole: Callable[[Frame], Rows]) -> Callable[[Frame], Rows]:
    return lambda frame: whole(frame).filter(met_at__lte=F("due_at"))


def _valid_follow_ups(frame: Frame) -> Rows:
    """Of each round the last word that was heard: a second opinion is not a second case."""
    heard = FollowUp.objects.filter(reached=True, at__gte=frame.start, at__lt=frame.end)
    later = FollowUp.objects.filter(
        case=OuterRef("case"), round=OuterRef("round"), reached=True, pk__gt=OuterRef("pk")
    )
    return heard.filter(~Exists(later), case__in=frame.cases().values("pk"))


def _solved(frame: Frame) -> Rows:
    return _valid_follow_ups(frame).filter(solved=True)


def _satisfied(frame: Frame) -> Rows:
    return _valid_follow_ups(frame).filter(satisfaction__in=list(SATISFIED_WEIGHTS))


def _calls(frame: Frame) -> Rows:
    calls = Call.objects.filter(called_at__gte=frame.start, called_at__lt=frame.end)
    calls = calls.filter(case__in=frame.cases().values("pk"))
    return calls.filter(department=frame.department) if frame.department else calls


def _answered_calls(frame: Frame) -> Rows:
    return _calls(frame).filter(state__in=[CallState.ANSWERED, CallState.ACCEPTED])


def _late_calls(frame: Frame) -> Rows:
    """Calls still open, one of whose clocks is over."""
    late = Clock.objects.filter(room=ROOM, leg_id__isnull=False, state=State.BREACHED)
    return _calls(frame).filter(state__in=OPEN_CALL_STATES, pk__in=late.values("leg_id"))


_claims = _due(ClockKind.CLAIM, of_call=True)
_contacts = _due(ClockKind.FIRST_CONTACT, of_call=False)
_finishes = _due(ClockKind.FINISH, of_call=False)
_call_finishes = _due(ClockKind.FINISH, of_call=True)

COUNTS = (
    Figure("received", pgettext_lazy("figure", "受理"), _("期内上报的案件"), _received),
    Figure(
        "handled", pgettext_lazy("figure", "办结"), _("期内结案、归档或不予受理的案件"), _handled
    ),
    Figure(
        "whistles",
        pgettext_lazy("figure", "吹哨"),
        _("期内吹哨的次数"),
        _whistles,
        case_key="case_id",
    ),
    Figure(
        "answers",
        pgettext_lazy("figure", "答卷"),
        _("期内主办部门答卷的吹哨,每次吹哨计一次"),
        _answered,
        case_key="case_id",
    ),
    Figure(
        "hard_solved",
        _("解决难题"),
        _("期内结案且居民确认解决的难点办理"),
        _hard_solved,
        case_key="case_id",
    ),
    Figure("open", _("在办"), _("现在还没有结束的案件"), _open),
    Figure("overdue", _("逾期"), _("现在有时限已超、还没有做的案件"), _overdue),
)
RATES = (
    Figure(
        "claimed_in_time",
        _("及时签收率"),
        _("按时应哨 ÷ 期内应应哨"),
        _in_time(_claims),
        _claims,
        case_key=CLOCK_KEY,
    ),
    Figure(
        "responded",
        _("响应率"),
        _("按时首次联系 ÷ 期内应联系"),
        _in_time(_contacts),
        _contacts,
        case_key=CLOCK_KEY,
    ),
    Figure(
        "finished_in_time",
        _("按时办结率"),
        _("按时办结 ÷ 期内应办结"),
        _in_time(_finishes),
        _finishes,
        case_key=CLOCK_KEY,
    ),
    Figure(
        "solved",
        _("解决率"),
        _("已解决 ÷ 有效回访"),
        _solved,
        _valid_follow_ups,
        case_key="case_id",
    ),
    Figure(
        "satisfied",
        _("满意率"),
        _("(非常满意 + 满意 + 0.9 × 基本满意)÷ 有效回访"),
        _satisfied,
        _valid_follow_ups,
        case_key="case_id",
        weights=SATISFIED_WEIGHTS,
    ),
)
OF_DEPARTMENTS = (
    Figure("calls", _("应哨任务"), _("期内派给部门的任务"), _calls, case_key="case_id"),
    Figure("calls_answered", _("已答卷"), _("其中已答卷的"), _answered_calls, case_key="case_id"),
    Figure("calls_late", _("逾期未办"), _("其中现在已超时限的"), _late_calls, case_key="case_id"),
    RATES[0],
    Figure(
        "calls_finished_in_time",
        _("部门按时办结率"),
        _("部门按时答卷 ÷ 期内应答卷"),
        _in_time(_call_finishes),
        _call_finishes,
        case_key=CLOCK_KEY,
    ),
)
OF_COMMUNITIES = (*COUNTS[:3], *COUNTS[5:], *RATES[2:])
FIGURES = {figure.name: figure for figure in (*COUNTS, *RATES, *OF_DEPARTMENTS)}
