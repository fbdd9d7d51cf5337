"""A request before it is handed in: begun, looked over, renamed, copied, thrown away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import doors, rights
from accounts.models import User
from policy.terms import Terms
from workflows.models import AdmissionRequest, RequestPart, State
from workflows.pages import part_desk
from workflows.pages.acting import DONE, attempt
from workflows.pages.corrections import to_put_right
from workflows.pages.draft_forms import RenameForm, RequestBeginForm
from workflows.pages.part_pages import SAVED, own
from workflows.pages.sight import officer_of
from workflows.pages.told import Told, told
from workflows.services import drafting, judgement, keeping
from workflows.services.lasting import law_since
from workflows.services.readings import terms_for


@doors.holding(rights.SUBMIT)
def request_new(request: HttpRequest) -> HttpResponse:
    """Begin a request."""
    officer = officer_of(request)
    form = RequestBeginForm(officer, request.POST or None)
    made: list[AdmissionRequest] = []
    status = DONE
    if request.method == "POST":
        status = attempt(lambda: made.append(drafting.begin(by=officer, **form.cleaned_data)), form)
        if status == DONE:
            return redirect("part_edit", made[0].pk, 1)
    return render(request, "applying/request_new.html", {"form": form}, status=status)


@doors.holding(rights.SUBMIT)
def request_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft looked over: its parts with what the notice says of each, and what is left to do. POST renames it."""
    subject = own(request, pk)
    if subject.state not in drafting.WRITABLE:
        return redirect("request", pk)
    form = RenameForm(request.POST or None, initial={"title": subject.title})
    status = DONE
    if request.method == "POST":
        title = request.POST.get("title", "")
        status = attempt(lambda: drafting.rename(subject, by=officer_of(request), title=title), form)
        if status == DONE:
            messages.success(request, _("已改名为《%(title)s》。") % {"title": form.cleaned_data["title"]})
            return redirect("request_edit", pk)
    shown = _looked_over(subject, officer_of(request)) | {"form": form, "saved": request.session.pop(SAVED, [])}
    return render(request, "applying/request_edit.html", shown, status=status)


@doors.holding(rights.SUBMIT)
@require_POST
def request_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """照此另拟: a new draft like this one."""
    copied = drafting.copy_from(own(request, pk), by=officer_of(request))
    messages.success(request, _("已照《%(title)s》另拟一份草稿，请核对后提交。") % {"title": copied.title})
    return redirect("request_edit", copied.pk)


@doors.holding(rights.SUBMIT)
def request_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away: the question, and the answer."""
    subject = own(request, pk)
    form = RenameForm({"title": subject.title})
    if request.method == "POST" and attempt(lambda: drafting.discard(subject, by=officer_of(request)), form) == DONE:
        messages.success(request, _("已删除草稿《%(title)s》。") % {"title": subject.title})
        return redirect("request_list")
    refused = [str(wrong) for wrong in form.non_field_errors()]
    shown = {"subject": subject, "refused": refused}
    return render(request, "applying/request_discard.html", shown, status=409 if refused else DONE)


def _looked_over(subject: AdmissionRequest, officer: User) -> dict[str, Any]:
    by = terms_for(subject)
    parts = [_line(part, by) for part in subject.live_parts()]
    returned = subject.state == State.RETURNED
    return {
        "subject": subject,
        "unsaved": keeping.unsaved(subject, officer),
        "law_since": law_since(subject),
        "returned": returned,
        "wanted": to_put_right(subject),
        "parts": parts,
        "forbidden": [part for part, said, _missing in parts if said and said.is_forbidden],
        "incomplete": [(part, missing) for part, _said, missing in parts if missing],
        "late": part_desk.late_days(subject),
        "act": "resubmit" if returned else "submit",
    }


def _line(part: RequestPart, by: Terms) -> tuple[RequestPart, Told | None, list[str]]:
    """(part, what the notice says of it today, what it still must answer); for a decided part only the part."""
    if not part.is_pending:
        return part, None, []
    return part, told(judgement.judge(part, by).verdict, part.kind), drafting.unanswered(part)
