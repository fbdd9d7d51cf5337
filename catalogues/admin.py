"""The catalogue can be looked at here. What enters and leaves it does so by the acts of the office."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from catalogues.models import Entry


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["number", "title", "kind", "region", "organ", "entered_on", "left_on"]
    list_filter = ["kind", "region"]
    search_fields = ["number", "title"]
    list_select_related = ["region", "organ"]
