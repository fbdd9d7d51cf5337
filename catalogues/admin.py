"""The catalogue can be looked at here. What enters and leaves it does so by the acts of the office."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from catalogues.models import DemandReport, Entry


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["number", "title", "kind", "region", "organ", "entered_on", "left_on"]
    list_filter = ["kind", "region"]
    search_fields = ["number", "title"]
    list_select_related = ["region", "organ"]


@admin.register(DemandReport)
class DemandReportAdmin(ReadOnlyAdmin):
    """What was demanded. Pictures, contacts and receipts are kept out of the administration altogether."""

    list_display = ["number", "title", "place", "standing", "made_on", "outcome"]
    list_filter = ["standing", "outcome"]
    search_fields = ["number", "title"]
    list_select_related = ["place"]
    exclude = ["receipt_digest"]
