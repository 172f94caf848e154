"""How a refusal looks; the same for every call."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from cases.serializers.bodies import Data


class Refused(serializers.Serializer[Data]):
    detail = serializers.CharField(help_text="a sentence for people")
    code = serializers.CharField(required=False)


class ConflictItem(serializers.Serializer[Data]):
    code = serializers.CharField(help_text="a word for programs")
    detail = serializers.CharField(help_text="a sentence for people")
    state = serializers.CharField(help_text="the state it is in now; empty for a key used twice")


UNKNOWN: dict[int, Any] = {401: OpenApiResponse(Refused, "not signed in")}
UNSEEN: dict[int, Any] = {404: OpenApiResponse(Refused, "not there, or out of scope")}
UNENTITLED: dict[int, Any] = {403: OpenApiResponse(Refused, "in scope but not entitled")}
UNTIMELY: dict[int, Any] = {409: OpenApiResponse(ConflictItem, "the state, a lost race, the key")}
UNFIT: dict[int, Any] = {
    400: OpenApiResponse(OpenApiTypes.OBJECT, "per field, a list of sentences")
}
OF_A_VERB = UNKNOWN | UNSEEN | UNENTITLED | UNTIMELY | UNFIT
