"""The frame in an address: read from it, written to it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import User
from dashboards.forms import PERIOD_LABELS, FrameForm, periods
from dashboards.rules.frames import Frame
from grids.models import Department, Place
from grids.roles import Power
from grids.rules.scope import grants_of


@dataclass(frozen=True)
class Asked:
    """A valid frame, and the form that shows it."""

    frame: Frame
    form: FrameForm


def ask(request: HttpRequest) -> Asked:
    """The frame in the address; what cannot be read falls back to the last 365 days."""
    user = _viewer(request)
    today = timezone.localdate()
    since, until = periods(today)["year"]
    form = FrameForm(request.GET)
    cleaned = form.cleaned_data if form.is_valid() else {}
    place = _place(user, cleaned.get("place", ""), today)
    frame = Frame(
        user=user,
        since=cleaned.get("since") or since,
        until=cleaned.get("until") or until,
        now=timezone.now(),
        place=place,
        department=_department(place, cleaned.get("department", "")),
    )
    return Asked(frame, form)


def _viewer(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    if not grants_of(request.user, timezone.localdate()).any(Power.VIEW):
        raise PermissionDenied
    return request.user


def _place(user: User, code: str, today: date) -> Place | None:
    """The place asked for if it lies in the viewer's posts, otherwise the top one of them."""
    if code:
        found = Place.objects.visible_to(user, today).filter(code=code).first()
        if found is None:
            raise Http404
        return found
    held = [pk for _kind, pk in grants_of(user, today).places(Power.VIEW)]
    return Place.objects.filter(pk__in=held).order_by("code").first()


def _department(place: Place | None, code: str) -> Department | None:
    if not code:
        return None
    found = Department.objects.filter(code=code)
    if place:
        found = found.filter(street_id=place.scope()["street_id"])
    department = found.first()
    if department is None:
        raise Http404
    return department


def query_of(frame: Frame, **more: str) -> str:
    """The frame as an address."""
    parts = {"since": frame.since.isoformat(), "until": frame.until.isoformat()}
    if frame.place:
        parts["place"] = frame.place.code
    if frame.department:
        parts["department"] = frame.department.code
    return urlencode(parts | more)


def period_links(frame: Frame) -> list[tuple[Promise, str, bool]]:
    links: list[tuple[Promise, str, bool]] = []
    for name, (since, until) in periods(timezone.localdate()).items():
        chosen = (since, until) == (frame.since, frame.until)
        parts = {"since": since.isoformat(), "until": until.isoformat()}
        if frame.place:
            parts["place"] = frame.place.code
        links.append((PERIOD_LABELS[name], urlencode(parts), chosen))
    return links
