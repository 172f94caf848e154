"""Codes that stand for rows, both ways, and texts in which personal numbers are masked."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cases.models import Category
from grids.models import Department, Place
from journal.masks import mask_data, mask_text

Row = TypeVar("Row", bound=Model)
Fields = dict[str, "serializers.Field[Any, Any, Any, Any]"]
CODE_MAX = 32


class _CodeField(serializers.CharField):
    """A code in the body, the row it stands for in the hands of the action."""

    unknown: Promise

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=CODE_MAX, **options)

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """The row, once the code has passed the checks of a text."""
        code = super().run_validation(data)
        if not code:
            return None
        row = self.rows().filter(code=code).first()
        if row is None:
            raise serializers.ValidationError(self.unknown % {"code": code}, code="unknown")
        return row


class PlaceField(_CodeField):
    unknown = _("没有编码为 %(code)s 的地点。")

    def rows(self) -> QuerySet[Place]:
        return Place.objects.all()


class CategoryField(_CodeField):
    unknown = _("没有编码为 %(code)s 的分类。")

    def rows(self) -> QuerySet[Category]:
        return Category.objects.select_related("parent__parent")


class DepartmentField(_CodeField):
    """A department of the case's own street: codes are unique only there."""

    unknown = _("没有编码为 %(code)s 的部门。")

    def rows(self) -> QuerySet[Department]:
        return Department.objects.filter(street=self.context["case"].street_id)


class EvidenceField(serializers.ListField):
    """Ids of uploaded photos; an empty list is legal, and so is none."""

    child = serializers.UUIDField()

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, allow_null=True, **options)


class MaskedText(serializers.CharField):
    """A text as it may be shown: phone and identity numbers in it are masked."""

    def to_representation(self, value: str) -> str:
        return mask_text(value)


class MaskedData(serializers.JSONField):
    """The data of an event, every text in it masked."""

    def to_representation(self, value: Any) -> Any:
        return mask_data(value)


def code_of(source: str) -> serializers.CharField:
    return serializers.CharField(source=f"{source}.code")


def name_of(source: str) -> serializers.CharField:
    return serializers.CharField(source=f"{source}.name")


def username_of(source: str) -> serializers.CharField:
    return serializers.CharField(source=f"{source}.username", default=None, allow_null=True)
