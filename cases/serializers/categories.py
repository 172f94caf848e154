"""The category taxonomy."""

from typing import Any

from rest_framework import serializers

from cases.serializers.bodies import Data
from cases.serializers.fields import Fields


class CategoryItem(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField(help_text="empty where there is none")
    leaf = serializers.BooleanField()

    def get_fields(self) -> Fields:
        """`parent` as a class attribute would hide the serializer's own."""
        parent = serializers.CharField(source="parent.code", default=None, allow_null=True)
        return {**super().get_fields(), "parent": parent}


class CategoryPage(serializers.Serializer[Data]):
    results = CategoryItem(many=True)
    next = serializers.CharField(allow_null=True)
