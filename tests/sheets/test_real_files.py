"""The shared data, where it is there: files nobody on this project has written."""

import csv
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sheets.actions import read_rows
from sheets.rules import parse_moment

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SHANGHAI = ZoneInfo("Asia/Shanghai")
MESSAGES = {
    "number": ("留言编号",),
    "title": ("留言主题",),
    "sent_at": ("留言时间",),
    "text": ("留言详情",),
    "answer": ("答复意见",),
    "answered_at": ("答复时间",),
}

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not there")


def test_every_citizen_message_is_read_without_loss() -> None:
    rows = list(read_rows(DATA / "citizen_messages/replied.csv", columns=MESSAGES))
    assert len(rows) == 1930
    assert not [row for row in rows if row.problem or not row.values["text"]]
    odd = [row for row in rows if {"\t", "\xa0", "\u3000", "\u200b"} & set(row.values["text"])]
    assert odd == []


def test_every_moment_of_the_messages_is_read() -> None:
    for row in read_rows(DATA / "citizen_messages/replied.csv", columns=MESSAGES):
        sent = parse_moment(row.values["sent_at"], SHANGHAI)
        assert sent < parse_moment(row.values["answered_at"], SHANGHAI)


def test_division_codes_stay_text() -> None:
    path = DATA / "divisions/beijing_5level.csv"
    rows = list(read_rows(path, columns={"code": ("community_code",), "name": ("community",)}))
    with path.open(encoding="utf-8-sig", newline="") as file:
        codes = [line["community_code"] for line in csv.DictReader(file)]
    assert [row.values["code"] for row in rows] == codes
