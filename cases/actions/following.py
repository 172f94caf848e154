"""回访: the resident is called back, or rates by the tracking page. Solved? Satisfied?"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.actions import timing
from cases.actions.closing import close, new_round, round_fields
from cases.actions.turns import admit, find, step, take
from cases.actions.whistles import Assistant, blow
from cases.models import Case, FollowUp, Whistle
from cases.rules.own_words import has_rated
from cases.rules.permissions import awaits_second_opinion
from cases.rules.reports import text_fault
from cases.vocabulary import CallRole, ClockKind, Closing, Satisfaction, Supervision
from cases.workflow import CaseState
from journal.actors import Actor, system
from journal.refusals import Conflict, Forbidden, Invalid

ATTEMPTS = 3
NOTE_MAX = 2_000
PRESSED_FROM_TIME = 2


@dataclass(frozen=True)
class Heard:
    """What one attempt heard. Unreached: the rest is empty."""

    reached: bool
    solved: bool | None = None
    satisfaction: str = ""
    process_satisfaction: str = ""
    reasonable: bool | None = None
    note: str = ""


@transaction.atomic
def record_follow_up(number: str, *, by: Actor, now: datetime, heard: Heard) -> Case:
    """follow_up → closed when solved, a new round when not, or stays for another attempt.

    The first attempt meets the clock. The third unreached one closes as `unreachable`. Unsolved
    and unreasonable closes only when a second person records the same.
    """
    case = take(number, "record_follow_up", by=by)
    second = _second_opinion(case, heard, by)
    require_another_hour(case, now, reached=heard.reached)
    _check(heard)
    _keep(case, heard, by=by, now=now)
    timing.meet(case, ClockKind.FOLLOW_UP, now=now)
    if not heard.reached:
        _unreached(case, by=by, now=now)
    elif heard.solved:
        close(case, "record_follow_up", by=by, now=now, closing=Closing.SOLVED, data=_data(heard))
    elif heard.reasonable:
        _again(case, heard, by=by, now=now)
    elif second:
        closing = Closing.UNREASONABLE
        close(case, "record_follow_up", by=by, now=now, closing=closing, data=_data(heard))
    else:
        step(case, "record_follow_up", by=by, now=now, data=_data(heard))
    return case


@transaction.atomic
def rate(number: str, *, by: Actor, now: datetime, heard: Heard) -> Case:
    """The resident's own rating counts as a follow-up and spares the call. Once a round.

    Solved closes; unsolved stays for the clerk, who judges what follows by a new clock.
    """
    case = find(number, by=by, lock=True)
    _require_unrated(case)
    admit(case, "record_follow_up", by=by)
    _check(heard, by_resident=True)
    _keep(case, heard, by=by, now=now, by_resident=True)
    timing.meet(case, ClockKind.FOLLOW_UP, now=now)
    data = {**_data(heard), "by_resident": True}
    if heard.solved:
        close(case, "record_follow_up", by=by, now=now, closing=Closing.SOLVED, data=data)
    else:
        timing.begin(case, ClockKind.FOLLOW_UP, now=now)
        step(case, "record_follow_up", by=by, now=now, public=True, data=data)
    return case


def _require_unrated(case: Case) -> None:
    if has_rated(case):
        raise Conflict(_("您已经评价过了,这一次没有再记。"), code="rated", state=case.state)


def _check(heard: Heard, *, by_resident: bool = False) -> None:
    faults = {
        "solved": _("请记录问题是否已解决。") if heard.reached and heard.solved is None else "",
        "satisfaction": _scale_fault(heard.satisfaction),
        "process_satisfaction": _scale_fault(heard.process_satisfaction),
        "note": text_fault(heard.note, NOTE_MAX),
    }
    if heard.reached and heard.solved is False and heard.reasonable is None and not by_resident:
        faults["reasonable"] = _("没有解决时,请判断诉求是否合理。")
    if not heard.reached and _says_something(heard):
        faults["reached"] = _("没有接通,就没有是否解决和是否满意。")
    found = {field: [fault] for field, fault in faults.items() if fault}
    if found:
        raise Invalid(found)


def _says_something(heard: Heard) -> bool:
    judged = heard.solved is not None or heard.reasonable is not None
    return judged or bool(heard.satisfaction or heard.process_satisfaction)


def _scale_fault(value: str) -> str:
    return "" if not value or value in Satisfaction.values else _("请从五个满意度中选一个。")


def require_another_hour(case: Case, now: datetime, *, reached: bool) -> None:
    """Raise Conflict for a second try within the same hour: it is not another attempt."""
    if reached:
        return
    hour = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    if case.follow_ups.filter(round=case.round, reached=False, at__gte=hour).exists():
        sentence = _("这个小时里已经打过一次没有接通,请换一个时段再打。")
        raise Conflict(sentence, code="same_hour", state=case.state)


def _second_opinion(case: Case, heard: Heard, by: Actor) -> bool:
    """Whether this is the second person's agreement; the first one may not agree with himself."""
    if not (heard.reached and heard.solved is False and heard.reasonable is False):
        return False
    if not awaits_second_opinion(case):
        return False
    doubts = case.follow_ups.filter(round=case.round, reasonable=False)
    if by.user and not doubts.exclude(by=by.user).exists():
        raise Forbidden(_("“诉求不合理”要由另一个人复核后才能结案。"))
    return True


