"""Every text is in both languages, or this fails."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.catalogues import collect, compare, read_english, update

SHOWN = 20


class Command(BaseCommand):
    help = "Compare the English catalogue with the texts of the source; --write updates it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="add what is missing, drop stale")

    def handle(self, *args: Any, **options: Any) -> None:
        source, english = collect(), read_english()
        if options["write"]:
            update(source, english)
            english = read_english()
        found = compare(source, english)
        for name in ("missing", "stale", "broken"):
            texts = getattr(found, name)
            for text in texts[:SHOWN]:
                self.stdout.write(f"{name}: {text}")
            if len(texts) > SHOWN:
                self.stdout.write(f"{name}: … and {len(texts) - SHOWN} more")
        if found:
            raise CommandError("The English catalogue is not complete.")
        self.stdout.write(f"{len(source)} messages, all in both languages.")
