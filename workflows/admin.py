"""Requests and what was recorded of them can be looked at here, not touched: acts have services.

How a county reads the notice is set here, and only added: what was once judged so stays explained.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.admin import ReadOnlyAdmin
from accounts.models import Level, Region
from policy import notice
from policy.notice import Reading
from workflows.models import (
    AdmissionRequest,
    Body,
    CountyReading,
    Desk,
    IssuedLetter,
    Letterhead,
    LetterKind,
    LetterTemplate,
    NumberSeries,
    RequestEvent,
    SupervisionOrder,
)
from workflows.papers import language, pdf
from workflows.papers.language import TemplateFault
from workflows.services import letter_templates
from workflows.services.issuers import Issuer

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


@admin.register(IssuedLetter)
class IssuedLetterAdmin(ReadOnlyAdmin):
    list_display = ["number", "kind", "version", "request", "order", "exit_case", "officer", "at"]
    list_filter = ["kind", "year"]
    search_fields = ["number", "title", "request__number", "order__number", "exit_case__number"]
    list_select_related = ["request", "order", "exit_case", "officer"]
    exclude = ["pdf", "docx"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("pdf", "docx")


@admin.register(Letterhead)
class LetterheadAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["organ", "code", "signs_as"]
    autocomplete_fields = ["organ"]
    list_select_related = ["organ"]


class LetterTemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = LetterTemplate
        fields = ["kind", "text", "note"]

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        if "text" in self.fields:
            self.fields["text"].strip = False  # type: ignore[attr-defined]
            self.fields["text"].widget.attrs |= {"rows": 30, "cols": 90}
            self.fields["text"].help_text = _names_offered()

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        kind = self.cleaned_data.get("kind")  # it stands before the text, and has been looked at
        if kind in LetterKind.values:
            try:
                language.read(text, letter_templates.names_for(LetterKind(kind)))
            except TemplateFault as fault:
                raise ValidationError(str(fault)) from fault
        return text


def _names_offered() -> str:
    """Which names a template may use, by what its letters hang on."""
    groups = (
        (__("准入申请的文书"), letter_templates.NAMES),
        (__("督办的文书"), letter_templates.ORDER_NAMES),
        (__("退出的文书"), letter_templates.EXIT_NAMES),
    )
    offered = [
        __("%(letters)s可以使用：%(names)s。") % {"letters": of, "names": __("、").join(names)} for of, names in groups
    ]
    return "".join([*offered, __("写法见说明文档。")])


@admin.register(LetterTemplate)
class LetterTemplateAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Templates are added, version after version; an earlier one is taken up again by adding it once more."""

    form = LetterTemplateForm
    list_display = ["kind", "pk", "note", "set_by", "set_at"]
    list_filter = ["kind"]
    list_select_related = ["set_by"]
    add_form_template = change_form_template = "letters/template_form.html"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The template that holds now: it is changed from there."""
        kind = request.GET.get("kind", "")
        if kind not in LetterKind.values:
            return {}
        row = LetterTemplate.objects.filter(kind=kind).order_by("-pk").first()
        return {"kind": kind, "text": row.text if row else letter_templates.shipped(LetterKind(kind))}

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if request.method == "POST" and "_preview" in request.POST and self.has_add_permission(request):
            form = LetterTemplateForm(request.POST)
            if form.is_valid():
                return self._preview(form)
        extra = {"kinds": LetterKind.choices, **(extra_context or {})}
        return super().add_view(request, form_url, extra)

    def _preview(self, form: LetterTemplateForm) -> HttpResponse:
        """The template as PDF: every name stands for itself, in the name of nobody."""
        kind = LetterKind(form.cleaned_data["kind"])
        with override(settings.LANGUAGE_CODE):
            template = language.read(form.cleaned_data["text"], letter_templates.names_for(kind))
            nobody = Issuer(Body.ORGAN, ("（发文机关）",), "", "", Region(), "")
            paper = letter_templates.paper(template, letter_templates.sample(kind), kind, nobody, "", "")
        headers = {"Content-Disposition": 'attachment; filename="preview.pdf"'}
        return HttpResponse(pdf.made(paper).file, content_type="application/pdf", headers=headers)

    def save_model(self, request: HttpRequest, obj: LetterTemplate, form: Any, change: bool) -> None:
        obj.set_by_id = request.user.pk
        super().save_model(request, obj, form, change)
