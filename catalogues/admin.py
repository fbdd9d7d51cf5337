"""The catalogue can be looked at here. What enters and leaves it does so by the acts of the office."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from catalogues.models import DemandReport, Edition, Entry, ExitCase, ExitReview, Facility, ListFiling, Signboard


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


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ["region", "list", "number", "published_on", "organ", "changes"]
    list_filter = ["list", "region"]
    list_select_related = ["region", "organ"]
    exclude = ["rows"]


@admin.register(ListFiling)
class ListFilingAdmin(ReadOnlyAdmin):
    list_display = ["edition", "function", "organ", "due_on", "sent_at", "received_at", "receipt"]
    list_filter = ["function"]
    list_select_related = ["edition__region", "organ"]


@admin.register(ExitCase)
class ExitCaseAdmin(ReadOnlyAdmin):
    list_display = ["number", "title", "region", "state", "opened_at", "closed_at"]
    list_filter = ["state", "region"]
    list_select_related = ["region"]


@admin.register(ExitReview)
class ExitReviewAdmin(ReadOnlyAdmin):
    list_display = ["entry", "ground", "found_at", "organ", "case", "closed_at"]
    list_filter = ["ground"]
    list_select_related = ["entry", "organ", "case"]
