"""我的代理: whom I asked to stand in for me and for whom I stand in; for supervisors, all of their regions."""

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import doors, rights
from accounts.models import User
from workflows.pages.acting import DONE, attempt, hindrance
from workflows.pages.sight import officer_of
from workflows.pages.written import short
from workflows.services import delegating

# Past ones are shown for the record; the page is not an archive.
SHOWN = 50


def day(label: Any) -> forms.DateField:
    """A day, chosen or typed."""
    wrong = cast(str, _("请填写日期，如 2026-12-01。"))
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": wrong, "invalid": wrong},
    )


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An officer, with his organ."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}（{obj.organ}）"


class DelegationForm(forms.Form):
    """委托: to whom, from when, until when, why."""

    substitute = PersonField(
        label=_("代理人"),
        queryset=User.objects.none(),
        empty_label=_("请选择"),
        error_messages={"required": _("请选择代理人。"), "invalid_choice": _("请选择列出的代理人。")},
        help_text=_("本单位在职人员，或者管理员指定的其他单位人员。"),
    )
    starts_on = day(_("开始日期"))
    ends_on = day(_("结束日期"))
    reason = short(_("事由"), required=True, missing=_("请写明委托的事由。"), help_text=_("如：外出培训、休假、病假。"))

    def __init__(self, officer: User, data: Any = None) -> None:
        today: date = localdate()
        super().__init__(data, initial={"starts_on": today})
        self.fields["substitute"].queryset = delegating.candidates(officer)  # type: ignore[attr-defined]
        for name in ("starts_on", "ends_on"):
            self.fields[name].widget.attrs["min"] = today.isoformat()


@doors.signed_in
def delegations(request: HttpRequest) -> HttpResponse:
    """Name a substitute; see what was given, taken and, as a supervisor, what stands in one's regions."""
    officer = officer_of(request)
    form, status = DelegationForm(officer, request.POST or None), DONE
    if request.method == "POST":
        status = attempt(lambda: delegating.delegate(by=officer, **form.cleaned_data), form)
        if status == DONE:
            messages.success(request, __("已委托%(substitute)s。") % {"substitute": form.cleaned_data["substitute"]})
            return redirect("delegations")
    return render(request, "offices/delegations.html", _shown(officer) | {"form": form}, status=status)


@doors.signed_in
def delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a message about one delegation leads: to the page on which it stands."""
    get_object_or_404(delegating.visible_to(officer_of(request)), pk=pk)
    return redirect("delegations")


@doors.signed_in
@require_POST
def delegation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """收回委托."""
    officer = officer_of(request)
    row = get_object_or_404(delegating.visible_to(officer), pk=pk)
    if refused := hindrance(lambda: delegating.end(row, by=officer)):
        messages.error(request, refused)
    else:
        messages.success(request, __("已收回对%(substitute)s的委托。") % {"substitute": row.substitute})
    return redirect("delegations")


def _shown(officer: User) -> dict[str, Any]:
    rows = list(delegating.visible_to(officer)[:SHOWN])
    return {
        "lends": bool(rights.own_holdings(officer)),
        "given": [row for row in rows if row.principal_id == officer.pk],
        "taken": [row for row in rows if row.substitute_id == officer.pk],
        "others": [row for row in rows if officer.pk not in (row.principal_id, row.substitute_id)],
        "officer": officer,
    }
