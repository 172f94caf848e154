"""Places, posts, departments and party cells in the back office: to be read, never written.

What changes goes through the screens of the street administrator or the imports.
"""

from django.contrib import admin

from grids.models import Department, Estate, ImportRun, PartyCell, Place, Post
from journal.admin import ReadOnlyAdmin


@admin.register(Place)
class PlaceAdmin(ReadOnlyAdmin):
    list_display = ("code", "name", "kind", "since", "until")
    list_filter = ("kind",)
    search_fields = ("code__startswith", "name", "pinyin__startswith")
    ordering = ("code",)
    show_full_result_count = False


@admin.register(Post)
class PostAdmin(ReadOnlyAdmin):
    list_display = ("holder", "role", "place", "department", "since", "until")
    list_filter = ("role",)
    list_select_related = ("holder", "place", "department")
    search_fields = ("holder__username", "holder__display_name", "place__code")
    ordering = ("-since", "-id")
    show_full_result_count = False


@admin.register(Department)
class DepartmentAdmin(ReadOnlyAdmin):
    list_display = ("code", "name", "kind", "street", "active")
    list_filter = ("kind", "active")
    list_select_related = ("street",)
    search_fields = ("code", "name")


@admin.register(Estate)
class EstateAdmin(ReadOnlyAdmin):
    list_display = ("name", "street", "company", "fenced")
    list_select_related = ("street", "company")
    search_fields = ("name",)


@admin.register(PartyCell)
class PartyCellAdmin(ReadOnlyAdmin):
    list_display = ("name", "level", "street", "parent")
    list_filter = ("level",)
    list_select_related = ("street", "parent")
    search_fields = ("name",)


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ("at", "sheet", "street", "by", "file_name", "imported", "unchanged", "refused")
    list_filter = ("sheet",)
    list_select_related = ("street", "by")
    ordering = ("-at",)
