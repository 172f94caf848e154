"""Every verb of a clock. Each runs inside the caller's transaction and locks the clock it moves.

Lock order: the matter first, then its legs, then its clocks. Only `sweep` and
`recompute_provisional` open transactions of their own.
"""

from clocks.actions.clocks import (
    cancel_clock,
    cancel_owed,
    change_limit,
    meet_clock,
    meet_owed,
    start_clock,
)
from clocks.actions.moments import fire
from clocks.actions.pauses import pause_clock, reopen_met_clock, resume_clock
from clocks.actions.provisional import recompute_matter, recompute_provisional
from clocks.actions.sweeps import sweep

__all__ = [
    "cancel_clock",
    "cancel_owed",
    "change_limit",
    "fire",
    "meet_clock",
    "meet_owed",
    "pause_clock",
    "recompute_matter",
    "recompute_provisional",
    "reopen_met_clock",
    "resume_clock",
    "start_clock",
    "sweep",
]
