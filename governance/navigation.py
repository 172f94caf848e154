"""Where a person can go from any page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grids.roles import Power
from grids.rules.scope import grants_of

if TYPE_CHECKING:
    from accounts.models import User

P = Power


@dataclass(frozen=True)
class Entry:
    """One entry of the rail and the tab bar; `icon` is a symbol of static/icons/sprite.svg."""

    label: str | Promise
    url: str
    icon: str
    count: int = 0


@dataclass(frozen=True)
class Way:
    """An entry and the powers any of which opens it; none: everybody."""

    label: Promise
    url_name: str
    icon: str
    powers: tuple[Power, ...] = ()


# In the order of the tab bar of a phone; what has no room there is under “更多”.
WAYS = (
    Way(_("首页"), "home", "home"),
    Way(_("上报"), "case_new", "plus", (P.REPORT, P.DUTY)),
    Way(_("任务"), "calls", "whistle", (P.ANSWER,)),
    Way(_("案件"), "cases", "list", (P.VIEW,)),
    Way(_("回访"), "follow_up_next", "phone", (P.FOLLOW_UP,)),
    Way(_("逾期"), "overdue", "alert", (P.REGISTER, P.DISPATCH, P.LEAD)),
    Way(_("看板"), "dashboard", "chart", (P.LEAD, P.DISPATCH)),
    Way(_("设置"), "setup", "settings", (P.ADMINISTER,)),
    Way(_("消息"), "inbox", "bell"),
)


def navigation(user: "User") -> Sequence[Entry]:
    """The ways open to this person today; pages this installation does not have are left out."""
    grants = grants_of(user, timezone.localdate())
    entries = []
    for way in WAYS:
        url = _url(way.url_name)
        if url and (not way.powers or any(grants.any(power) for power in way.powers)):
            entries.append(Entry(way.label, url, way.icon))
    return entries


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
