"""The pieces every page is built from. Built in: no `{% load %}` needed. See docs/faces.md.

Pieces are duck-typed: each docstring names the attributes (or dict keys) it reads. None of them
asks the database: what they show must be at hand.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.vocabulary import ClockKind
from cases.workflow import CALL_MOVES, CASE_MOVES
from governance.templatetags import looks, wording
from journal import masks

register = template.Library()

Piece = dict[str, Any]
SLOTS_ON_A_PHONE = 5
SMALL_PIECES_KEPT = 2048


def _read(thing: Any, name: str, default: Any = "") -> Any:
    """An attribute or a dict key, whichever there is."""
    if isinstance(thing, Mapping):
        return thing.get(name, default)
    return getattr(thing, name, default)


def _now(context: Context) -> datetime:
    """The page's own `now` if its view gives one."""
    now = context.get("now")
    return now if isinstance(now, datetime) else timezone.now()


def _time(at: datetime, words: str) -> SafeString:
    local = timezone.localtime(at)
    exact = f"{local:%Y-%m-%d %H:%M}"
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), exact, words)


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """`{{ case.reported_at|moment }}`: “11月22日 14:05” in a `<time>`; “–” for nothing."""
    return _time(at, wording.moment_words(at, now=timezone.now())) if at else "–"


@register.filter
def ago(at: datetime | None) -> SafeString | str:
    """`{{ event.at|ago }}`: “3 小时前”; the exact moment shows on hover."""
    return _time(at, wording.ago_words(at, now=timezone.now())) if at else "–"


