"""What the machine does unasked: remind, and look whether desks and states still agree. It decides nothing."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts import rights
from accounts.rights import Holding
from notifications import outbox
from workflows import flows
from workflows.models import OPEN, AdmissionRequest, Desk


def remind_province() -> int:
    """催办: remind those who hold the province's desk, every so many days (procedure). Returns how many desks."""
    now, reminded = timezone.now(), 0
    for desk in Desk.objects.filter(name="provincial_consent", finished__isnull=True).select_related(
        "process__request"
    ):
        every = desk.process.terms.desks[desk.name].remind_every_days
        since = desk.reminded_at or desk.created
        if every is None or now - since < timedelta(days=every):
            continue
        claimed = Desk.objects.filter(Q(reminded_at=desk.reminded_at), pk=desk.pk, finished__isnull=True)
        if claimed.update(reminded_at=now):
            _tell(desk, since.date().isoformat())
            reminded += 1
    return reminded


def _tell(desk: Desk, since: str) -> None:
    holders = rights.holders_at(desk.owner_permission or "", desk.owner_permission_obj_pk or "")
    outbox.tell(holders, "province_reminded", desk.process.request, occasion=since, since=since)


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
    attended = rights.attended()
    desks = Desk.objects.filter(finished__isnull=True).select_related("process__request", "signer")
    return [
        f"{desk.process.request.number} {desk.process.request.state}: {desk.name} at {desk.owner_permission_obj_pk}, nobody in office"
        for desk in desks.iterator()
        if Holding(desk.owner_permission or "", desk.owner_permission_obj_pk or "") not in attended
        or (desk.signer and not desk.signer.is_active)
    ]
