"""问题: what a supervision order is issued on, whether an alarm found it or a supervisor wrote it down."""

from dataclasses import dataclass, field
from datetime import date

from accounts.models import Organ, Region
from workflows.models import AdmissionRequest, Cause


@dataclass(frozen=True)
class Problem:
    """问题: what is wrong, where, whose it is, and what is known of it (label and value, as read on the day).

    `title` is empty and `organ` None where no register tells them: then the supervisor does.
    """

    cause: Cause
    key: str
    title: str
    county: Region
    organ: Organ | None
    request: AdmissionRequest | None = None
    since: date | None = None
    evidence: tuple[tuple[str, str], ...] = field(default=())
