"""Every component says what it has to say, escapes what it is given, and needs no database."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template

from cases.workflow import CALL_MOVES, CASE_MOVES, CallState, CaseState
from governance.context import current_url
from governance.templatetags import looks, wording

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEMPLATES = Path(settings.BASE_DIR, "templates")
SPRITE = Path(settings.BASE_DIR, "static/icons/sprite.svg")


def shown(source: str, **context: Any) -> str:
    return Template(source).render(Context({"now": NOW} | context))


def a_clock(**facts: Any) -> SimpleNamespace:
    plain = {"kind": "finish", "state": "running", "due_at": NOW + HOUR, "explanation": []}
    return SimpleNamespace(**(plain | facts))


def test_badge_tells_its_state_by_icon_and_word() -> None:
    html = shown('{% badge "reported" "已上报" %}')
    assert "已上报" in html
    assert "#circle" in html
    assert "is-warn" in html


def test_badge_of_an_unknown_word_takes_the_tone_it_is_given() -> None:
    html = shown('{% badge "pilot" "试点" "good" %}')
    assert "is-good" in html
    assert "#check" in html


@pytest.mark.parametrize("code", [*CaseState, *CallState])
def test_every_state_has_a_look_of_its_own(code: str) -> None:
    assert looks.state_look(code) != looks.PLAIN


@pytest.mark.parametrize(
    "code", [m.verb for m in (CASE_MOVES | CALL_MOVES).values() if not m.later]
)
def test_every_verb_has_a_look_of_its_own(code: str) -> None:
    assert looks.verb_look(code) != looks.PLAIN


def test_every_icon_named_anywhere_is_drawn() -> None:
    tables = (looks.CASE_LOOKS, looks.CALL_LOOKS, looks.CLOCK_LOOKS, looks.URGENCY_LOOKS)
    named = {look.icon for table in (*tables, looks.VERB_LOOKS) for look in table.values()}
    named |= {look.icon for look in looks.MESSAGE_LOOKS.values()} | set(looks.TONE_ICONS.values())
    for page in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r'{% icon "([a-z-]+)"', page.read_text()))
    assert named <= set(re.findall(r'symbol id="([a-z-]+)"', SPRITE.read_text()))


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=20), "还剩 1 分钟"),
        (timedelta(minutes=59), "还剩 59 分钟"),
        (3 * HOUR, "还剩 3 小时"),
        (47 * HOUR, "还剩 47 小时"),
        (48 * HOUR, "还剩 2 天"),
        (-timedelta(minutes=5), "已超 5 分钟"),
        (-50 * HOUR, "已超 2 天"),
    ],
)
def test_due_says_what_is_left_or_over(left: timedelta, words: str) -> None:
    assert words in shown("{% due at %}", at=NOW + left)


def test_due_is_silent_without_a_moment() -> None:
    assert shown("{% due at %}", at=None).strip() == ""


@pytest.mark.parametrize(("passed", "tone"), [(7, "calm"), (8, "warn"), (11, "danger")])
def test_due_is_near_in_the_last_fifth(passed: int, tone: str) -> None:
    since = NOW - passed * HOUR
    html = shown("{% due at since %}", at=since + 10 * HOUR, since=since)
    assert f"due--{tone}" in html


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "还剩 1 小时"),
        ({"due_at": NOW - HOUR, "state": "breached"}, "已超 1 小时"),
        ({"state": "met", "met_at": NOW + HOUR}, "按时完成"),
        ({"state": "met", "met_at": NOW + 3 * HOUR}, "完成,超时 2 小时"),
        ({"state": "paused"}, "已暂停"),
        ({"state": "cancelled"}, "已取消"),
        ({"due_at": None}, "–"),
    ],
)
def test_clock_says_its_state_in_words(facts: dict[str, Any], words: str) -> None:
    assert words in shown("{% clock clock %}", clock=a_clock(**facts))


def test_clock_is_near_from_the_moment_it_names() -> None:
    assert "due--warn" in shown("{% clock clock %}", clock=a_clock(warn_at=NOW))


def test_clock_explains_itself_sentence_by_sentence() -> None:
    html = shown("{% clock clock %}", clock=a_clock(explanation="从上报起算。\n\n共 7 个工作日。"))
    assert html.count("<li>") == 2
    assert "办结时限" in html


def test_timeline_names_verb_person_and_moment() -> None:
    event = {"verb": "pass_check", "at": NOW, "by_label": "李晓梅", "text": "<b>好</b>"}
    html = shown("{% timeline events %}", events=[event])
    assert "核查通过" in html
    assert "李晓梅" in html
    assert "&lt;b&gt;好" in html
    assert 'datetime="2026-11-22T14:05:00+08:00"' in html


def test_timeline_shows_the_photos_of_an_event() -> None:
    photo = {"url": "/e/1", "thumb_url": "/e/1/t", "get_kind_display": "处理后", "taken_at": None}
    html = shown(
        "{% timeline events %}", events=[{"verb": "resolve", "at": NOW, "photos": [photo]}]
    )
    assert 'alt="处理后照片 1"' in html


def test_evidence_strip_is_silent_without_photos() -> None:
    assert shown("{% evidence_strip items %}", items=[]).strip() == ""


def test_person_with_a_whole_number_can_be_called() -> None:
    html = shown('{% person "王秀兰" "网格员" "13812345678" %}')
    assert 'href="tel:13812345678"' in html


def test_person_with_a_masked_number_is_only_shown() -> None:
    html = shown('{% person "张*" "上报人" "138****5678" %}')
    assert "138****5678" in html
    assert "tel:" not in html


def test_crumb_leaves_out_what_is_missing() -> None:
    html = shown('{% crumb "凤凰社区" none more %}', none=None, more=["第三网格", "3栋"])
    assert re.findall(r"<li>(.+?)</li>", html) == ["凤凰社区", "第三网格", "3栋"]


def test_empty_offers_the_next_step() -> None:
    assert 'href="/report/"' in shown('{% empty "没有案件" "/report/" "去上报" %}')


@pytest.mark.parametrize(
    ("numerator", "denominator", "words"),
    [
        (0, 0, "–"),
        (0, 7, "0%"),
        (7, 7, "100%"),
        (963, 981, "98.2%"),
        (99_999, 100_000, "99.9%"),
        (1, 100_000, "0.1%"),
    ],
)
def test_a_rate_never_rounds_to_all_or_nothing(
    numerator: int, denominator: int, words: str
) -> None:
    assert wording.rate_words(numerator, denominator) == words


def test_figure_shows_both_numbers_of_a_rate_and_opens_its_list() -> None:
    html = shown('{% figure "按时办结率" None 963 1145 "/cases/" %}')
    assert "963 / 1,145" in html
    assert 'href="/cases/"' in html


@pytest.mark.parametrize(
    ("value", "words"), [(1145, "1,145"), (None, "–"), ("985 万元", "985 万元")]
)
def test_figure_shows_a_count(value: Any, words: str) -> None:
    assert words in shown('{% figure "收到" value %}', value=value)


@pytest.mark.parametrize(
    ("part", "whole", "width"), [(3, 8, "37.5"), (9, 8, "100.0"), (1, 0, "0.0")]
)
def test_bar_stays_inside_its_frame(part: int, whole: int, width: str) -> None:
    assert f'width="{width}"' in shown("{% bar part whole %}", part=part, whole=whole)


def test_steps_say_where_one_is() -> None:
    assert "第 2 步,共 4 步" in shown("{% steps 2 4 %}")


def test_pager_is_silent_on_a_single_page() -> None:
    assert shown("{% pager None None %}").strip() == ""
    assert 'rel="next"' in shown('{% pager "?cursor=1" %}')


@pytest.mark.parametrize(("entries", "under_more"), [(5, 0), (6, 2), (9, 5)])
def test_a_phone_shows_five_tabs_and_puts_the_rest_under_more(
    entries: int, under_more: int
) -> None:
    items = [{"label": str(n), "url": f"/{n}/", "icon": "home", "count": 0} for n in range(entries)]
    html = shown("{% nav_bar items current %}", items=items, current="/1/")
    assert html.count("menu__item") == under_more
    assert html.count('aria-current="page"') == 1


def test_the_current_entry_is_the_longest_one_above_the_path() -> None:
    nav = [SimpleNamespace(url=url) for url in ("/", "/cases/", "/cases/checks/")]
    assert current_url(nav, "/cases/checks/7/") == "/cases/checks/"
    assert current_url(nav, "/casework/") == ""


@pytest.mark.parametrize(
    ("ago", "words"), [(0 * HOUR, "刚刚"), (3 * HOUR, "3 小时前"), (-72 * HOUR, "3 天后")]
)
def test_ago_tells_the_distance(ago: timedelta, words: str) -> None:
    assert wording.ago_words(NOW - ago, now=NOW) == words


def test_a_moment_of_another_year_names_it() -> None:
    assert wording.moment_words(NOW, now=NOW) == "11月22日 14:05"
    assert wording.moment_words(NOW.replace(year=2025), now=NOW) == "2025年11月22日 14:05"


def test_nothing_is_a_dash() -> None:
    assert shown("{{ at|moment }}{{ at|ago }}", at=None) == "––"


def test_masked_hides_names_phones_and_numbers_inside_a_text() -> None:
    assert shown('{{ "张三"|masked:"name" }}') == "张*"
    assert shown('{{ "13812345678"|masked:"phone" }}') == "138****5678"
    assert "13812345678" not in shown('{{ "请打 13812345678 找我"|masked }}')


class _Report(forms.Form):
    title = forms.CharField(label="标题", help_text="一句话")
    kind = forms.ChoiceField(label="类型", choices=[("a", "求助")], widget=forms.RadioSelect)
    note = forms.CharField(label="说明", required=False)
    photo = forms.FileField(label="照片", required=False)
    done = forms.BooleanField(label="已处理", required=False)


def test_a_wrong_form_lists_its_errors_and_links_to_the_fields() -> None:
    html = str(_Report({}))
    assert 'role="alert"' in html
    assert 'href="#id_title"' in html
    assert 'href="#id_kind_0"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html


def test_a_fresh_form_has_no_error_summary_and_marks_what_is_optional() -> None:
    html = str(_Report())
    assert "wrong-list" not in html
    assert html.count("选填") == 2


def test_every_field_has_a_label_that_points_at_it() -> None:
    html = str(_Report())
    inputs = set(re.findall(r'<input[^>]*? id="([\w-]+)"', html))
    assert inputs == set(re.findall(r'<label[^>]*? for="([\w-]+)"', html))
