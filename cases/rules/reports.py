"""What a report holds, and what it must hold before it is taken."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases.models import Case, Category
from cases.vocabulary import Source
from grids.models import Place
from journal.masks import plain_phone
from journal.refusals import Invalid

TITLE_MAX = 120
TEXT_MAX = 10_000
OUTSIDE = frozenset({"district"})


@dataclass(frozen=True)
class Contact:
    """Whom to call back; either may be empty."""

    name: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone)


@dataclass(frozen=True)
class Done:
    """即知即行: fixed on the spot, with its result and photos."""

    result: str
    evidence: Sequence[str] = ()


@dataclass(frozen=True)
class Report:
    """What a reporter says. `position` is (lat, lng) in WGS-84 degrees."""

    place: Place
    category: Category
    title: str
    text: str = ""
    source: str = Source.PATROL
    kind: str = ""
    urgency: str = ""
    position: tuple[float, float] | None = None
    contact: Contact = Contact()
    external_number: str = ""
    external_due_at: datetime | None = None
    evidence: Sequence[str] = ()
    done: Done | None = None


def check_report(said: Report) -> None:
    """Raise Invalid with one sentence per field that cannot be taken."""
    faults = {
        "title": title_fault(said.title),
        "text": text_fault(said.text, TEXT_MAX),
        "place": place_fault(said.place),
        "category": "" if said.category.active else _("这个分类已停用,请另选分类。"),
        "external_number": _external_fault(said),
        "phone": phone_fault(said.contact.phone),
        "done": _("请写明现场处理的结果。") if said.done and not said.done.result.strip() else "",
    }
    found = {field: [fault] for field, fault in faults.items() if fault}
    if found:
        raise Invalid(found)


def title_fault(title: str) -> str:
    if not title.strip():
        return _("请用一句话写明是什么事。")
    return text_fault(title, TITLE_MAX)


def text_fault(text: str, most: int) -> str:
    if len(text) <= most:
        return ""
    words = {"most": most, "length": len(text)}
    return _("最多 %(most)s 个字,现在有 %(length)s 个字。请删短一些,内容还在。") % words


def phone_fault(phone: str) -> str:
    """A number somebody can be called back by, written with spaces, dashes or a country code."""
    if not phone.strip() or re.fullmatch(r"[0-9]{5,20}", plain_phone(phone).removeprefix("+")):
        return ""
    return _("电话号码看起来不对,请检查;也可以不填。")


def place_fault(place: Place) -> str:
    """A case lies in a street or below it, at a place that still exists."""
    if place.kind in OUTSIDE:
        return _("请选到街道、社区、网格或楼栋。")
    if place.until is not None:
        return _("这个地点已撤销,请选现在的地点。")
    return ""


def _external_fault(said: Report) -> str:
    if not said.external_number:
        return ""
    known = Case.objects.filter(
        street_id=said.place.scope()["street_id"],
        source=said.source,
        external_number=said.external_number,
    ).first()
    if known is None:
        return ""
    return _("外部编号 %(external)s 已登记为案件 %(number)s,没有重复登记。") % {
        "external": said.external_number,
        "number": known.number,
    }
