"""Where a person can go from any page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Entry:
    """One entry of the rail and the tab bar; `icon` is a symbol of static/icons/sprite.svg."""

    label: str
    url: str
    icon: str
    count: int = 0


def navigation(user: "User") -> Sequence[Entry]:
    return ()
