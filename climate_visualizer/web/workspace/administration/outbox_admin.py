"""The operator's list of messages: what waits, what is stuck and why; tried again or thrown away, never read."""

from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from climate_visualizer.web.outbox import state
from climate_visualizer.web.outbox.models import Message
from climate_visualizer.web.outbox.waking import wake


@admin.register(Message)
class Messages(admin.ModelAdmin):
    """Messages without what they say, which may hold somebody's link."""

    list_display = ("kind", "to", "state", "made_at", "due_at", "attempts", "trouble")
    list_filter = ("state", "channel", "kind")
    search_fields = ("to",)
    actions = ("try_again", "throw_away")
    ordering: ClassVar[list[str]] = ["-made_at"]
    fields = ("channel", "kind", "to", "subject", "state", "made_at", "due_at", "attempts", "sent_at", "trouble")
    readonly_fields = fields

    @admin.action(description=_("Try again now"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        count = state.try_again(queryset)
        wake()
        text = ngettext("%(n)s message is tried again now.", "%(n)s messages are tried again now.", count)
        self.message_user(request, text % {"n": count}, messages.SUCCESS)

    @admin.action(description=_("Throw away"))
    def throw_away(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        count, _each = queryset.delete()
        text = ngettext("%(n)s message is thrown away.", "%(n)s messages are thrown away.", count)
        self.message_user(request, text % {"n": count}, messages.SUCCESS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
