"""The reporter's full name and number: for those who need it, with a reason, on record."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.turns import find
from cases.models import CaseContact
from cases.rules.permissions import require_reveal
from journal.actions import audit
from journal.actors import Actor
from journal.refusals import Invalid, NotFound


@transaction.atomic
def reveal_contact(number: str, *, by: Actor, now: datetime, reason: str) -> CaseContact:
    """The contact unmasked. Leaves an audit row; raises Forbidden without the permission."""
    case = find(number, by=by)
    require_reveal(by, case)
    if not reason.strip():
        raise Invalid({"reason": [_("请写明查看联系方式的原因。")]})
    contact = CaseContact.objects.filter(case=case).first()
    if contact is None:
        raise NotFound(_("这件案件没有留联系方式。"))
    audit(
        by=by,
        now=now,
        action="reveal_contact",
        object_kind="case",
        object_key=case.number,
        reason=reason,
    )
    return contact
