"""What a resident says: without signing in, in as few taps as it takes."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.photos import PhotoForm, PhotosField
from cases.models import Category
from cases.rules.reports import TITLE_MAX, phone_fault
from cases.vocabulary import Satisfaction
from grids.kinds import Kind
from grids.models import Department, Place

TEXT_MAX = 2_000
RESIDENTS_PHOTOS = 6
CARDS_MAX = 12
RATINGS = (
    Satisfaction.VERY_SATISFIED,
    Satisfaction.SATISFIED,
    Satisfaction.BASICALLY_SATISFIED,
    Satisfaction.DISSATISFIED,
    Satisfaction.VERY_DISSATISFIED,
)


def one_tap_each() -> forms.RadioSelect:
    return forms.RadioSelect({"class": "choices choices--two"})


if TYPE_CHECKING:
    PlaceChoiceBase = forms.ModelChoiceField[Place]
else:
    PlaceChoiceBase = forms.ModelChoiceField


class PlaceChoice(PlaceChoiceBase):
    def label_from_instance(self, place: Any) -> str:
        return place.name if place.parent is None else f"{place.parent.name} {place.name}"


class PublicReportForm(PhotoForm):
    """`spot` is a place given by the poster the resident scanned."""

    category = forms.ModelChoiceField(
        label=_("是哪一类事?"),
        queryset=Category.objects.none(),
        to_field_name="code",
        empty_label=None,
        widget=one_tap_each(),
        error_messages={"required": _("请选一类;拿不准就选最接近的。")},
    )
    place = PlaceChoice(
        label=_("在哪个社区?"),
        queryset=Place.objects.none(),
        to_field_name="code",
        empty_label=_("请选择"),
        error_messages={"required": _("请选择社区,我们才知道交给谁。")},
    )
    where = forms.CharField(
        label=_("具体位置"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"placeholder": _("例如:幸福里小区 3 栋 2 单元门口")}),
    )
    text = forms.CharField(
        label=_("请说说是什么事"),
        max_length=TEXT_MAX,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("请写一两句话,说明是什么事。")},
    )
    photos = PhotosField(label=_("照片(最多 6 张,不要拍到人脸和车牌)"), most=RESIDENTS_PHOTOS)
    name = forms.CharField(label=_("怎么称呼您"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("电话"),
        max_length=30,
        required=False,
        help_text=_("办好后给您回电话。只有办理人员能看到。"),
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, spot: Place | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spot = spot
        category, place = self.fields["category"], self.fields["place"]
        assert isinstance(category, forms.ModelChoiceField)
        assert isinstance(place, forms.ModelChoiceField)
        category.queryset = Category.objects.filter(parent=None, active=True)
        communities = served_communities()
        if len(communities) <= CARDS_MAX:
            place.widget, place.empty_label = one_tap_each(), None
        place.queryset = communities
        if spot:
            del self.fields["place"]

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        if fault := phone_fault(phone):
            raise ValidationError(fault)
        return phone

    @property
    def chosen_place(self) -> Place:
        place: Place = self.spot or self.cleaned_data["place"]
        return place

    def title(self) -> str:
        """The first line of what was said."""
        line = str(self.cleaned_data["text"]).strip().splitlines()[0]
        return line if len(line) <= TITLE_MAX else line[: TITLE_MAX - 1] + "…"

    def whole_text(self) -> str:
        text, where = self.cleaned_data["text"], self.cleaned_data["where"]
        return f"{text}\n\n{where}" if where else str(text)


def served_communities() -> Any:
    """Communities of the streets that work with this platform: those with departments."""
    streets = Department.objects.filter(active=True).values("street")
    communities = Place.objects.filter(
        kind=Kind.COMMUNITY, until__isnull=True, parent__in=streets, since__lte=timezone.localdate()
    )
    return communities.select_related("parent").order_by("parent__code", "order_key")


class TrackForm(forms.Form):
    code = forms.CharField(
        label=_("查询码"),
        max_length=20,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "class": "num"}
        ),
        error_messages={"required": _("请填写上报时给您的 10 位查询码。")},
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).upper().replace("-", " ").split())


class RateForm(forms.Form):
    solved = forms.TypedChoiceField(
        label=_("问题解决了吗?"),
        choices=[("yes", _("解决了")), ("no", _("没有解决"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect({"class": "choices choices--two"}),
        error_messages={"required": _("请先选“解决了”或“没有解决”。")},
    )
    satisfaction = forms.ChoiceField(
        choices=Satisfaction.choices,
        error_messages={"required": _("请点一个满意度。"), "invalid_choice": _("请点一个满意度。")},
    )
    note = forms.CharField(
        label=_("您还想说什么"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=_("哪里还没有解决?"),
        max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("请写一句哪里还没有解决。")},
    )
