"""The journal in the back office: to be read, never to be written."""

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from journal.actions import resend
from journal.models import AuditEntry, OutboxMessage

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Model]
else:
    ModelAdmin = admin.ModelAdmin


class ReadOnlyAdmin(ModelAdmin):
    """Nobody adds, changes or deletes here; who may look is decided by the view permission."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor", "via", "action", "object_kind", "object_key", "reason")
    list_filter = ("via", "action", "object_kind")
    list_select_related = ("who",)
    search_fields = ("actor", "object_key")
    date_hierarchy = "at"
    ordering = ("-at", "-id")
    show_full_result_count = False


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
    list_display = ("topic", "key", "created_at", "sent_at", "failed_at", "attempts", "last_error")
    list_filter = ("topic", ("failed_at", admin.EmptyFieldListFilter))
    search_fields = ("key",)
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("send_again",)

    @admin.action(description=_("重新投递所选的失败消息"), permissions=["view"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[OutboxMessage]) -> None:
        count = resend(ids=list(chosen.values_list("pk", flat=True)), now=timezone.now())
        self.message_user(
            request,
            ngettext("%(count)d 条消息将重新投递。", "%(count)d 条消息将重新投递。", count)
            % {"count": count},
            messages.SUCCESS,
        )
