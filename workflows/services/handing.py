"""转办: hand a desk on, to a colleague by name, back to the whole office, or to the township that should have been asked.

The desk stays the same desk: its clock began when it was laid and is not wound up again.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Delegation, Organ, User
from notifications import outbox
from workflows import flows, recusal, seats, signing
from workflows.errors import NotComplete, NotNow, required
from workflows.models import AdmissionProcess, AdmissionRequest, Desk
from workflows.services.acts import act_label, locked, put_on_record
from workflows.services.clocks import holders_of
from workflows.services.screening import townships_of

ASKED_OF_TOWNSHIPS = "consultation"
# 补正 is the applicant's own; the province sees to its desk itself.
HANDED_ON = frozenset({rights.SCREEN, rights.RE_EXAMINE, rights.GIVE_OPINION, rights.DECIDE, rights.PUBLISH})


@dataclass(frozen=True)
class Target:
    """One desk, and to whom it may go: an officer, an organ, or (neither) back to all who may sit there."""

    desk: Desk
    officer: User | None = None
    organ: Organ | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        if self.officer:
            return f"{self.desk.pk}-officer-{self.officer.pk}"
        return f"{self.desk.pk}-organ-{self.organ.pk}" if self.organ else f"{self.desk.pk}-office"


def hand_on(request: AdmissionRequest, *, by: User, to: str, reason: str, seen: int | None = None) -> None:
    """转办. `to` is the key of one of `targets`, which are asked again under the lock."""
    required(reason, _("请写明转办的理由。"))
    with locked(request, seen=seen) as row:
        require_possible(row, by)
        target = next((each for each in targets(row, by) if each.key == to), None)
        if target is None:
            raise NotComplete(_("请选择转给谁；所选的现在不能转，请看列出的。"), field="to")
        recusal.take_up(row, by, target.desk.owner_permission or "", target.desk.owner_permission_obj_pk or "")
        record = {"desk": target.desk.name, "before": _whose(target.desk), "after": _moved(row, target)}
        row.revision += 1  # a second click comes from a page that is out of date
        row.save(update_fields=["revision"])
        event = put_on_record(row, "hand_on", by, reason, **record)
        people = [target.officer] if target.officer else holders_of(target.desk).exclude(pk=by.pk)
        about = {"desk": str(flows.NODES[target.desk.name].task_title), "officer": str(by), "reason": reason}
        outbox.tell(people, "handed_on", row, occasion=str(event.pk), **about)


def targets(request: AdmissionRequest, by: User) -> list[Target]:
    """To whom `by` can hand on which of the desks at which he sits."""
    return [target for desk in _desks(request, by) for target in _of_desk(request, desk, by)]


def require_possible(request: AdmissionRequest, by: User) -> None:
    """Raise PermissionDenied or NotNow where `hand_on` would."""
    desks = _desks(request, by)
    for desk in desks:
        recusal.require_none(request, by, desk.owner_permission or "")
    if not desks:
        raise NotNow(
            _("《%(request)s》没有由%(officer)s办理的环节，不能“%(act)s”。")
            % {"request": request, "officer": by, "act": act_label("hand_on")}
        )
    if not targets(request, by):
        raise NotNow(_("这个环节没有别人可以转办。"))


def _desks(request: AdmissionRequest, by: User) -> list[Desk]:
    """The desks of his, named for him or for nobody or for another of his office; he need not keep away."""
    desks = [desk for desk in seats.lying_at(request, by) if desk.owner_permission in HANDED_ON]
    return [desk for desk in desks if flows.NODES[desk.name].state == request.state]


def _of_desk(request: AdmissionRequest, desk: Desk, by: User) -> list[Target]:
    """Back to all, where it is named for one; to one of those present, where there is another than `by`; elsewhere."""
    if desk.signer_id:
        return []  # asked in person
    here = holders_of(desk).exclude(pk__in=Delegation.objects.in_effect().values("principal")).order_by("pk")
    free = [each for each in here.select_related("organ") if each.pk != desk.assigned_to_id]
    people = [Target(desk, officer=each) for each in free if not recusal.why(request, each)]
    several = people if desk.assigned_to_id or any(each.officer != by for each in people) else []
    back = [Target(desk)] if desk.assigned_to_id else []
    return [*back, *several, *_other_townships(request, desk)]


def _other_townships(request: AdmissionRequest, desk: Desk) -> list[Target]:
    """Those not asked yet at which somebody is in office."""
    if desk.name != ASKED_OF_TOWNSHIPS:
        return []
    asked = Desk.objects.filter(process__request=request, name=desk.name).values_list(
        "owner_permission_obj_pk", flat=True
    )
    others = townships_of(request).exclude(pk__in=[int(pk) for pk in asked if pk])
    return [Target(desk, organ=each) for each in others if rights.holders(rights.GIVE_OPINION, each).exists()]


def _moved(request: AdmissionRequest, target: Target) -> str:
    """Put the desk where it belongs; returns whose it is now, in words."""
    desk = target.desk
    desk.assigned_to = target.officer
    if target.organ:
        request.consulted.remove(int(desk.owner_permission_obj_pk or 0))
        request.consulted.add(target.organ)
        before, desk.owner_permission_obj_pk = desk.owner_permission_obj_pk, str(target.organ.pk)
        signing.hand_on(AdmissionProcess.objects.get(request=request), desk.name, before or "", str(target.organ.pk))
    desk.save(update_fields=["assigned_to", "owner_permission_obj_pk"])
    return _whose(desk)


def _whose(desk: Desk) -> str:
    """The officer named, else the township, else empty: the office of the desk."""
    if desk.assigned_to:
        return str(desk.assigned_to)
    organ = Organ.objects.filter(pk=desk.owner_permission_obj_pk).first() if desk.name == ASKED_OF_TOWNSHIPS else None
    return str(organ or "")
