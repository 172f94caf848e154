import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import Ticket, issue_ticket
from accounts.models import User
from accounts.rules.attempts import PER_ACCOUNT, PER_ADDRESS, PER_ADDRESS_BY_CODE
from journal.actors import system
from journal.models import AuditEntry
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/login/"
PREFERENCES = "/preferences/"


def sign_in(
    client: Client, username: str = "worker", password: str = PASSWORD, **fields: str
) -> HttpResponse:
    return client.post(LOGIN, {"username": username, "password": password, **fields})  # type: ignore[return-value]


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def worker() -> User:
    return make_user("worker", password=PASSWORD)


@pytest.fixture
def ticket(worker: User) -> Ticket:
    return issue_ticket(worker, by=system("test"), now=timezone.now())


def link(ticket: Ticket) -> str:
    return reverse("sign_in_by_ticket", args=[ticket.link_token])


def test_the_right_password_opens_the_home(client: Client, worker: User) -> None:
    answer = sign_in(client, "WORKER")
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
    assert is_signed_in(client)
    assert AuditEntry.objects.get().action == "signed_in"


def test_the_login_page_asks_for_name_and_password(client: Client) -> None:
    page = client.get(LOGIN, {"next": PREFERENCES}).content.decode()
    assert 'name="username"' in page
    assert 'autocomplete="current-password"' in page
    assert f'name="next" value="{PREFERENCES}"' in page


def test_wrong_name_and_wrong_password_hear_the_same(client: Client, worker: User) -> None:
    for name, password in (("worker", "wrong"), ("nobody", PASSWORD)):
        answer = sign_in(client, name, password)
        assert "用户名或密码不对" in answer.content.decode()
    assert not is_signed_in(client)


def test_a_closed_account_hears_the_same(client: Client) -> None:
    make_user("worker", password=PASSWORD, is_active=False)
    assert "用户名或密码不对" in sign_in(client).content.decode()


def test_after_signing_in_the_page_that_was_asked_for_opens(client: Client, worker: User) -> None:
    assert sign_in(client, next=PREFERENCES)["Location"] == PREFERENCES


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_a_page_of_somebody_else_never_opens(client: Client, worker: User, elsewhere: str) -> None:
    assert sign_in(client, next=elsewhere)["Location"] == reverse("home")


def test_who_is_signed_in_is_not_asked_again(client: Client, worker: User) -> None:
    client.force_login(worker)
    assert client.get(LOGIN, {"next": PREFERENCES})["Location"] == PREFERENCES


def test_guessing_one_account_is_stopped_even_for_the_right_password(
    client: Client, worker: User
) -> None:
    for _ in range(PER_ACCOUNT.failures):
        sign_in(client, password="wrong")
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "15 分钟后再试" in answer.content.decode()
    assert not is_signed_in(client)


def test_another_account_is_not_held_up_by_it(client: Client, worker: User) -> None:
    for _ in range(PER_ACCOUNT.failures):
        sign_in(client, "somebody", "wrong")
    assert sign_in(client).status_code == 302


def test_trying_one_password_on_many_names_is_stopped(client: Client, worker: User) -> None:
    for number in range(PER_ADDRESS.failures):
        sign_in(client, f"name{number}", "wrong")
    assert sign_in(client).status_code == 429


def test_signing_out_takes_a_post(client: Client, worker: User) -> None:
    client.force_login(worker)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/")["Location"] == LOGIN
    assert not is_signed_in(client)


def test_looking_at_a_link_uses_nothing_up(client: Client, ticket: Ticket) -> None:
    for _ in range(3):
        assert "只能用一次" in client.get(link(ticket)).content.decode()
    assert not is_signed_in(client)
    assert client.post(link(ticket)).status_code == 302
    assert is_signed_in(client)


def test_a_used_link_says_so(client: Client, ticket: Ticket) -> None:
    client.post(link(ticket))
    answer = Client().post(link(ticket))
    assert (answer.status_code, "已经用过" in answer.content.decode()) == (409, True)


def test_a_code_signs_in(client: Client, ticket: Ticket) -> None:
    assert "登录码" in client.get(reverse("enter_code")).content.decode()
    client.post(reverse("enter_code"), {"code": ticket.code.lower()})
    assert is_signed_in(client)


def test_a_wrong_code_keeps_what_was_typed(client: Client, ticket: Ticket) -> None:
    answer = client.post(reverse("enter_code"), {"code": "AAAA-BBBB"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "没有这个登录码" in page
    assert "AAAA-BBBB" in page


def test_guessing_codes_is_stopped(client: Client, ticket: Ticket) -> None:
    for _ in range(PER_ADDRESS_BY_CODE.failures):
        client.post(reverse("enter_code"), {"code": "AAAA-BBBB"})
    assert client.post(reverse("enter_code"), {"code": ticket.code}).status_code == 429
    assert not is_signed_in(client)


def test_the_pages_are_not_kept_by_browsers(client: Client, ticket: Ticket) -> None:
    for url in (LOGIN, reverse("enter_code"), link(ticket)):
        assert "no-store" in client.get(url)["Cache-Control"]
