"""One row of a file of cases, read and judged before anything is written."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.reporting import Contact
from cases.rules.reports import TEXT_MAX, TITLE_MAX
from cases.vocabulary import RequestKind, Source, Urgency
from grids.actions.imports.places import BUILDING, COMMUNITY, ESTATE, GRID
from grids.actions.imports.sheets import Cells
from grids.rules.finding import Address
from journal.refusals import Invalid
from journal.wording import listed
from sheets.rules import clean_cell, parse_moment

Columns = Mapping[str, tuple[str, ...]]

COLUMNS: Columns = {
    "external_number": ("留言编号", "编号", "外部编号", "工单编号", "案件编号", "number"),
    "title": ("留言主题", "主题", "标题", "title"),
    "text": ("留言详情", "详情", "内容", "留言内容", "诉求内容", "text"),
    "reported_at": ("留言时间", "上报时间", "来电时间", "受理时间", "reported_at"),
    "reply": ("答复意见", "答复", "答复内容", "办理结果", "reply"),
    "replied_at": ("答复时间", "办结时间", "回复时间", "replied_at"),
    "due_at": ("办理期限", "办结期限", "应办结时间", "截止时间", "到期时间", "due_at"),
    "state": ("状态", "办理状态", "state"),
    "source": ("来源", "诉求来源", "source"),
    "kind": ("诉求类型", "kind"),
    "urgency": ("轻重缓急", "紧急程度", "urgency"),
    "category": ("一级标签", "一级分类", "分类", "category"),
    "category2": ("二级标签", "二级分类"),
    "category3": ("三级标签", "三级分类"),
    "contact_name": ("联系人", "留言用户", "姓名", "contact_name"),
    "contact_phone": ("联系电话", "电话", "手机号", "contact_phone"),
    "code": ("地点编码", "地点", "place", "code"),
    "community": COMMUNITY,
    "grid": GRID,
    "estate": ESTATE,
    "building": BUILDING,
}
REQUIRED = "reported_at"
HEADINGS = {field: names[0] for field, names in COLUMNS.items()}
CATEGORY_FIELDS = ("category", "category2", "category3")

OPEN, CLOSED, DECLINED = "open", "closed", "declined"
STATES = {
    OPEN: {"办理中", "处理中", "未办结", "待办", "已受理", "open"},
    CLOSED: {"已办结", "办结", "已结案", "结案", "已答复", "已回复", "已归档", "closed"},
    DECLINED: {"不予受理", "已退回", "退回", "declined"},
}
PIECE_MAX = 5_000
NUMBER_MAX = 64
NAME_MAX = 40
FIRST_YEAR = 1980


@dataclass(frozen=True)
class Line:
    """What one row says. Texts longer than a field holds go on in `more`."""

    external_number: str
    title: str
    text: str
    more: tuple[str, ...]
    reported_at: datetime
    state: str
    reply: str
    replied_at: datetime | None
    due_at: datetime | None
    source: str
    kind: str
    urgency: str
    category: tuple[str, ...]
    contact: Contact
    address: Address


def read_line(cells: Cells, *, now: datetime) -> Line:
    """Raise Invalid, a sentence per column, for a row that cannot be taken."""
    text, reply = cells["text"], cells["reply"]
    reported_at = _moment(cells, "reported_at", now)
    title, first, more = _divided(clean_cell(cells["title"]), text)
    state = _state(cells["state"], reply)
    replied_at = _replied_at(cells, reported_at, now)
    if state != OPEN and replied_at is None:
        sentence = _("没有答复(办结)时间,不知道是什么时候办结的。")
        raise Invalid({"replied_at": [sentence]})
    return Line(
        external_number=_number(cells),
        title=title,
        text=first,
        more=more,
        reported_at=reported_at,
        state=state,
        reply=reply,
        replied_at=replied_at,
        due_at=_due_at(cells),
        source=_source(cells["source"]),
        kind=cells.choice("kind", RequestKind.choices) if cells["kind"] else "",
        urgency=cells.choice("urgency", Urgency.choices) if cells["urgency"] else "",
        category=tuple(cells[field] for field in CATEGORY_FIELDS if cells[field]),
        contact=Contact(cells["contact_name"][:NAME_MAX], cells["contact_phone"]),
        address=_address(cells),
    )


def _divided(title: str, text: str) -> tuple[str, str, tuple[str, ...]]:
    """Title, text, and what the text cannot hold; a title cut short is kept whole in the text."""
    if not title and not text:
        raise Invalid({"title": [_("标题和内容都是空的。")]})
    whole = text if len(title) <= TITLE_MAX else f"{title}\n{text}".strip()
    head = title or clean_cell(text)
    if len(head) > TITLE_MAX:
        head = f"{head[: TITLE_MAX - 1]}…"
    first, rest = split(whole, TEXT_MAX)
    return head, first, rest


def split(text: str, most: int) -> tuple[str, tuple[str, ...]]:
    """So much of the text as fits, and the rest in pieces as long as a note may be."""
    pieces: list[str] = []
    while len(text) > most:
        cut = max(text.rfind(end, most // 2, most) for end in "\n。!?;") + 1 or most
        pieces.append(text[:cut].rstrip())
        text, most = text[cut:].lstrip(), PIECE_MAX
    first, *rest = [*pieces, text]
    return first, tuple(rest)


def _moment(cells: Cells, field: str, now: datetime) -> datetime:
    try:
        moment = parse_moment(cells.required(field), ZoneInfo(settings.TIME_ZONE))
    except ValueError as error:
        raise Invalid({field: [str(error)]}) from error
    if moment > now:
        raise Invalid({field: [_("这个时间还没有到:%(value)s。") % {"value": cells[field]}]})
    if moment.year < FIRST_YEAR:
        raise Invalid({field: [_("这个年份不合理:%(value)s。") % {"value": cells[field]}]})
    return moment


def _due_at(cells: Cells) -> datetime | None:
    """The promise that was given elsewhere; it may still lie ahead."""
    if not cells["due_at"]:
        return None
    try:
        return parse_moment(cells["due_at"], ZoneInfo(settings.TIME_ZONE))
    except ValueError as error:
        raise Invalid({"due_at": [str(error)]}) from error


def _replied_at(cells: Cells, reported_at: datetime, now: datetime) -> datetime | None:
    """A reply without an hour on the day of the report came after the report."""
    if not cells["replied_at"]:
        return None
    moment = _moment(cells, "replied_at", now)
    if moment >= reported_at:
        return moment
    local = timezone.localtime(moment)
    if local.time() == local.time().min and local.date() == timezone.localdate(reported_at):
        return reported_at
    raise Invalid({"replied_at": [_("答复时间早于留言时间。")]})


def _state(written: str, reply: str) -> str:
    if not written:
        return CLOSED if reply else OPEN
    for state, words in STATES.items():
        if written.casefold() in words:
            return state
    known = listed(sorted(word for words in STATES.values() for word in words))
    sentence = _("不认识的状态“%(value)s”,可填:%(known)s。")
    raise Invalid({"state": [sentence % {"value": written, "known": known}]})


def _source(written: str) -> str:
    """By code or word; whatever else a file calls its source is an import."""
    for code, label in Source.choices:
        if written in {code, str(label)}:
            return code
    return Source.IMPORT


def _number(cells: Cells) -> str:
    """The file's own number; without one a fingerprint of the row stands in for it."""
    number = clean_cell(cells["external_number"])
    if len(number) > NUMBER_MAX:
        sentence = _("编号最多 %(most)s 个字。") % {"most": NUMBER_MAX}
        raise Invalid({"external_number": [sentence]})
    if number:
        return number
    said = "\x1f".join(cells[field] for field in ("reported_at", "title", "text"))
    return f"row-{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def _address(cells: Cells) -> Address:
    """An estate alone is no place: it needs its building."""
    names = ("code", "community", "grid", "estate", "building")
    address = Address(**{name: cells[name] for name in names})
    return Address() if address == Address(estate=address.estate) else address
