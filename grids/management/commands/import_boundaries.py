"""Attach the boundaries of a GeoJSON file to places by code."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from grids.actions.imports.boundaries import import_boundaries
from grids.management.reporting import add_file_arguments, run_import
from journal.actors import system


class Command(BaseCommand):
    help = "Attach the boundaries of a GeoJSON file to places by code."

    def add_arguments(self, parser: CommandParser) -> None:
        add_file_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by, now = system("import_boundaries"), timezone.now()
        run_import(
            options["file"],
            options["refusals"],
            self.stdout,
            work=lambda progress: import_boundaries(
                options["file"], by=by, now=now, progress=progress
            ),
        )
