"""People of a street: entered without a password, let in by a one-time ticket."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import Ticket, issue_ticket, set_phone
from accounts.models import User
from grids.actions.saving import check_fields
from grids.kinds import LEVELS, Kind
from grids.models import Place, Post
from grids.rules.authority import require_administration
from grids.rules.identity import find_person, free_username
from journal.actions import audit
from journal.actors import Actor
from journal.masks import is_mobile
from journal.refusals import Conflict, Forbidden, Invalid

STREET_LEVEL = LEVELS[Kind.STREET]


@transaction.atomic
def enrol(
    street: Place,
    *,
    display_name: str,
    phone: str = "",
    username: str = "",
    by: Actor,
    now: datetime,
) -> User:
    """A new account that cannot sign in by password; without a username it gets one in pinyin."""
    require_administration(by, street.scope(), timezone.localdate(now))
    display_name = display_name.strip()
    if not display_name:
        raise Invalid({"name": [_("请填写姓名。")]})
    if phone and not is_mobile(phone):
        raise Invalid({"phone": [_("手机号应为 11 位数字。")]})
    username = username.strip() or free_username(display_name)
    if User.objects.filter(username__iexact=username).exists():
        raise Conflict(_("这个用户名已有人使用。"), code="username_taken")
    person = User(username=username, display_name=display_name)
    person.set_unusable_password()
    check_fields(person)
    person.save()
    if phone:
        set_phone(person, phone, by=by, now=now)
    audit(by=by, now=now, action="user.enrol", object_kind="user", object_key=username)
    return person


def welcome(
    street: Place, *, name: str, phone: str = "", username: str = "", by: Actor, now: datetime
) -> tuple[User, bool]:
    """The person meant by name with phone or username, enrolled if new; and whether new."""
    known = find_person(name=name, phone=phone, username=username)
    if known:
        return known, False
    fresh = enrol(street, display_name=name, phone=phone, username=username, by=by, now=now)
    return fresh, True


@transaction.atomic
def let_in(person: User, street: Place, *, by: Actor, now: datetime) -> Ticket:
    """A one-time link and code, for somebody who serves in this street and nowhere else."""
    today = timezone.localdate(now)
    require_administration(by, street.scope(), today)
    streets = _streets_of(person, now)
    if streets != {street.pk}:
        raise Forbidden(_("此人没有在本街道任职，或还在别处任职，不能由您发登录码。"))
    return issue_ticket(person, by=by, now=now)


def _streets_of(person: User, now: datetime) -> set[int | None]:
    """The platform's administrators serve in None."""
    posts = Post.objects.not_over(timezone.localdate(now)).filter(holder=person)
    rows = posts.values_list(f"place__lineage__{STREET_LEVEL}", "department__street_id")
    return {place_street or department_street for place_street, department_street in rows}
