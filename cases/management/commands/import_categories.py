"""Import a category taxonomy of up to three levels."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cases.actions.importing.categories import import_categories
from grids.management.reporting import add_file_arguments, run_import


class Command(BaseCommand):
    help = "Import categories: 一级分类, 二级分类, 三级分类; optionally 编码, 英文名称 and more."

    def add_arguments(self, parser: CommandParser) -> None:
        add_file_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["file"]
        run_import(
            file,
            options["refusals"],
            self.stdout,
            work=lambda progress: import_categories(file, progress=progress),
        )
