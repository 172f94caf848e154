from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from journal.actions import audit, relay, say
from journal.actors import system
from journal.models import OutboxMessage
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def auditor() -> User:
    user = make_user(is_staff=True)
    codenames = ["view_auditentry", "view_outboxmessage"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def test_an_auditor_reads_the_trail_and_can_change_nothing(client: Client, auditor: User) -> None:
    entry = audit(by=system("x"), now=NOW, action="looked", object_kind="case", object_key="7")
    client.force_login(auditor)
    assert "looked" in client.get(reverse("admin:journal_auditentry_changelist")).content.decode()
    page = client.get(reverse("admin:journal_auditentry_change", args=[entry.pk]))
    assert page.status_code == 200
    for name, args in (("change", [entry.pk]), ("delete", [entry.pk]), ("add", [])):
        url = reverse(f"admin:journal_auditentry_{name}", args=args)
        assert client.post(url, {"post": "yes"}).status_code == 403


def test_other_staff_do_not_see_the_trail(client: Client) -> None:
    client.force_login(make_user(is_staff=True))
    assert client.get(reverse("admin:journal_auditentry_changelist")).status_code == 403


def test_a_failed_message_is_sent_again_from_the_back_office(client: Client, auditor: User) -> None:
    say("nobody.hears", key="k", now=NOW)
    for _ in range(8):
        relay(now=OutboxMessage.objects.get().next_attempt_at, handlers={})
    message = OutboxMessage.objects.get(failed_at__isnull=False)
    client.force_login(auditor)
    client.post(
        reverse("admin:journal_outboxmessage_changelist"),
        {"action": "send_again", "_selected_action": [message.pk]},
    )
    assert OutboxMessage.objects.filter(pk=message.pk, failed_at=None, attempts=0).exists()
