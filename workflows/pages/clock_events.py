"""What the timeline says of events of the clocks: a date counted anew, and somebody urged."""

from django.utils.translation import gettext as _

from workflows.flows import NODES
from workflows.models import RequestEvent

# Act → (icon, tone).
MARKS = {"urge": ("bell-alert", ""), "deadline_recomputed": ("calendar-days", "")}


def says(event: RequestEvent) -> str:
    """The sentence of such an event; empty for all others."""
    if event.act == "urge":
        named = _("环节：%(desk)s。") % {"desk": _(NODES[event.record["desk"]].task_title)}
        return f"{named}{event.reason}"
    if event.act == "deadline_recomputed":
        moves = [
            _("“%(desk)s”由 %(old)s 改为 %(new)s") % {**each, "desk": _(NODES[each["desk"]].task_title)}
            if each["old"] != each["new"]
            else _("“%(desk)s”仍为 %(new)s，日期已确定") % {**each, "desk": _(NODES[each["desk"]].task_title)}
            for each in event.record["desks"]
        ]
        return _("依据 %(notice)s：%(moves)s。") % {"notice": event.record["notice"], "moves": _("；").join(moves)}
    return ""
