"""One sweep of the clocks, by hand: what Celery beat does every minute."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.actions.sweep import sweep_case
from cases.vocabulary import ROOM
from clocks.actions import sweep
from sheets.rules import parse_moment


class Command(BaseCommand):
    help = "Fire every moment of a clock that has passed. Twice or late does no harm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", default="", help="as if it were then: 2026-03-05T14:30")

    def handle(self, *args: Any, **options: Any) -> None:
        now = _moment(options["now"])
        fired = sweep(now=now, takers={ROOM: sweep_case})
        self.stdout.write(f"fired={fired}")


def _moment(written: str) -> datetime:
    """In the street's own time when no zone is written."""
    if not written:
        return timezone.now()
    try:
        return parse_moment(written, ZoneInfo(settings.TIME_ZONE))
    except ValueError as error:
        raise CommandError(str(error)) from error
