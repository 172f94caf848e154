"""上报: what, where, photos; whom to call back; and what was fixed on the spot."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.actions.reporting import Contact, Done, Report, report
from cases.forms.choices import (
    NEAR,
    WIDE,
    Choice,
    Group,
    building_titles,
    category_by_code,
    category_groups,
    place_by_code,
    place_groups,
)
from cases.forms.photos import PhotoForm, PhotosField
from cases.forms.verb import words
from cases.models import Case
from cases.rules.reporters import Standing, frequent_categories
from cases.rules.reports import TEXT_MAX
from cases.vocabulary import EvidenceKind, Source, Urgency
from grids.kinds import Kind
from grids.models import Place
from grids.rules.buildings import find_building
from journal.actors import Actor
from journal.refusals import Invalid

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RESULT_MAX = 5_000
BUILDING_MAX = 60
ABOVE_GRID = (Kind.STREET, Kind.COMMUNITY)
BY_SYSTEM = frozenset({Source.DEVICE, Source.IMPORT, Source.OPEN311})
SOURCES = [(source.value, source.label) for source in Source if source not in BY_SYSTEM]


def _line(
    label: "StrOrPromise", most: int, hint: "StrOrPromise" = "", **attrs: Any
) -> forms.CharField:
    box = forms.TextInput(attrs={"maxlength": most, "autocomplete": "off", **attrs})
    return forms.CharField(label=label, required=False, max_length=most, help_text=hint, widget=box)


class ReportForm(PhotoForm):
    """Frequent categories are cards; every other one is in the list below them."""

    photo_fields = ("photos", "done_photos")
    called: ClassVar[dict[str, str]] = {"evidence": "photos", "done": "result"}

    photos = PhotosField(label=_("照片"))
    category = forms.ChoiceField(
        label=_("是什么事"),
        error_messages={"required": _("请选择是什么事;卡片里没有的,在“其他分类”里选。")},
        widget=forms.RadioSelect(attrs={"class": "choices choices--two"}),
    )
    other_category = forms.ChoiceField(label=_("其他分类"), required=False)
    title = forms.CharField(
        label=_("一句话说明"),
        error_messages={"required": _("请用一句话写明是什么事。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("例如:3栋1单元楼道堆放杂物"),
    )
    text = words(_("详细情况"), most=TEXT_MAX)
    place = forms.ChoiceField(label=_("地点"), error_messages={"required": _("请选择地点。")})
    building = _line(
        _("小区和楼栋"), BUILDING_MAX, _("例如:邮电小区3栋,或拼音首字母 ydxq3d。填了就以楼栋为准。")
    )
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    lng = forms.FloatField(required=False, widget=forms.HiddenInput)
    urgency = forms.ChoiceField(
        label=_("轻重缓急"),
        choices=[("", _("按分类")), *Urgency.choices],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choices choices--inline"}),
    )
    source = forms.ChoiceField(label=_("来源"), choices=SOURCES)
    name = _line(_("称呼"), 60)
    phone = _line(_("电话"), 30, inputmode="tel")
    external_number = _line(_("外部编号"), 64)
    done = forms.BooleanField(label=_("现场已经处理好"), required=False)
    result = words(_("处理结果"), most=RESULT_MAX, rows=2)
    done_photos = PhotosField(kind=EvidenceKind.AFTER, label=_("处理后的照片"))

    def __init__(self, *args: Any, standing: Standing, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        frequent = frequent_categories(standing)
        self._offer("category", [(item.code, item.shown_name) for item in frequent])
        if self.data.get("other_category"):
            self.fields["category"].required = False
        self._offer("other_category", [("", gettext("从全部分类里选")), *category_groups()])
        self._offer_places(standing)
        self.initial.setdefault("place", standing.likeliest.code)
        self.initial.setdefault("source", standing.source)

    def _offer_places(self, standing: Standing) -> None:
        """Who stands above a grid has more buildings than a list can show: he writes which."""
        self.roots, today = [place.pk for place in standing.places], timezone.localdate()
        wide = any(place.kind in ABOVE_GRID for place in standing.places)
        kinds = WIDE if wide else NEAR
        self._offer("place", place_groups(self.roots, today, also=standing.likeliest, kinds=kinds))
        if not wide:
            del self.fields["building"]
            return
        self.buildings = building_titles(self.roots, today)
        if self.buildings:
            self.fields["building"].widget.attrs["list"] = "buildings"

    def _offer(self, name: str, choices: Sequence[Choice | Group]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_building(self) -> Place | None:
        written = self.cleaned_data["building"]
        if not written:
            return None
        try:
            return find_building(self.roots, written, timezone.localdate())
        except Invalid as refusal:
            raise ValidationError(refusal.fields["building"]) from refusal

    def clean(self) -> None:
        """One category, from the cards or from the list."""
        card, listed = self.cleaned_data.get("category"), self.cleaned_data.get("other_category")
        if card and listed and card != listed:
            fault = gettext("卡片和列表里选了不同的分类,请只留一处。")
            self.add_error("other_category", fault)

    def take_in(self, *, now: datetime) -> bool:
        """Whether what was sent can be reported. Photos are kept either way."""
        self.full_clean()
        self.keep_photos(by=self.by, now=now)
        return not self.errors

    def act(self, *, now: datetime) -> Case:
        return report(self._report(), by=self.by, now=now)

    def _report(self) -> Report:
        said = self.cleaned_data
        place = said.get("building") or place_by_code(said["place"])
        category = category_by_code(said["category"] or said["other_category"])
        assert place
        assert category
        at = (said["lat"], said["lng"])
        return Report(
            place=place,
            category=category,
            title=said["title"],
            text=said["text"],
            source=said["source"],
            urgency=said["urgency"],
            position=None if None in at else at,
            contact=Contact(said["name"], said["phone"]),
            external_number=said["external_number"],
            evidence=self.evidence(),
            done=Done(said["result"], self.evidence("done_photos")) if said["done"] else None,
        )

    def blame(self, refusal: Invalid) -> None:
        """Show each fault at the field it is about."""
        for name, texts in refusal.fields.items():
            field = self.called.get(name, name)
            self.add_error(field if field in self.fields else None, texts)
