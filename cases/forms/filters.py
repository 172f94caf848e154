"""What narrows a list of cases: read from the address, so that a list can be sent and kept."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.choices import (
    Choice,
    Group,
    category_by_code,
    category_groups,
    place_by_code,
    place_groups,
)
from cases.querysets import CaseQuerySet
from cases.rules.searching import search
from cases.workflow import CaseState
from grids.kinds import Kind
from grids.models import Department, Post
from grids.rules.naming import in_order
from grids.rules.people import posts_of

if TYPE_CHECKING:
    from accounts.models import User

ANY = ("", _("全部"))
LONGEST_SEARCH = 60


def _choice(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Select)


def _day(label: Any) -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=picker)


class FilterForm(forms.Form):
    """Every field may be empty. A code nobody knows finds nothing; it is no error."""

    q = forms.CharField(
        label=_("搜索"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("编号、标题或内容")}),
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ANY, *CaseState.choices])
    place = _choice(_("地点"))
    category = _choice(_("分类"))
    department = _choice(_("部门"))
    since = _day(_("上报自"))
    until = _day(_("上报至"))
    overdue = forms.BooleanField(label=_("只看逾期"), required=False)

    def __init__(self, *args: Any, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def open(self, asked: bool) -> bool:
        """Offer what can be chosen, if it is asked for or already narrows the list."""
        if asked or self.narrowed_by:
            self._offer_all()
            return True
        return False

    def _offer_all(self) -> None:
        today = timezone.localdate()
        posts = posts_of(self.user, today)
        streets = {street for post in posts if (street := _street_of(post))}
        roots = {root for post in posts if (root := post.place_id or _street_of(post))}
        self._offer("place", place_groups(roots, today))
        self._offer("category", category_groups())
        self._offer("department", _departments(streets))

    def _offer(self, name: str, groups: Sequence[Group | Choice]) -> None:
        widget = self.fields[name].widget
        assert isinstance(widget, forms.Select)
        widget.choices = [ANY, *groups]

    @property
    def narrowed_by(self) -> int:
        """How many fields narrow the list, besides the search."""
        return sum(bool(said) for name, said in self.said.items() if name != "q")

    @property
    def said(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data

    def narrow(self, cases: CaseQuerySet) -> CaseQuerySet:
        said = self.said
        if said.get("state"):
            cases = cases.filter(state=said["state"])
        if said.get("overdue"):
            cases = cases.overdue()
        if said.get("department"):
            called = Department.objects.filter(code=said["department"])
            cases = cases.called_to(called.values_list("pk", flat=True))
        cases = _within_days(cases, said.get("since"), said.get("until"))
        cases = self._about(cases)
        return search(cases, said["q"]) if said.get("q") else cases

    def _about(self, cases: CaseQuerySet) -> CaseQuerySet:
        said = self.said
        if said.get("place"):
            place = place_by_code(said["place"])
            cases = cases.in_place(place) if place else cases.none()
        if said.get("category"):
            category = category_by_code(said["category"])
            cases = cases.filter(category__in=category.family_ids()) if category else cases.none()
        return cases


def _within_days(cases: CaseQuerySet, since: date | None, until: date | None) -> CaseQuerySet:
    if since:
        cases = cases.filter(reported_at__gte=_midnight(since))
    if until:
        cases = cases.filter(reported_at__lt=_midnight(until + timedelta(days=1)))
    return cases


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _street_of(post: Post) -> int | None:
    if post.place:
        return post.place.ancestor_id(Kind.STREET)
    return post.department.street_id if post.department else None


def _departments(streets: set[int]) -> list[Choice]:
    found = Department.objects.filter(active=True, street__in=streets)
    return [(department.code, department.name) for department in in_order(found)]
