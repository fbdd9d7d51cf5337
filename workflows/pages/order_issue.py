"""签发督办单: on one problem, in one's own words, or on all that a list shows, as a batch."""

import secrets
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import doors, rights
from accounts.models import Region, User
from workflows.models import Batch, BatchAct, Cause, SupervisionOrder
from workflows.pages.acting import DONE, NOT_NOW, attempt
from workflows.pages.evidence import told
from workflows.pages.order_forms import ManyForm, OwnWordsForm
from workflows.pages.problem_lists import LISTS
from workflows.pages.sight import officer_of
from workflows.pages.supervised import Overdue, Supervised
from workflows.services import alarms, batches, demands, ordering, oversight
from workflows.services.batch_acts import Wish
from workflows.services.problem import Problem


@doors.holding(rights.SUPERVISE)
def order_new(request: HttpRequest) -> HttpResponse:
    """An order on the problem that `about` names, or in my own words."""
    officer, key = officer_of(request), request.GET.get("about", "")
    problem = alarms.find(key) if key else None
    if problem and not oversight.watches(officer, problem.county):
        raise PermissionDenied(_("此问题不在您监督的区划内。"))
    form = OwnWordsForm(oversight.watched(officer), request.POST or None, problem)
    status, made = (NOT_NOW if key and not problem else DONE), []
    if request.method == "POST" and (problem or not key):
        status = attempt(lambda: made.append(_issue(problem, form.cleaned_data, officer)), form)
        if status == DONE:
            messages.success(request, _("督办单 %(number)s 已签发。") % {"number": made[0].number})
            return redirect("order", pk=made[0].pk)
    shown = {"problem": problem, "gone": bool(key) and not problem, "form": form, **_history(problem, officer)}
    return render(request, "orders/new.html", shown, status=status)


def _history(problem: Problem | None, officer: User) -> dict[str, Any]:
    """How old the problem is, the order that is open on it, and those that were."""
    if problem is None:
        return {}
    seen = ordering.visible_to(officer).filter(pk__in=ordering.on_problem(problem.key).values("pk"))
    age = (localdate() - problem.since).days if problem.since else None
    shown = {"age": age, "earlier": seen.order_by("-pk"), "from_report": problem.key.startswith(demands.ORDERED_AS)}
    return shown | {"evidence": told(problem.evidence)}


def _issue(problem: Problem | None, given: dict[str, Any], officer: User) -> SupervisionOrder:
    told = {name: given[name] for name in ("organ", "title") if name in given}
    return ordering.issue(
        replace(problem, **told) if problem else _in_own_words(given),
        by=officer,
        demand=given["demand"],
        working_days_given=given["working_days_given"],
    )


def _in_own_words(given: dict[str, Any]) -> Problem:
    region: Region = given["organ"].region
    with override(settings.LANGUAGE_CODE):  # as the alarms keep it
        known = ((_("已知情况"), given["known"]),) if given["known"] else ()
    # Nothing else names such a problem: every one is a thing of its own.
    key = f"own-{secrets.token_hex(8)}"
    return Problem(Cause.OTHER, key, given["title"], region, given["organ"], evidence=known)


@doors.holding(rights.SUPERVISE)
def orders_many(request: HttpRequest, name: str = Overdue.name) -> HttpResponse:
    """An order on each problem that the list shows, by the same filters: they become a batch, which the worker does."""
    if name not in LISTS or LISTS[name].called is None:
        raise Http404
    officer = officer_of(request)
    listing = LISTS[name](oversight.watched(officer), request.GET)
    form, status = ManyForm(request.POST or None), DONE
    if request.method == "POST":
        made: list[Batch] = []
        status = attempt(lambda: made.append(_batch_of(listing, form, officer)), form)
        if status == DONE:
            return redirect("batch", made[0].key)
    count = listing.rows.count()
    shown = {"listing": listing, "name": name, "count": count, "most": batches.MOST_ORDERS, "form": form}
    return render(request, "orders/many.html", shown | {"too_many": count > batches.MOST_ORDERS}, status=status)


def _batch_of(listing: Supervised, form: ManyForm, officer: User) -> Batch:
    """Chosen and asked for in one; sent twice, it is one batch, and what is confirmed stays as it was."""
    wish = {name: form.cleaned_data[name] for name in ("demand", "working_days_given")}
    rows = listing.rows[: batches.MOST_ORDERS + 1]
    problems = [(row.key, listing.called(row)) for row in rows] if listing.called else []
    batch = batches.choose_problems(officer, problems, key=form.cleaned_data["key"])
    if batch.confirmed_at is None:
        batches.ask(batch, by=officer, act=BatchAct.ORDER, wish=Wish(**wish))
        batches.go_on(batch)
    return batch
