"""What each verb takes. `arguments()` is what its action is called with."""

from typing import Any

from rest_framework import serializers

from cases.actions import following, whistles
from cases.actions.following import Heard
from cases.actions.handling import NOTE_MAX
from cases.actions.registering import Correction
from cases.actions.whistles import Assistant
from cases.rules.reports import TEXT_MAX
from cases.serializers.fields import (
    CategoryField,
    DepartmentField,
    EvidenceField,
    PlaceField,
)
from cases.vocabulary import DeclineReason, Satisfaction, Urgency, WhistleKind

Data = dict[str, Any]


def sentence() -> serializers.CharField:
    return serializers.CharField(max_length=NOTE_MAX)


def maybe_sentence(most: int = NOTE_MAX) -> serializers.CharField:
    return serializers.CharField(max_length=most, required=False, allow_blank=True, allow_null=True)


def maybe_one_of(choices: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices, required=False, allow_blank=True, allow_null=True)


class Body(serializers.Serializer[Data]):
    """Nothing to say. A null means the same as leaving the field out."""

    def arguments(self) -> Data:
        return {name: said for name, said in self.validated_data.items() if said is not None}


class _Corrects(Body):
    category = CategoryField(required=False, allow_null=True)
    urgency = maybe_one_of(Urgency.choices)
    place = PlaceField(required=False, allow_null=True)

    def arguments(self) -> Data:
        said = super().arguments()
        names = ("category", "urgency", "place")
        right = Correction(**{name: said.pop(name) for name in names if name in said})
        return {**said, "right": right}


class VerifyBody(_Corrects):
    answer = maybe_sentence(TEXT_MAX)


class CorrectBody(_Corrects):
    reason = sentence()


class DeclineBody(Body):
    reason = serializers.ChoiceField(DeclineReason.choices)
    advice = sentence()


class AssignBody(Body):
    to = serializers.CharField(max_length=150, help_text="username")


class NoteBody(Body):
    note = sentence()


class PassCheckBody(Body):
    note = maybe_sentence()


class ContactBody(Body):
    note = sentence()
    public = serializers.BooleanField(required=False)


class AddNoteBody(Body):
    text = sentence()
    evidence = EvidenceField()
    public = serializers.BooleanField(required=False)


class ResultBody(Body):
    result = sentence()
    evidence = EvidenceField()


class ReworkBody(Body):
    reason = sentence()
    calls = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, allow_null=True
    )


class ReasonBody(Body):
    reason = sentence()


class AssistantBody(serializers.Serializer[Data]):
    department = DepartmentField()
    mandatory = serializers.BooleanField(default=True)


class WhistleBody(Body):
    kind = serializers.ChoiceField(WhistleKind.choices)
    lead = DepartmentField()
    assistants = AssistantBody(many=True, required=False, allow_null=True)
    note = maybe_sentence(whistles.NOTE_MAX)
    why_lead = maybe_sentence(whistles.NOTE_MAX)

    def arguments(self) -> Data:
        said = super().arguments()
        assistants = [Assistant(**named) for named in said.pop("assistants", ())]
        return {**said, "assistants": assistants}


class FollowUpBody(Body):
    reached = serializers.BooleanField()
    solved = serializers.BooleanField(required=False, allow_null=True)
    satisfaction = maybe_one_of(Satisfaction.choices)
    process_satisfaction = maybe_one_of(Satisfaction.choices)
    reasonable = serializers.BooleanField(required=False, allow_null=True)
    note = maybe_sentence(following.NOTE_MAX)

    def arguments(self) -> Data:
        return {"heard": Heard(**super().arguments())}
