"""How each word of the domain looks: a tone and an icon, so that nothing is told by colour alone.

Keys are the codes of states, urgencies and verbs in all rooms; what is missing looks neutral.
"""

from typing import NamedTuple


class Look(NamedTuple):
    tone: str
    icon: str


PLAIN = Look("neutral", "dot")

CASE_LOOKS: dict[str, Look] = {
    "reported": Look("warn", "circle"),
    "registered": Look("info", "dot"),
    "in_hand": Look("info", "half"),
    "street_review": Look("warn", "eye"),
    "whistled": Look("info", "whistle"),
    "checking": Look("warn", "clipboard"),
    "follow_up": Look("warn", "phone"),
    "closed": Look("good", "check-circle"),
    "archived": Look("neutral", "folder"),
    "suspended": Look("neutral", "pause"),
    "declined": Look("neutral", "x-circle"),
    "merged": Look("neutral", "merge"),
    "withdrawn": Look("neutral", "reply"),
}
CALL_LOOKS: dict[str, Look] = {
    "called": Look("warn", "bell"),
    "claimed": Look("info", "half"),
    "answered": Look("info", "document"),
    "accepted": Look("good", "check-circle"),
    "return_requested": Look("warn", "reply"),
    "returned": Look("neutral", "reply"),
    "cancelled": Look("neutral", "x-circle"),
    "lead": Look("info", "star"),
    "assist": Look("neutral", "users"),
}
CLOCK_LOOKS: dict[str, Look] = {
    "running": Look("info", "clock"),
    "paused": Look("neutral", "pause"),
    "met": Look("good", "check"),
    "breached": Look("danger", "alert"),
}
URGENCY_LOOKS: dict[str, Look] = {
    "critical": Look("danger", "bolt"),
    "urgent": Look("warn", "alert"),
    "inquiry": Look("neutral", "chat"),
    "general": Look("neutral", "dot"),
    "complex": Look("neutral", "layers"),
}
VERB_LOOKS: dict[str, Look] = {
    "report": Look("info", "plus"),
    "verify": Look("info", "check"),
    "decline": Look("neutral", "x"),
    "correct": Look("neutral", "edit"),
    "merge": Look("neutral", "merge"),
    "split": Look("neutral", "split"),
    "withdraw": Look("neutral", "reply"),
    "assign": Look("info", "user"),
    "reassign": Look("info", "swap"),
    "hand_up": Look("warn", "up"),
    "send_down": Look("info", "download"),
    "whistle": Look("warn", "whistle"),
    "claim": Look("info", "flag"),
    "answer": Look("good", "document"),
    "contact": Look("neutral", "phone"),
    "add_note": Look("neutral", "message"),
    "resolve": Look("good", "check"),
    "pass_check": Look("good", "clipboard"),
    "rework": Look("danger", "refresh"),
    "record_follow_up": Look("info", "phone"),
    "reopen": Look("danger", "refresh"),
    "archive": Look("neutral", "folder"),
    "suspend": Look("neutral", "pause"),
    "resume": Look("info", "clock"),
    "supervise": Look("danger", "alert"),
}
MESSAGE_LOOKS: dict[str, Look] = {
    "success": Look("good", "check-circle"),
    "info": Look("info", "info"),
    "debug": Look("info", "info"),
    "warning": Look("warn", "alert"),
    "error": Look("danger", "alert"),
}
TONE_ICONS = {
    "neutral": "dot",
    "info": "info",
    "good": "check",
    "warn": "alert",
    "danger": "alert",
}

_STATES = CASE_LOOKS | CALL_LOOKS | CLOCK_LOOKS | URGENCY_LOOKS


def state_look(code: str, tone: str = "") -> Look:
    """The look of a state; an unknown one takes the tone it is given and that tone's icon."""
    known = _STATES.get(code)
    if known and not tone:
        return known
    tone = tone or PLAIN.tone
    return Look(tone, known.icon if known else TONE_ICONS.get(tone, PLAIN.icon))


def verb_look(code: str) -> Look:
    return VERB_LOOKS.get(code, PLAIN)


def message_look(level: str) -> Look:
    return MESSAGE_LOOKS.get(level, MESSAGE_LOOKS["info"])
