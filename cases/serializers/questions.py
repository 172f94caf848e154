"""What may be asked of the list of cases."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cases.querysets import Key
from cases.rules.cursors import read_cursor
from cases.serializers.bodies import Data
from cases.serializers.fields import CODE_MAX, CategoryField, PlaceField
from cases.workflow import CaseState
from grids.models import Department


class CursorField(serializers.CharField):
    """Where the next page begins; the whole address `next` gave will do as well."""

    def run_validation(self, data: Any = serializers.empty) -> Key | None:
        text = super().run_validation(data)
        named = parse_qs(urlsplit(text).query).get("cursor")
        return read_cursor(named[-1] if named else text)


class CaseQuestion(serializers.Serializer[Data]):
    """Filters of the list; an empty one is left out, an unknown value is refused."""

    state = serializers.ChoiceField(CaseState.choices, required=False, allow_blank=True)
    place = PlaceField(required=False, allow_blank=True, help_text="and everything below it")
    category = CategoryField(required=False, allow_blank=True, help_text="and everything below it")
    department = serializers.CharField(
        max_length=CODE_MAX, required=False, allow_blank=True, help_text="was called to it"
    )
    overdue = serializers.BooleanField(required=False, allow_null=True)
    q = serializers.CharField(
        max_length=100, required=False, allow_blank=True, help_text="part of number, title or text"
    )
    cursor = CursorField(required=False, allow_blank=True, max_length=500)

    def validate_department(self, code: str) -> str:
        if code and not Department.objects.filter(code=code).exists():
            raise serializers.ValidationError(_("没有这个编码的部门。"))
        return code
