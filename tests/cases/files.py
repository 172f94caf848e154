"""Files of cases for the tests of their import."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from django.core.management import call_command

HEAD = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
REAL = Path(__file__).parents[3] / "shared" / "data" / "citizen_messages"

Row = Sequence[str]


def said_row(number: str = "1", **said: str) -> list[str]:
    usual = {
        "title": "路灯不亮",
        "reported": "2019/4/25 9:32:09",
        "text": "\t\u3000南门口的路灯坏了。\u00a0",
        "reply": "已修好。",
        "replied": "2019/5/10 14:56:53",
    }
    said = {**usual, **said}
    return [number, "A0001", *(said[name] for name in usual)]


def csv_file(path: Path, *rows: Row, head: Row = HEAD, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def run(file: Path, *options: str) -> str:
    out = StringIO()
    refused = f"--refused={file.with_suffix('.refused')}"
    call_command("import_cases", str(file), refused, *options, stdout=out)
    return out.getvalue().splitlines()[-1]


def refusals_of(file: Path) -> list[list[str]]:
    text = file.with_suffix(".refused").read_text(encoding="utf-8-sig")
    return list(csv.reader(StringIO(text)))[1:]
