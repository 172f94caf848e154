"""One-time tickets: thousands of building heads sign in without ever making up a password."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import SignInTicket, User
from accounts.rules.codes import hash_code, hash_token, new_code, new_token
from journal.actions import audit
from journal.actors import Actor, person
from journal.refusals import Conflict, Forbidden, NotFound

VALID_FOR = timedelta(days=7)


class Ticket(NamedTuple):
    """What is handed to the person, and kept nowhere."""

    link_token: str
    code: str


@transaction.atomic
def issue_ticket(user: User, *, by: Actor, now: datetime) -> Ticket:
    """A fresh ticket; an older one still open stops working. Not for the back office."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_staff or not user.is_active:
        raise Forbidden(_("停用的账号和后台管理账号不能用一次性链接登录。"))
    SignInTicket.objects.filter(user=user, used_at=None, expires_at__gt=now).update(expires_at=now)
    ticket = Ticket(new_token(), new_code())
    SignInTicket.objects.create(
        user=user,
        token_hash=hash_token(ticket.link_token),
        code_hash=hash_code(ticket.code),
        issued_by=by.user,
        issued_at=now,
        expires_at=now + VALID_FOR,
    )
    _audit(user, "ticket_issued", by=by, now=now)
    return ticket


@transaction.atomic
def redeem_ticket(token_or_code: str, *, now: datetime, ip: str | None = None) -> User:
    """The person the ticket was issued to; works once."""
    ticket = SignInTicket.objects.select_for_update().filter(_written_as(token_or_code)).first()
    if ticket is None:
        raise NotFound(_("没有这个登录码或链接。请核对后再试,或请社区重新发一个。"))
    if ticket.used_at is not None:
        raise Conflict(_("这个登录码已经用过。请社区重新发一个。"), code="ticket_used")
    if not ticket.is_open(now):
        raise Conflict(_("这个登录码已经过期。请社区重新发一个。"), code="ticket_expired")
    if ticket.user.is_staff or not ticket.user.is_active:
        raise Forbidden(_("这个账号不能用登录码登录。请联系街道管理员。"))
    ticket.used_at = now
    ticket.save(update_fields=["used_at"])
    _audit(ticket.user, "signed_in_by_ticket", by=person(ticket.user), now=now, ip=ip)
    return ticket.user


def _written_as(token_or_code: str) -> Q:
    return Q(token_hash=hash_token(token_or_code)) | Q(code_hash=hash_code(token_or_code))


def _audit(user: User, action: str, *, by: Actor, now: datetime, ip: str | None = None) -> None:
    audit(by=by, now=now, action=action, object_kind="user", object_key=user.username, ip=ip)
