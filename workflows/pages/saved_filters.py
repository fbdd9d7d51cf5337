"""常用筛选: saved from a list, and removed, each by one press; both come back to the list."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import doors
from workflows.pages.acting import DONE, attempt
from workflows.pages.sight import officer_of
from workflows.pages.written import short
from workflows.services import saved_filters as service


class SaveForm(forms.Form):
    name = short(_("名称"), most=30, required=True, missing=_("请给筛选起个名称。"))
    path = forms.CharField(max_length=100)
    query = forms.CharField(max_length=4000, required=False)


@doors.signed_in
@require_POST
def filter_save(request: HttpRequest) -> HttpResponse:
    """Keep the conditions of the list that the form names."""
    officer, form = officer_of(request), SaveForm(request.POST)
    if attempt(lambda: service.save(officer, **form.cleaned_data), form) == DONE:
        messages.success(request, __("已保存为常用筛选“%(name)s”。") % {"name": form.cleaned_data["name"]})
    else:
        said = [str(text) for texts in form.errors.values() for text in texts]
        messages.error(request, __("没有保存：%(why)s") % {"why": "".join(dict.fromkeys(said))})
    return redirect(_back(form))


@doors.signed_in
@require_POST
def filter_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one of my own."""
    officer, form = officer_of(request), SaveForm(request.POST)
    service.remove(officer, pk)
    form.is_valid()
    return redirect(_back(form))


def _back(form: SaveForm) -> str:
    """The list one came from, if it is one of ours; else the first page."""
    path, query = form.cleaned_data.get("path", ""), form.cleaned_data.get("query", "")
    if not path or not service.is_a_page_of_ours(path):
        return "/"
    return f"{path}?{query.removeprefix('?')}" if query else path
