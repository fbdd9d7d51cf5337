"""三（一）: what the province does. Without its consent no county decision can admit a new mechanism."""

from django.utils.translation import gettext as _

from accounts.models import User
from notifications import outbox
from workflows.errors import required
from workflows.flows import AdmissionFlow
from workflows.models import AdmissionRequest, Decision, PauseReason, RequestPart
from workflows.services.acts import at_desk, perform
from workflows.services.submission import resume


def consent(request: AdmissionRequest, *, by: User, number: str, reason: str = "", seen: int | None = None) -> None:
    """省级同意: the county may go on and decide. `number` is the number of the letter of consent."""
    required(number, _("请填写省级同意文件的文号。"), field="number")
    with at_desk(AdmissionFlow.provincial_consent, request, by, seen=seen) as row:
        for part in _referred(row):
            part.province_consents, part.consent_number = True, number
            part.save(update_fields=["province_consents", "consent_number"])
        resume(row, PauseReason.PROVINCE)
        perform(row.consent, by, reason, number=number)
        outbox.tell([row.applicant], "consented", row)


def withhold_consent(request: AdmissionRequest, *, by: User, reason: str, seen: int | None = None) -> None:
    """省级不同意: the parts that needed it are refused; what else the request asks for goes on."""
    required(reason, _("请写明不同意的理由。"))
    with at_desk(AdmissionFlow.provincial_consent, request, by, seen=seen) as row:
        for part in _referred(row):
            part.province_consents, part.decision, part.reason = False, Decision.REFUSED, reason
            part.save(update_fields=["province_consents", "decision", "reason"])
        resume(row, PauseReason.PROVINCE)
        perform(row.withhold_consent, by, reason)
        outbox.tell([row.applicant], "consent_withheld", row)


def _referred(request: AdmissionRequest) -> list[RequestPart]:
    return [part for part in request.live_parts() if part.needs_province]
