"""A case as the API shows it: a line of a list, or whole with its clocks, calls and history."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.models import Call, Case, CaseContact, CaseEvent, Evidence
from cases.rules.permissions import call_verbs_open_to, verbs_open_to
from cases.serializers.bodies import Data
from cases.serializers.fields import MaskedData, MaskedText
from cases.vocabulary import (
    CallRole,
    ClockKind,
    Closing,
    EvidenceKind,
    RequestKind,
    Source,
    Supervision,
    Urgency,
)
from cases.workflow import CallState, CaseState
from clocks.models import Clock
from clocks.rules.words import explain
from clocks.workflow import State
from journal.actors import Via
from journal.masks import mask_name, mask_phone

Fields = dict[str, "serializers.Field[Any, Any, Any, Any]"]


def _code(source: str) -> serializers.CharField:
    return serializers.CharField(source=f"{source}.code")


def _name(source: str) -> serializers.CharField:
    return serializers.CharField(source=f"{source}.name")


def _username(source: str) -> serializers.CharField:
    return serializers.CharField(source=f"{source}.username", default=None, allow_null=True)


class PositionItem(serializers.Serializer[Case]):
    lat = serializers.FloatField()
    lng = serializers.FloatField()


class CaseLine(serializers.Serializer[Any]):
    """One case in a list."""

    number = serializers.CharField()
    state = serializers.ChoiceField(CaseState.choices)
    track_code = serializers.CharField()
    kind = serializers.ChoiceField(RequestKind.choices)
    title = MaskedText()
    place = _code("place")
    place_name = _name("place")
    category = _code("category")
    category_name = _name("category")
    urgency = serializers.ChoiceField(Urgency.choices)
    due_at = serializers.DateTimeField(allow_null=True)
    overdue = serializers.SerializerMethodField()
    round = serializers.IntegerField()
    supervision = serializers.ChoiceField(Supervision.choices, allow_blank=True)
    reported_at = serializers.DateTimeField()
    reported_by = _username("reported_by")
    handler = _username("handler")
    position = serializers.SerializerMethodField()

    def get_fields(self) -> Fields:
        """`source` as a class attribute would hide the serializer's own."""
        return {**super().get_fields(), "source": serializers.ChoiceField(Source.choices)}

    def get_overdue(self, case: Case) -> bool:
        return case.breached_at is not None

    @extend_schema_field(PositionItem(allow_null=True))
    def get_position(self, case: Case) -> Data | None:
        return None if case.lat is None else PositionItem(case).data


class CasePage(serializers.Serializer[Data]):
    results = CaseLine(many=True)
    next = serializers.CharField(allow_null=True, help_text="address of the next page")


class ContactItem(serializers.Serializer[CaseContact]):
    """Masked. `reveal_contact` gives the full values, with a reason."""

    name = serializers.SerializerMethodField()
    phone = serializers.SerializerMethodField()

    def get_name(self, contact: CaseContact) -> str:
        return mask_name(contact.name)

    def get_phone(self, contact: CaseContact) -> str:
        return mask_phone(contact.phone)


class RevealedContact(serializers.Serializer[CaseContact]):
    name = serializers.CharField()
    phone = serializers.CharField()


class ClockItem(serializers.Serializer[Clock]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(ClockKind.choices)
    owner = serializers.SerializerMethodField(help_text="`case`, or the id of the call")
    round = serializers.IntegerField()
    state = serializers.ChoiceField(State.choices)
    due_at = serializers.DateTimeField()
    met_at = serializers.DateTimeField(allow_null=True)
    breached_at = serializers.DateTimeField(allow_null=True)
    explanation = serializers.SerializerMethodField()

    @extend_schema_field({"oneOf": [{"type": "string", "enum": ["case"]}, {"type": "integer"}]})
    def get_owner(self, clock: Clock) -> str | int:
        return clock.leg_id or "case"

    def get_explanation(self, clock: Clock) -> str:
        now: datetime = self.context["now"]
        return "\n".join(explain(clock, now=now))


class CallItem(serializers.Serializer[Call]):
    id = serializers.IntegerField()
    department = _code("department")
    department_name = _name("department")
    role = serializers.ChoiceField(CallRole.choices)
    state = serializers.ChoiceField(CallState.choices)
    mandatory = serializers.BooleanField()
    claimed_at = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    verbs = serializers.SerializerMethodField(help_text="what the caller may do with it now")

    def get_verbs(self, call: Call) -> list[str]:
        return call_verbs_open_to(self.context["user"], call)


class EventItem(serializers.Serializer[CaseEvent]):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    verb = serializers.CharField()
    from_state = serializers.CharField()
    to_state = serializers.CharField()
    round = serializers.IntegerField()
    by = _username("by")
    by_name = serializers.CharField(source="by_label")
    via = serializers.ChoiceField(Via.choices)
    public = serializers.BooleanField()
    text = MaskedText()
    call = serializers.IntegerField(source="call_id", allow_null=True)

    def get_fields(self) -> Fields:
        """`data` as a class attribute would hide the serializer's own."""
        return {**super().get_fields(), "data": MaskedData()}


class EvidenceItem(serializers.Serializer[Evidence]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(EvidenceKind.choices)
    url = serializers.SerializerMethodField()
    thumb_url = serializers.SerializerMethodField()
    taken_at = serializers.DateTimeField(allow_null=True)
    event = serializers.IntegerField(source="event_id", allow_null=True)

    def get_url(self, evidence: Evidence) -> str:
        return reverse("evidence_photo", args=[evidence.pk])

    def get_thumb_url(self, evidence: Evidence) -> str:
        return reverse("evidence_thumb", args=[evidence.pk])


class CaseItem(CaseLine):
    """The whole case. Give `user`, `now` and `clocks` in the context."""

    text = MaskedText()
    contact = serializers.SerializerMethodField()
    external_number = serializers.CharField()
    external_due_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    closing = serializers.ChoiceField(Closing.choices, allow_blank=True)
    clocks = serializers.SerializerMethodField()
    calls = CallItem(many=True)
    events = EventItem(many=True)
    evidence = EvidenceItem(many=True)
    verbs = serializers.SerializerMethodField(help_text="what the caller may do now")

    @extend_schema_field(ContactItem(allow_null=True))
    def get_contact(self, case: Case) -> Data | None:
        contact = getattr(case, "contact", None)
        return ContactItem(contact).data if contact else None

    @extend_schema_field(ClockItem(many=True))
    def get_clocks(self, case: Case) -> Any:
        return ClockItem(self.context["clocks"], many=True, context=self.context).data

    def get_verbs(self, case: Case) -> list[str]:
        return verbs_open_to(self.context["user"], case)


class CategoryItem(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    leaf = serializers.BooleanField()

    def get_fields(self) -> Fields:
        """`parent` as a class attribute would hide the serializer's own."""
        parent = serializers.CharField(source="parent.code", default=None, allow_null=True)
        return {**super().get_fields(), "parent": parent}


class CategoryPage(serializers.Serializer[Data]):
    results = CategoryItem(many=True)
    next = serializers.CharField(allow_null=True)
