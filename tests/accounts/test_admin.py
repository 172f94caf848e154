import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from journal.models import AuditEntry
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _administrator(client: Client) -> None:
    client.force_login(User.objects.create_superuser("root", PASSWORD, display_name="管理员"))


def test_accounts_are_listed_and_opened_without_the_phone(client: Client) -> None:
    user = make_user("worker", phone="13812345678")
    assert "worker" in client.get(reverse("admin:accounts_user_changelist")).content.decode()
    page = client.get(reverse("admin:accounts_user_change", args=[user.pk])).content.decode()
    assert "worker" in page
    assert "13812345678" not in page


def test_an_account_without_a_password_can_be_made(client: Client) -> None:
    client.post(
        reverse("admin:accounts_user_add"),
        {"username": "head", "display_name": "李四", "usable_password": "false"},
    )
    assert not User.objects.get_by_natural_key("head").has_usable_password()


def test_a_name_that_differs_in_case_only_is_a_form_error(client: Client) -> None:
    make_user("worker")
    answer = client.post(
        reverse("admin:accounts_user_add"),
        {"username": "Worker", "display_name": "李四", "usable_password": "false"},
    )
    assert answer.status_code == 200
    assert "这个用户名已有人使用" in answer.content.decode()


def test_an_account_is_switched_off_never_deleted(client: Client) -> None:
    user = make_user("worker")
    url = reverse("admin:accounts_user_delete", args=[user.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403


def test_a_password_handed_out_is_changed_at_the_next_sign_in_and_audited(client: Client) -> None:
    user = make_user("worker", password=PASSWORD)
    passwords = {
        "usable_password": "true",
        "password1": "handed-out-1",
        "password2": "handed-out-1",
    }
    client.post(reverse("admin:auth_user_password_change", args=[user.pk]), passwords)
    user.refresh_from_db()
    assert user.check_password("handed-out-1")
    assert user.must_change_password
    assert AuditEntry.objects.get().action == "account_changed"


def test_an_account_made_with_a_password_owes_a_change(client: Client) -> None:
    passwords = {
        "usable_password": "true",
        "password1": "handed-out-1",
        "password2": "handed-out-1",
    }
    client.post(
        reverse("admin:accounts_user_add"), {"username": "a", "display_name": "李四", **passwords}
    )
    assert User.objects.get(username="a").must_change_password
    assert AuditEntry.objects.get().action == "account_made"


@pytest.fixture
def system_admin(client: Client) -> User:
    user = make_user("admin.system", is_staff=True)
    codenames = ["view_user", "add_user", "change_user"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


def test_an_administrator_cannot_take_over_another_one(client: Client, system_admin: User) -> None:
    auditor = make_user("admin.audit", password=PASSWORD, is_staff=True)
    for name in ("admin:accounts_user_change", "admin:auth_user_password_change"):
        answer = client.post(reverse(name, args=[auditor.pk]), {"username": "mine"})
        assert answer.status_code == 403


def test_an_administrator_cannot_raise_anybody(client: Client, system_admin: User) -> None:
    for user in (system_admin, make_user("worker")):
        url = reverse("admin:accounts_user_change", args=[user.pk])
        fields = {"username": user.username, "display_name": "改过", "language": "zh-hans"}
        raised = {"is_active": "on", "is_staff": "on", "is_superuser": "on"}
        assert client.post(url, {**fields, **raised}).status_code == 302
        user.refresh_from_db()
        assert user.display_name == "改过"
        assert not user.is_superuser
        assert user.is_staff == (user == system_admin)
