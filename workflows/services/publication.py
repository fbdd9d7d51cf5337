"""公布, 备案: what follows an admission before the case is closed (二（一）)."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from catalogues import register
from notifications import outbox
from workflows.errors import required
from workflows.flows import AdmissionFlow
from workflows.models import AdmissionRequest
from workflows.services.acts import at_desk, perform


def publish(request: AdmissionRequest, *, by: User, where: str, seen: int | None = None) -> None:
    """公布: what was admitted is made public. `where` says on which site or board."""
    required(where, _("请写明在哪里公布。"), field="where")
    with at_desk(AdmissionFlow.publish, request, by, seen=seen) as row:
        register.publish(row.number or "", on=localdate())
        perform(row.publish, by, where)
        outbox.tell([row.applicant], "published", row)


def file(request: AdmissionRequest, *, by: User, receipt: str, seen: int | None = None) -> None:
    """备案: filed with the superior civil affairs, organization and rural affairs organs. It closes the case."""
    required(receipt, _("请填写备案回执编号。"), field="receipt")
    with at_desk(AdmissionFlow.file, request, by, seen=seen) as row:
        register.file(row.number or "", on=localdate(), receipt=receipt)
        perform(row.file, by, receipt)
        outbox.tell([row.applicant], "filed", row)
