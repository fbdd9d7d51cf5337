"""What is shown of an emergency order: on the page of its request, and beside the acts on it."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Level, Region
from catalogues.models import Entry
from policy.burden import TAKES_TIME, minutes_a_year
from workflows.models import RUNNING_AT_ONCE, AdmissionRequest, State
from workflows.pages.burden import measure

# Where a request with an order stands as long as it does not go the ordinary way.
OUTSIDE_THE_WAY = (
    *RUNNING_AT_ONCE,
    State.EMERGENCY_FILED,
    State.EMERGENCY_REVOKED,
    State.DECLINED,
    State.RE_EXAMINATION,
)


def shown(request: AdmissionRequest) -> dict[str, Any]:
    """应急: the order by which it ran at once, its entry on the list, what it costs, and the papers handed in last."""
    order = getattr(request, "order", None)
    if order is None:
        return {"order": None}
    return {
        "order": order,
        "entry": Entry.objects.filter(request_number=request.number).first(),
        "supplement": request.events.filter(act="supplement").last(),
        "carried": _carried(request),
    }


def beside_an_act(request: AdmissionRequest) -> dict[str, Any]:
    """The same with the files handed in, which the page of the request shows elsewhere."""
    known = shown(request)
    return known | ({"files": list(request.attachments.filter(removed_at__isnull=True))} if known["order"] else {})


def is_sent_back(request: AdmissionRequest) -> bool:
    """Whether there is a step that sends it back: what runs at once, or was not registered, has none."""
    return request.state not in OUTSIDE_THE_WAY or getattr(request, "order", None) is None


def _carried(request: AdmissionRequest) -> str:
    """What a village carries by it in a year, and in how many villages; or that nobody has told."""
    (part,) = request.live_parts()
    if part.kind not in TAKES_TIME:
        return ""
    number = Region.objects.within(part.where).filter(level=Level.VILLAGE).count()
    minutes = minutes_a_year(part.kind, part.answers)
    if minutes is None:
        return _("没有填写用时或者次数，未计入；涉及%(number)d个村") % {"number": number}
    return _("每村按一年计%(hours)s小时，%(number)d个村") % {"hours": measure.shown(minutes), "number": number}
