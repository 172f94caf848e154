"""The law of a case: its states, and one frozen table `verb → (sources, targets, powers)`.

Plain data. Screens, API errors, the diagram in the docs and the tests all read it. A verb that is
`later` has its place in the table and no action yet.
Source: the field's six steps 采集上报 → 核查登记 → 指挥派遣 → 处置反馈 → 核查结案 → 考核评价.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grids.roles import Power
from journal.wording import listed


class CaseState(TextChoices):
    REPORTED = "reported", _("已上报")
    REGISTERED = "registered", _("已登记")
    IN_HAND = "in_hand", _("办理中")
    STREET_REVIEW = "street_review", _("街道研判")
    WHISTLED = "whistled", _("已吹哨")
    CHECKING = "checking", _("待核查")
    FOLLOW_UP = "follow_up", _("待回访")
    CLOSED = "closed", _("已结案")
    ARCHIVED = "archived", _("已归档")
    SUSPENDED = "suspended", pgettext_lazy("state", "挂账")
    DECLINED = "declined", pgettext_lazy("state", "不予受理")
    MERGED = "merged", _("已并案")
    WITHDRAWN = "withdrawn", _("已撤回")


class CallState(TextChoices):
    CALLED = "called", _("待应哨")
    CLAIMED = "claimed", _("已应哨")
    ANSWERED = "answered", _("已答卷")
    ACCEPTED = "accepted", _("已核查")
    RETURN_REQUESTED = "return_requested", _("退单审核")
    RETURNED = "returned", _("已退单")
    CANCELLED = "cancelled", _("已撤销")


S, C, P = CaseState, CallState, Power

WORKING_STATES = frozenset(
    {S.REPORTED, S.REGISTERED, S.IN_HAND, S.STREET_REVIEW, S.WHISTLED, S.CHECKING, S.FOLLOW_UP}
)
OWED_STATES = WORKING_STATES - {S.CHECKING, S.FOLLOW_UP}
OPEN_STATES = WORKING_STATES | {S.SUSPENDED}
OVER_STATES = frozenset(S) - OPEN_STATES
OPEN_CALL_STATES = frozenset({C.CALLED, C.CLAIMED, C.RETURN_REQUESTED})
LIVE_CALL_STATES = OPEN_CALL_STATES | {C.ANSWERED}


@dataclass(frozen=True)
class Move:
    """One verb: from which states, to which states, by which powers (any of them).

    An empty `targets` leaves the state as it is; `case_targets` is where a call's verb may take its
    case. `own` powers count only for what is one's own (handled or reported); the rules say which.
    `later` marks a verb whose action does not exist.
    """

    verb: str
    label: Promise
    sources: frozenset[str]
    targets: tuple[str, ...] = ()
    powers: frozenset[Power] = frozenset()
    own: frozenset[Power] = frozenset()
    later: bool = False
    case_targets: tuple[str, ...] = ()


def _table(*moves: Move) -> dict[str, Move]:
    return {move.verb: move for move in moves}


def _states(*states: str) -> frozenset[str]:
    return frozenset(states)


def _powers(*powers: Power) -> frozenset[Power]:
    return frozenset(powers)


_REGISTER = _powers(P.REGISTER)
_DISPATCH = _powers(P.DISPATCH)
_MERGEABLE = _states(S.REPORTED, S.REGISTERED, S.IN_HAND, S.STREET_REVIEW)

CASE_MOVES: dict[str, Move] = _table(
    Move("report", _("上报"), _states(), (S.REPORTED, S.CHECKING), _powers(P.REPORT)),
    Move(
        "verify",
        _("登记"),
        _states(S.REPORTED),
        (S.REGISTERED, S.CHECKING),
        _powers(P.REGISTER, P.DUTY),
    ),
    Move(
        "decline",
        _("不予受理"),
        _states(S.REPORTED, S.REGISTERED, S.STREET_REVIEW),
        (S.DECLINED,),
        _REGISTER,
    ),
    Move("correct", _("更正"), OPEN_STATES, (), _REGISTER),
    Move("assign", _("交办"), _states(S.REGISTERED), (S.IN_HAND,), _REGISTER),
    Move("reassign", _("改派"), _states(S.IN_HAND), (S.IN_HAND,), _REGISTER),
    Move(
        "hand_up",
        _("上交"),
        _states(S.REGISTERED, S.IN_HAND),
        (S.STREET_REVIEW,),
        _REGISTER,
        own=_powers(P.HANDLE),
    ),
    Move("send_down", _("交回"), _states(S.STREET_REVIEW), (S.IN_HAND,), _DISPATCH),
    Move(
        "whistle",
        _("吹哨"),
        _states(S.REPORTED, S.STREET_REVIEW, S.REGISTERED),
        (S.WHISTLED,),
        _powers(P.DISPATCH, P.DUTY),
    ),
    Move("contact", _("联系"), OPEN_STATES, (), _powers(P.REGISTER, P.ANSWER), _powers(P.HANDLE)),
    Move("add_note", _("跟进"), OPEN_STATES, (), _REGISTER, own=_powers(P.HANDLE)),
    Move("resolve", _("办结"), _states(S.IN_HAND), (S.CHECKING,), own=_powers(P.HANDLE)),
    Move(
        "pass_check",
        _("核查通过"),
        _states(S.CHECKING),
        (S.FOLLOW_UP, S.CLOSED),
        _REGISTER,
        own=_powers(P.CONFIRM),
    ),
    Move(
        "rework",
        _("返工"),
        _states(S.CHECKING),
        (S.IN_HAND, S.WHISTLED),
        _REGISTER,
        own=_powers(P.CONFIRM),
    ),
    Move(
        "record_follow_up",
        _("回访"),
        _states(S.FOLLOW_UP),
        (S.FOLLOW_UP, S.CLOSED, S.WHISTLED, S.IN_HAND, S.REGISTERED),
        _powers(P.FOLLOW_UP, P.LEAD),
    ),
    Move(
        "reopen",
        _("重开"),
        _states(S.CLOSED),
        (S.REGISTERED,),
        _powers(P.FOLLOW_UP),
        own=_powers(P.REPORT),
    ),
    Move("archive", _("归档"), _states(S.CLOSED), (S.ARCHIVED,)),
    Move("merge", _("并案"), _MERGEABLE, (S.MERGED,), _REGISTER, later=True),
    Move("unmerge", _("拆并"), _states(S.MERGED), tuple(sorted(_MERGEABLE)), _REGISTER, later=True),
    Move(
        "split",
        _("拆分"),
        _states(S.REGISTERED, S.STREET_REVIEW),
        (S.REGISTERED,),
        _REGISTER,
        later=True,
    ),
    Move(
        "withdraw",
        _("撤回"),
        _states(S.REPORTED, S.REGISTERED),
        (S.WITHDRAWN,),
        own=_powers(P.REPORT),
        later=True,
    ),
    Move("request_whistle", _("申请吹哨"), OPEN_STATES, (), _powers(P.REPORT), later=True),
    Move("recall", _("撤哨"), _states(S.WHISTLED), (S.STREET_REVIEW,), _DISPATCH, later=True),
    Move("replace_lead", _("换主办"), _states(S.WHISTLED), (), _DISPATCH, later=True),
    Move("call_in", _("增派"), _states(S.WHISTLED), (), _DISPATCH, later=True),
    Move(
        "refer_to_mediation",
        _("转调解"),
        _states(S.REGISTERED, S.IN_HAND, S.STREET_REVIEW),
        (S.IN_HAND,),
        _REGISTER,
        later=True,
    ),
    Move(
        "suspend",
        _("挂账"),
        WORKING_STATES,
        (S.SUSPENDED,),
        _powers(P.REGISTER, P.LEAD),
        later=True,
    ),
    Move(
        "resume",
        _("恢复"),
        _states(S.SUSPENDED),
        tuple(sorted(WORKING_STATES)),
        _powers(P.LEAD, P.DISPATCH),
        later=True,
    ),
    Move("supervise", _("督办"), OPEN_STATES, (), _powers(P.DISPATCH, P.LEAD), later=True),
)

CALL_MOVES: dict[str, Move] = _table(
    Move("claim", _("认领"), _states(C.CALLED), (C.CLAIMED,), _powers(P.ANSWER)),
    Move(
        "answer",
        _("答卷"),
        _states(C.CLAIMED),
        (C.ANSWERED,),
        _powers(P.ANSWER),
        case_targets=(S.CHECKING,),
    ),
    Move(
        "request_return",
        _("退单"),
        _states(C.CALLED),
        (C.RETURN_REQUESTED,),
        _powers(P.ANSWER),
        later=True,
    ),
    Move(
        "agree_return",
        _("同意退单"),
        _states(C.RETURN_REQUESTED),
        (C.RETURNED,),
        _DISPATCH,
        later=True,
    ),
    Move(
        "refuse_return",
        _("驳回退单"),
        _states(C.RETURN_REQUESTED),
        (C.CALLED,),
        _DISPATCH,
        later=True,
    ),
    Move(
        "designate",
        _("指定"),
        _states(C.RETURN_REQUESTED),
        (C.RETURNED,),
        _powers(P.DISPATCH, P.LEAD),
        later=True,
    ),
    Move("request_extension", _("延期"), _states(C.CLAIMED), (), _powers(P.ANSWER), later=True),
    Move(
        "approve_extension",
        _("同意延期"),
        _states(C.CLAIMED),
        (),
        _powers(P.DISPATCH, P.LEAD),
        later=True,
    ),
    Move(
        "deny_extension",
        _("不同意延期"),
        _states(C.CLAIMED),
        (),
        _powers(P.DISPATCH, P.LEAD),
        later=True,
    ),
    Move("waive", _("免等协办"), _states(C.CALLED, C.CLAIMED), (), _DISPATCH, later=True),
)


def labels_of(states: frozenset[str]) -> str:
    """The states' names in the active language, for a sentence."""
    return listed(str(S(state).label) for state in S if state in states)
