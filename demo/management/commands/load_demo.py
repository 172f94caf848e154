"""Make the demo street."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo.actions.loading import is_empty, load_street
from demo.rules.plots import TOTAL


class Command(BaseCommand):
    help = "Make the fictional demo street with a year of cases."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is a street already"
        )
        parser.add_argument("--cases", type=int, default=TOTAL, help="how many cases")
        parser.add_argument(
            "--password",
            default=os.environ.get("DEMO_PASSWORD", ""),
            help="of the announced accounts; otherwise DEMO_PASSWORD",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_empty():
            if options["if_empty"]:
                return self._say("已有街道,没有改动。")
            raise CommandError("已有街道:演示数据只装入空的数据库。没有改动任何数据。")
        if not options["password"]:
            raise CommandError("请用 --password 或环境变量 DEMO_PASSWORD 给出演示账号的密码。")
        load_street(
            now=timezone.now(),
            password=options["password"],
            total=options["cases"],
            progress=self._say,
        )
        return None

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
