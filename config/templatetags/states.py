"""How a state, an outcome and a due date are shown: always in words, with an icon; the tone only repeats them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.models import Decision, State

register = template.Library()

# Working days cannot be counted here; two calendar days are short enough to say "soon".
SOON = timedelta(days=2)


@dataclass(frozen=True)
class Badge:
    text: str | Promise
    tone: str
    icon: str


STATES = {
    State.DRAFT: ("quiet", "pencil"),
    State.SCREENING: ("active", "document-magnifying-glass"),
    State.RETURNED: ("active", "arrow-uturn-left"),
    State.RE_EXAMINATION: ("active", "arrow-path"),
    State.UNDER_REVIEW: ("active", "users"),
    State.JOINT_REVIEW: ("active", "user-group"),
    State.PROVINCIAL_CONSENT: ("active", "building-library"),
    State.AWAITING_DECISION: ("active", "scale"),
    State.PUBLICATION: ("active", "megaphone"),
    State.FILING: ("active", "archive-box-arrow-down"),
    State.EMERGENCY: ("soon", "bolt"),
    State.EMERGENCY_CHECK: ("soon", "bolt"),
    State.ADMITTED: ("admitted", "check-circle"),
    State.REFUSED: ("stop", "x-circle"),
    State.DECLINED: ("stop", "no-symbol"),
    State.WITHDRAWN: ("quiet", "arrow-left-start-on-rectangle"),
    State.TERMINATED: ("stop", "stop-circle"),
    State.EMERGENCY_FILED: ("quiet", "bolt"),
    State.EMERGENCY_REVOKED: ("stop", "bolt-slash"),
}
DECISIONS = {
    Decision.PENDING: ("active", "clock"),
    Decision.DECLINED_BY_RULE: ("stop", "no-symbol"),
    Decision.DECLINED: ("stop", "no-symbol"),
    Decision.SENT_BACK: ("quiet", "arrow-uturn-left"),
    Decision.ADMITTED: ("admitted", "check-circle"),
    Decision.REFUSED: ("stop", "x-circle"),
}
# By the names of policy.assessment.Outcome.
OUTCOMES = {
    "REJECT": Badge(_("不得准入"), "stop", "no-symbol"),
    "REDIRECT": Badge(_("另有办法"), "stop", "arrows-right-left"),
    "CAP": Badge(_("超出限额"), "stop", "minus-circle"),
    "RETURN": Badge(_("须补正"), "active", "arrow-uturn-left"),
    "PROVINCE": Badge(_("须省级同意"), "active", "building-library"),
    "JUDGE": Badge(_("须人工判断"), "active", "question-mark-circle"),
    "COUNTY": Badge(_("县级可定"), "active", "check-circle"),
}


@register.inclusion_tag("components/badge.html")
def state_badge(state: str) -> dict[str, Badge]:
    """The state of a request."""
    return {"badge": Badge(State(state).label, *STATES[State(state)])}


@register.inclusion_tag("components/badge.html")
def decision_badge(decision: str) -> dict[str, Badge]:
    """What was decided on one part."""
    return {"badge": Badge(Decision(decision).label, *DECISIONS[Decision(decision)])}


@register.inclusion_tag("components/badge.html")
def outcome_badge(outcome: object) -> dict[str, Badge]:
    """What the notice says of a part: a policy.assessment.Outcome, or its name."""
    return {"badge": OUTCOMES[getattr(outcome, "name", str(outcome)).upper()]}


@register.inclusion_tag("components/badge.html")
def badge(text: str, tone: str = "quiet", icon: str = "") -> dict[str, Badge]:
    """Any other short mark; tones: quiet, active, soon, stop, admitted."""
    return {"badge": Badge(text, tone, icon)}


@register.inclusion_tag("components/due.html")
def due(
    due_on: date | None,
    *,
    provisional: bool = False,
    suspended: bool = False,
    done: bool = False,
    today: date | None = None,
) -> dict[str, object]:
    """办理期限: the date, and how near it is. `suspended`: the clock is stopped; `done`: only the date counts."""
    left = (due_on - (today or timezone.localdate())).days if due_on else None
    return {
        "due_on": due_on,
        "left": left,
        "late_by": -left if left is not None else None,
        "nearness": "none" if done or suspended or left is None else _nearness(left),
        "provisional": provisional and not done,
        "suspended": suspended,
    }


def _nearness(left: int) -> str:
    if left < 0:
        return "overdue"
    if left == 0:
        return "today"
    return "soon" if left <= SOON.days else "later"
