"""Deeds of the desk beside the procedure: 催办, 转办, 暂缓, 恢复, 拿回, 抄送, 已阅. A family of deeds is a file with DEEDS and what it says of them.

`walk_machine.FAMILIES` names the files; nothing else has to know a new one.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.timezone import localdate

from accounts.models import Organ, User
from tests.workflows.walk_deeds import Deed, pick, reason
from workflows.errors import NotNow
from workflows.models import AdmissionRequest, Copy, Desk
from workflows.services import copying, handing, suspending, taking_back, urging

DAYS = (1, 7, 183, 0, -1, 200)


def urge(request: AdmissionRequest, by: User, turn: int, _organs: Sequence[Organ]) -> object:
    lying = list(Desk.objects.filter(process__request=request).order_by("-pk").values_list("pk", flat=True)) or [0]
    return urging.urge(request, by=by, desk=pick(lying, turn), reason=reason(turn), seen=request.revision)


def hand_on(request: AdmissionRequest, by: User, turn: int, _organs: Sequence[Organ]) -> object:
    targets = [target.key for target in handing.targets(request, by)] or ["0-office"]
    return handing.hand_on(request, by=by, to=pick(targets, turn), reason=reason(turn), seen=request.revision)


def suspend(request: AdmissionRequest, by: User, turn: int, _organs: Sequence[Organ]) -> object:
    until = localdate() + timedelta(days=pick(DAYS, turn))
    return suspending.suspend(request, by=by, reason=reason(turn), until=until, seen=request.revision)


def copy(request: AdmissionRequest, by: User, turn: int, organs: Sequence[Organ]) -> object:
    officers = User.objects.filter(organ__region=request.county_id).order_by("pk")[turn % 5 : turn % 5 + turn % 2]
    to = [organ for place, organ in enumerate(organs) if turn >> place & 1]
    return copying.copy(request, by=by, organs=to, officers=list(officers), note=reason(turn), seen=request.revision)


def mark_read(request: AdmissionRequest, by: User, turn: int, _organs: Sequence[Organ]) -> object:
    """Mostly one that is his, if there is one."""
    sent = list(Copy.objects.filter(request=request).order_by("pk"))
    his = [each for each in sent if copying.is_for(each, by)]
    if not sent:
        raise NotNow("there is no copy")
    return copying.mark_read(pick(his or sent, turn), by=by)


DEEDS: dict[str, Deed] = {
    "copy": copy,
    "mark_read": mark_read,
    "urge": urge,
    "hand_on": hand_on,
    "suspend": suspend,
    "resume": lambda r, by, t, _: suspending.resume(r, by=by, reason=reason(t), seen=r.revision),
    "take_back": lambda r, by, t, _: taking_back.take_back(r, by=by, reason=reason(t), seen=r.revision),
}
# At whatever desk the request lies, by whoever sits there; what stands first is done most.
AT_ANY_DESK = ("hand_on", "take_back", "urge", "copy")
WRITING: set[str] = set()
OF_RECORD: dict[str, set[str]] = {}
# These do not say which revision of the request they saw.
UNSEEN = {"mark_read"}
