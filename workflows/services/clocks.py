"""办理期限 of what lies on the desks: why it is due when it is due, and what a new calendar makes of it."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import rights, working_days
from accounts.days import midnight
from accounts.models import CalendarEdition, Level, Region, User
from notifications import outbox
from policy import clock
from policy.calendar import WorkCalendar
from policy.clock import Deadline
from workflows.models import AdmissionRequest, Desk, Pause, Rung
from workflows.models.county_procedure import terms_on
from workflows.services.acts import put_on_record


def pauses_of(request: AdmissionRequest) -> list[clock.Pause]:
    """暂停: the ledger of the request, as the clock reads it; each with its reason in the reader's language."""
    rows = Pause.objects.filter(request=request)
    return [clock.Pause(row.started_at, row.ended_at, row.get_reason_display()) for row in rows]


def of_desk(
    desk: Desk, *, calendar: WorkCalendar, pauses: Iterable[clock.Pause] = (), on: date | None = None
) -> Deadline:
    """When the desk is due and why, day by day, counted anew from when it was laid.

    `pauses` are those of its request; they do not stop a clock that is not the office's (补正). `on`: the day of asking.
    """
    opened, local = timezone.localtime(desk.created), desk.process.terms
    counted = local.desks[desk.name].counted
    return clock.deadline(
        opened,
        desk.budget,
        calendar=calendar,
        pauses=pauses if counted else (),
        as_of=on or timezone.localdate(),
        closes_at=local.closes_at,
    )


def due_like(region: Region, desk: str) -> Deadline:
    """By when something outside the requests is due, counted from now: in the working days that the procedure of the
    region's county gives the desk of that name. What lies above the counties goes by the packaged procedure."""
    local, _own = terms_on(region.ancestor_code(Level.COUNTY), timezone.localdate())
    calendar = working_days.current()
    return clock.deadline(
        timezone.localtime(), local.desks[desk].working_days, calendar=calendar, closes_at=local.closes_at
    )


@transaction.atomic
def recompute(years: Collection[int], *, by: User | None = None) -> int:
    """重新计算: count every open desk anew that looked at a day of `years`. Returns how many requests changed.

    Each gets one event with the old and the new date and the notice of the calendar, and one message to those who
    hold the desk and to the applicant. A second time nothing changes.
    """
    calendar, changed = working_days.current(), 0
    touched = _touched(years)
    rows = AdmissionRequest.objects.filter(pk__in=touched.order_by().values("process__request")).order_by("pk")
    for request in rows.select_for_update(of=("self",)).select_related("applicant"):
        moved = _move(request, touched.filter(process__request=request), calendar)
        if moved:
            _write_down(request, moved, _notices(years), by)
            changed += 1
    return changed


def recount(request: AdmissionRequest) -> None:
    """Count the open desks of a locked request anew, after its ledger of pauses has changed."""
    _move(request, Desk.objects.filter(process__request=request, finished__isnull=True), working_days.current())


def _touched(years: Collection[int]) -> QuerySet[Desk]:
    """The open desks that looked at a day of the years: every day from when they were laid until they are due."""
    near = Q(pk__in=[])
    for year in years:
        new_year = midnight(date(year + 1, 1, 1))
        near |= Q(created__lt=new_year, due_on__gte=date(year, 1, 1))
    return Desk.objects.filter(near, finished__isnull=True).select_related("process__request").order_by("pk")


def _move(request: AdmissionRequest, desks: Iterable[Desk], calendar: WorkCalendar) -> list[dict[str, Any]]:
    """Count the desks of one request anew; what became of each whose date or certainty changed."""
    pauses, moved = pauses_of(request), []
    for desk in desks:
        due, old = of_desk(desk, calendar=calendar, pauses=pauses), desk.due_on
        if (due.due_on, due.provisional) == (old, desk.due_is_provisional):
            continue
        desk.due_on, desk.due_is_provisional = due.due_on, due.provisional
        desk.save(update_fields=["due_on", "due_is_provisional"])
        if due.due_on and old and due.due_on > old:
            Rung.objects.filter(desk=desk).delete()
        moved.append({"desk": desk, "old": old, "new": due.due_on, "provisional": due.provisional})
    return moved


def _write_down(request: AdmissionRequest, moved: list[dict[str, Any]], notices: str, by: User | None) -> None:
    told = [each | {"desk": each["desk"].name, "old": _iso(each["old"]), "new": _iso(each["new"])} for each in moved]
    event = put_on_record(request, "deadline_recomputed", by, desks=told, notice=notices)
    people = {request.applicant}
    for each in moved:
        people.update(holders_of(each["desk"]))
    dates = "、".join(dict.fromkeys(f"{each['old']} → {each['new']}" for each in told))
    outbox.tell(people, "deadline_recomputed", request, occasion=str(event.pk), dates=dates, notice=notices)


def holders_of(desk: Desk) -> QuerySet[User]:
    """Those who may sit at the desk; who is asked in person, he alone."""
    if desk.signer_id:
        return User.objects.filter(pk=desk.signer_id, is_active=True)
    return rights.holders_at(desk.owner_permission or "", desk.owner_permission_obj_pk or "")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else "—"


def _notices(years: Collection[int]) -> str:
    """On whose word the years stand now."""
    editions = CalendarEdition.objects.filter(year__in=years).order_by("year")
    return "；".join(dict.fromkeys(editions.values_list("source", flat=True)))
