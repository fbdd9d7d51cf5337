"""What the applying organ does: submit, put right, withdraw, ask that the machine's answer be re-examined."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import User
from notifications import outbox
from workflows import flows, recusal, seats
from workflows.errors import NotComplete
from workflows.flows import AdmissionFlow
from workflows.models import AdmissionRequest, Pause, PauseReason
from workflows.services import drafting, judgement, keeping, numbers
from workflows.services.acts import at_desk, locked, perform


def submit(request: AdmissionRequest, *, by: User, seen: int | None = None) -> None:
    """提交: hand a draft to the county. What the notice forbids is declined in the same breath, on record."""
    with locked(request, seen=seen) as row:
        ground = seats.before_a_case(row, by)
        recusal.require_right(row, by, rights.SUBMIT)
        if not row.live_parts():
            raise NotComplete(_("请至少填写一项申请事项，再提交。"))
        drafting.require_readable(row)
        keeping.require_none(row, by)
        recusal.require_judges(row, by)
        # One that was taken back keeps its number.
        row.number = row.number or numbers.next_request(row)
        row.submitted_at = timezone.now()
        judged = judgement.judge_pending(row)
        perform(row.submit, by, outcomes=judgement.outcomes(judged))
        flows.open_case(row, ground)
        outbox.tell([row.applicant], "submitted", row)
        _decline_what_is_forbidden(row, judged)


def resubmit(request: AdmissionRequest, *, by: User, seen: int | None = None) -> None:
    """补正重报: send back what was returned, put right. It is judged anew."""
    with at_desk(AdmissionFlow.correct, request, by, seen=seen) as row:
        drafting.require_readable(row)
        keeping.require_none(row, by)
        judged = judgement.judge_pending(row)
        row.corrections.filter(answered_at__isnull=True).update(answered_at=timezone.now())
        resume(row, PauseReason.CORRECTION)
        perform(row.resubmit, by, outcomes=judgement.outcomes(judged))
        _decline_what_is_forbidden(row, judged)


def withdraw(request: AdmissionRequest, *, by: User, reason: str, seen: int | None = None) -> None:
    """撤回: give the request up before it is decided, wherever it lies."""
    with locked(request, seen=seen) as row:
        recusal.require_right(row, by, rights.SUBMIT)
        perform(row.withdraw, by, reason)
        resume(row)
        flows.route(row.process)
        outbox.tell([row.applicant], "withdrawn", row)


def ask_re_examination(request: AdmissionRequest, *, by: User, reason: str, seen: int | None = None) -> None:
    """申请复核: ask a named officer to look at what the machine declined. The machine is never the last word."""
    with locked(request, seen=seen) as row:
        recusal.require_right(row, by, rights.SUBMIT)
        seats.require_running(row)
        perform(row.ask_re_examination, by, reason)
        flows.route(row.process)
        outbox.tell(
            rights.holders(rights.RE_EXAMINE, row.county).exclude(organ=row.department), "re_examination_asked", row
        )


def resume(request: AdmissionRequest, *reasons: PauseReason) -> None:
    """End the open pause of the request, if there is one (of the reasons named, or any)."""
    now = timezone.now()
    pauses = Pause.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=now), request=request)
    pauses = pauses.filter(reason__in=reasons) if reasons else pauses
    pauses.update(ended_at=now)


def _decline_what_is_forbidden(request: AdmissionRequest, judged: list[judgement.Judged]) -> None:
    judgement.decline_forbidden(judged)
    if request.some_part_is_undecided() or not request.some_part_was_declined_by_machine():
        return
    perform(request.decline_by_rule, None, clauses=judgement.clauses(judged))
    flows.route(request.process)
    outbox.tell([request.applicant], "declined_by_rule", request)
