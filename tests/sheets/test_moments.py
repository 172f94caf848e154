from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from sheets.rules import parse_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
BOSTON = ZoneInfo("America/New_York")
MOMENT = datetime(2019, 4, 5, 9, 32, 9, tzinfo=SHANGHAI)
MINUTE = MOMENT.replace(second=0)
DAY = MOMENT.replace(hour=0, minute=0, second=0)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2019/4/5 9:32:09", MOMENT),
        ("2019-04-05 09:32:09", MOMENT),
        ("2019-04-05T09:32:09", MOMENT),
        ("2019.4.5 9:32", MINUTE),
        ("  ２０１９／４／５　９：３２：０９ ", MOMENT),
        ("2019年4月5日 9:32:09", MOMENT),
        ("2019年4月5日9时32分9秒", MOMENT),
        ("2019年4月5日 上午9点32分", MINUTE),
        ("2019年4月5日 下午3点", MOMENT.replace(hour=15, minute=0, second=0)),
        ("2019/4/5 9:32 AM", MINUTE),
        ("2019/4/5 12:32 am", MINUTE.replace(hour=0)),
        ("2019/4/5 12:32 PM", MINUTE.replace(hour=12)),
        ("2019-04-05 09:32:09.250000", MOMENT.replace(microsecond=250_000)),
        ("20190405093209", MOMENT),
        ("2019/4/5", DAY),
        ("2019年4月5日", DAY),
        ("20190405", DAY),
        ("43560", DAY),
        ("43560.397326388891", MOMENT),
        (43560.397326388891, MOMENT),
        (date(2019, 4, 5), DAY),
        (MOMENT.replace(tzinfo=None), MOMENT),
        (MOMENT, MOMENT),
    ],
)
def test_a_moment_is_read_as_it_was_meant(written: str | float | date, meant: datetime) -> None:
    assert parse_moment(written, SHANGHAI) == meant


@pytest.mark.parametrize("written", ["2019-04-05T01:32:09Z", "2019-04-05 10:32:09+09:00"])
def test_a_written_zone_counts_more_than_the_local_one(written: str) -> None:
    assert parse_moment(written, SHANGHAI) == MOMENT


def test_the_moment_says_its_zone() -> None:
    assert parse_moment("2019-04-05 09:32", SHANGHAI).utcoffset() == timedelta(hours=8)
    assert parse_moment(MOMENT.astimezone(UTC), SHANGHAI).tzinfo is UTC
    japan = timezone(timedelta(hours=9))
    assert parse_moment("2019-04-05 10:32+0900", SHANGHAI).utcoffset() == japan.utcoffset(None)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "昨天",
        "05/04/2019",
        "19-4-5",
        "4月5日",
        "2019/4-5",
        "2019-13-05",
        "2019-02-29",
        "2019-04-05 24:00",
        "2019-04-05 9",
        "2019-04-05 9:3209",
        "2019-04-05 下午15:00",
        "2019-04-05 上午9:00 PM",
        "2019",
        "1234",
        "123456",
        "-43560",
        "2019-04-05 09:32:09 明天",
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused_with_the_value(written: str) -> None:
    with pytest.raises(ValueError, match="看不懂这个时间") as refused:
        parse_moment(written, SHANGHAI)
    assert f"“{written}”" in str(refused.value)


def test_an_hour_that_summer_time_skips_is_refused() -> None:
    with pytest.raises(ValueError, match="看不懂"):
        parse_moment("2011-03-13 02:30:00", BOSTON)


def test_an_hour_that_happens_twice_is_the_first() -> None:
    assert parse_moment("2011-11-06 01:30:00", BOSTON).utcoffset() == timedelta(hours=-4)
