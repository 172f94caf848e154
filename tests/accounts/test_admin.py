import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
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
