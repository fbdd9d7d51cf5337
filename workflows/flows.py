"""Whose turn it is: for each state of a request, the desks it lies on, and what right each asks for (`seats`: of whom).

What may lawfully follow what is not said here; it stands in `models/request.py`. Viewflow keeps the desks
(its tasks) and serves no page. After every act the desks are made to agree with the state: there are no
edges, joins or gateways of the flow's own that could disagree (ADR 0003).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
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
from accounts.working_days import Version
from policy import procedure
from policy.calendar import WorkCalendar
from policy.clock import deadline
from policy.facts import Kind
from policy.procedure import DeskTerms
from policy.signing import Outcome, Sheet
from workflows import recusal, signing
from workflows.errors import NotNow
from workflows.models import OPEN, AdmissionProcess, AdmissionRequest, Desk, State
from workflows.models.county_procedure import by_version
from workflows.models.rows import Rows, Statement, at_once
from workflows.signing import Member, away, sheet_of, votes_of


class UnderTheRequestsLock:
    """Viewflow's lock. The service already holds the request's row, the one lock there is; this insists on it."""

    @contextmanager
    def __call__(self, _flow_class: type, _process_pk: int) -> Iterator[None]:
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("a desk moves only inside the act that locked the request")
        yield


class DeskActivation(ViewActivation):
    """A desk in use; it is closed by the statement that lays the next ones. `others`: the other desks that were open."""

    others: list[Desk] | None = None
    # What else the act leaves, to be written by the statement that closes the desk.
    also: Sequence[Statement] = ()
    # What follows at the desk itself from a signature that does not move the request; None where nothing does.
    turn: "Turn | None" = None

    def take(self, officer: User) -> None:
        """Sit down at the desk: no row is written until the act is done."""
        self.task.owner = officer
        self.task.assigned = timezone.now()
        self.task.status = STATUS.ASSIGNED
        self.start(None)

    @Activation.status.super()
    def complete(self) -> None:
        self.task.finished = timezone.now()

    @Activation.status.super()
    def create_next(self) -> Iterable["DeskActivation"]:
        return route(self.process, self.others, done=self.task, turn=self.turn, also=self.also)


class DeskNode(View):
    """One desk: the state it belongs to, and the right it asks for. Where, and by whom, the county's procedure says."""

    activation_class = DeskActivation

    def __init__(self, title: str, *, state: State, right: str) -> None:
        super().__init__(view=None)
        self.Annotation(title=title)
        self.state, self.right = state, right

    def desk(self, process: AdmissionProcess, member: Member, calendar: WorkCalendar, days: int | None = None) -> Desk:
        """This desk for `member`, not yet saved: its clock starts now, by the case's terms or with `days` of its own."""
        local = process.terms
        budget = days or local.desks[self.name].working_days
        due = deadline(timezone.localtime(), budget, calendar=calendar, closes_at=local.closes_at)
        return Desk(
            process=process,
            flow_task=self,
            flow_task_type=self.task_type,
            name=self.name,
            owner_permission=self.right,
            owner_permission_obj_pk=member.place,
            signer_id=member.signer,
            county_code=process.request.county_id,
            budget=budget,
            due_on=due.due_on,
            due_is_provisional=due.provisional,
        )

    def places(self, request: AdmissionRequest, terms: DeskTerms) -> list[Place]:
        """Where it is laid: at the organs of the functions named, or where the right is held. None: not laid at all."""
        if not terms.asked or not _is_about_these(request, terms):
            return []
        if terms.right == rights.DECIDE:
            return [_who_decides(request)]
        if terms.right:
            return [_at(terms.on, request)]
        return [organ for function in terms.functions for organ in _organs(Function(function), request)]


def _is_about_these(request: AdmissionRequest, terms: DeskTerms) -> bool:
    """Whether some open part is of a kind that comes to the desk; only desks that give an opinion depend on it."""
    if terms.right or len(terms.kinds) == len(Kind):
        return True
    return any(part.kind in terms.kinds and part.is_pending for part in request.live_parts())


def _at(place: str, request: AdmissionRequest) -> Place:
    if place == "department":
        return request.department
    return request.county if place == "county" else _above(request, Level[place.upper()])


def _above(request: AdmissionRequest, level: Level) -> Region:
    return Region.objects.get(pk=request.county.ancestor_code(level))


