from datetime import UTC, datetime

import pytest
from django.db.models import ProtectedError

from journal.actions import audit
from journal.actors import person, system
from journal.models import AuditEntry
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_an_entry_says_who_when_from_where_what_and_why() -> None:
    user = make_user("officer", display_name="李四")
    entry = audit(
        by=person(user, via="api"),
        now=NOW,
        action="revealed",
        object_kind="contact",
        object_key=12,
        reason="回访需要",
        ip="10.0.0.7",
    )
    entry.refresh_from_db()
    assert (entry.who, entry.actor, entry.via, entry.at) == (user, "李四", "api", NOW)
    assert (entry.action, entry.object_kind, entry.object_key) == ("revealed", "contact", "12")
    assert (entry.reason, entry.detail, entry.ip) == ("回访需要", {}, "10.0.0.7")


def test_the_system_acts_by_name() -> None:
    entry = audit(by=system("sweep"), now=NOW, action="a", object_kind="b", object_key="c")
    assert (entry.who, entry.actor, entry.via) == (None, "sweep", "system")


def test_personal_numbers_are_masked_in_reason_and_detail_at_any_depth() -> None:
    detail = {"before": {"phones": ["13812345678", "none"]}, "count": 3, "id": "11010519491231002X"}
    entry = audit(
        by=system("import"),
        now=NOW,
        action="a",
        object_kind="b",
        object_key="c",
        reason="他的电话是138 1234 5678",
        detail=detail,
    )
    entry.refresh_from_db()
    assert entry.reason == "他的电话是138****5678"
    assert entry.detail == {
        "before": {"phones": ["138****5678", "none"]},
        "count": 3,
        "id": "1***************X",
    }


def test_a_person_with_audit_entries_cannot_be_deleted() -> None:
    user = make_user()
    audit(by=person(user), now=NOW, action="a", object_kind="b", object_key="c")
    with pytest.raises(ProtectedError):
        user.delete()
    assert AuditEntry.objects.filter(who=user).exists()
