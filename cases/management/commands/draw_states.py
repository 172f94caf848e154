"""Write docs/states.md from the table of verbs."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from cases.rules.diagram import page


class Command(BaseCommand):
    help = "Draw the states and verbs of cases and calls into docs/states.md."

    def handle(self, *args: Any, **options: Any) -> None:
        target = settings.BASE_DIR / "docs" / "states.md"
        with translation.override("zh-hans"):
            target.write_text(page(), encoding="utf-8")
        self.stdout.write(str(target.relative_to(settings.BASE_DIR)))