def _who_decides(request: AdmissionRequest) -> Region:
    """谁审定: the county, or the city where the procedure leaves the kind of an open part to it."""
    decisions = request.process.terms.decisions
    by_city = any(decisions[Kind(part.kind)].by == "city" for part in request.live_parts() if part.is_pending)
    return _above(request, Level.CITY) if by_city else request.county


def _organs(function: Function, request: AdmissionRequest) -> list[Organ]:
    """The townships asked, or the county's organ of that function. Without one the act is refused: none may lie nowhere."""
    if function == Function.TOWNSHIP:
        return list(request.townships_asked())
    organ = request.organ_of(function)
    if organ is None:
        raise NotNow(
            _("“%(county)s”还没有设置“%(function)s”机构，请管理员先在后台设置，再办理。")
            % {"county": request.county, "function": function.label}
        )
    return [organ]


class AdmissionFlow(flow.Flow):
    """准入流程"""

    process_class = AdmissionProcess
    task_class = Desk
    lock_impl = UnderTheRequestsLock()

    screen = DeskNode(gettext_noop("形式审查"), state=State.SCREENING, right=rights.SCREEN)
    correct = DeskNode(gettext_noop("补正"), state=State.RETURNED, right=rights.SUBMIT)
    re_examine = DeskNode(gettext_noop("复核"), state=State.RE_EXAMINATION, right=rights.RE_EXAMINE)
    consultation = DeskNode(gettext_noop("征求意见"), state=State.UNDER_REVIEW, right=rights.GIVE_OPINION)
    legality = DeskNode(gettext_noop("合法性审查"), state=State.UNDER_REVIEW, right=rights.GIVE_OPINION)
    funding = DeskNode(gettext_noop("经费审核"), state=State.UNDER_REVIEW, right=rights.GIVE_OPINION)
    technical = DeskNode(gettext_noop("专业审查"), state=State.UNDER_REVIEW, right=rights.GIVE_OPINION)
    civil_affairs = DeskNode(gettext_noop("民政部门联合审核"), state=State.JOINT_REVIEW, right=rights.GIVE_OPINION)
    organization = DeskNode(gettext_noop("组织部门联合审核"), state=State.JOINT_REVIEW, right=rights.GIVE_OPINION)
    rural_affairs = DeskNode(gettext_noop("农村工作部门联合审核"), state=State.JOINT_REVIEW, right=rights.GIVE_OPINION)
    provincial_consent = DeskNode(gettext_noop("省级同意"), state=State.PROVINCIAL_CONSENT, right=rights.CONSENT)
    ballot = DeskNode(gettext_noop("表决"), state=State.AWAITING_DECISION, right=rights.DECIDE)
    decide = DeskNode(gettext_noop("审定"), state=State.AWAITING_DECISION, right=rights.DECIDE)
    publish = DeskNode(gettext_noop("公布"), state=State.PUBLICATION, right=rights.PUBLISH)
    supplement = DeskNode(gettext_noop("应急补办"), state=State.EMERGENCY, right=rights.SUBMIT)
    check_order = DeskNode(gettext_noop("应急备案核对"), state=State.EMERGENCY_CHECK, right=rights.SCREEN)
    file = DeskNode(gettext_noop("备案"), state=State.FILING, right=rights.PUBLISH)


DESKS, PROCESSES = Rows(Desk), Rows(AdmissionProcess)
NODES: dict[str, DeskNode] = {
    node.name: node
    for state in State
    for node in AdmissionFlow._nodes_by_name.values()
    if isinstance(node, DeskNode) and node.state == state
}
STAGES = {
    state: [name for name, node in NODES.items() if node.state == state and node.right == rights.GIVE_OPINION]
    for state in (State.UNDER_REVIEW, State.JOINT_REVIEW)
}
BALLOT = AdmissionFlow.ballot.name
OPINION_DESKS = tuple(name for name, node in NODES.items() if node.right == rights.GIVE_OPINION)
SIGNING_DESKS = (*OPINION_DESKS, BALLOT)


@dataclass(frozen=True)
class Ground:
    """What a case begins on: the version of the working days, and of the county's own procedure (None: the packaged one)."""

    calendar: Version
    procedure: int | None


