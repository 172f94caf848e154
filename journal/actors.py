"""Who acts, and through which door. Passed as `by=` to every action."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User


RESIDENT = "resident"


class Via(TextChoices):
    WEB = "web", _("网页")
    API = "api", _("接口")
    IMPORT = "import", _("导入")
    SYSTEM = "system", _("系统")


@dataclass(frozen=True)
class Actor:
    """One actor: a signed-in person (`user`), the system by name, or a resident without login.

    `silent` suppresses notices (imported history), never the record itself.
    """

    user: "User | None" = None
    name: str = ""
    via: str = Via.WEB
    silent: bool = False

    @property
    def label(self) -> str:
        return self.user.display_name if self.user else self.name


def person(user: "User", via: str = Via.WEB) -> Actor:
    return Actor(user=user, via=via)


def system(name: str, *, silent: bool = False) -> Actor:
    return Actor(name=name, via=Via.SYSTEM, silent=silent)


def resident() -> Actor:
    return Actor(name=RESIDENT, via=Via.WEB)
