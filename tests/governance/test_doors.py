"""The front door, health, and addresses that are not there."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from governance.views import WORKER_SEEN, mark_worker_seen

pytestmark = pytest.mark.django_db


def test_a_program_reads_that_an_address_is_not_there(client: Client) -> None:
    answer = client.post("/api/v1/nothing/here/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/json")


def test_the_process_answers(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"


def test_ready_needs_a_worker_seen_lately(client: Client) -> None:
    cache.delete(WORKER_SEEN)
    waiting = client.get("/readyz")
    assert waiting.status_code == 503
    assert waiting.json() == {
        "database": True,
        "migrations": True,
        "broker": True,
        "worker": False,
    }
    mark_worker_seen(timezone.now())
    assert client.get("/readyz").status_code == 200


def test_a_visitor_sees_what_a_resident_can_do(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'href="/report/"' in page
    assert 'href="/track/"' in page