def _keep(
    case: Case, heard: Heard, *, by: Actor, now: datetime, by_resident: bool = False
) -> FollowUp:
    return FollowUp.objects.create(
        case=case,
        round=case.round,
        at=now,
        by=by.user,
        by_resident=by_resident,
        reached=heard.reached,
        solved=heard.solved,
        satisfaction=heard.satisfaction,
        process_satisfaction=heard.process_satisfaction,
        reasonable=heard.reasonable,
        note=heard.note,
    )


def _data(heard: Heard) -> dict[str, object]:
    return {
        "reached": heard.reached,
        "solved": heard.solved,
        "satisfaction": heard.satisfaction,
        "process_satisfaction": heard.process_satisfaction,
        "reasonable": heard.reasonable,
        "note": heard.note,
    }


def _unreached(case: Case, *, by: Actor, now: datetime) -> None:
    tried = case.follow_ups.filter(round=case.round, reached=False).count()
    data = {"reached": False, "attempt": tried}
    if tried >= ATTEMPTS:
        close(case, "record_follow_up", by=by, now=now, closing=Closing.UNREACHABLE, data=data)
    else:
        step(case, "record_follow_up", by=by, now=now, data=data)


def _again(case: Case, heard: Heard, *, by: Actor, now: datetime) -> None:
    """Round n+1: the same lead, or the same handler; from the second time on it is pressed."""
    times = case.follow_ups.filter(reached=True, solved=False, reasonable=True).count()
    before = Whistle.objects.filter(case=case, round=case.round).last()
    timing.cancel(case, now=now, why=gettext_noop("未解决,转入下一轮"))
    new_round(case, now=now)
    to: str = CaseState.IN_HAND if case.handler_id else CaseState.REGISTERED
    if before:
        _blow_again(case, before, by=by, now=now)
        to = CaseState.WHISTLED
    fields = round_fields(case)
    if times >= PRESSED_FROM_TIME:
        fields["supervision"] = _at_least(Supervision.SUPERVISE, case.supervision)
    data = _data(heard)
    step(case, "record_follow_up", by=by, now=now, to=to, public=True, data=data, **fields)
    if times >= PRESSED_FROM_TIME:
        level = {"level": Supervision.SUPERVISE, "why": "unsolved_again"}
        step(case, "supervise", by=system("follow_up"), now=now, data=level)


def _at_least(level: str, held: str) -> str:
    return max(level, held, key=["", *Supervision.values].index)


def _blow_again(case: Case, before: Whistle, *, by: Actor, now: datetime) -> Whistle:
    called = before.calls.select_related("department").order_by("pk")
    lead = called.filter(role=CallRole.LEAD).last()
    if lead is None:
        raise ValueError("a whistle has a lead call")
    assistants = [
        Assistant(call.department, call.mandatory)
        for call in called.filter(role=CallRole.ASSIST, mandatory=True)
    ]
    return blow(
        case,
        by=by,
        now=now,
        kind=before.kind,
        lead=lead.department,
        assistants=assistants,
        note=before.note,
    )
