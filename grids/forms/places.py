"""Forms for places and estates."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from grids.actions.planting import Facts
from grids.forms.acting import ActingForm, day_field, offer
from grids.kinds import CELL_SERVES, CODE_DIGITS, DepartmentKind, HousingType, Kind
from grids.models import Department, Estate, PartyCell, Place

MAX_COUNT = 30_000


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MAX_COUNT)


class PlaceForm(ActingForm):
    """Name and facts of a place; what only a building has is left out for others."""

    name = forms.CharField(label=_("名称"), max_length=100)
    code = forms.CharField(
        label=_("编码"), required=False, help_text=_("不填则自动编号；编码定后不再改动。")
    )
    since = day_field(_("启用日期"), required=False)
    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("小区"), required=False)
    party_cell = forms.ModelChoiceField(PartyCell.objects.none(), label=_("党组织"), required=False)
    floors = _number(_("层数"))
    units_count = _number(_("单元数"))
    households_count = _number(_("户数"))
    housing_type = forms.ChoiceField(
        choices=[("", _("不详")), *HousingType.choices], label=_("房屋类型"), required=False
    )
    lat = forms.FloatField(label=_("纬度"), required=False, min_value=-90, max_value=90)
    lng = forms.FloatField(label=_("经度"), required=False, min_value=-180, max_value=180)

    BUILDING_ONLY = ("estate", "floors", "units_count", "households_count", "housing_type")
    ONLY_WHEN_NEW = ("code", "since")

    def __init__(self, *args: Any, street: Place, kind: str, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        dropped = set() if kind == Kind.BUILDING else set(self.BUILDING_ONLY)
        dropped |= {"party_cell"} if is_new or kind not in CELL_SERVES.values() else set()
        dropped |= set() if is_new else set(self.ONLY_WHEN_NEW)
        for name in dropped:
            del self.fields[name]
        self._offer("estate", Estate.objects.filter(street=street))
        levels = [level for level, served in CELL_SERVES.items() if served == kind]
        cells = PartyCell.objects.filter(street=street, level__in=levels)
        self._offer("party_cell", cells)

    def _offer(self, name: str, rows: QuerySet[Any, Any]) -> None:
        if name in self.fields:
            offer(self.fields[name], rows)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"] or "").strip()
        digits = CODE_DIGITS[self.kind]
        if code and not (code.isascii() and code.isdigit() and len(code) == digits):
            raise forms.ValidationError(_("编码须为 %(digits)s 位数字。") % {"digits": digits})
        return code

    def facts(self, boundary: dict[str, Any] | None = None) -> Facts:
        names = ("floors", "units_count", "households_count", "lat", "lng")
        written = {name: self.cleaned_data.get(name) for name in names}
        housing_type = self.cleaned_data.get("housing_type") or ""
        return Facts(**written, housing_type=housing_type, boundary=boundary)


class ChooseParentForm(ActingForm):
    """Another parent of the same kind in the street."""

    parent = forms.ModelChoiceField(Place.objects.none(), label=_("新的上级"))

    def __init__(self, *args: Any, street: Place, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert place.parent
        places = Place.objects.within(street).select_related("estate")
        parents = places.filter(kind=place.parent.kind, until=None)
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = parents.exclude(pk=place.parent.pk).order_by("order_key")


class ClosePlaceForm(ActingForm):
    until = day_field(_("停用日期"), help_text=_("从这一天起停用；在此的任职同时结束。"))
    successor = forms.CharField(
        label=_("继任地点编码"),
        required=False,
        help_text=_("未办结的案件转到继任地点；已办结的保持不变。"),
    )


class EstateForm(ActingForm):
    name = forms.CharField(label=_("小区名称"), max_length=100)
    company = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("物业公司"),
        required=False,
        empty_label=_("没有物业公司"),
    )
    fenced = forms.BooleanField(label=_("封闭管理"), required=False)

    def __init__(self, *args: Any, street: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        companies = Department.objects.filter(street=street, active=True)
        offer(self.fields["company"], companies.filter(kind=DepartmentKind.PROPERTY_COMPANY))
