"""Where a request stands, as steps to be drawn: read from its state, its events and its desks. It decides nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from accounts.models import Organ
from workflows.flows import NODES, OPINION_DESKS
from workflows.models import CLOSED, AdmissionRequest, Desk, RequestEvent, State
from workflows.pages.drawing import Status, Step
from workflows.pages.flow_drawing import Flow
from workflows.services.signers import names_of
from workflows.signing import Member

S = State
DETOURS = (S.RETURNED, S.RE_EXAMINATION)
MAIN = (
    S.SCREENING,
    S.UNDER_REVIEW,
    S.JOINT_REVIEW,
    S.PROVINCIAL_CONSENT,
    S.AWAITING_DECISION,
    S.PUBLICATION,
    S.FILING,
)
AT_ONCE = (S.EMERGENCY, S.EMERGENCY_CHECK)
GOOD_ENDS = (S.ADMITTED, S.EMERGENCY_FILED)
# The state says what is waited for; the step says what is done.
NAMES = {
    S.PUBLICATION: NODES["publish"],
    S.FILING: NODES["file"],
    S.EMERGENCY: NODES["supplement"],
    S.EMERGENCY_CHECK: NODES["check_order"],
}
STATUS_OF_DESK = {STATUS.DONE: Status.DONE, STATUS.CANCELED: Status.SKIPPED}


@dataclass(frozen=True)
class Way:
    """The way of one request. `desks` are all it ever lay on, `events` all that was done, both in their order."""

    request: AdmissionRequest
    events: Sequence[RequestEvent]
    desks: Sequence[Desk]
    province_is_needed: bool = False

    @property
    def flow(self) -> Flow:
        label = self.request.get_state_display()
        says = _("现为“%(state)s”。") % {"state": label}
        return Flow("way", _("办理进程"), says, [self._submitted, *map(self._step, self._stages)])

    @cached_property
    def now(self) -> list[Desk]:
        """The desks it lies on, the one due first in front."""
        lying = [desk for desk in self.desks if desk.finished is None]
        return sorted(lying, key=lambda desk: (desk.due_on is None, desk.due_on, desk.pk))

    @cached_property
    def entered(self) -> dict[str, RequestEvent]:
        """The event by which each state was entered last."""
        return {event.target: event for event in self.events if event.source != event.target}

    @cached_property
    def left(self) -> dict[str, RequestEvent]:
        return {event.source: event for event in self.events if event.source != event.target}

    @property
    def _stages(self) -> list[State]:
        if S.EMERGENCY in self.entered:
            return list(AT_ONCE)
        to_province = self.province_is_needed or S.PROVINCIAL_CONSENT in self.entered
        return [state for state in MAIN if state is not S.PROVINCIAL_CONSENT or to_province]

    @property
    def _submitted(self) -> Step:
        event = self.left.get(S.DRAFT)
        name = _("即刻施行") if S.EMERGENCY in self.entered else _("提交")
        return Step(name, Status.DONE if event else Status.CURRENT, _day(event))

    @property
    def _ended_in(self) -> str:
        """The state out of which a closed request was ended; a case of the counter ends at the counter."""
        ends = self.entered.get(self.request.state)
        source = ends.source if ends else S.SCREENING
        return S.SCREENING if source in DETOURS else source

    def _step(self, state: State) -> Step:
        status = self._status(state)
        note = self._note(state, status)
        name = _(NAMES[state].task_title) if state in NAMES else state.label
        return Step(name, status, note, [*self._detours(state), *self._desk_steps(state)])

    def _status(self, state: State) -> Status:
        here = self.request.state
        if here == S.RETURNED and state is S.SCREENING:
            return Status.RESTING
        if here == state or (state is S.SCREENING and here in DETOURS):
            return Status.CURRENT
        if here in CLOSED and here not in GOOD_ENDS and state == self._ended_in:
            return Status.STOPPED
        if state in self.entered:
            return Status.DONE
        return Status.SKIPPED if here in CLOSED else Status.WAITING

    def _note(self, state: State, status: Status) -> str:
        if status is Status.STOPPED:
            return f"{self.request.get_state_display()} {_day(self.entered.get(self.request.state))}"
        if status is Status.DONE:
            return _day(self.left.get(state))
        return self._due(state) if status is Status.CURRENT and state not in (S.UNDER_REVIEW, S.JOINT_REVIEW) else ""

    def _due(self, state: State) -> str:
        lying = next((desk for desk in self.now if NODES[desk.name].state == state), None)
        return _until(lying) if lying else ""

    def _detours(self, state: State) -> Iterable[Step]:
        """补正 and 复核 lead away from the counter and back to it."""
        for detour in DETOURS if state is S.SCREENING else ():
            if self.request.state == detour:
                yield Step(detour.label, Status.CURRENT, self._due(detour))
            elif detour in self.entered:
                yield Step(detour.label, Status.DONE, _day(self.left.get(detour)))

    def _desk_steps(self, state: State) -> Iterable[Step]:
        for desk in self.desks:
            taken_back = desk.status == STATUS.CANCELED and self.request.state not in CLOSED
            if desk.name in OPINION_DESKS and NODES[desk.name].state == state and not taken_back:
                yield self._desk_step(desk)

    def _desk_step(self, desk: Desk) -> Step:
        status = STATUS_OF_DESK.get(desk.status, Status.CURRENT)
        done = timezone.localtime(desk.finished).date().isoformat() if desk.finished else ""
        note = done if status is Status.DONE else _until(desk) if status is Status.CURRENT else ""
        return Step(self._desk_name(desk), status, note)

    def _desk_name(self, desk: Desk) -> str:
        title = _(NODES[desk.name].task_title)
        if desk.name == "consultation":
            who = self._townships.get(desk.owner_permission_obj_pk or "")
        else:
            who = self._signers.get(Member.at(desk).key)
        return f"{title}{_('：')}{who}" if who else title

    @cached_property
    def _townships(self) -> dict[str, str]:
        asked = {desk.owner_permission_obj_pk for desk in self.desks if desk.name == "consultation"}
        organs = Organ.objects.filter(pk__in=asked).select_related("region") if asked else ()
        return {str(organ.pk): organ.region.name for organ in organs}

    @cached_property
    def _signers(self) -> dict[str, str]:
        """What those are called who are asked at a desk at which others are asked too."""
        asked = {(desk.name, Member.at(desk).key) for desk in self.desks if desk.name != "consultation"}
        times = Counter(name for name, _key in asked)
        shared = [key for name, key in asked if times[name] > 1]
        return names_of(shared) if shared else {}


def _day(event: RequestEvent | None) -> str:
    return timezone.localtime(event.at).date().isoformat() if event else ""


def _until(desk: Desk) -> str:
    if desk.due_on is None:
        return _("无期限")
    provisional = _("%(day)s 到期（暂定）") if desk.due_is_provisional else _("%(day)s 到期")
    return provisional % {"day": desk.due_on.isoformat()}
