from datetime import timedelta

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from clocks.actions import (
    cancel_clock,
    change_limit,
    meet_clock,
    pause_clock,
    recompute_provisional,
    resume_clock,
)
from clocks.models import Clock
from clocks.rules.limits import Limit, Unit
from clocks.rules.phrases import duration
from clocks.rules.words import explain
from tests.clocks.test_provisional import PUBLISHED
from tests.factories.accounts import make_user
from tests.factories.clocks import at, make_clock

pytestmark = pytest.mark.django_db

ONE_HOUR = Limit(1, Unit.HOURS)


def told(clock: Clock) -> str:
    return "\n".join(explain(Clock.objects.with_pauses().get(pk=clock.pk)))


def test_a_clock_over_the_spring_festival_explains_itself() -> None:
    clock = make_clock(
        "2026-02-13 17:00",
        limit=Limit(7, Unit.WORKING_DAYS),
        rule={"label": "一般·办结", "basis": "《热线办理规程》第九条", "version": 3},
    )
    assert explain(clock) == [
        "自 2026年2月13日 17:00 起算，时限 7 个工作日。",
        "规则：一般·办结；《热线办理规程》第九条；第 3 版。",
        "计入：2月13日 17:00–17:30；2月14日（1 个工作日）；2月24日至2月28日（5 个工作日）；"
        "3月2日 08:30–12:00、14:00–17:00。",
        "其中调休上班：2月14日（春节调休）、2月28日（春节调休）。",
        "每个工作日只计 08:30–12:00、14:00–17:30，午休和下班时间不计。",
        "不计：2月15日至2月23日 春节；3月1日 周末。",
        "应于 2026年3月2日 17:00 前完成。",
    ]


def test_a_clock_by_day_and_night_explains_itself() -> None:
    clock = make_clock("2026-02-14 23:50", limit=Limit(15, Unit.MINUTES))
    assert explain(clock) == [
        "自 2026年2月14日 23:50 起算，时限 15 分钟。",
        "计入：2026年2月14日 23:50至2026年2月15日 00:05。",
        "昼夜连续计时，节假日照计。",
        "应于 2026年2月15日 00:05 前完成。",
    ]


def test_a_long_limit_is_told_in_few_sentences() -> None:
    clock = make_clock("2026-01-05 09:00", limit=Limit(60, Unit.WORKING_DAYS))
    assert len(explain(clock)) <= 6


def test_a_year_not_published_is_said() -> None:
    clock = make_clock("2026-12-30 09:00", limit=Limit(5, Unit.WORKING_DAYS))
    assert "2027 年的放假安排尚未公布，暂按双休推算，公布后重算。" in explain(clock)


def test_a_clock_reckoned_again_says_so() -> None:
    clock = make_clock("2026-12-30 09:00", limit=Limit(5, Unit.WORKING_DAYS))
    recompute_provisional(now=at("2026-12-30 10:00"), calendar=PUBLISHED)
    words = told(clock)
    assert (
        "2026年12月30日 10:00 重算（放假安排已公布）："
        "应完成时间由 2027年1月6日 09:00 改为 2027年1月7日 09:00。"
    ) in words
    assert "1月1日 元旦" in words
    assert "尚未公布" not in words


def test_a_pause_says_when_why_and_by_whose_leave() -> None:
    leader = make_user(display_name="李梅")
    clock = make_clock("2026-03-02 09:00")
    pause_clock(clock.pk, now=at("2026-03-02 10:00"), why="等待产权证明", approved_by=leader)
    words = told(clock)
    assert f"2026年3月2日 10:00 起暂停：等待产权证明。批准人：{leader}。" in words
    assert "原应于 2026年3月4日 09:00 前完成；暂停中，恢复后顺延。" in words
    resume_clock(clock.pk, now=at("2026-03-03 10:00"))
    words = told(clock)
    assert "2026年3月2日 10:00至2026年3月3日 10:00 暂停，不计：等待产权证明。" in words
    assert "3月2日 09:00–10:00；3月3日 10:00–12:00、14:00–17:30" in words


