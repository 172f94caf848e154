from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from journal.actions import audit
from journal.actors import system
from journal.append_only import TRUNCATE_TRIGGER
from journal.models import AuditEntry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def entry() -> AuditEntry:
    return audit(by=system("sweep"), now=NOW, action="looked", object_kind="case", object_key="1")


def test_an_audit_entry_cannot_be_changed(entry: AuditEntry) -> None:
    with pytest.raises(IntegrityError, match="append-only: UPDATE"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(reason="nothing happened")


def test_an_audit_entry_cannot_be_removed(entry: AuditEntry) -> None:
    with pytest.raises(IntegrityError, match="append-only: DELETE"), transaction.atomic():
        entry.delete()
    assert AuditEntry.objects.filter(pk=entry.pk).exists()


def test_the_audit_table_cannot_be_emptied() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE journal_auditentry ENABLE TRIGGER {TRUNCATE_TRIGGER}")
        with pytest.raises(IntegrityError, match="append-only: TRUNCATE"), transaction.atomic():
            cursor.execute("TRUNCATE journal_auditentry")


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_can_write_audit_entries_and_is_cleaned_up(entry: AuditEntry) -> None:
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_another_transactional_test_starts_from_an_empty_table() -> None:
    assert AuditEntry.objects.count() == 0
