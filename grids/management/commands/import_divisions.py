"""Import districts, streets and communities with their national codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from grids.actions.imports.divisions import import_divisions
from grids.management.reporting import add_file_arguments, run_import
from journal.actors import system


class Command(BaseCommand):
    help = "Import districts, streets and communities with their national codes."

    def add_arguments(self, parser: CommandParser) -> None:
        add_file_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by, now = system("import_divisions"), timezone.now()
        run_import(
            options["file"],
            options["refusals"],
            self.stdout,
            work=lambda progress: import_divisions(
                options["file"], by=by, now=now, progress=progress
            ),
        )
