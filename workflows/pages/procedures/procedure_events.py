"""What the timeline says of events of the procedure: a signer added or taken out, a case moved to a new version."""

from django.utils.translation import gettext as _

from workflows.flows import NODES
from workflows.models import RequestEvent
from workflows.pages.procedures.words import version_says

# Act → (icon, tone).
MARKS = {
    "add_signer": ("user-plus", ""),
    "remove_signer": ("user-minus", ""),
    "move_procedure": ("arrow-path", ""),
}


def says(event: RequestEvent) -> str:
    """The sentence of such an event; empty for all others."""
    if event.act not in MARKS:
        return ""
    return f"{_what(event)}{event.reason}"


def _what(event: RequestEvent) -> str:
    record = event.record
    if event.act == "move_procedure":
        return _("由“%(old)s”转用“%(new)s”，已有 %(votes)d 份签署保留。") % {
            "old": version_says(record["old"]),
            "new": version_says(record["new"]),
            "votes": record["votes"],
        }
    told = {"desk": _(NODES[record["desk"]].task_title), "who": record["who"]}
    if event.act == "remove_signer":
        return _("“%(desk)s”不再请%(who)s签署。") % told
    told["days"] = record["days"]
    if record["before"]:
        return _("“%(desk)s”先请%(who)s签署，%(days)d个工作日。") % told
    return _("“%(desk)s”签署后再请%(who)s签署，%(days)d个工作日。") % told
