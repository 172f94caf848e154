"""What a notice says, in the reader's language at the time of reading."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.rules.telling import doer_of
from cases.vocabulary import ClockKind, Supervision
from cases.workflow import CALL_MOVES, CASE_MOVES

if TYPE_CHECKING:
    from notices.models import Notice


def sentence_of(notice: "Notice") -> str:
    """`张三:办结`, `办结时限快到了`, `登记时限已超期`, `督办`."""
    if notice.event is None:
        return _("%(clock)s快到了") % {"clock": notice.get_clock_display()}
    event = notice.event
    clock = ClockKind(event.data["clock"]).label if "clock" in event.data else ""
    if event.verb == "breach":
        return _("%(clock)s已超期") % {"clock": clock}
    if event.verb == "supervise":
        level = str(Supervision(event.data["level"]).label)
        return _("%(level)s:%(clock)s已超期") % {"level": level, "clock": clock} if clock else level
    move = CALL_MOVES.get(event.verb) if event.call_id else CASE_MOVES.get(event.verb)
    label = move.label if move else event.verb
    return _("%(who)s:%(what)s") % {"who": doer_of(event), "what": label}
