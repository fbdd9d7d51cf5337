"""Administrators look at the register of laws; nobody edits it there (`manage.py import_laws` writes it)."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from laws.models import Article, Confirmation, LawChange, LegalSource, LegalVersion


class ReadOnly(admin.ModelAdmin):
    """A list and a page to read, without a way to add, change or delete."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(LegalSource)
class LegalSourceAdmin(ReadOnly):
    list_display = ["title", "level", "document_number", "issuer"]
    list_filter = ["level"]
    search_fields = ["title", "short_titles", "document_number"]


@admin.register(LegalVersion)
class LegalVersionAdmin(ReadOnly):
    list_display = ["source", "label", "adopted_on", "effective_from", "effective_to", "ending", "status"]
    list_filter = ["ending", "status"]
    list_select_related = ["source"]
    search_fields = ["source__title"]
    date_hierarchy = "adopted_on"


@admin.register(Article)
class ArticleAdmin(ReadOnly):
    list_display = ["version", "label", "chapter"]
    list_select_related = ["version__source"]
    search_fields = ["version__source__title", "text"]
    show_full_result_count = False


@admin.register(LawChange)
class LawChangeAdmin(ReadOnly):
    list_display = ["at", "source", "article", "kind", "effective_on"]
    list_filter = ["kind"]
    list_select_related = ["source"]
    search_fields = ["source__title"]


@admin.register(Confirmation)
class ConfirmationAdmin(ReadOnly):
    list_display = ["at", "title", "document_number", "place", "source", "officer", "organ", "request_number"]
    list_select_related = ["source", "officer", "organ"]
    search_fields = ["title", "document_number", "request_number"]
    exclude = ["scan"]  # It is served to those who may see the request, not here.
