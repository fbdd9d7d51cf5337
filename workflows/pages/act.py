"""The page of one act: what must be known beside the form that does it. One view serves every act but the decision."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import doors, rights
from accounts.models import User
from workflows import seats
from workflows.models import AdmissionRequest
from workflows.pages import act_table, why_here
from workflows.pages.act_table import ACTS, Act
from workflows.pages.acting import DONE, NOT_NOW, attempt, hindrance
from workflows.pages.emergency import shown as emergency
from workflows.pages.heard import Heard
from workflows.pages.part_desk import late_days
from workflows.pages.sheet import sheets
from workflows.pages.sight import in_sight, officer_of

ACTING = tuple(sorted(rights.ON_ORGANS | rights.ON_REGIONS))

READ = ("findings", "village", "basis", "purse", "conflicts", "all")
# What the desk is asked about stands first on its page.
READ_FIRST = {
    "legality": ("basis", "village", "findings", "conflicts", "purse", "all"),
    "funding": ("purse", "village", "findings", "basis", "conflicts", "all"),
    "consultation": ("village", "purse", "conflicts", "basis", "findings", "all"),
    "technical": ("village", "conflicts", "basis", "findings", "purse", "all"),
    "check_order": ("basis", "village", "purse", "conflicts", "findings", "all"),
}


@doors.holding(*ACTING)
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask what the act needs, and do it."""
    chosen = ACTS.get(name.replace("-", "_"))
    if chosen is None or chosen.name == "decide":
        raise Http404
    return answer(request, in_sight(request, pk), chosen, "offices/act.html")


def answer(request: HttpRequest, subject: AdmissionRequest, chosen: Act, template: str) -> HttpResponse:
    """Do the act on POST; else show its form, or why it cannot be done."""
    officer = officer_of(request)
    form = chosen.form(subject, officer, request.POST or None)
    status = DONE
    if request.method == "POST":
        status = attempt(lambda: chosen.does(subject, by=officer, **form.arguments()), form)
        if status == DONE:
            messages.success(
                request, _("《%(request)s》：已办理“%(act)s”。") % {"request": subject, "act": chosen.title}
            )
            return redirect(_next(officer, subject, chosen))
        subject = in_sight(request, subject.pk)
    stopped = hindrance(lambda: chosen.require_possible(subject, officer))
    if status == NOT_NOW:
        # What was typed is kept; the page now shows what happened since, and may be sent again.
        form.data = request.POST.copy()
        form.data["seen"] = str(subject.revision)
    principal = User.objects.get(pk=subject.in_place_of_id) if subject.in_place_of_id else None
    shown = _shown(subject, officer, chosen) | {"form": form, "stopped": stopped, "principal": principal}
    shown["rows"] = form.beside(shown["sheets"])
    return render(request, template, shown, status=NOT_NOW if stopped else status)


def _next(officer: User, subject: AdmissionRequest, chosen: Act) -> str:
    """The inbox, while something waits there; the applicant goes back to his request."""
    if chosen.right != rights.SUBMIT and seats.inbox(officer).exists():
        return reverse("inbox")
    return reverse("request", args=[subject.pk])


def _desk(subject: AdmissionRequest, officer: User, chosen: Act) -> str:
    """The desk at which the act is done; of an act of no desk, the one beside whose acts it is offered."""
    if chosen.desks:
        return seats.desk_for(subject, officer, chosen.desks)
    return next(iter(seats.desks_of(subject).intersection(chosen.beside)), "")


def _shown(subject: AdmissionRequest, officer: User, chosen: Act) -> dict[str, Any]:
    desk = _desk(subject, officer, chosen)
    siblings = [(each, each.url(subject)) for each in act_table.at_desk(desk)] if desk else []
    known = sheets(subject)
    asked_again = why_here.re_examined(subject, known) if desk == why_here.RE_EXAMINE else {}
    return {
        "subject": subject,
        "act": chosen,
        "desk": desk,
        "siblings": siblings,
        "waits": why_here.waits(subject, officer, desk) if desk else [],
        "sheets": known,
        "heard": Heard(subject),
        "late": late_days(subject) if chosen.name in ("submit", "resubmit") else [],
        **emergency.beside_an_act(subject),
        "sections": [f"offices/sheet_{name}.html" for name in READ_FIRST.get(desk, READ)],
        **asked_again,
    }
