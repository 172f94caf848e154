"""Health, the front door, and the answer to a program that asks for nothing we have."""

from collections.abc import Callable
from datetime import datetime

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from redis.exceptions import RedisError

WORKER_SEEN = "worker-seen"
WORKER_SILENCE_SECONDS = 120


def mark_worker_seen(now: datetime) -> None:
    cache.set(WORKER_SEEN, now.timestamp(), timeout=WORKER_SILENCE_SECONDS)


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Database, migrations, broker and a worker seen within two minutes: 200, or 503 with names."""
    checks = {
        "database": _holds(_database_answers),
        "migrations": _holds(_migrations_applied),
        "broker": _holds(_broker_answers),
        "worker": _holds(_worker_seen),
    }
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, RedisError, OSError):
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrations_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _broker_answers() -> bool:
    cache.set("ready-probe", "1", timeout=5)
    return True


def _worker_seen() -> bool:
    seen = cache.get(WORKER_SEEN)
    return seen is not None and timezone.now().timestamp() - seen < WORKER_SILENCE_SECONDS


@csrf_exempt
def no_such_call(request: HttpRequest, rest: str) -> JsonResponse:
    """A program that asks for an address that is not there gets an answer it can read."""
    return JsonResponse({"detail": _("没有这个接口地址。")}, status=404)


def front(request: HttpRequest) -> HttpResponse:
    """Residents see the public page, people who work here their own home."""
    return redirect("home") if request.user.is_authenticated else render(request, "front.html")
