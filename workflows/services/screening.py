"""What the lead organ does at the counter: accept, return for correction, decline, end the procedure."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Function, Level, Organ, User
from accounts.models.region import level_of
from notifications import outbox
from workflows import flows, recusal
from workflows.errors import NotComplete, required
from workflows.flows import AdmissionFlow
from workflows.models import AdmissionRequest, Correction, Decision, Pause, PauseReason
from workflows.services.acts import at_desk, locked, perform
from workflows.services.submission import resume


def accept(
    request: AdmissionRequest,
    *,
    by: User,
    townships: Sequence[Organ],
    sent_back: Mapping[int, str] | None = None,
    seen: int | None = None,
) -> None:
    """受理: start the review. `townships` are asked; `sent_back` (position → why) leaves single parts out of it."""
    with at_desk(AdmissionFlow.screen, request, by, seen=seen) as row:
        _send_back(row, sent_back or {})
        _ask(row, townships)
        perform(row.accept, by, townships=[organ.name for organ in townships])
        outbox.tell([row.applicant], "accepted", row)


def return_for_correction(
    request: AdmissionRequest, *, by: User, points: Sequence[str], seen: int | None = None
) -> None:
    """退回补正: one list of everything that must be put right. The clock stops until it comes back."""
    points = [point.strip() for point in points if point.strip()]
    if not points:
        raise NotComplete(_("请一次性写明全部须补正之处。"), field="points")
    with at_desk(AdmissionFlow.screen, request, by, seen=seen) as row:
        Correction.objects.create(request=row, points=points)
        Pause.objects.create(request=row, reason=PauseReason.CORRECTION)
        perform(row.return_for_correction, by, "\n".join(points))
        outbox.tell([row.applicant], "returned_for_correction", row)


def decline(request: AdmissionRequest, *, by: User, reason: str, seen: int | None = None) -> None:
    """不予受理: the counter turns the request away, with its reason."""
    required(reason, _("请写明理由。"))
    with at_desk(AdmissionFlow.screen, request, by, seen=seen) as row:
        for part in row.live_parts():
            if part.is_pending:
                part.decision, part.reason = Decision.DECLINED, reason
                part.save(update_fields=["decision", "reason"])
        perform(row.decline, by, reason)
        outbox.tell([row.applicant], "declined", row)


def terminate(request: AdmissionRequest, *, by: User, reason: str, seen: int | None = None) -> None:
    """终止: the authority ends the procedure before a decision, from whatever desk."""
    required(reason, _("请写明理由。"))
    with locked(request, seen=seen) as row:
        recusal.require_right(row, by, rights.SCREEN)
        perform(row.terminate, by, reason)
        resume(row)
        flows.route(row.process)
        outbox.tell([row.applicant], "terminated", row)


def townships_of(request: AdmissionRequest) -> QuerySet[Organ]:
    """The township organs of the county that can be consulted; not the one that applies itself."""
    first, last = request.county.code_range
    townships = Organ.objects.filter(function=Function.TOWNSHIP, region__level=Level.TOWNSHIP)
    townships = townships.exclude(pk=request.department_id)
    return townships.filter(region__code__range=(first, last)).order_by("region")


def require_askable(request: AdmissionRequest, townships: Sequence[Organ]) -> None:
    """Raise NotComplete unless these are townships whose opinion may be asked, at least one."""
    if not townships:
        raise NotComplete(_("请至少选择一个征求意见的乡镇（街道）。"), field="townships")
    if not all(_may_be_asked(request, organ) for organ in townships):
        raise NotComplete(_("只能征求本县（市、区）乡镇（街道）的意见。"), field="townships")


def _may_be_asked(request: AdmissionRequest, organ: Organ) -> bool:
    """Whether the organ is one of `townships_of`; its own row tells, nothing need be read."""
    is_a_township = organ.function == Function.TOWNSHIP and level_of(organ.region_id) == Level.TOWNSHIP
    return is_a_township and request.county.holds(organ.region_id) and organ.pk != request.department_id


def _ask(request: AdmissionRequest, townships: Sequence[Organ]) -> None:
    require_askable(request, townships)
    request.ask(sorted(townships, key=lambda organ: organ.pk))


def _send_back(request: AdmissionRequest, sent_back: Mapping[int, str]) -> None:
    for part in request.live_parts():
        if part.is_pending and part.position in sent_back:
            part.decision, part.reason = Decision.SENT_BACK, sent_back[part.position]
            part.save(update_fields=["decision", "reason"])
