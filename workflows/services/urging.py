"""催办: press for an open desk. It moves nothing and stops no clock; it is written down, and those at the desk are told."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rights, working_days
from accounts.days import midnight
from accounts.models import User
from notifications import outbox
from policy import clock
from workflows import flows, seats
from workflows.errors import NotComplete, NotNow
from workflows.models import AdmissionRequest, Desk, RequestEvent
from workflows.services import oversight
from workflows.services.acts import locked, put_on_record
from workflows.services.clocks import holders_of


def urge(request: AdmissionRequest, *, by: User, desk: int, reason: str = "", seen: int | None = None) -> None:
    """催办: by the counter or a supervisor, each once a day, or the applying organ (once in so many working days).

    `desk` is the key of an open desk of the request, not one's own. Raises NotComplete, NotNow, PermissionDenied.
    """
    with locked(request, seen=seen) as row:
        require_possible(row, by)
        chosen = next((each for each in desks_to_urge(row, by) if each.pk == desk), None)
        if chosen is None:
            raise NotComplete(_("请选择要催办的环节。"), field="desk")
        _must_be_the_first_today(row, chosen, by)
        _note_in_whose_place(row, by)
        event = put_on_record(row, "urge", by, reason, desk=chosen.name, place=chosen.owner_permission_obj_pk)
        about = {"desk": str(flows.NODES[chosen.name].task_title), "organ": str(by.organ or by), "reason": reason}
        outbox.tell(holders_of(chosen), "urged", row, occasion=str(event.pk), **about)


def _must_be_the_first_today(request: AdmissionRequest, chosen: Desk, by: User) -> None:
    """A second click presses for nothing new; nobody's page grows old by being urged, so the revision does not tell."""
    same = {"desk": chosen.name, "place": chosen.owner_permission_obj_pk}
    today = RequestEvent.objects.filter(request=request, act="urge", officer=by, at__gte=midnight(timezone.localdate()))
    if today.filter(record__contains=same).exists():
        title = flows.NODES[chosen.name].task_title
        raise NotNow(_("“%(desk)s”您今天已经催办，明天可以再次催办。") % {"desk": _(title)})


def desks_to_urge(request: AdmissionRequest, officer: User) -> list[Desk]:
    """The open desks of the request, but for those at which `officer` would urge himself."""
    lying = Desk.objects.filter(process__request=request, finished__isnull=True).order_by("pk")
    held = rights.holdings(officer)
    return [
        desk
        for desk in lying
        if rights.Holding(desk.owner_permission or "", desk.owner_permission_obj_pk or "") not in held
    ]


def require_possible(request: AdmissionRequest, by: User) -> None:
    """Raise PermissionDenied or NotNow where `urge` would."""
    for_the_office = _watches_over(by, request) and by.organ_id != request.department_id
    if not for_the_office and not rights.may(by, rights.SUBMIT, request.department):
        raise PermissionDenied(_("%(officer)s不能催办《%(request)s》。") % {"officer": by, "request": request})
    seats.require_running(request)
    if not desks_to_urge(request, by):
        raise NotNow(_("《%(request)s》现在没有可催办的环节。") % {"request": request})
    if not for_the_office and (again := _again_on(request)) and timezone.localdate() < again:
        raise NotNow(_("本单位已经催办，%(day)s 起可以再次催办。") % {"day": again.isoformat()})


def _note_in_whose_place(request: AdmissionRequest, by: User) -> None:
    """Where the counter's or the applying organ's right to urge is only lent to him, the record says by whom."""
    for right, place in ((rights.SCREEN, request.county_id), (rights.SUBMIT, str(request.department_id))):
        if lenders := rights.lenders(by, right, place):
            request.in_place_of_id = lenders[0]


def _watches_over(officer: User, request: AdmissionRequest) -> bool:
    return rights.may(officer, rights.SCREEN, request.county) or oversight.watches(officer, request.county)


def _again_on(request: AdmissionRequest) -> date | None:
    """From which day on the applying organ may urge again."""
    last = RequestEvent.objects.filter(request=request, act="urge", organ=request.department_id).last()
    if last is None:
        return None
    apart = request.process.terms.urge_again_working_days
    return clock.deadline(timezone.localtime(last.at).date(), apart, calendar=working_days.current()).due_on
