"""Who may set up a street: its administrators, and the system itself."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from grids.roles import Power
from grids.rules.scope import Grants, Scope, grants_of
from journal.actors import Actor, Via
from journal.refusals import Forbidden, NotFound


def require_administration(by: Actor, scope: Scope, today: date) -> None:
    """Out of the person's scope: not found. In scope, but not an administrator: forbidden."""
    if by.user is None:
        return require_system(by)
    grants = grants_of(by.user, today)
    if grants.has(Power.ADMINISTER, scope):
        return None
    if _sees(grants, scope):
        raise Forbidden(_("只有街道管理员可以更改地点、任职和部门。"))
    raise NotFound(_("没有找到，或不在您的管理范围内。"))


def require_system(by: Actor) -> None:
    if by.user is not None or by.via != Via.SYSTEM:
        raise Forbidden(_("这项操作只能由系统执行。"))


def _sees(grants: Grants, scope: Scope) -> bool:
    return any(scope.get(f"{kind}_id") == key for _power, kind, key in grants.held)
