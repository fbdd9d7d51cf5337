"""Who sits at a desk: whose turn it is, who may take it, why not; and what lies before an officer.

Which desks there are, and what follows at them, `flows` says. What is read here is read under the request's lock.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from accounts import rights, working_days
from accounts.models import User
from accounts.rights import Holding
from workflows import recusal
from workflows.errors import NotNow
from workflows.flows import DESKS, NODES, PROCESSES, STAGES, DeskActivation, DeskNode, Ground
from workflows.models import AdmissionProcess, AdmissionRequest, Desk, Opinion
from workflows.models.county_procedure import IN_FORCE

LYING = f"""
SELECT {DESKS.columns("d")}, {PROCESSES.columns("p")}, {working_days.VERSION}, {rights.HOLDINGS}
FROM {DESKS.table} d JOIN {PROCESSES.table} p ON p.id = d.process_id
WHERE p.request_id = %s AND d.finished IS NULL ORDER BY d.id
"""
BEFORE_A_CASE = f"SELECT {working_days.VERSION}, {IN_FORCE}, {rights.HOLDINGS}"


@contextmanager
def at_desk(node: DeskNode, request: AdmissionRequest, by: User) -> Iterator[DeskActivation]:
    """`by` sits down at the desk, acts, and the request goes on: all of it happens, or none.

    `request` is the locked row (`services.acts.locked`). Raises NotNow if the request does not lie on the desk
    any more, PermissionDenied if it does but `by` may not sit there.
    """
    activation = _sit_down(node, request, by)
    yield activation
    activation.execute()


def seat(node: DeskNode, request: AdmissionRequest, by: User) -> Desk:
    """The open desk at which `by` may sit. Raises NotNow if there is none any more, PermissionDenied if it is not his."""
    return _seat(node, request, by, _lying(request, by))


def lying(request: AdmissionRequest, by: User) -> list[Desk]:
    """The open desks of a locked request, with its case; what `by` holds is read along the way."""
    return _lying(request, by)


def lying_of(request: AdmissionRequest) -> list[Desk]:
    """The same for the machine, which holds nothing."""
    rows = Desk.objects.filter(process__request=request, finished__isnull=True).select_related("process")
    desks = list(rows.order_by("pk"))
    for desk in desks:
        desk.process = desks[0].process
        desk.process.request = request
    return desks


def _lying(request: AdmissionRequest, by: User) -> list[Desk]:
    """The desks the request lies on, with the process; and along the way, what an act is going to ask.

    That is what `by` holds, and the version of the working days. All is read after the lock: read with it, it would be
    older than it.
    """
    with connection.cursor() as cursor:
        cursor.execute(LYING, [by.pk, request.pk])
        rows = [iter(row) for row in cursor.fetchall()]
    desks = [DESKS.read(row) for row in rows]
    if desks:
        process = _process_of(rows[0], request, by)
        for desk in desks:
            desk.process = process
    return desks


def before_a_case(request: AdmissionRequest, by: User) -> Ground:
    """What `_lying` asks along the way, for an act before there is a desk: what `by` holds, and what the case begins on."""
    with connection.cursor() as cursor:
        cursor.execute(BEFORE_A_CASE, [request.county_id, timezone.localdate(), by.pk])
        years, latest, own, held = cursor.fetchone()
    if not rights.are_known(by):
        rights.remember(by, held)
    return Ground((years, latest), own)


def _process_of(values: Iterator[Any], request: AdmissionRequest, by: User) -> AdmissionProcess:
    """The process that the rest of the row tells of, and what was asked along the way."""
    process = PROCESSES.read(values)
    process.calendar_version = next(values), next(values)
    process.request = request
    if not rights.are_known(by):
        rights.remember(by, next(values))
    return process


def _seat(node: DeskNode, request: AdmissionRequest, by: User, lying: Iterable[Desk]) -> Desk:
    desks = [desk for desk in lying if desk.name == node.name]
    held = rights.places(by, {node.right})
    mine = next((desk for desk in desks if _is_for(by, desk) and desk.owner_permission_obj_pk in held), None)
    if mine is None:
        raise _no_seat(node, request, by, somebody_may=bool(desks))
    recusal.take_up(request, by, node.right, mine.owner_permission_obj_pk or "")
    require_running(request)
    _must_be_assigned(mine, by)
    _must_speak_once(node, request, by)
    return mine


def require_running(request: AdmissionRequest) -> None:
    """Raise NotNow while the request is suspended (暂缓)."""
    if request.is_suspended and request.suspended_until:
        raise NotNow(
            _("《%(request)s》已暂缓至 %(day)s，期间不办理；需要提前办理的，先“恢复办理”。")
            % {"request": request, "day": request.suspended_until.isoformat()}
        )


def _must_be_assigned(desk: Desk, by: User) -> None:
    """Raise NotNow where the desk is another's, by name. It is nobody's in particular once he is away or out of office."""
    named = desk.assigned_to_id
    if named is None or named == by.pk or named in rights.lent(by):
        return
    if rights.kept_by(named, desk.owner_permission or "", desk.owner_permission_obj_pk or ""):
        raise NotNow(
            _("“%(desk)s”已指定由 %(officer)s 办理；需要改由他人办理的，请“转办”。")
            % {"desk": _(NODES[desk.name].task_title), "officer": desk.assigned_to}
        )


def _must_speak_once(node: DeskNode, request: AdmissionRequest, by: User) -> None:
    """Raise NotNow where `by` would speak in one stage both for himself and for whom he stands in, or for two of them."""
    if node.right != rights.GIVE_OPINION:
        return
    if request.in_place_of_id is None and by.pk not in recusal.stand_ins(request):
        return
    names = STAGES[node.state]
    if Opinion.objects.filter(request=request, officer=by, desk__in=names).exists():
        raise NotNow(
            _("%(officer)s已在“%(state)s”中发表过意见，同一人不能既以本人名义、又代他人，或者代两人发表意见。")
            % {"officer": by, "state": request.get_state_display()}
        )


def _is_for(officer: User, desk: Desk) -> bool:
    """Whether the desk is not kept for another officer, who is asked in person; his substitute may sit there."""
    if desk.signer_id in (None, officer.pk):
        return True
    return desk.signer_id in rights.lenders(officer, desk.owner_permission or "", desk.owner_permission_obj_pk or "")


def _no_seat(node: DeskNode, request: AdmissionRequest, by: User, *, somebody_may: bool) -> NotNow | PermissionDenied:
    """Why `by` cannot sit there: never submitted, done already and by whom, or not his to do."""
    if not AdmissionProcess.objects.filter(request=request).exists():
        return NotNow(_("《%(request)s》尚未提交。") % {"request": request})
    done = Desk.objects.filter(process__request=request, name=node.name, status=STATUS.DONE).select_related("owner")
    by_his_office = done.filter(owner_permission_obj_pk__in=rights.places(by, {node.right})).last()
    if somebody_may and by_his_office is None:
        return PermissionDenied(_("%(officer)s不能办理“%(desk)s”。") % {"officer": by, "desk": _(node.task_title)})
    return NotNow(_already_done(node, request, by_his_office or done.last()))


def _sit_down(node: DeskNode, request: AdmissionRequest, by: User) -> DeskActivation:
    lying = _lying(request, by)
    mine = _seat(node, request, by, lying)
    activation: DeskActivation = node.activation_class(mine)
    activation.others = [desk for desk in lying if desk != mine]
    activation.take(by)
    return activation


def _already_done(node: DeskNode, request: AdmissionRequest, last: Desk | None) -> str:
    if last is None:
        return _("《%(request)s》现为“%(state)s”，不在“%(desk)s”环节。") % {
            "request": request,
            "state": request.get_state_display(),
            "desk": _(node.task_title),
        }
    return _("“%(desk)s”已由 %(officer)s 于 %(time)s 办理，《%(request)s》现为“%(state)s”。") % {
        "desk": _(node.task_title),
        "officer": last.owner,
        "time": timezone.localtime(last.finished).strftime("%Y-%m-%d %H:%M"),
        "request": request,
        "state": request.get_state_display(),
    }


def desks_of(request: AdmissionRequest) -> set[str]:
    """The names of the desks the request now lies on."""
    open_desks = Desk.objects.filter(process__request=request, finished__isnull=True)
    return set(open_desks.values_list("name", flat=True))


def desk_for(request: AdmissionRequest, officer: User, names: Sequence[str]) -> str:
    """Of the desks named, the one that waits for the officer; else the one where his office was asked last, or the first.

    Where none waits, `seat` and the services say who acted before, or that he was never asked.
    """
    waiting = inbox(officer).filter(process__request=request, name__in=names).values_list("name", flat=True).first()
    if waiting:
        return waiting
    held = rights.places(officer, {NODES[name].right for name in names})
    asked = Desk.objects.filter(process__request=request, name__in=names, owner_permission_obj_pk__in=held)
    return asked.order_by("pk").values_list("name", flat=True).last() or names[0]


def inbox(officer: User) -> QuerySet[Desk]:
    """待办: the open desks at which `officer` may sit, earliest due first; those without a clock come last."""
    own = Q(signer=None) | Q(signer=officer.pk)
    may_sit = _desks_of(rights.own_holdings(officer)) & own & ~_spoken_at(officer, in_place_of__isnull=False)
    lent = rights.lent(officer)
    for principal in User.objects.filter(pk__in=lent) if lent else ():
        his = _desks_of(lent[principal.pk]) & (Q(signer=None) | Q(signer=principal.pk))
        may_sit |= his & ~recusal.keeps_away(principal) & ~_spoken_at(officer)
    open_desks = Desk.objects.filter(may_sit, finished__isnull=True).exclude(recusal.keeps_away(officer))
    open_desks = open_desks.exclude(anothers(officer)).exclude(
        process__request__suspended_until__gte=timezone.localdate()
    )
    return open_desks.order_by(F("due_on").asc(nulls_last=True), "pk")


def anothers(officer: User) -> Q:
    """The desks that are another's by name, while he is there to act."""
    named = Q(assigned_to__isnull=False) & ~Q(assigned_to=officer.pk) & ~Q(assigned_to__in=list(rights.lent(officer)))
    kept = rights.keeps(OuterRef("assigned_to"), OuterRef("owner_permission"), OuterRef("owner_permission_obj_pk"))
    return named & Q(kept)


def lying_at(request: AdmissionRequest, by: User) -> list[Desk]:
    """The open desks at which `by` may sit by his posts, whoever of his colleagues they are named for."""
    lying = _lying(request, by)
    held = rights.holdings(by)
    return [desk for desk in lying if Holding(desk.owner_permission or "", desk.owner_permission_obj_pk or "") in held]


def _desks_of(held: Iterable[Holding]) -> Q:
    by_right: dict[str, list[str]] = {}
    for each in held:
        by_right.setdefault(each.right, []).append(each.place)
    theirs = Q(pk__in=[])
    for right, places in by_right.items():
        theirs |= Q(owner_permission=right, owner_permission_obj_pk__in=places)
    return theirs


def _spoken_at(officer: User, **how: Any) -> Q:
    """The desks of a stage in which `officer` has given an opinion already (`how`: of which sort)."""
    said = Opinion.objects.filter(officer=officer.pk, **how).order_by()
    spoken = Q(pk__in=[])
    for names in STAGES.values():
        spoken |= Q(name__in=names, process__request__in=said.filter(desk__in=names).values("request"))
    return spoken
