"""签发督办单: on one problem, in one's own words, or on all that a list shows, with a result for each."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import doors, rights
from accounts.models import Region, User
from workflows.errors import ActRefused
from workflows.models import Cause, Desk, SupervisionOrder
from workflows.pages.acting import DONE, NOT_NOW, attempt
from workflows.pages.order_forms import IssueForm, OwnWordsForm
from workflows.pages.sight import officer_of
from workflows.pages.supervised import Overdue
from workflows.services import alarms, ordering, oversight
from workflows.services.ordering import Problem

MOST = 500


@doors.holding(rights.SUPERVISE)
def order_new(request: HttpRequest) -> HttpResponse:
    """An order on the problem that `about` names, or in my own words."""
    officer, key = officer_of(request), request.GET.get("about", "")
    problem = alarms.find(key) if key else None
    if problem and not oversight.watches(officer, problem.county):
        raise PermissionDenied(_("此问题不在您监督的区划内。"))
    form: Any = (
        IssueForm(request.POST or None) if key else OwnWordsForm(oversight.watched(officer), request.POST or None)
    )
    status, made = (NOT_NOW if key and not problem else DONE), []
    if request.method == "POST" and (problem or not key):
        status = attempt(lambda: made.append(_issue(problem, form, officer)), form)
        if status == DONE:
            messages.success(request, _("督办单 %(number)s 已签发。") % {"number": made[0].number})
            return redirect("order", pk=made[0].pk)
    shown = {"problem": problem, "gone": bool(key) and not problem, "form": form}
    return render(request, "orders/new.html", shown, status=status)


def _issue(problem: Problem | None, form: Any, officer: User) -> SupervisionOrder:
    given = form.cleaned_data
    return ordering.issue(
        problem or _in_own_words(given),
        by=officer,
        demand=given["demand"],
        working_days_given=given["working_days_given"],
    )


def _in_own_words(given: dict[str, Any]) -> Problem:
    region: Region = given["organ"].region
    known = ((_("已知情况"), given["known"]),) if given["known"] else ()
    # Nothing else names such a problem: every one is a thing of its own.
    key = f"own-{secrets.token_hex(8)}"
    return Problem(Cause.OTHER, key, given["title"], region, given["organ"], evidence=known)


@dataclass(frozen=True)
class Result:
    """What became of one row of the list."""

    desk: Desk
    order: SupervisionOrder | None = None
    refused: str = ""


@doors.holding(rights.SUPERVISE)
def orders_many(request: HttpRequest) -> HttpResponse:
    """An order on each overdue desk that the list shows, by the same filters; each is issued or refused by itself."""
    officer = officer_of(request)
    listing = Overdue(oversight.watched(officer), request.GET)
    desks = list(listing.rows[: MOST + 1])
    form, results, status = IssueForm(request.POST or None), [], DONE
    if request.method == "POST" and len(desks) <= MOST:
        status = attempt(lambda: results.extend(_each(desks, form.cleaned_data, officer)), form)
    shown = {
        "listing": listing,
        "desks": desks,
        "too_many": len(desks) > MOST,
        "most": MOST,
        "form": form,
        "results": results,
        "issued": sum(1 for each in results if each.order),
    }
    return render(request, "orders/many.html", shown, status=status)


def _each(desks: list[Desk], given: dict[str, Any], officer: User) -> list[Result]:
    return [_one(desk, given, officer) for desk in desks]


def _one(desk: Desk, given: dict[str, Any], officer: User) -> Result:
    problem = alarms.of_desk(desk)
    if problem is None:
        return Result(desk, refused=_("该环节无人任职，没有可以督办的单位。"))
    try:
        return Result(desk, ordering.issue(problem, by=officer, **given))
    except (ActRefused, PermissionDenied) as refusal:
        return Result(desk, refused=str(refusal))
