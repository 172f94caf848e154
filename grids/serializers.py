"""What the API says of places, posts and departments; and what it takes as questions."""

from typing import Any

from rest_framework import serializers

from grids.kinds import DepartmentKind, Kind
from grids.models import Department, Place, Post
from grids.roles import Role
from grids.rules.paths import path_of

Data = dict[str, Any]
Fields = dict[str, "serializers.Field[Any, Any, Any, Any]"]


class PlaceQuestion(serializers.Serializer[Data]):
    kind = serializers.ChoiceField(Kind.choices, required=False, allow_blank=True)
    q = serializers.CharField(max_length=100, required=False, allow_blank=True)
    cursor = serializers.RegexField(r"^[0-9]{1,24}$", required=False)

    def get_fields(self) -> Fields:
        """`parent` as a class attribute would hide the serializer's own."""
        parent = serializers.CharField(max_length=24, required=False, allow_blank=True)
        return {**super().get_fields(), "parent": parent}


class DepartmentQuestion(serializers.Serializer[Data]):
    cursor = serializers.IntegerField(required=False, min_value=0)


class PlaceItem(serializers.Serializer[Place]):
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    path = serializers.SerializerMethodField(help_text="names from the street down")

    def get_fields(self) -> Fields:
        """`parent` as a class attribute would hide the serializer's own."""
        parent = serializers.CharField(source="parent.code", default=None, allow_null=True)
        return {**super().get_fields(), "parent": parent}

    def get_path(self, place: Place) -> str:
        return path_of(self.context["lines"][place.pk])


class PostItem(serializers.Serializer[Post]):
    username = serializers.CharField(source="holder.username")
    display_name = serializers.CharField(source="holder.display_name")
    role = serializers.ChoiceField(Role.choices)


class DepartmentItem(serializers.Serializer[Department]):
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(DepartmentKind.choices)
    street = serializers.CharField(source="street.code")
    phone = serializers.CharField()


class OwnPost(serializers.Serializer[Post]):
    role = serializers.ChoiceField(Role.choices)
    place = serializers.CharField(source="place.code", default=None, allow_null=True)
    department = serializers.CharField(source="department.code", default=None, allow_null=True)


class Me(serializers.Serializer[Data]):
    username = serializers.CharField()
    display_name = serializers.CharField()
    posts = OwnPost(many=True)


class PlacePage(serializers.Serializer[Data]):
    results = PlaceItem(many=True)
    next = serializers.CharField(allow_null=True)


class PostPage(serializers.Serializer[Data]):
    results = PostItem(many=True)
    next = serializers.CharField(allow_null=True)


class DepartmentPage(serializers.Serializer[Data]):
    results = DepartmentItem(many=True)
    next = serializers.CharField(allow_null=True)
