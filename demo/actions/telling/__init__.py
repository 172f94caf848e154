"""A story told: word by word through the real verbs, each at its own moment."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from cases.actions.sweep import sweep_case
from clocks.models import Clock
from demo.actions.cast import Cast
from demo.actions.composing import Story
from demo.actions.telling import calling_back, checking, handling, registering, whistling
from demo.actions.telling.tale import Tale
from demo.rules.plots import Word

W = Word
MINUTE = timedelta(minutes=1)
Telling = Callable[[Tale, datetime], None]

VERBS: Mapping[Word, Telling] = {
    W.REPORT: registering.report,
    W.VERIFY: registering.verify,
    W.AT_ONCE: registering.answer_at_once,
    W.DECLINE: registering.decline,
    W.CONTACT: registering.contact,
    W.NOTE: handling.note,
    W.ASSIGN: handling.assign,
    W.HAND_UP: handling.hand_up,
    W.SEND_DOWN: handling.send_down,
    W.RESOLVE: handling.resolve,
    W.WHISTLE: whistling.whistle,
    W.CLAIM: whistling.claim,
    W.ANSWER: whistling.answer,
    W.PASSED: checking.pass_check,
    W.REWORK: checking.rework,
    W.ARCHIVE: checking.archive,
    W.REOPEN: calling_back.reopen,
    W.RATED: calling_back.rated,
    W.MISS: calling_back.missed,
    W.SOLVED: calling_back.solved,
    W.UNSOLVED: calling_back.unsolved,
    W.OBJECT: calling_back.objected,
    W.AGREE: calling_back.agreed,
}


def tell(cast: Cast, story: Story) -> None:
    tale = Tale(cast, story)
    for beat in story.beats:
        if tale.case_id:
            _ring(tale, beat.at)
        VERBS[beat.word](tale, beat.at)
    _ring(tale, cast.now)


def _ring(tale: Tale, until: datetime) -> None:
    """What ran out in the meantime was noticed within a minute, as the sweep notices it."""
    clocks = Clock.objects.of("case", [tale.case_id])
    moments = clocks.filter(next_at__lt=until, due_at__lt=until).order_by("next_at")
    while moment := moments.values_list("next_at", flat=True).first():
        noticed = min(moment + MINUTE, until)
        sweep_case(tale.case_id, noticed, silent=tale.cast.is_past(noticed))
