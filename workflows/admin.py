"""Requests and what was recorded of them can be looked at here, not touched: acts have services.

How a county reads the notice is set here, and only added: what was once judged so stays explained.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin
from accounts.models import Level, Region
from policy import notice
from policy.notice import Reading
from workflows.models import AdmissionRequest, CountyReading, Desk, NumberSeries, RequestEvent, SupervisionOrder

NUMBER = "number"
Options = list[tuple[str, str]]


@admin.register(AdmissionRequest)
class RequestAdmin(ReadOnlyAdmin):
    list_display = ["number", "title", "state", "department", "county", "submitted_at"]
    list_filter = ["state", "county"]
    search_fields = ["number", "title"]
    list_select_related = ["department", "county"]


@admin.register(SupervisionOrder)
class OrderAdmin(ReadOnlyAdmin):
    list_display = ["number", "title", "state", "cause", "organ", "county", "issued_at"]
    list_filter = ["state", "cause", "county"]
    search_fields = ["number", "title"]
    list_select_related = ["organ", "county"]


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


def _options() -> list[tuple[str, Options]]:
    """By question: (what is posted, what is read). Where a point asks for a number, that is said instead."""
    return [(__(point.question), _options_of(point)) for point in notice.READINGS.values()]


def _options_of(point: Reading) -> Options:
    if not point.options:
        return [(f"{point.name}:{NUMBER}", __("填写整数（通常为%(usual)s）") % {"usual": point.chosen})]
    usual = __("（通常的读法）")
    return [
        (f"{point.name}:{each}", __(point.label(each)) + (usual if each == point.chosen else ""))
        for each in point.options
    ]


class ReadingForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name and choice are picked at once, so that only what the edition knows can be set."""

    reads = forms.ChoiceField(label=_("读法"), choices=_options)
    number = forms.IntegerField(
        label=_("整数"),
        min_value=0,
        max_value=10**6,
        required=False,
        help_text=_("只在所选读法须填写整数时填写。"),
    )

    class Meta:
        model = CountyReading
        fields = ["county", "effective_from"]
        help_texts = {"effective_from": _("自这一天起提交的申请适用；此前提交的不受影响。")}

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        if "county" in self.fields:
            self.fields["county"].queryset = Region.objects.filter(level=Level.COUNTY)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        name, _colon, choice = given.get("reads", "").partition(":")
        if choice == NUMBER:
            if given.get("number") is None and "number" not in self.errors:
                raise ValidationError({"number": __("该读法须填写整数。")})
            choice = str(given.get("number", ""))
        elif given.get("number") is not None:
            raise ValidationError({"number": __("所选读法不须填写整数，请留空。")})
        self.instance.name, self.instance.choice = name, choice
        return given

    def _get_validation_exclusions(self) -> set[str]:
        # What is set here without a field of that name is looked at as well, once something was picked.
        left_out: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return left_out - {"name", "choice"} if self.instance.name else left_out

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with name or choice stands at the list from which both are picked."""
        if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
            told = {"name": "reads", "choice": "number" if self.cleaned_data.get("number") is not None else "reads"}
            error = ValidationError({told.get(name, name): said for name, said in error.error_dict.items()})
        super().add_error(field, error)


@admin.register(CountyReading)
class CountyReadingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = ReadingForm
    fields = ["county", "reads", "number", "effective_from"]
    list_display = ["county", "question", "read_as", "effective_from", "set_by", "set_at"]
    list_filter = ["effective_from"]
    list_select_related = ["county", "set_by"]
    search_fields = ["county__name"]

    @admin.display(description=_("存疑之处"), ordering="name")
    def question(self, row: CountyReading) -> str:
        return __(row.reading.question) if row.reading else row.name

    @admin.display(description=_("读法"))
    def read_as(self, row: CountyReading) -> str:
        return __(row.reading.label(row.value)) if row.reading else row.choice

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: CountyReading, form: Any, change: bool) -> None:
        obj.set_by_id = request.user.pk
        super().save_model(request, obj, form, change)
