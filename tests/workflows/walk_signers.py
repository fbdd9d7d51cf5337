"""Deeds at the signing of a desk: 加签, 减签. Who is asked in person may be taken out by the sweep, once he is gone."""

from collections.abc import Sequence

from accounts.models import Organ, User
from tests.workflows.walk_deeds import Deed, pick, reason
from workflows.models import AdmissionRequest
from workflows.services import signers

DAYS = (3, 1, 60, 0, 61)


def add_signer(request: AdmissionRequest, by: User, turn: int, _organs: Sequence[Organ]) -> object:
    asked = [*signers.organs_to_ask(request), *signers.officers_to_ask(request)]
    return signers.add_signer(
        request,
        by=by,
        desk=pick(signers.addable(request, by) or ["legality"], turn),
        asked=pick(asked, turn) if asked else request.department,
        before=turn % 2 == 0,
        reason=reason(turn),
        days=pick(DAYS, turn // 4),
        seen=request.revision,
    )


def remove_signer(request: AdmissionRequest, by: User, turn: int, _organs: Sequence[Organ]) -> object:
    removable = [where for where, _name in signers.removable(request, by)] or [("legality", "0")]
    desk, member = pick(removable, turn)
    return signers.remove_signer(request, by=by, desk=desk, member=member, reason=reason(turn), seen=request.revision)


DEEDS: dict[str, Deed] = {"add_signer": add_signer, "remove_signer": remove_signer}
AT_ANY_DESK = ("add_signer",)
WRITING: set[str] = set()
OF_RECORD: dict[str, set[str]] = {}
# A second click asks for another than the first: whom it named is asked already, or not any more.
UNSEEN = {"add_signer", "remove_signer"}
