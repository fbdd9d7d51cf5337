"""Whose turn it is: for each state of a request, the desks it lies on and who may sit there.

What may lawfully follow what is not said here; it stands in `models/request.py`. Viewflow keeps the desks
(its tasks) and serves no page. After every act the desks are made to agree with the state: there are no
edges, joins or gateways of the flow's own that could disagree (ADR 0003).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.nodes import View
from viewflow.workflow.nodes.view import ViewActivation
from viewflow.workflow.status import PROCESS, STATUS

from accounts import rights, working_days
from accounts.models import Function, Level, Organ, Region, User
from accounts.rights import Place
from policy import procedure
from policy.clock import Deadline, deadline
from policy.facts import Kind
from policy.procedure import DeskTerms
from workflows import recusal
from workflows.errors import NotNow
from workflows.models import OPEN, AdmissionProcess, AdmissionRequest, Desk, State


class UnderTheRequestsLock:
    """Viewflow's lock. The service already holds the request's row, the one lock there is; this insists on it."""

    @contextmanager
    def __call__(self, _flow_class: type, _process_pk: int) -> Iterator[None]:
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("a desk moves only inside the act that locked the request")
        yield


class DeskActivation(ViewActivation):
    """A desk in use: laid by one INSERT, closed by one UPDATE."""

    @classmethod
    def create(cls, flow_task: "DeskNode", process: AdmissionProcess, place: Place) -> "DeskActivation":
        """Lay the request on this desk, at `place`, and start its clock."""
        request = process.request
        terms, due = _clock(request.county_id, flow_task.name)
        desk = Desk(
            process=process,
            flow_task=flow_task,
            name=flow_task.name,
            owner_permission=flow_task.right,
            owner_permission_obj_pk=str(place.pk),
            county_code=request.county_id,
            budget=terms.working_days,
            due_on=due.due_on,
            due_is_provisional=due.provisional,
        )
        desk.save()
        return cls(desk)

    def take(self, officer: User) -> None:
        """Sit down at the desk: no row is written until the act is done."""
        self.task.owner = officer
        self.task.assigned = timezone.now()
        self.task.status = STATUS.ASSIGNED
        self.start(None)

    @Activation.status.super()
    def create_next(self) -> Iterable["DeskActivation"]:
        return route(self.process)


def _clock(county: str, desk: str) -> tuple[DeskTerms, Deadline]:
    """The county's terms for the desk, and when what is laid on it now is due."""
    local = procedure.load(county, timezone.localdate())
    terms = local.desks[desk]
    due = deadline(
        timezone.localtime(), terms.working_days, calendar=working_days.current(), closes_at=local.closes_at
    )
    return terms, due


class DeskNode(View):
    """One desk: the state it belongs to, the right it asks for, and the organs or region where."""

    activation_class = DeskActivation

    def __init__(
        self,
        title: str,
        *,
        state: State,
        right: str,
        places: Callable[[AdmissionRequest], Iterable[Place]],
    ) -> None:
        super().__init__(view=None)
        self.Annotation(title=title)
        self.state, self.right, self.places = state, right, places


def _the_county(request: AdmissionRequest) -> list[Place]:
    return [request.county]


def _the_department(request: AdmissionRequest) -> list[Place]:
    return [request.department]


def _the_province(request: AdmissionRequest) -> list[Place]:
    return [Region.objects.get(pk=request.county.ancestor_code(Level.PROVINCE))]


def _the_townships_asked(request: AdmissionRequest) -> list[Place]:
    return list(request.consulted.all())


def _the(function: Function) -> Callable[[AdmissionRequest], list[Place]]:
    """The county's organ of that function. Without one the act is refused: no request may lie nowhere."""

    def places(request: AdmissionRequest) -> list[Place]:
        organ = Organ.objects.filter(function=function, region=request.county_id).first()
        if organ is None:
            raise NotNow(
                _("“%(county)s”还没有设置“%(function)s”机构，请管理员先在后台设置，再办理。")
                % {"county": request.county, "function": function.label}
            )
        return [organ]

    return places