def test_a_changed_limit_says_what_it_was_and_that_the_breach_is_withdrawn() -> None:
    clock = make_clock("2026-03-02 09:00", limit=ONE_HOUR, now=at("2026-03-02 12:00"))
    now = at("2026-03-02 12:00")
    change_limit(clock.pk, limit=Limit(1, Unit.DAYS), rule=None, now=now, why="不属特急")
    words = told(clock)
    assert (
        "2026年3月2日 12:00 时限由 1 小时 改为 1 个自然日（不属特急）："
        "应完成时间由 2026年3月2日 10:00 改为 2026年3月3日 09:00。"
    ) in words
    assert "原记的超期随之撤销。" in words


def test_a_cap_says_what_the_own_limit_would_have_been() -> None:
    clock = make_clock(limit=Limit(7, Unit.WORKING_DAYS), cap_at=at("2026-03-04 12:00"))
    assert (
        "按时限应于 2026年3月11日 09:00 前完成；外部期限为 2026年3月4日 12:00，以此为准。"
        in explain(clock)
    )


def test_the_result_of_an_open_clock() -> None:
    clock = make_clock("2026-03-02 09:00", limit=ONE_HOUR)
    due = "应于 2026年3月2日 10:00 前完成"
    assert explain(clock)[-1] == f"{due}。"
    assert explain(clock, now=at("2026-03-02 09:30"))[-1] == f"{due}。"
    assert explain(clock, now=at("2026-03-04 12:30"))[-1] == f"{due}；已超 2 天 2 小时。"
    late = make_clock("2026-03-02 09:00", limit=ONE_HOUR, now=at("2026-03-02 12:00"))
    assert explain(late)[-1] == f"{due}；已超期。"


def test_the_result_of_a_met_clock() -> None:
    in_time = make_clock("2026-03-02 09:00", limit=ONE_HOUR)
    late = make_clock("2026-03-02 09:00", limit=ONE_HOUR)
    meet_clock(in_time.pk, now=at("2026-03-02 09:40"))
    meet_clock(late.pk, now=at("2026-03-02 10:20"))
    due = "应于 2026年3月2日 10:00 前完成"
    assert told(in_time).endswith(f"{due}；已于 2026年3月2日 09:40 按时完成。")
    assert told(late).endswith(f"{due}；已于 2026年3月2日 10:20 完成，超期 20 分钟。")


def test_the_result_of_a_cancelled_clock() -> None:
    early = make_clock("2026-03-02 09:00", limit=ONE_HOUR)
    late = make_clock("2026-03-02 09:00", limit=ONE_HOUR)
    cancel_clock(early.pk, now=at("2026-03-02 09:40"), why="已并案")
    cancel_clock(late.pk, now=at("2026-03-02 11:00"), why="已并案")
    assert told(early).endswith(
        "原应于 2026年3月2日 10:00 前完成；已于 2026年3月2日 09:40 取消：已并案。"
    )
    assert told(late).endswith(
        "应于 2026年3月2日 10:00 前完成；超期后于 2026年3月2日 11:00 取消：已并案。"
    )


def test_the_result_of_a_clock_paused_when_already_over() -> None:
    clock = make_clock("2026-03-02 09:00", limit=ONE_HOUR)
    pause_clock(clock.pk, now=at("2026-03-02 11:00"), why="挂账")
    assert told(clock).endswith("应于 2026年3月2日 10:00 前完成；暂停前已超期。")


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (timedelta(seconds=3), "1 分钟"),
        (timedelta(minutes=59), "59 分钟"),
        (timedelta(hours=2, minutes=5), "2 小时 5 分钟"),
        (timedelta(days=3, minutes=7), "3 天 7 分钟"),
        (timedelta(days=3, hours=4, minutes=7), "3 天 4 小时"),
    ],
)
def test_durations_name_their_two_largest_parts(late: timedelta, words: str) -> None:
    assert duration(late) == words


@pytest.mark.parametrize("count", [1, 3])
def test_explaining_many_clocks_reads_their_pauses_in_one_go(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    approver = make_user()
    for _ in range(count):
        clock = make_clock("2026-03-02 09:00", kind="finish")
        pause_clock(clock.pk, now=at("2026-03-02 10:00"), why="挂账", approved_by=approver)
    with django_assert_num_queries(3):
        for clock in Clock.objects.with_pauses():
            explain(clock)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_sentence_is_complete_in_both_languages(language: str) -> None:
    clock = make_clock("2026-12-30 09:00", limit=Limit(5, Unit.WORKING_DAYS))
    pause_clock(clock.pk, now=at("2026-12-30 10:00"), why="挂账")
    with translation.override(language):
        words = told(clock)
    assert "%(" not in words
