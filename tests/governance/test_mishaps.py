"""The pages for what no view answered: unknown addresses, lost tokens, faults of ours."""

from collections.abc import Iterator

import pytest
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from pytest_django import DjangoDbBlocker

from governance import urls
from governance.mishaps import WORDS, server_error
from tests.factories.accounts import PASSWORD, make_user


def forbid(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


class Addresses:
    """The real ones and two that always go wrong."""

    handler400 = staticmethod(urls.handler400)
    handler403 = staticmethod(urls.handler403)
    handler404 = staticmethod(urls.handler404)
    handler500 = staticmethod(urls.handler500)
    urlpatterns = [path("forbid/", forbid), path("break/", break_down), *urls.urlpatterns]


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/nothing/", "/cases/../x/", "/dashboard/no-such-figure/x/"])
def test_an_unknown_address_is_told_in_the_project_s_own_frame(client: Client, url: str) -> None:
    answer = client.get(url)
    shown = answer.content.decode()
    assert answer.status_code == 404
    assert 'class="topbar"' in shown
    assert "这个页面不存在" in shown
    assert 'href="/"' in shown


@pytest.mark.django_db
def test_an_unknown_address_is_told_in_the_reader_s_language(client: Client) -> None:
    client.force_login(make_user(language="en"))
    assert '<html lang="en"' in client.get("/nothing/").content.decode()


@pytest.mark.django_db
def test_an_unknown_address_of_the_api_is_answered_to_a_program(client: Client) -> None:
    answer = client.get("/api/v9/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/json")


@pytest.mark.django_db
def test_a_request_for_another_host_is_told_in_words(client: Client) -> None:
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "这次提交看不懂" in answer.content.decode()


@pytest.mark.django_db
def test_what_is_denied_is_told_in_words(client: Client) -> None:
    with override_settings(ROOT_URLCONF=Addresses):
        answer = client.get("/forbid/")
    assert answer.status_code == 403
    assert "您没有这项权限" in answer.content.decode()


@pytest.mark.django_db
def test_a_fault_of_ours_is_told_in_words(client: Client) -> None:
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=Addresses):
        answer = client.get("/break/")
    assert answer.status_code == 500
    assert "系统出错了" in answer.content.decode()


def test_the_page_of_our_fault_asks_no_database(
    rf: RequestFactory, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.block():
        assert b"data-failed" in server_error(rf.get("/")).content


# --- the token -----------------------------------------------------------------------------------


@pytest.fixture
def without_token(db: None) -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_form_of_staff_without_its_token_keeps_the_words_on_the_page(
    without_token: Client,
) -> None:
    sent = {"title": "井盖松动", "text": "路口一侧 <b>", "category": "T1", "urgency": "general"}
    answer = without_token.post("/cases/new/", sent)
    shown = answer.content.decode()
    assert answer.status_code == 403
    assert "井盖松动\n\n路口一侧 &lt;b&gt;</textarea>" in shown
    assert 'href="/login/?next=/cases/new/"' in shown


def test_a_page_without_scripts_does_not_say_that_the_device_kept_anything(
    without_token: Client,
) -> None:
    shown = without_token.post("/cases/new/", {"title": "井盖松动"}).content.decode()
    assert "<p data-kept hidden>" in shown
    assert shown.count("保存在这台设备上") == 1


def test_a_password_sent_without_its_token_is_not_shown(without_token: Client) -> None:
    answer = without_token.post("/login/", {"username": "officer", "password": PASSWORD})
    assert answer.status_code == 403
    assert PASSWORD not in answer.content.decode()
    assert "<textarea" not in answer.content.decode()


def test_a_visitor_without_cookies_is_not_asked_to_sign_in(without_token: Client) -> None:
    shown = without_token.post("/preferences/", {"elder_mode": "1"}).content.decode()
    assert "重新打开这一页" in shown
    assert "重新登录" not in shown


def of_this_project(kind: type[forms.Form]) -> Iterator[type[forms.Form]]:
    for form in kind.__subclasses__():
        yield from of_this_project(form)
        if form.__module__.startswith(("cases.", "grids.")):
            yield form


def test_every_text_people_write_at_length_is_kept() -> None:
    fields = [field for form in of_this_project(forms.Form) for field in form.base_fields.items()]
    long = {name for name, field in fields if isinstance(field.widget, forms.Textarea)}
    assert {"note", "reason", "text"} <= long
    assert long <= set(WORDS)
