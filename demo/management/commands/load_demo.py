"""Make the demo street."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from demo.actions.loading import load_demo
from demo.actions.standing import is_empty, is_unfinished
from demo.actions.together import Interrupted
from demo.rules.plots import TOTAL

MOST_PROCESSES = 4


class Command(BaseCommand):
    help = "Make the fictional demo street with a year of cases."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is a street already"
        )
        parser.add_argument("--cases", type=int, default=TOTAL, help="how many cases")
        parser.add_argument(
            "--processes",
            type=int,
            default=min(MOST_PROCESSES, os.cpu_count() or 1),
            help="how many work at the same time",
        )
        parser.add_argument(
            "--password",
            default=os.environ.get("DEMO_PASSWORD", ""),
            help="of the announced accounts; otherwise DEMO_PASSWORD",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if is_empty() or is_unfinished():
            self._load(options)
        elif options["if_empty"]:
            self._say(_("已有街道,没有改动。"))
        else:
            raise CommandError(_("已有街道:演示数据只装入空的数据库。没有改动任何数据。"))

    def _load(self, options: dict[str, Any]) -> None:
        if not options["password"]:
            raise CommandError(_("请用 --password 或环境变量 DEMO_PASSWORD 给出演示账号的密码。"))
        try:
            load_demo(
                now=timezone.now(),
                password=options["password"],
                total=options["cases"],
                processes=options["processes"],
                progress=self._say,
            )
        except Interrupted as error:
            raise CommandError(_("装入中断,案件没有保存。再运行一次会接着做。")) from error

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
