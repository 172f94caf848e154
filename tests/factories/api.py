"""Calling the API as somebody."""

import io
import json
from datetime import timedelta
from typing import Any

from django.utils import timezone
from PIL import Image
from rest_framework.test import APIClient

from accounts.models import User
from cases.models import Case
from tests.factories.cases import World, bring_to, make_case

EXAMPLE: dict[str, Any] = {
    "title": "楼道堆放杂物",
    "text": "三单元二楼楼道堆满纸箱,影响通行。",
    "source": "patrol",
}


def client_of(user: User | None) -> APIClient:
    client = APIClient()
    if user:
        client.force_authenticate(user)
    return client


def get(user: User | None, path: str, **query: str) -> Any:
    return client_of(user).get(f"/api/v1/{path}", query)


def post(user: User | None, path: str, body: Any = None, *, key: str = "") -> Any:
    """`body` as JSON; None sends no body at all, a text is sent as it stands."""
    headers = {"Idempotency-Key": key} if key else {}
    sent: dict[str, Any] = {"headers": headers}
    if body is not None:
        raw = body if isinstance(body, str) else json.dumps(body)
        sent |= {"data": raw, "content_type": "application/json"}
    return client_of(user).generic("POST", f"/api/v1/{path}", **sent)


def report_body(world: World, **said: Any) -> dict[str, Any]:
    return {**EXAMPLE, "place": world.building.code, "category": world.category.code, **said}


def fresh_case(world: World, state: str, **said: Any) -> Case:
    """A case brought to a state within the last hours of the real day."""
    now = timezone.now() - timedelta(hours=12)
    said.setdefault("place", world.building)
    return bring_to(world, state, now=now, **said)


def fresh_report(world: World, **said: Any) -> Case:
    said.setdefault("place", world.building)
    return make_case(world, now=timezone.now(), **said)


def do(world: World, who: str, case: Case, verb: str, **body: Any) -> Any:
    """The verb, by one of the world's people."""
    return post(world.people[who], f"cases/{case.number}/{verb}/", body)


def done(world: World, who: str, case: Case, verb: str, **body: Any) -> dict[str, Any]:
    """The case after a verb that must succeed."""
    answer = do(world, who, case, verb, **body)
    assert answer.status_code == 200, answer.json()
    shown: dict[str, Any] = answer.json()
    return shown


def faults(world: World, who: str, case: Case, verb: str, **body: Any) -> set[str]:
    """The fields that are refused."""
    answer = do(world, who, case, verb, **body)
    assert answer.status_code == 400, answer.json()
    return set(answer.json())


def photo(size: tuple[int, int] = (40, 30), name: str = "photo.jpg") -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", size, "green").save(file, "JPEG")
    file.seek(0)
    file.name = name
    return file