def _statistics_if_forms(request: AdmissionRequest) -> list[Place]:
    if any(part.kind == Kind.REPORT_FORM and part.is_pending for part in request.live_parts()):
        return _the(Function.STATISTICS)(request)
    return []


class AdmissionFlow(flow.Flow):
    """准入流程"""

    process_class = AdmissionProcess
    task_class = Desk
    lock_impl = UnderTheRequestsLock()

    screen = DeskNode(
        gettext_noop("形式审查"), state=State.SCREENING, right=rights.SCREEN, places=_the_county
    )
    correct = DeskNode(
        gettext_noop("补正"), state=State.RETURNED, right=rights.SUBMIT, places=_the_department
    )
    re_examine = DeskNode(
        gettext_noop("复核"), state=State.RE_EXAMINATION, right=rights.RE_EXAMINE, places=_the_county
    )
    consultation = DeskNode(
        gettext_noop("征求意见"),
        state=State.UNDER_REVIEW,
        right=rights.GIVE_OPINION,
        places=_the_townships_asked,
    )
    legality = DeskNode(
        gettext_noop("合法性审查"),
        state=State.UNDER_REVIEW,
        right=rights.GIVE_OPINION,
        places=_the(Function.JUSTICE),
    )
    funding = DeskNode(
        gettext_noop("经费审核"),
        state=State.UNDER_REVIEW,
        right=rights.GIVE_OPINION,
        places=_the(Function.FINANCE),
    )
    technical = DeskNode(
        gettext_noop("专业审查"),
        state=State.UNDER_REVIEW,
        right=rights.GIVE_OPINION,
        places=_statistics_if_forms,
    )
    civil_affairs = DeskNode(
        gettext_noop("民政部门联合审核"),
        state=State.JOINT_REVIEW,
        right=rights.GIVE_OPINION,
        places=_the(Function.CIVIL_AFFAIRS),
    )
    organization = DeskNode(
        gettext_noop("组织部门联合审核"),
        state=State.JOINT_REVIEW,
        right=rights.GIVE_OPINION,
        places=_the(Function.ORGANIZATION),
    )
    rural_affairs = DeskNode(
        gettext_noop("农村工作部门联合审核"),
        state=State.JOINT_REVIEW,
        right=rights.GIVE_OPINION,
        places=_the(Function.RURAL_AFFAIRS),
    )
    provincial_consent = DeskNode(
        gettext_noop("省级同意"),
        state=State.PROVINCIAL_CONSENT,
        right=rights.CONSENT,
        places=_the_province,
    )
    decide = DeskNode(
        gettext_noop("审定"), state=State.AWAITING_DECISION, right=rights.DECIDE, places=_the_county
    )
    publish = DeskNode(gettext_noop("公布"), state=State.PUBLICATION, right=rights.PUBLISH, places=_the_county)
    file = DeskNode(gettext_noop("备案"), state=State.FILING, right=rights.PUBLISH, places=_the_county)


NODES: dict[str, DeskNode] = {
    node.name: node
    for state in State
    for node in AdmissionFlow._nodes_by_name.values()
    if isinstance(node, DeskNode) and node.state == state
}
OPINION_DESKS = tuple(name for name, node in NODES.items() if node.right == rights.GIVE_OPINION)


def open_case(request: AdmissionRequest) -> None:
    """Begin the case of a request that has just been submitted, on the desks of its state."""
    process = AdmissionProcess(flow_class=AdmissionFlow, request=request)
    process.save()
    route(process)


def route(process: AdmissionProcess) -> list[DeskActivation]:
    """Make the desks agree with the state: clear those of another state, lay those of a state just entered."""
    request = process.request
    lying = list(process.task_set.filter(finished__isnull=True))
    stale = [desk for desk in lying if NODES[desk.name].state != request.state]
    if stale:
        cleared = process.task_set.filter(pk__in=[desk.pk for desk in stale])
        cleared.update(status=STATUS.CANCELED, finished=timezone.now())
    _keep_open(process, request.state in OPEN)
    return _lay_out(process) if len(stale) == len(lying) else []


