"""A case as the API shows it: a line of a list, or whole."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.models import Case
from cases.rules.permissions import verbs_open_to
from cases.serializers.bodies import Data
from cases.serializers.fields import Fields, MaskedText, code_of, name_of, username_of
from cases.serializers.parts import CallItem, ClockItem, ContactItem, EventItem, EvidenceItem
from cases.vocabulary import Closing, RequestKind, Source, Supervision, Urgency
from cases.workflow import CaseState


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
    place = code_of("place")
    place_name = name_of("place")
    category = code_of("category")
    category_name = name_of("category")
    urgency = serializers.ChoiceField(Urgency.choices)
    due_at = serializers.DateTimeField(allow_null=True)
    overdue = serializers.SerializerMethodField()
    round = serializers.IntegerField()
    supervision = serializers.ChoiceField(Supervision.choices, allow_blank=True)
    reported_at = serializers.DateTimeField()
    reported_by = username_of("reported_by")
    handler = username_of("handler")
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
