"""登记应急命令: the form, and what came of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import doors, rights
from workflows.models import AdmissionRequest, State
from workflows.pages.acting import DONE, attempt
from workflows.pages.emergency.forms import OrderForm
from workflows.pages.sight import officer_of
from workflows.services import emergency


@doors.holding(rights.SUBMIT)
def emergency_new(request: HttpRequest) -> HttpResponse:
    """Register an emergency order; what it asks for runs from then on."""
    officer = officer_of(request)
    form = OrderForm(officer, request.POST or None)
    made: list[AdmissionRequest] = []
    status = DONE
    if request.method == "POST":
        status = attempt(lambda: made.append(emergency.run_at_once(by=officer, **form.arguments())), form)
        if status == DONE:
            _say(request, made[0])
            return redirect("request", made[0].pk)
    return render(request, "emergency/new.html", {"form": form}, status=status)


def _say(request: HttpRequest, subject: AdmissionRequest) -> None:
    if subject.state == State.DECLINED:
        messages.error(request, _("《%(request)s》未予登记，理由见下；记录已留存。") % {"request": subject})
    else:
        messages.success(
            request,
            _("《%(request)s》自即刻起施行，至%(day)s止；请在期限内补办备案。")
            % {"request": subject, "day": subject.order.ends_on.isoformat()},
        )
