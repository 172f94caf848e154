"""What belongs to a case: contact, clocks, calls, events, evidence."""

from datetime import datetime

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.models import Call, CaseContact, CaseEvent, Evidence
from cases.rules.permissions import call_verbs_open_to
from cases.serializers.fields import (
    Fields,
    MaskedData,
    MaskedText,
    code_of,
    name_of,
    username_of,
)
from cases.vocabulary import CallRole, ClockKind, EvidenceKind
from cases.workflow import CallState
from clocks.models import Clock
from clocks.rules.words import explain
from clocks.workflow import State
from journal.actors import Via
from journal.masks import mask_name, mask_phone


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
    department = code_of("department")
    department_name = name_of("department")
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
    by = username_of("by")
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
        return reverse("api:evidence_photo", args=[evidence.pk])

    def get_thumb_url(self, evidence: Evidence) -> str:
        return reverse("api:evidence_thumb", args=[evidence.pk])
