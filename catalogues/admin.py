"""The catalogue can be looked at here. What enters and leaves it does so by the acts of the office."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from catalogues.models import DemandReport, Entry, Facility, Signboard


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


@admin.register(Signboard)
class SignboardAdmin(ReadOnlyAdmin):
    list_display = ["title", "village", "place", "slot", "hung_on", "removed_on"]
    list_filter = ["place"]
    search_fields = ["title", "village__name", "village__code"]
    list_select_related = ["village"]


@admin.register(Facility)
class FacilityAdmin(ReadOnlyAdmin):
    list_display = ["village", "households", "floor_area", "activity_area", "told_on"]
    search_fields = ["village__name", "village__code"]
    list_select_related = ["village"]
