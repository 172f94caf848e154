"""How the tests of screens ask for a page and send a form."""

from typing import Any

from django.test import Client
from django.urls import reverse


def page(client: Client, name: str, /, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def send(client: Client, name: str, /, *args: Any, **fields: Any) -> str:
    """Where a form leads; a form shown again fails the test with its page."""
    answer = client.post(reverse(name, args=args), fields)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def refused(client: Client, name: str, /, *args: Any, **fields: Any) -> str:
    """The page of a form that was not accepted."""
    answer = client.post(reverse(name, args=args), fields)
    assert answer.status_code == 400, answer.status_code
    return answer.content.decode()
