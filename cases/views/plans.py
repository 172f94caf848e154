"""What each role finds at home. One literal table."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grids.roles import Role


@dataclass(frozen=True)
class Plan:
    """What a role finds at home: big cards, numbers that open a queue, and short queues."""

    cards: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """A big card: one tap to what a role does most."""

    label: Promise
    icon: str
    url_name: str
    big: bool = False


CARDS = {
    "report": Card(_("上报"), "plus", "case_new", big=True),
    "file": Card(_("登记上报"), "plus", "case_new"),
    "call": Card(_("下一个电话"), "phone", "follow_up_next", big=True),
    "wall": Card(_("逾期墙"), "alert", "overdue"),
    "dashboard": Card(_("看板"), "chart", "dashboard"),
    "setup": Card(_("街道设置"), "settings", "setup"),
}
ICONS = {
    "today": "calendar",
    "near": "clock",
    "overdue": "alert",
    "mine": "user",
    "to_verify": "inbox",
    "to_check": "clipboard",
    "to_follow_up": "phone",
}
_GRID = Plan(("report",), ("today", "near", "overdue", "mine"), ("mine", "to_confirm"))
_BUILDING = Plan(("report",), (), ("to_confirm", "reported"))
DEPARTMENT_ROLES = frozenset({Role.DEPARTMENT_HANDLER, Role.DEPARTMENT_HEAD})
# In this order for who holds several posts.
PLANS: dict[str, Plan] = {
    Role.COMMUNITY_OFFICER: Plan(
        ("file",), ("near", "overdue", "mine"), ("to_verify", "to_assign", "to_check")
    ),
    Role.GRID_WORKER: _GRID,
    Role.GRID_LEADER: _GRID,
    Role.BUILDING_HEAD: _BUILDING,
    Role.BUILDING_INFORMANT: _BUILDING,
    Role.BUILDING_PUBLICIST: _BUILDING,
    Role.STREET_OFFICER: Plan(
        ("file",),
        ("to_verify", "to_check", "near", "overdue"),
        ("street_review", "unclaimed"),
    ),
    Role.DUTY_OFFICER: Plan(("file",), ("overdue",), ("pressing", "unclaimed")),
    Role.STREET_LEADER: Plan(("wall", "dashboard"), (), ("overdue", "second_opinion")),
    Role.FOLLOWUP_CLERK: Plan(("call",), (), ("to_follow_up", "just_closed")),
    Role.STREET_ADMIN: Plan(("setup",)),
}