def open_case(request: AdmissionRequest, ground: Ground) -> None:
    """Begin the case of a request that has just been submitted, on the desks of its state."""
    local, own = by_version(request.county_id, timezone.localdate(), ground.procedure)
    process = AdmissionProcess.objects.filter(request=request).first() if request.revision > 1 else None
    process = process or AdmissionProcess(flow_class=AdmissionFlow)
    process.request, process.signing, process.calendar_version = request, {}, ground.calendar
    process.procedure_id, process.procedure_on = own, local.effective_from
    if process._state.adding:
        [[process.pk]] = at_once(PROCESSES.added(process))
        process._state.adding = False
    else:
        at_once(PROCESSES.changed(process))
    route(process, lying=())


def reopen(request: AdmissionRequest, desk: Desk | None) -> None:
    """拿回: clear the desks of the state just left, and lay the request back on `desk`, at which it was acted (None: a draft).

    The desk is the same as before, and so is its clock. Those who sign beside are asked as before the act.
    """
    process = AdmissionProcess.objects.get(request=request)
    process.request = request
    lying = list(process.task_set.filter(finished__isnull=True))
    stale = [each for each in lying if NODES[each.name].state != request.state]
    written = _cleared(stale) + _case_kept(process, request.state in OPEN, changed=False)
    if desk is not None:
        desk.status, desk.finished, desk.owner, desk.assigned = STATUS.NEW, None, None, None
        written.append(DESKS.changed(desk))
    if written:
        at_once(*written)
    sheet = sheet_of(process, desk.name) if desk else None
    if desk and sheet:
        beside = [*(each for each in lying if each not in stale), desk]
        route(process, beside, turn=turn_at(process, desk.name, sheet, beside))


@dataclass(frozen=True)
class Turn:
    """What changes at the desks while the request stays where it is: those that are cleared, and those laid next."""

    cleared: Sequence[Desk] = ()
    laid: Sequence[Desk] = ()
    # Whether the row of the case was changed, too.
    case: bool = False

    def leaves(self, lying: Iterable[Desk]) -> bool:
        """Whether anybody is still asked, of those `lying` and those laid next."""
        return bool(self.laid) or any(desk not in self.cleared for desk in lying)


def route(
    process: AdmissionProcess,
    lying: Iterable[Desk] | None = None,
    *,
    done: Desk | None = None,
    turn: Turn | None = None,
    also: Sequence[Statement] = (),
) -> list[DeskActivation]:
    """Make the desks agree with the state: clear those of another state, lay those of a state just entered.

    `lying` are the desks still open, where the caller has read them under the lock; otherwise they are read here.
    `done` is the desk at which somebody has just acted, `turn` what follows within the state, where the request stays
    in it, `also` what is to be written along with it. It is one statement, whatever there is to do.
    """
    request, case = process.request, False
    if turn is not None:
        stale, laid, case = list(turn.cleared), list(turn.laid), turn.case
    else:
        lying = list(process.task_set.filter(finished__isnull=True) if lying is None else lying)
        stale = [desk for desk in lying if NODES[desk.name].state != request.state]
        laid = _to_be_laid(process) if len(stale) == len(lying) else []
        case = bool(laid and process.signing)
    written = [*also, DESKS.changed(done)] if done else [*also]
    written += _cleared(stale) + _case_kept(process, request.state in OPEN, case)
    written += [DESKS.added(*laid)] if laid else []
    keys = at_once(*written) if written else []
    for desk, [key] in zip(laid, keys, strict=False):
        desk.pk, desk._state.adding = key, False
    return [DeskActivation(desk) for desk in laid]


def _cleared(stale: Sequence[Desk]) -> list[Statement]:
    values = [STATUS.CANCELED, timezone.now(), [desk.pk for desk in stale]]
    cleared = Statement(f"UPDATE {DESKS.table} SET status = %s, finished = %s WHERE id = ANY(%s)", values)
    return [cleared] if stale else []


def _to_be_laid(process: AdmissionProcess) -> list[Desk]:
    """The desks of the state of the request, not yet saved; the sheets of those that have one are put on the case."""
    request = process.request
    if request.state not in OPEN:
        return []
    members = members_of(process)
    if not any(members.values()):
        raise NotNow(_("“%(state)s”没有可办理的环节，请管理员检查机构设置。") % {"state": request.get_state_display()})
    calendar = working_days.current(process.calendar_version)
    for name, asked in members.items():
        rule = process.terms.desks[name].signing
        if asked and not signing.is_plain(asked, rule):
            sheet = Sheet.of(rule, [member.key for member in asked])
            signing.keep(process, name, sheet)
            members[name] = [Member.read(key) for key in sheet.asked({})]
    return [NODES[name].desk(process, member, calendar) for name in members for member in members[name]]


