"""The three administrators: each sees his own part of the back office, and only while in post."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from grids.roles import Role
from tests.factories.grids import give_post, make_person

pytestmark = pytest.mark.django_db

PAGES = {
    "/admin/accounts/user/": Role.ADMIN_SYSTEM,
    "/admin/journal/auditentry/": Role.ADMIN_AUDIT,
    "/admin/grids/post/": Role.ADMIN_SECURITY,
}


def signed_in(role: str) -> Client:
    client = Client()
    person = make_person()
    give_post(person, role)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("role", sorted(set(PAGES.values())))
def test_an_administrator_opens_only_his_own_part(role: str) -> None:
    client = signed_in(role)
    opened = {page for page in PAGES if client.get(page).status_code == 200}
    seen_by_security_too = {"/admin/accounts/user/"} if role == Role.ADMIN_SECURITY else set()
    assert opened == {page for page, whose in PAGES.items() if whose == role} | seen_by_security_too


def test_no_administrator_sees_a_case() -> None:
    for role in PAGES.values():
        client = signed_in(role)
        assert client.get("/cases/").context["cases"] == []


def test_the_back_office_closes_when_the_post_ends() -> None:
    client = Client()
    person = make_person()
    today = timezone.localdate()
    give_post(person, Role.ADMIN_AUDIT, since=today - timedelta(days=9), until=today)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/journal/auditentry/").status_code == 302
