"""复核: a named officer answers for what the machine declined."""

from django.utils.translation import gettext as _

from accounts.models import User
from notifications import outbox
from workflows.errors import required
from workflows.flows import AdmissionFlow
from workflows.models import AdmissionRequest, Decision
from workflows.services.acts import at_desk, perform


def overturn(request: AdmissionRequest, *, by: User, reason: str, seen: int | None = None) -> None:
    """复核撤销: the rule was wrongly applied; the declined parts go on to the screening desk."""
    required(reason, _("请写明复核理由。"))
    with at_desk(AdmissionFlow.re_examine, request, by, seen=seen) as row:
        for part in row.live_parts():
            if part.was_declined_by_machine:
                part.decision, part.reason = Decision.PENDING, ""
                part.save(update_fields=["decision", "reason"])
        perform(row.overturn, by, reason)
        outbox.tell([row.applicant], "overturned", row)


def uphold(request: AdmissionRequest, *, by: User, reason: str, seen: int | None = None) -> None:
    """复核维持: the machine was right. What it declined is from now on declined by a person."""
    required(reason, _("请写明复核理由。"))
    with at_desk(AdmissionFlow.re_examine, request, by, seen=seen) as row:
        for part in row.live_parts():
            if part.was_declined_by_machine:
                part.decision = Decision.DECLINED
                part.save(update_fields=["decision"])
        perform(row.uphold, by, reason)
        outbox.tell([row.applicant], "upheld", row)
