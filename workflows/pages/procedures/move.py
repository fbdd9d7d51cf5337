"""转用新程序: what a move would change at the desks of one request, and the move itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import doors
from workflows.flows import NODES
from workflows.models import AdmissionRequest, Desk
from workflows.pages.act_forms import ReasonForm
from workflows.pages.acting import DONE, NOT_NOW, attempt, hindrance
from workflows.pages.procedures import words
from workflows.pages.sight import in_sight, officer_of
from workflows.services import procedures, signers
from workflows.services.procedures import Move
from workflows.signing import Member


@doors.signed_in
def move_procedure(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview, with the reason asked beside it; the service asks whether the officer may."""
    officer = officer_of(request)
    subject = _subject(request, pk)
    form = ReasonForm(subject, officer, request.POST or None)
    status = DONE
    if request.method == "POST":
        status = attempt(lambda: procedures.move(subject, by=officer, **form.arguments()), form)
        if status == DONE:
            messages.success(request, _("《%(request)s》已转用现行办理程序。") % {"request": subject})
            return redirect("procedure") if procedures.may_set(officer) else redirect("request", pk=subject.pk)
        subject = _subject(request, pk)
    found: list[Move] = []
    stopped = hindrance(lambda: found.append(procedures.preview(subject, officer)))
    shown = {"subject": subject, "form": form, "stopped": stopped, "move": _drawn(found[0]) if found else None}
    return render(request, "procedures/move.html", shown, status=NOT_NOW if stopped else status)


def _subject(request: HttpRequest, pk: int) -> AdmissionRequest:
    """An administrator moves what he could not otherwise see; everybody else only what is in his sight."""
    if procedures.may_set(officer_of(request)):
        found = AdmissionRequest.objects.exclude(state="draft").select_related("county", "department", "applicant")
        return found.get(pk=pk) if found.filter(pk=pk).exists() else in_sight(request, pk)
    return in_sight(request, pk)


def _drawn(planned: Move) -> dict[str, object]:
    names = signers.names_of([Member.at(desk).key for desk in (*planned.turn.cleared, *planned.turn.laid)])
    return {
        "old": words.version_says(planned.old.version),
        "new": words.version_says(planned.new.version),
        "changes": words.told(planned.differences),
        "cleared": [_named(desk, names) for desk in planned.turn.cleared],
        "laid": [(_named(desk, names), desk) for desk in planned.turn.laid],
        "dates": [(_(NODES[each.desk.name].task_title), each) for each in planned.dates],
        "votes": planned.votes,
        "goes_on": planned.goes_on,
    }


def _named(desk: Desk, names: dict[str, str]) -> str:
    return _("%(desk)s：%(who)s") % {"desk": _(NODES[desk.name].task_title), "who": names[Member.at(desk).key]}