def _lay_out(process: AdmissionProcess) -> list[DeskActivation]:
    request = process.request
    laid = [
        node.activation_class.create(node, process, place)
        for node in NODES.values()
        if node.state == request.state
        for place in node.places(request)
        if not _is_its_own(node, place, request)
    ]
    if request.state in OPEN and not laid:
        raise NotNow(_("“%(state)s”没有可办理的环节，请管理员检查机构设置。") % {"state": request.get_state_display()})
    return laid


def _is_its_own(node: DeskNode, place: Place, request: AdmissionRequest) -> bool:
    """Whether the applying organ would be asked for an opinion on itself: its request says what it thinks."""
    return node.right == rights.GIVE_OPINION and place == request.department


def left_out(request: AdmissionRequest) -> list[str]:
    """回避: the opinion desks of the present state that are not laid because they are the applying organ's own."""
    if request.department.function == Function.DEPARTMENT:
        return []  # a plain department is asked at no desk; nothing need be looked up
    nodes = (node for node in NODES.values() if node.state == request.state and node.right == rights.GIVE_OPINION)
    return [node.name for node in nodes if request.department in node.places(request)]


def _keep_open(process: AdmissionProcess, is_open: bool) -> None:
    if is_open != (process.finished is None):
        process.finished = None if is_open else timezone.now()
        process.status = PROCESS.NEW if is_open else PROCESS.DONE
        process.save(update_fields=["finished", "status"])


@contextmanager
def at_desk(node: DeskNode, request: AdmissionRequest, by: User) -> Iterator[None]:
    """`by` sits down at the desk, acts, and the request goes on: all of it happens, or none.

    `request` is the locked row (`services.acts.locked`). Raises NotNow if the request does not lie on the desk
    any more, PermissionDenied if it does but `by` may not sit there.
    """
    activation = _sit_down(node, request, by)
    yield
    activation.execute()


def seat(node: DeskNode, request: AdmissionRequest, by: User) -> Desk:
    """The open desk at which `by` may sit. Raises NotNow if there is none any more, PermissionDenied if it is not his."""
    try:
        desks = list(request.process.task_set.filter(name=node.name, finished__isnull=True))
    except AdmissionRequest.process.RelatedObjectDoesNotExist as never_submitted:
        raise NotNow(_("《%(request)s》尚未提交。") % {"request": request}) from never_submitted
    held = rights.places(by, {node.right})
    mine = next((desk for desk in desks if desk.owner_permission_obj_pk in held), None)
    if mine is None:
        done = request.process.task_set.filter(name=node.name, status=STATUS.DONE)
        by_his_office = done.filter(owner_permission_obj_pk__in=held).select_related("owner").last()
        if desks and by_his_office is None:
            raise PermissionDenied(_("%(officer)s不能办理“%(desk)s”。") % {"officer": by, "desk": _(node.task_title)})
        raise NotNow(_already_done(node, request, by_his_office or done.select_related("owner").last()))
    recusal.require_none(request, by, node.right)
    return mine


def _sit_down(node: DeskNode, request: AdmissionRequest, by: User) -> DeskActivation:
    mine = seat(node, request, by)
    mine.process = request.process
    activation: DeskActivation = node.activation_class(mine)
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


def other_desks_wait(request: AdmissionRequest, by_desk: DeskNode, by: User) -> bool:
    """Whether, the desk of `by` apart, the request still lies on another desk of its state."""
    held = rights.places(by, {by_desk.right})
    lying = request.process.task_set.filter(finished__isnull=True)
    return lying.exclude(name=by_desk.name, owner_permission_obj_pk__in=held).exists()


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
    by_right: dict[str, list[str]] = {}
    for held in rights.holdings(officer):
        by_right.setdefault(held.right, []).append(held.place)
    may_sit = Q(pk__in=[])
    for right, places in by_right.items():
        may_sit |= Q(owner_permission=right, owner_permission_obj_pk__in=places)
    open_desks = Desk.objects.filter(may_sit, finished__isnull=True).exclude(recusal.keeps_away(officer))
    return open_desks.order_by(F("due_on").asc(nulls_last=True), "pk")
