"""按模板起草: the templates that come with the program and those of the officer's organs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts import doors, rights
from accounts.models import User
from policy.choices import Kind
from workflows.models import AdmissionRequest, RequestTemplate
from workflows.pages import written
from workflows.pages.acting import DONE, attempt
from workflows.pages.draft_forms import RequestBeginForm
from workflows.pages.part_pages import own
from workflows.pages.sight import officer_of
from workflows.services import templates as service


class NameForm(forms.Form):
    """The name of a template."""

    name = written.short(gettext_lazy("模板名称"), most=100, required=True, missing=gettext_lazy("请填写模板名称。"))


class BeginForm(RequestBeginForm):
    """Title, and department and county where there is a choice; the kinds are the template's."""

    def __init__(self, officer: User, data: Any = None, title: str = "") -> None:
        super().__init__(officer, data)
        del self.fields["kind"]
        self.initial["title"] = title


@doors.holding(rights.SUBMIT)
def templates(request: HttpRequest) -> HttpResponse:
    """All templates the officer may begin from."""
    own_ones = [
        (each, _kinds(each.parts), NameForm({"name": each.name})) for each in service.of_organs(officer_of(request))
    ]
    shown = {"own": own_ones, "packaged": [(each, _kinds(each.parts)) for each in service.packaged().values()]}
    return render(request, "drafting/templates.html", shown)


@doors.holding(rights.SUBMIT)
def template_begin(request: HttpRequest) -> HttpResponse:
    """Begin a request from the template named in the address (`key`, or `own` for one of the organ's)."""
    officer = officer_of(request)
    name, parts = _chosen(request, officer)
    form = BeginForm(officer, request.POST or None, title=str(parts[0]["title"]))
    made: list[AdmissionRequest] = []
    status = DONE
    if request.method == "POST":
        status = attempt(lambda: made.append(service.begin_from(parts, by=officer, **form.cleaned_data)), form)
        if status == DONE:
            messages.success(request, _("已按模板“%(name)s”起草，请逐项核对后提交。") % {"name": name})
            return redirect("request_edit", made[0].pk)
    shown = {"form": form, "name": name, "parts": [(each["title"], _kinds([each])) for each in parts]}
    return render(request, "drafting/template_begin.html", shown, status=status)


@doors.holding(rights.SUBMIT)
def template_save(request: HttpRequest, pk: int) -> HttpResponse:
    """存为模板: ask for the name, and keep it."""
    subject = own(request, pk)
    form = NameForm(request.POST or None, initial={"name": subject.title})
    status = DONE
    if request.method == "POST":
        status = attempt(lambda: service.save_as(subject, by=officer_of(request), name=form.cleaned_data["name"]), form)
        if status == DONE:
            messages.success(request, _("已存为模板“%(name)s”。") % {"name": form.cleaned_data["name"]})
            return redirect("templates")
    return render(request, "drafting/template_save.html", {"subject": subject, "form": form}, status=status)


@doors.holding(rights.SUBMIT)
def template_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """改名"""
    template = _own(request, pk)
    form = NameForm(request.POST or None, initial={"name": template.name})
    status = DONE
    if request.method == "POST":
        old = template.name
        status = attempt(lambda: service.rename(template, by=officer_of(request), name=form.cleaned_data["name"]), form)
        if status == DONE:
            messages.success(request, _("模板“%(old)s”已改名。") % {"old": old})
            return redirect("templates")
    return render(request, "drafting/template_rename.html", {"template": template, "form": form}, status=status)


@doors.holding(rights.SUBMIT)
@require_POST
def template_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """删除"""
    template = _own(request, pk)
    service.delete(template, by=officer_of(request))
    messages.success(request, _("已删除模板“%(name)s”。") % {"name": template.name})
    return redirect("templates")


def _own(request: HttpRequest, pk: int) -> RequestTemplate:
    return get_object_or_404(service.of_organs(officer_of(request)), pk=pk)


def _chosen(request: HttpRequest, officer: User) -> tuple[str, Sequence[Mapping[str, Any]]]:
    if found := service.packaged().get(request.GET.get("key", "")):
        return found.name, found.parts
    own_pk = request.GET.get("own", "")
    template = service.of_organs(officer).filter(pk=own_pk).first() if own_pk.isdecimal() and len(own_pk) < 10 else None
    if template is None:
        raise Http404
    return template.name, template.parts


def _kinds(parts: Sequence[Mapping[str, Any]]) -> str:
    return _("、").join(dict.fromkeys(_(Kind(each["kind"]).label) for each in parts))
