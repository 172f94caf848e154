from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import path
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.rules.attempts import PER_ACCOUNT
from accounts.urls import api_urlpatterns
from journal.models import AuditEntry
from tests.factories.accounts import PASSWORD, make_user


@api_view(["GET"])
def who(request: Request) -> Response:
    return Response({"username": request.user.get_username()})


urlpatterns = [*api_urlpatterns, path("who/", who)]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def ask(client: Client, **fields: str) -> tuple[int, dict[str, object]]:
    given = {"username": "worker", "password": PASSWORD, **fields}
    answer = client.post("/token/", given, content_type="application/json")
    return answer.status_code, answer.json()


def name_behind(client: Client, token: object) -> object:
    return client.get("/who/", headers={"Authorization": f"Token {token}"}).json()["username"]


def test_name_and_password_give_a_token_that_works(client: Client) -> None:
    make_user("worker", password=PASSWORD)
    status, body = ask(client, username="Worker")
    assert status == 200
    assert name_behind(client, body["token"]) == "worker"
    assert AuditEntry.objects.values_list("action", "via").get() == ("signed_in", "api")


def test_a_wrong_password_is_401_with_a_sentence(client: Client) -> None:
    make_user("worker", password=PASSWORD)
    status, body = ask(client, password="wrong")
    assert (status, body["code"]) == (401, "wrong_credentials")
    assert body["detail"]


def test_an_old_token_in_the_header_does_not_stop_a_new_one(client: Client) -> None:
    make_user("worker", password=PASSWORD)
    client.defaults["HTTP_AUTHORIZATION"] = "Token expired-long-ago"
    assert ask(client)[0] == 200


def test_what_is_missing_is_named(client: Client) -> None:
    status, body = ask(client, password="")
    assert (status, list(body)) == (400, ["password"])


def test_guessing_is_stopped(client: Client) -> None:
    make_user("worker", password=PASSWORD)
    for _ in range(PER_ACCOUNT.failures):
        ask(client, password="wrong")
    assert ask(client)[0] == 429


def test_the_command_prints_the_token_on_its_last_line(client: Client) -> None:
    make_user("worker")
    out = StringIO()
    call_command("api_token", "Worker", stdout=out)
    assert name_behind(client, out.getvalue().splitlines()[-1]) == "worker"
    assert AuditEntry.objects.get().action == "token_issued"


def test_a_token_of_the_command_ends_when_it_was_told_to() -> None:
    make_user("worker")
    call_command("api_token", "worker", "--days", "3", stdout=StringIO())
    expiry = AuthToken.objects.get().expiry
    assert timedelta(days=2, hours=23) < expiry - timezone.now() <= timedelta(days=3)


@pytest.mark.parametrize("username", ["nobody", "closed"])
def test_the_command_refuses_whom_it_does_not_know_or_who_left(username: str) -> None:
    make_user("closed", is_active=False)
    with pytest.raises(CommandError):
        call_command("api_token", username)
