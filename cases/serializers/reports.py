"""What a new case is made of."""

import math
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cases.actions.reporting import Contact, Done, Report
from cases.rules.permissions import require_report
from cases.rules.reports import TEXT_MAX, TITLE_MAX
from cases.serializers.bodies import Body, Data, ResultBody, maybe_one_of
from cases.serializers.fields import CategoryField, EvidenceField, PlaceField
from cases.vocabulary import RequestKind, Source, Urgency
from grids.models import Place

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


class Degrees(serializers.FloatField):
    """A finite number of degrees."""

    def to_internal_value(self, data: Any) -> float:
        degrees = super().to_internal_value(data)
        if not math.isfinite(degrees):
            self.fail("invalid")
        return degrees


class Moment(serializers.DateTimeField):
    """A date and time; one beyond the calendar is refused like any other that is none."""

    def to_internal_value(self, value: Any) -> datetime:
        try:
            return super().to_internal_value(value)
        except OverflowError:
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss+08:00")


class PositionBody(serializers.Serializer[Data]):
    """WGS-84 degrees."""

    lat = Degrees(min_value=-90, max_value=90)
    lng = Degrees(min_value=-180, max_value=180)


class ReporterBody(serializers.Serializer[Data]):
    name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=30, required=False, allow_blank=True)


class ReportBody(Body):
    """`place` and `category` are codes; `evidence` are ids of uploaded photos."""

    place = PlaceField()
    category = CategoryField()
    title = serializers.CharField(max_length=TITLE_MAX)
    text = serializers.CharField(max_length=TEXT_MAX, allow_blank=True)
    kind = maybe_one_of(RequestKind.choices)
    urgency = maybe_one_of(Urgency.choices)
    position = PositionBody(required=False, allow_null=True)
    contact = ReporterBody(required=False, allow_null=True)
    external_number = serializers.CharField(
        max_length=64, required=False, allow_blank=True, allow_null=True
    )
    external_due_at = Moment(required=False, allow_null=True)
    evidence = EvidenceField()
    done = ResultBody(required=False, allow_null=True)

    def get_fields(self) -> dict[str, "serializers.Field[Any, Any, Any, Any]"]:
        """`source` as a class attribute would hide the serializer's own."""
        return {**super().get_fields(), "source": serializers.ChoiceField(Source.choices)}

    def validate_place(self, place: Place) -> Place:
        """Not entitled there: forbidden, whatever else is wrong with the report."""
        require_report(self.context["by"], place)
        return place

    def validate_external_due_at(self, moment: datetime | None) -> datetime | None:
        if moment is not None and not EARLIEST <= moment <= LATEST:
            raise serializers.ValidationError(_("这个期限不在合理的年份内。"))
        return moment

    def arguments(self) -> Data:
        said = super().arguments()
        if "position" in said:
            said["position"] = (said["position"]["lat"], said["position"]["lng"])
        if "contact" in said:
            said["contact"] = Contact(**said["contact"])
        if "done" in said:
            done = said["done"]
            said["done"] = Done(done["result"], done.get("evidence") or ())
        return {"said": Report(**said)}
