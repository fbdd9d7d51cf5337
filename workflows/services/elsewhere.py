"""What waits for an officer outside requests: orders to answer or to check, steps of exits, filings of lists, reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import User
from accounts.models.region import inside
from workflows.models import AWAITING_ANSWER, OrderState, SupervisionOrder
from workflows.services import demands, exits, list_keeping, standing_waits

MOST = 100
"""Of each kind; whoever has more to do has the list of that kind."""


@dataclass(frozen=True)
class Waits:
    """One thing that waits. `on`: until when, None without a term; `page` and `pk` name the page where it is dealt with."""

    key: str
    step: str
    title: str
    number: str
    on: date | None
    page: str
    pk: int
    provisional: bool = False


def waits_for(officer: User) -> list[Waits]:
    """All of it, what is due first in front, what has no term last."""
    found = [*_to_answer(officer), *_to_check(officer), *_exits(officer), *_filings(officer), *_reports(officer)]
    return sorted(found, key=lambda each: (each.on or date.max, each.key))


def _to_answer(officer: User) -> Iterator[Waits]:
    """督办反馈: orders that the officer's organ has to answer."""
    if officer.organ_id is not None:
        for order in SupervisionOrder.objects.addressed_to(officer).filter(state__in=AWAITING_ANSWER)[:MOST]:
            yield _of_order(order, _("督办反馈"), order.due_on)


def _to_check(officer: User) -> Iterator[Waits]:
    """督办核查: orders that were answered, where the officer watches; never those on his own organ."""
    watched = inside("county__code", rights.regions(officer, {rights.SUPERVISE}))
    answered = SupervisionOrder.objects.filter(watched, state=OrderState.ANSWERED).exclude(organ=officer.organ_id)
    for order in answered.order_by("pk")[:MOST]:
        yield _of_order(order, _("督办核查"), None)


def _of_order(order: SupervisionOrder, step: str, on: date | None) -> Waits:
    return Waits(
        f"order-{order.pk}",
        step,
        order.title,
        order.number,
        on,
        "order",
        order.pk,
        bool(on and order.due_is_provisional),
    )


def _exits(officer: User) -> Iterator[Waits]:
    for desk in exits.waiting_for(officer)[:MOST]:
        case, wait = desk.case, standing_waits.of_exit_desk(desk)
        given = (case.title, case.number, desk.due_on, wait.page, case.pk, desk.due_is_provisional)
        yield Waits(wait.key, _(wait.step), *given)


def _filings(officer: User) -> Iterator[Waits]:
    for filing in list_keeping.filings_of(officer)[:MOST]:
        edition, (step, due) = filing.edition, standing_waits.step_of(filing)
        provisional = filing.due_is_provisional and not filing.sent_at
        yield Waits(f"filing-{filing.pk}", _(step), str(edition), "", due, "list_edition", edition.pk, provisional)


def _reports(officer: User) -> Iterator[Waits]:
    """反映: what supervision has to close, and what a township has not answered yet."""
    for report in demands.waiting_for(officer).order_by("made_on", "pk")[:MOST]:
        yield Waits(f"report-{report.pk}", _("办理反映"), report.title, report.number, None, "demand", report.pk)
