import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db
PREFERENCES = "/preferences/"
NEW_PASSWORD = "another-long-passphrase"


@pytest.fixture
def worker(client: Client) -> User:
    user = make_user("worker", password=PASSWORD)
    client.force_login(user)
    return user


def page(client: Client) -> str:
    return client.get(PREFERENCES).content.decode()


def test_a_visitor_keeps_language_and_elder_mode_in_cookies(client: Client) -> None:
    client.post(PREFERENCES, {"language": "en", "elder_mode": "1"})
    shown = page(client)
    assert '<html lang="en" class="elder"' in shown
    client.post(PREFERENCES, {"elder_mode": "0"})
    assert '<html lang="en">' in page(client)


def test_an_account_keeps_its_own_on_every_device(client: Client, worker: User) -> None:
    client.post(PREFERENCES, {"language": "en", "elder_mode": "1"})
    other = Client()
    other.force_login(worker)
    assert '<html lang="en" class="elder"' in page(other)


def test_the_language_of_the_account_counts_more_than_the_cookie(
    client: Client, worker: User
) -> None:
    client.cookies["django_language"] = "en"
    assert '<html lang="zh-hans"' in page(client).lower()


def test_the_language_does_not_leak_into_the_next_request(client: Client) -> None:
    english = Client()
    english.force_login(make_user(language="en"))
    page(english)
    assert '<html lang="zh-hans"' in page(client).lower()


def test_a_switch_returns_to_the_page_it_was_on(client: Client, worker: User) -> None:
    answer = client.post(PREFERENCES, {"elder_mode": "1", "next": "/login/?a=1"})
    assert answer["Location"] == "/login/?a=1"
    answer = client.post(PREFERENCES, {"elder_mode": "1", "next": "//evil.example"})
    assert answer["Location"] == PREFERENCES


def test_an_unknown_language_is_refused(client: Client, worker: User) -> None:
    assert client.post(PREFERENCES, {"language": "tlh"}).status_code == 400
    worker.refresh_from_db()
    assert worker.language == "zh-hans"


def change(client: Client, **fields: str) -> int:
    passwords = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD, **fields}
    return client.post(reverse("change_password"), passwords).status_code


def test_a_password_is_changed_with_the_old_one_and_the_session_stays(
    client: Client, worker: User
) -> None:
    assert change(client) == 200
    assert change(client, old_password=PASSWORD) == 302
    worker.refresh_from_db()
    assert worker.check_password(NEW_PASSWORD)
    assert client.get(PREFERENCES).wsgi_request.user.is_authenticated


def test_who_came_by_link_sets_a_first_password(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    assert "设置密码" in client.get(reverse("change_password")).content.decode()
    assert change(client) == 302
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)


def test_a_weak_password_is_refused(client: Client, worker: User) -> None:
    weak = {"new_password1": "12345678", "new_password2": "12345678"}
    assert change(client, old_password=PASSWORD, **weak) == 200


def test_a_visitor_is_asked_to_sign_in_first(client: Client) -> None:
    url = reverse("change_password")
    assert client.get(url)["Location"] == f"/login/?next={url}"


def test_a_password_chosen_by_others_is_changed_first(client: Client) -> None:
    user = make_user(password=PASSWORD, must_change_password=True)
    client.force_login(user)
    assert client.get("/")["Location"] == reverse("change_password")
    assert "别人设的" in client.get(reverse("change_password")).content.decode()
    assert client.get(PREFERENCES).status_code == 200
    change(client, old_password=PASSWORD)
    assert client.get("/")["Location"] != reverse("change_password")
