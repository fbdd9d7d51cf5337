"""The outbox can be looked at here: what waits, how often it was tried."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from notifications.models import Outgoing


@admin.register(Outgoing)
class OutgoingAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "event", "recipient", "attempts", "delivered_at"]
    list_filter = ["event"]
    list_select_related = ["recipient"]
