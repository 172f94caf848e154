from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import SignInTicket, User
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_user_without_a_password_cannot_sign_in_by_one() -> None:
    assert not make_user().has_usable_password()
    assert make_user(password=PASSWORD).check_password(PASSWORD)


def test_a_user_needs_a_name() -> None:
    with pytest.raises(ValueError, match="username"):
        User.objects.create_user("")


def test_a_superuser_may_enter_the_back_office() -> None:
    user = User.objects.create_superuser("root", PASSWORD, display_name="张三")
    assert (user.is_staff, user.is_superuser) == (True, True)


def test_a_name_is_found_in_any_case() -> None:
    user = make_user("Grid.Worker")
    assert User.objects.get_by_natural_key("grid.worker") == user
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key(None)


def test_the_database_refuses_a_name_that_differs_in_case_only() -> None:
    make_user("grid.worker")
    with pytest.raises(IntegrityError, match="user_username_any_case"), transaction.atomic():
        make_user("Grid.Worker")


def test_a_user_is_called_by_his_name() -> None:
    assert str(make_user(display_name="李四")) == "李四"
    assert str(make_user("nameless", display_name="")) == "nameless"


def make_ticket(**fields: datetime) -> SignInTicket:
    moments = {"issued_at": NOW, "expires_at": NOW + timedelta(days=7), **fields}
    return SignInTicket.objects.create(user=make_user(), token_hash="t", code_hash="c", **moments)


def test_the_database_refuses_a_ticket_that_ends_before_it_begins() -> None:
    with pytest.raises(IntegrityError, match="ticket_expires_after_issue"):
        make_ticket(expires_at=NOW - timedelta(seconds=1))


def test_the_database_refuses_a_ticket_used_after_its_end() -> None:
    with pytest.raises(IntegrityError, match="ticket_used_before_expiry"):
        make_ticket(used_at=NOW + timedelta(days=8))