def members_of(process: AdmissionProcess) -> dict[str, list[Member]]:
    """Who is to sign or act at each desk of the present state, by the terms that the case follows."""
    request, terms = process.request, process.terms.desks
    nodes = [node for node in NODES.values() if node.state == request.state]
    places = {node.name: node.places(request, terms[node.name]) for node in nodes}
    return {
        node.name: [
            member
            for place in places[node.name]
            if not _is_its_own(node, place, request)
            for member in _members_at(node, place, request, terms[node.name])
        ]
        for node in nodes
    }


def _members_at(node: DeskNode, place: Place, request: AdmissionRequest, terms: DeskTerms) -> list[Member]:
    """The office at that place, or each of its officers who need not keep away. Without one the act is refused."""
    if terms.members != procedure.OFFICERS:
        return [Member(str(place.pk))]
    held = rights.own_holders(node.right, place).order_by("pk")
    free = [officer for officer in held if not recusal.why(request, officer)]
    if not free:
        raise NotNow(_("“%(place)s”没有人可以签署“%(desk)s”，请管理员先任命。") % {"place": place, "desk": terms.title})
    return [Member(str(place.pk), officer.pk) for officer in free]


def _is_its_own(node: DeskNode, place: Place, request: AdmissionRequest) -> bool:
    """Whether the applying organ would be asked for an opinion on itself: its request says what it thinks."""
    return node.right == rights.GIVE_OPINION and place == request.department


def left_out(request: AdmissionRequest) -> list[str]:
    """回避: the opinion desks of the present state that are not laid because they are the applying organ's own."""
    if request.department.function == Function.DEPARTMENT:
        return []  # a plain department is asked at no desk; nothing need be looked up
    nodes = [node for node in NODES.values() if node.state == request.state and node.right == rights.GIVE_OPINION]
    terms = request.process.terms.desks if nodes else {}
    return [node.name for node in nodes if request.department in node.places(request, terms[node.name])]


def sign(process: AdmissionProcess, done: Desk, others: Sequence[Desk]) -> Turn:
    """What follows at the desk where somebody has just signed: who is asked next, who need not sign any more."""
    sheet = sheet_of(process, done.name)
    return Turn() if sheet is None else turn_at(process, done.name, sheet, others)


def turn_at(process: AdmissionProcess, name: str, sheet: Sheet, lying: Sequence[Desk]) -> Turn:
    """The desks of that name brought to what the sheet asks for, by the signatures there are."""
    votes, gone = votes_of(process, [name])[name], away(process.request, sheet.members)
    asked = [Member.read(key) for key in sheet.asked(votes, gone)]
    here = {Member.at(desk): desk for desk in lying if desk.name == name}
    new = [member for member in asked if member not in here]
    calendar = working_days.current(process.calendar_version) if new else None
    laid = [NODES[name].desk(process, member, calendar, _days(sheet, member)) for member in new]  # type: ignore[arg-type]
    return Turn([desk for member, desk in here.items() if member not in asked], laid)


def ballot_outcome(process: AdmissionProcess) -> Outcome:
    """What the vote before the decision came to; PASSED where the county does not vote."""
    sheet = sheet_of(process, BALLOT)
    if sheet is None:
        return Outcome.PASSED
    return sheet.outcome(votes_of(process, [BALLOT])[BALLOT], away(process.request, sheet.members))


def _days(sheet: Sheet, member: Member) -> int | None:
    stage = sheet.stage_of(member.key)
    return stage.days if stage else None


def _case_kept(process: AdmissionProcess, is_open: bool, changed: bool) -> list[Statement]:
    """The row of the case, where it was `changed`, or where the case is closed or opened again."""
    if is_open != (process.finished is None):
        process.finished = None if is_open else timezone.now()
        process.status = PROCESS.NEW if is_open else PROCESS.DONE
        changed = True
    return [PROCESSES.changed(process)] if changed else []
