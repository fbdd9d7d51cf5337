"""Administrators keep organs, officers and posts here. Rights follow from posts (`accounts.roles`), never by hand."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.forms import ChoiceField, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.models import (
    AllowedSubstitute,
    Appointment,
    CalendarDay,
    CalendarEdition,
    Delegation,
    Organ,
    Region,
    User,
)
from accounts.roles import Role


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """To be looked at, not touched."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "level"]
    list_filter = ["level"]
    search_fields = ["code", "name"]


@admin.register(Organ)
class OrganAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "function", "region"]
    list_filter = ["function"]
    search_fields = ["name"]
    autocomplete_fields = ["region"]
    list_select_related = ["region"]


class AppointmentForm(ModelForm):  # type: ignore[type-arg]
    role = ChoiceField(label=_("角色"), choices=Role.choices)

    class Meta:
        model = Appointment
        fields = ["officer", "role", "organ"]


@admin.register(Appointment)
class AppointmentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """任职 and 免职. A post is given and taken, not edited, so that grants always follow."""

    form = AppointmentForm
    list_display = ["officer", "role_name", "organ"]
    list_filter = ["role"]
    search_fields = ["officer__first_name", "officer__username", "organ__name"]
    autocomplete_fields = ["officer", "organ"]
    list_select_related = ["officer", "organ"]

    @admin.display(description=_("角色"), ordering="role")
    def role_name(self, appointment: Appointment) -> str:
        return str(Role(appointment.role).label)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Appointment, form: Any, change: bool) -> None:
        kept = roles.appoint(obj.officer, Role(obj.role), obj.organ)
        obj.pk = kept.pk

    def delete_model(self, request: HttpRequest, obj: Appointment) -> None:
        roles.dismiss(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Appointment]) -> None:
        for appointment in queryset:
            roles.dismiss(appointment)


@admin.register(Delegation)
class DelegationAdmin(ReadOnlyAdmin):
    """Officers delegate and take back for themselves, on their own page."""

    list_display = ["principal", "substitute", "starts_on", "ends_on", "reason", "ended_at"]
    search_fields = ["principal__first_name", "substitute__first_name"]
    list_select_related = ["principal", "substitute"]
    date_hierarchy = "starts_on"


@admin.register(AllowedSubstitute)
class AllowedSubstituteAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["organ", "by"]
    autocomplete_fields = ["organ", "by"]
    list_select_related = ["organ", "by"]


@admin.register(User)
class OfficerAdmin(UserAdmin):  # type: ignore[type-arg]
    list_display = ["username", "first_name", "organ", "is_active"]
    list_filter = ["is_active", "is_staff", "organ__function"]
    search_fields = ["username", "first_name", "organ__name"]
    list_select_related = ["organ"]
    autocomplete_fields = ["organ"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("经办人"), {"fields": ["first_name", "organ", "email"]}),
        (_("账号"), {"fields": ["is_active", "is_staff", "is_superuser", "last_login"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "first_name", "organ", "usable_password", "password1", "password2"],
            },
        )
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Officers are deactivated, never deleted: their acts stay on record."""
        return False


@admin.register(CalendarEdition)
class CalendarEditionAdmin(ReadOnlyAdmin):
    list_display = ["year", "source", "provisional", "imported_at"]


@admin.register(CalendarDay)
class CalendarDayAdmin(ReadOnlyAdmin):
    list_display = ["date", "is_working", "name", "edition"]
    list_filter = ["edition__year", "is_working"]
    date_hierarchy = "date"
