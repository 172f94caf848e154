"""上报: a matter becomes a case."""

import secrets
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import timing
from cases.actions.turns import record
from cases.models import Case, CaseContact, CaseSearch
from cases.rules import permissions
from cases.rules.reports import Contact, Done, Report, check_report
from cases.rules.searching import index_of
from cases.vocabulary import ClockKind, RequestKind, Urgency
from cases.workflow import CaseState
from journal.actors import Actor
from journal.fields import hash_phone
from journal.refusals import Invalid

__all__ = ["Contact", "Done", "Report", "new_track_code", "next_number", "report"]

TRACK_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
TRACK_LENGTH = 10


@transaction.atomic
def report(said: Report, *, by: Actor, now: datetime) -> Case:
    """→ reported, or → checking when it was fixed on the spot. Starts the verify clock.

    Raises Forbidden outside the actor's places and Invalid for what cannot be taken.
    """
    permissions.require_report(by, said.place)
    check_report(said)
    case = _create(said, by=by, now=now)
    if said.contact:
        _keep_contact(case, said.contact)
    CaseSearch.objects.create(case=case, **index_of(case.title, case.text, case.scope))
    if said.done:
        _done_on_the_spot(case, said.done, now=now)
    else:
        timing.begin(case, ClockKind.VERIFY, now=now)
        if said.contact.phone:
            timing.begin(case, ClockKind.FIRST_CONTACT, now=now)
    _tell(case, said, by=by, now=now)
    return case


def _create(said: Report, *, by: Actor, now: datetime) -> Case:
    case = Case(
        number=next_number(now),
        track_code=new_track_code(),
        state=CaseState.CHECKING if said.done else CaseState.REPORTED,
        kind=said.kind or said.category.kind or RequestKind.OTHER,
        source=said.source,
        urgency=said.urgency or said.category.urgency or Urgency.GENERAL,
        title=said.title,
        text=said.text,
        category=said.category,
        place=said.place,
        reported_by=by.user,
        first_asked=by.user,
        handler=by.user if said.done else None,
        external_number=said.external_number,
        external_due_at=said.external_due_at,
        reported_at=now,
        opened_at=now,
        changed_at=now,
        **said.place.scope(),
    )
    if said.position:
        case.lat, case.lng = said.position
    _insert(case)
    return case


def _insert(case: Case) -> None:
    """Only an external number can be taken already, and only a race gets as far as the database."""
    if not case.external_number:
        case.save(force_insert=True)
        return
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        if "case_external_number_once" not in str(error):
            raise
        raise external_number_taken(case.external_number) from error


def external_number_taken(number: str) -> Invalid:
    sentence = _("外部编号 %(number)s 已经登记过,没有重复登记。") % {"number": number}
    return Invalid({"external_number": [sentence]})


def _keep_contact(case: Case, contact: Contact) -> None:
    CaseContact.objects.create(
        case=case,
        name=contact.name,
        phone=contact.phone,
        phone_hash=hash_phone(contact.phone),
    )


def _done_on_the_spot(case: Case, done: Done, *, now: datetime) -> None:
    timing.begin(case, ClockKind.FINISH, now=now)
    timing.meet(case, ClockKind.FINISH, now=now)
    timing.begin(case, ClockKind.CHECK, now=now)
    timing.refresh(case)
    case.save(update_fields=["due_at", "breached_at"])


def _tell(case: Case, said: Report, *, by: Actor, now: datetime) -> None:
    record(case, "report", by=by, now=now, public=True, evidence=said.evidence)
    if said.done:
        record(
            case,
            "resolve",
            by=by,
            now=now,
            source=case.state,
            public=True,
            text=said.done.result,
            evidence=said.done.evidence,
        )


def next_number(now: datetime) -> str:
    """Day and a running number: 20261122-000017."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('case_number')")
        (running,) = cursor.fetchone()
    return f"{timezone.localtime(now):%Y%m%d}-{running:06d}"


def new_track_code() -> str:
    """50 random bits in letters and digits that cannot be mistaken for one another."""
    return "".join(secrets.choice(TRACK_ALPHABET) for _ in range(TRACK_LENGTH))
