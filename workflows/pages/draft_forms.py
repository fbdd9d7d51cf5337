"""What is asked when a request is begun, renamed, or asks for one thing more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import rights
from accounts.models import Organ, Region, User
from policy.facts import Kind
from workflows.pages import written
from workflows.pages.part_form import TITLE
from workflows.services import drafting


class PartBeginForm(forms.Form):
    """One thing more."""

    title = written.short(
        gettext_lazy("事项名称"), most=TITLE, required=True, help_text=gettext_lazy("写规范全称，与依据文件一致。")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("事项类别"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("请选择事项类别。"),
            "invalid_choice": gettext_lazy("请从所列类别中选择。"),
        },
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["kind"].choices = [(each.value, _(each.label)) for each in Kind]  # type: ignore[attr-defined]


class RequestBeginForm(PartBeginForm):
    """A new request with its first part. Department and county are asked only where there is a choice."""

    department: forms.ModelChoiceField[Organ] = forms.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("申请单位"),
        empty_label=None,
        error_messages={
            "required": gettext_lazy("请选择申请单位。"),
            "invalid_choice": gettext_lazy("请选择您所在的申请单位。"),
        },
    )
    county: forms.ModelChoiceField[Region] = forms.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("受理县（市、区）"),
        empty_label=None,
        error_messages={
            "required": gettext_lazy("请选择受理县（市、区）。"),
            "invalid_choice": gettext_lazy("只能向本单位所在的县（市、区）申请。"),
        },
    )
    field_order = ("department", "county", "title", "kind")

    def __init__(self, officer: User, data: Any = None) -> None:
        super().__init__(data)
        departments = Organ.objects.filter(pk__in=rights.places(officer, {rights.SUBMIT})).select_related("region")
        counties = Region.objects.none()
        for department in departments:
            counties |= drafting.counties_of(department)
        for name, rows in (("department", departments), ("county", counties)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
            only = list(rows[:2])
            if len(only) == 1:
                self.fields[name].widget = forms.HiddenInput()
                self.initial[name] = only[0].pk
        self.departments = departments


class RenameForm(forms.Form):
    """Another title for the request."""

    title = written.short(gettext_lazy("申请名称"), most=TITLE, required=True)
