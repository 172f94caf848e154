"""Clocks are moved by actions only: here they can be looked at, not touched."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from clocks.models import Clock, Pause

if TYPE_CHECKING:
    ClockAdminBase = admin.ModelAdmin[Clock]
    PauseInlineBase = admin.TabularInline[Pause, Clock]
else:
    ClockAdminBase = admin.ModelAdmin
    PauseInlineBase = admin.TabularInline


class ReadOnly:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PauseInline(ReadOnly, PauseInlineBase):
    model = Pause


@admin.register(Clock)
class ClockAdmin(ReadOnly, ClockAdminBase):
    list_display = ("id", "room", "matter_id", "leg_id", "kind", "round", "state", "due_at")
    list_filter = ("room", "kind", "state", "provisional")
    search_fields = ("=matter_id",)
    inlines = (PauseInline,)
    show_full_result_count = False
