from datetime import UTC, datetime

import pytest

from accounts.actions import change_password, set_phone, set_preferences
from accounts.models import User
from journal.actors import person
from journal.fields import hash_phone
from journal.models import AuditEntry
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_one_preference_may_be_set_without_the_other() -> None:
    user = make_user(elder_mode=True)
    set_preferences(user, language="en")
    user.refresh_from_db()
    assert (user.language, user.elder_mode) == ("en", True)
    set_preferences(user, elder_mode=False)
    user.refresh_from_db()
    assert (user.language, user.elder_mode) == ("en", False)


def test_a_changed_password_is_audited_and_no_longer_owed() -> None:
    user = make_user(must_change_password=True)
    change_password(user, PASSWORD, by=person(user), now=NOW)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert not user.must_change_password
    assert AuditEntry.objects.get().action == "password_changed"


def test_a_phone_is_found_by_its_hash_and_audited_without_the_number() -> None:
    user = make_user()
    set_phone(user, "+86 138-1234-5678", by=person(user), now=NOW)
    found = User.objects.get(phone_hash=hash_phone("13812345678"))
    assert (found, found.phone) == (user, "13812345678")
    assert "1234" not in str(AuditEntry.objects.values().get()["detail"])
