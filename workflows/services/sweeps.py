"""What the machine does unasked: remind, and look whether desks and states still agree. It decides nothing."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts import rights
from accounts.rights import Holding
from notifications import outbox
from policy import procedure
from workflows import flows
from workflows.models import OPEN, AdmissionRequest, Desk
from workflows.models.county_procedure import text_of
from workflows.services.clocks import holders_of
from workflows.services.leaving_out import kept_for_the_gone

PROVINCE = "provincial_consent"


def remind_province() -> int:
    """催办: remind those who hold a desk, every so many days where the case's procedure says so. Returns how many desks."""
    now, reminded = timezone.now(), 0
    for desk in _with_reminders():
        every = desk.process.terms.desks[desk.name].remind_every_days
        since = desk.reminded_at or desk.created
        if every is None or now - since < timedelta(days=every):
            continue
        claimed = Desk.objects.filter(Q(reminded_at=desk.reminded_at), pk=desk.pk, finished__isnull=True)
        if claimed.update(reminded_at=now):
            _tell(desk, since.date().isoformat())
            reminded += 1
    return reminded


def _with_reminders() -> Iterator[Desk]:
    """The open desks of which some procedure in use reminds: of the province everywhere, of others where a county says so."""
    desks = Desk.objects.filter(finished__isnull=True).order_by("pk")
    desks = desks.exclude(process__request__suspended_until__gte=timezone.localdate())
    followed = desks.order_by().values_list("county_code", "process__procedure", "process__procedure_on").distinct()
    for county, own, day in list(followed):
        terms = procedure.load(county, day, own=text_of(own))
        names = [desk.name for desk in terms.desks.values() if desk.remind_every_days]
        theirs = desks.filter(county_code=county, process__procedure=own, process__procedure_on=day, name__in=names)
        yield from theirs.select_related("process__request").iterator()


def _tell(desk: Desk, since: str) -> None:
    if desk.name == PROVINCE:
        outbox.tell(holders_of(desk), "province_reminded", desk.process.request, occasion=since, since=since)
        return
    title = str(flows.NODES[desk.name].task_title)
    occasion = f"{desk.pk}-{since}"
    outbox.tell(holders_of(desk), "desk_reminded", desk.process.request, occasion=occasion, since=since, desk=title)


def disagreements() -> list[str]:
    """Requests whose desks do not fit their state, each as a sentence. None is the only good answer."""
    found = []
    rows = Desk.objects.filter(finished__isnull=True).values_list("process__request", "name")
    lying: dict[int, set[str]] = {}
    for request, name in rows.iterator():
        lying.setdefault(request, set()).add(name)
    for pk, number, state in AdmissionRequest.objects.values_list("pk", "number", "state").iterator():
        names = lying.get(pk, set())
        misplaced = any(flows.NODES[name].state != state for name in names)
        if misplaced or bool(names) != (state in OPEN):
            found.append(f"{number or pk} {state}: {', '.join(sorted(names)) or '-'}")
    return found


def unattended() -> list[str]:
    """Open desks at which nobody in office may sit, each as a sentence: somebody must be appointed, or come back."""
    attended, gone = rights.attended(), set(kept_for_the_gone().values_list("pk", flat=True))
    desks = Desk.objects.filter(finished__isnull=True).select_related("process__request")
    return [
        f"{desk.process.request.number} {desk.process.request.state}: {desk.name} at {desk.owner_permission_obj_pk}, nobody in office"
        for desk in desks.iterator()
        if Holding(desk.owner_permission or "", desk.owner_permission_obj_pk or "") not in attended or desk.pk in gone
    ]
