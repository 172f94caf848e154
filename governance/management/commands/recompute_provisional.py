"""Run once after the calendar of a new year has come with an update."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.timing import recompute_case
from cases.vocabulary import ROOM
from clocks.actions import recompute_provisional


class Command(BaseCommand):
    help = "Reckon again the clocks that were set before their year's calendar was published."

    def handle(self, *args: Any, **options: Any) -> None:
        moved = recompute_provisional(now=timezone.now(), takers={ROOM: recompute_case})
        self.stdout.write(_("重算完毕，%(n)d 个时限有变动。") % {"n": moved})
