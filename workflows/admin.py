"""Requests and what was recorded of them can be looked at here, not touched: acts have services."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from workflows.models import AdmissionRequest, Desk, NumberSeries, RequestEvent


@admin.register(AdmissionRequest)
class RequestAdmin(ReadOnlyAdmin):
    list_display = ["number", "title", "state", "department", "county", "submitted_at"]
    list_filter = ["state", "county"]
    search_fields = ["number", "title"]
    list_select_related = ["department", "county"]


@admin.register(RequestEvent)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "request", "act", "source", "target", "officer"]
    list_filter = ["act"]
    list_select_related = ["request", "officer"]


@admin.register(Desk)
class DeskAdmin(ReadOnlyAdmin):
    list_display = ["name", "county_code", "owner", "status", "due_on", "finished"]
    list_filter = ["name", "status"]
    list_select_related = ["owner"]


@admin.register(NumberSeries)
class NumberSeriesAdmin(ReadOnlyAdmin):
    list_display = ["name", "last"]