@register.filter
def masked(value: str, kind: str = "text") -> str:
    """`{{ name|masked:"name" }}`, `{{ phone|masked:"phone" }}`; a text loses numbers inside it."""
    masking = {"name": masks.mask_name, "phone": masks.mask_phone, "identity": masks.mask_identity}
    return masking.get(kind, masks.mask_text)(value or "")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "phone" %}`: decoration; with a label it speaks to screen readers."""
    return _icon(name, str(label), static("icons/sprite.svg"))


@lru_cache(SMALL_PIECES_KEPT)
def _icon(name: str, label: str, sprite: str) -> SafeString:
    silent = SafeString('aria-hidden="true"')
    voice = format_html('role="img" aria-label="{}"', label) if label else silent
    return format_html(
        '<svg class="icon" width="20" height="20" {}><use href="{}#{}"></use></svg>',
        voice,
        sprite,
        name,
    )


@lru_cache(SMALL_PIECES_KEPT)
def _piece(template_name: str, **said: str | looks.Look) -> SafeString:
    """A list shows the same small pieces over and over: each is made once."""
    return render_to_string(template_name, said)


@register.simple_tag
def badge(code: str, label: Any = "", tone: str = "") -> SafeString:
    """`{% badge case.state case.get_state_display %}`; states, urgencies and ties know their look.

    `tone` (neutral info good warn danger) overrides it, or gives a look to a word of your own.
    """
    look = looks.state_look(code, tone)
    return _piece("components/badge.html", look=look, label=str(label or code), code=str(code))


@register.simple_tag(takes_context=True)
def due(context: Context, at: datetime | None, since: datetime | None = None) -> SafeString:
    """`{% due case.due_at case.opened_at %}` for rows: “还剩 3 小时”, “已超 2 天”.

    Nothing for None. With `since` the last fifth of the time is told as near.
    """
    if at is None:
        return SafeString("")
    warn_at = wording.last_fifth(since, at)
    words, tone, icon_name = wording.due_words(at, warn_at=warn_at, now=_now(context))
    return _piece("components/due.html", words=words, tone=tone, icon=icon_name)


@register.inclusion_tag("components/clock.html", takes_context=True)
def clock(context: Context, clock: Any, label: Any = "") -> Piece:
    """`{% clock clock %}`: what is owed, by when in words, and why behind a click.

    Reads: kind, state, due_at, warn_at, met_at; explanation (sentences, or one text with line
    ends).
    """
    kind, due_at = str(_read(clock, "kind")), _read(clock, "due_at", None)
    words = wording.clock_words(
        str(_read(clock, "state")),
        due_at=due_at,
        warn_at=_read(clock, "warn_at", None),
        met_at=_read(clock, "met_at", None),
        now=_now(context),
    )
    return {
        "label": label or dict(ClockKind.choices).get(kind, kind),
        "due_at": due_at,
        "due": words,
        "sentences": _sentences(_read(clock, "explanation")),
    }


def _sentences(explanation: Any) -> list[str]:
    if isinstance(explanation, str):
        explanation = explanation.splitlines()
    return [str(sentence) for sentence in explanation or () if str(sentence).strip()]


@register.inclusion_tag("components/timeline.html")
def timeline(events: Iterable[Any]) -> Piece:
    """`{% timeline events %}`, in the order given.

    Reads per event: verb, at, text, by_label, public; optional label (else the verb's own), role,
    photos (items of an evidence strip), get_via_display.
    """
    return {"entries": [_entry(event) for event in events]}


def _entry(event: Any) -> Piece:
    verb = str(_read(event, "verb"))
    move = CASE_MOVES.get(verb) or CALL_MOVES.get(verb)
    return {
        "event": event,
        "look": looks.verb_look(verb),
        "label": _read(event, "label") or (move.label if move else verb),
    }


@register.inclusion_tag("components/evidence_strip.html")
def evidence_strip(items: Iterable[Any]) -> Piece:
    """`{% evidence_strip photos %}`. Reads per item: url, thumb_url, get_kind_display, taken_at."""
    return {"items": list(items)}


@register.inclusion_tag("components/person.html")
def person(name: str, role: Any = "", phone: str = "") -> Piece:
    """`{% person name role phone %}`; a whole phone number can be called, a masked one is shown."""
    return {"name": name, "role": role, "phone": phone, "callable": phone and "*" not in phone}


@register.inclusion_tag("components/crumb.html")
def crumb(*places: Any) -> Piece:
    """`{% crumb case.community case.grid case.building %}`, or one list; None is left out."""
    steps: list[Any] = []
    for place in places:
        steps.extend(place if isinstance(place, list | tuple) else [place])
    return {"steps": [step for step in steps if step]}


@register.inclusion_tag("components/empty.html")
def empty(text: Any, url: str = "", action: Any = "", icon: str = "inbox") -> Piece:
    """`{% empty "没有待登记的案件" url "上报一件" %}`: what is not there, and what to do next."""
    return {"text": text, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("components/figure.html")
def figure(
    label: Any, value: Any = None, numerator: Any = None, denominator: Any = None, url: str = ""
) -> Piece:
    """`{% figure "已受理" 1145 url=url %}`, or a rate: `{% figure "满意率" None part whole url %}`.

    A rate shows both its numbers; an empty denominator shows “–”, never 100 %.
    """
    rated = denominator is not None
    shown = wording.rate_words(numerator or 0, denominator) if rated else wording.count_words(value)
    return {
        "label": label,
        "shown": shown,
        "base": f"{numerator or 0:,} / {denominator:,}" if rated else "",
        "url": url,
        "numerator": numerator,
        "denominator": denominator,
    }


@register.inclusion_tag("components/bar.html")
def bar(part: float | None, whole: float | None, tone: str = "") -> Piece:
    """`{% bar 3 8 %}`: a thin bar; the numbers themselves belong beside it."""
    share = min(max((part or 0) / whole, 0), 1) if whole else 0
    return {"width": f"{share * 100:.1f}", "tone": tone}


@register.inclusion_tag("components/steps.html")
def steps(current: int, total: int) -> Piece:
    """`{% steps 2 4 %}`: where one is in a form of one question per page."""
    return {"current": current, "total": total, "numbers": range(1, total + 1)}


@register.inclusion_tag("components/pager.html")
def pager(next_url: str | None = "", prev_url: str | None = "") -> Piece:
    return {"next_url": next_url, "prev_url": prev_url}


@register.inclusion_tag("components/nav.html")
def nav_bar(items: Iterable[Any], current: str = "") -> Piece:
    """The rail of a desk and the tabs of a phone; what has no room on a phone is under “更多”."""
    listed = list(items)
    room = len(listed) if len(listed) <= SLOTS_ON_A_PHONE else SLOTS_ON_A_PHONE - 1
    return {"first": listed[:room], "rest": listed[room:], "current": current}


@register.filter
def message_look(level: str) -> looks.Look:
    return looks.message_look(level)


@register.simple_tag
def script_words() -> dict[str, str]:
    """The sentences static/js/app.js says."""
    return {
        "restored": _("已恢复上次没有提交的内容。"),
        "discard": _("清空重填"),
        "too_big": _("这张照片超过 20 MB,请换一张或压缩后再传。"),
        "not_image": _("这不是照片,请选择 JPEG、PNG 或 WebP 图片。"),
        "photos": _("已选照片"),
        "use_position": _("使用当前位置"),
        "locating": _("正在定位…"),
        "located": _("已取得当前位置。"),
        "not_located": _("没有取得位置。请检查定位权限,或直接填写地点。"),
        "left": _("还可输入 {n} 字"),
        "over": _("超出 {n} 字"),
        "copied": _("已复制。"),
        "not_copied": _("没有复制成功,请长按选择文字。"),
        "offline": _("网络不通,内容已保存在本机,请稍后再试。"),
        "failed": _("服务器出错,内容已保存在本机,请稍后再试。"),
    }
