"""Why a request lies before an officer: at which desks, by when, who asked him there; and what a re-examination is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from workflows import seats
from workflows.flows import NODES
from workflows.models import AdmissionRequest, Desk, RequestEvent, RequestPart
from workflows.pages.names import stands_in_at
from workflows.pages.sheet import Marked, Sheet
from workflows.signing import Member

PROVINCE, RE_EXAMINE = "provincial_consent", "re_examine"
ASKING = ("add_signer", "hand_on")


@dataclass(frozen=True)
class Waits:
    """One desk of the officer's on which the request lies. `here`: the one at which the page acts."""

    desk: Desk
    here: bool
    principal: str = ""
    # 加签: by whom and why he is asked as well. 转办: by whom and why it is his by name.
    asked: RequestEvent | None = None
    handed: RequestEvent | None = None

    @property
    def title(self) -> str:
        return _(NODES[self.desk.name].task_title)

    @property
    def days(self) -> int | None:
        """For how many days the province has been asked; elsewhere the due date tells."""
        return (localdate() - localdate(self.desk.created)).days if self.desk.name == PROVINCE else None


def waits(subject: AdmissionRequest, officer: User, name: str) -> list[Waits]:
    """The desk `name` at which the page acts, then his others. Three queries, however many there are."""
    lying = list(seats.inbox(officer).filter(process__request=subject))
    # Of two desks of one name a signature takes the older (`seats.seat`).
    here = min((desk for desk in lying if desk.name == name), key=lambda desk: desk.pk, default=None)
    if here is None:
        return []
    whose = stands_in_at(officer)
    events = list(subject.events.filter(act__in=ASKING).select_related("officer__organ", "in_place_of"))
    rows = [here, *(desk for desk in lying if desk != here)]
    return [Waits(desk, desk == here, whose(desk), _added(desk, events), _handed(desk, events)) for desk in rows]


def _added(desk: Desk, events: Iterable[RequestEvent]) -> RequestEvent | None:
    mine = {"desk": desk.name, "member": Member.at(desk).key}
    return _last(each for each in events if each.act == "add_signer" and mine.items() <= each.record.items())


def _handed(desk: Desk, events: Iterable[RequestEvent]) -> RequestEvent | None:
    if desk.assigned_to_id is None:
        return None
    return _last(each for each in events if each.act == "hand_on" and each.record["desk"] == desk.name)


def _last(events: Iterable[RequestEvent]) -> RequestEvent | None:
    return next(reversed(list(events)), None)


def re_examined(subject: AdmissionRequest, sheets: Sequence[Sheet]) -> dict[str, Any]:
    """复核: who asked for it and why, and for what each part was declined by rule."""
    asked = subject.events.filter(act="ask_re_examination").select_related("officer__organ", "in_place_of").last()
    declined: list[tuple[RequestPart, list[Marked]]] = [
        (sheet.part, [each for each in sheet.against if each.tone == "stop"])
        for sheet in sheets
        if sheet.part.was_declined_by_machine
    ]
    return {"asked_again": asked, "declined": declined}
