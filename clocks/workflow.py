"""The states of a clock, the stages of lateness, and which verb may leave which state."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    RUNNING = "running", _("计时中")
    PAUSED = "paused", _("已暂停")
    MET = "met", _("已完成")
    BREACHED = "breached", _("已超期")
    CANCELLED = "cancelled", _("已取消")


class Stage(TextChoices):
    """What happens as a clock runs out, in this order. The first two belong to every clock."""

    WARN = "warn", _("黄灯预警")
    DUE = "due", _("红灯超期")
    URGE = "urge", _("催办")
    SUPERVISE = "supervise", _("督办")
    CIRCULATE = "circulate", _("通报")


TICKING = frozenset({State.RUNNING, State.BREACHED})
OPEN = TICKING | {State.PAUSED}

SOURCES: dict[str, frozenset[State]] = {
    "meet": OPEN,
    "pause": TICKING,
    "resume": frozenset({State.PAUSED}),
    "reopen": frozenset({State.MET}),
    "cancel": OPEN,
    "change_limit": OPEN | {State.MET},
}
