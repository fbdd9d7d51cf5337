"""What the timeline says of desks handed on, requests put off and taken up again, and copies."""

from django.utils.translation import gettext as _

from workflows.flows import NODES
from workflows.models import RequestEvent
from workflows.services.acts import act_label

# Act → (icon, tone).
MARKS = {
    "hand_on": ("arrows-right-left", ""),
    "copy": ("paper-airplane", ""),
    "mark_read": ("eye", ""),
    "take_back": ("arrow-uturn-left", ""),
    "suspend": ("pause-circle", ""),
    "resume": ("play-circle", ""),
}


def says(event: RequestEvent) -> str:
    """The sentence of such an event; empty for all others."""
    if event.act == "hand_on":
        desk = _(NODES[event.record["desk"]].task_title)
        after = event.record["after"] or _("本环节人员")
        return _("“%(desk)s”转由%(after)s办理。%(reason)s") % {"desk": desk, "after": after, "reason": event.reason}
    if event.act == "copy":
        return _("抄送：%(to)s。%(reason)s") % {"to": _("、").join(event.record["to"]), "reason": event.reason}
    if event.act == "take_back":
        return _("拿回“%(act)s”。%(reason)s") % {"act": act_label(event.record["undone"]), "reason": event.reason}
    if event.act == "suspend":
        return _("暂缓至 %(until)s。%(reason)s") % {"until": event.record["until"], "reason": event.reason}
    return ""
