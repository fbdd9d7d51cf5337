"""What the organs that are asked do: give an opinion, each at its own desk, all at the same time."""

from typing import Any

from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import User
from notifications import outbox
from workflows import flows, seats, signing
from workflows.errors import NotComplete
from workflows.models import AdmissionRequest, Conclusion, Opinion, Pause, PauseReason, RequestEvent, State
from workflows.models.rows import Rows, at_once
from workflows.services import judgement
from workflows.services.acts import EVENTS, locked, on_record, perform

OPINIONS = Rows(Opinion)


def give_opinion(
    request: AdmissionRequest, *, by: User, desk: str, conclusion: str, text: str = "", seen: int | None = None
) -> None:
    """提出审查意见, or sign: the desk's rule says who is asked next, and the last one of a stage sends the request on.

    `seen` is not asked: opinions do not collide.
    """
    if conclusion != Conclusion.SUPPORTS and not text.strip():
        raise NotComplete(_("不同意或者修改后同意的，请写明意见。"), field="text")
    node = flows.NODES[desk]
    with locked(request) as row, seats.at_desk(node, row, by) as seated:
        # Who votes for the authority does it in the name of his organ; the desk is the region's.
        organ: Any = by.organ_id if node.right == rights.DECIDE else seated.task.owner_permission_obj_pk
        given = Opinion(request=row, desk=desk, organ_id=organ, officer=by, conclusion=conclusion, text=text)
        given.signer_id = seated.task.signer_id
        given.round = row.__dict__["taken_back"].count(f"{desk} {organ}")
        written, others = (OPINIONS.added(given), EVENTS.added(_event(given))), seated.others or []
        if others and signing.sheet_of(seated.process, desk) is None:
            seated.also = written
            return
        at_once(*written)
        turn = flows.sign(seated.process, seated.task, others)
        if turn.leaves(others):
            seated.turn = turn
        else:
            refer(row, by)


def _event(given: Opinion) -> RequestEvent:
    said = {"desk": given.desk, "conclusion": given.conclusion}
    return on_record(given.request, "give_opinion", given.officer, given.text, **said)


def refer(request: AdmissionRequest, by: User | None) -> None:
    """Send the request on, now that every opinion of its stage is in."""
    if request.state == State.UNDER_REVIEW:
        perform(request.refer_to_joint_review, by)
    elif any(part.needs_province for part in judgement.with_verdicts(request)):
        Pause.objects.create(request=request, reason=PauseReason.PROVINCE)
        perform(request.refer_to_province, by)
        outbox.tell([request.applicant], "referred_to_province", request)
    else:
        perform(request.refer_for_decision, by)
