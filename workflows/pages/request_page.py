"""The page of one request: where it stands, what it asks for, what was found, said, decided and done."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts import doors, rights
from accounts.models import User
from policy.terms import Terms
from workflows.facts import basis_of
from workflows.flows import NODES
from workflows.models import (
    BEFORE_DECISION,
    CLOSED,
    AdmissionRequest,
    Copy,
    Desk,
    Opinion,
    PartVerdict,
    RequestEvent,
    RequestPart,
    State,
)
from workflows.pages import act_table, clock_events, said, verb_events
from workflows.pages.burden import preview
from workflows.pages.emergency import shown as emergency
from workflows.pages.heard import Heard
from workflows.pages.letters.listed import Listed, listed
from workflows.pages.names import in_name_of
from workflows.pages.precedents_page import are_shown_to
from workflows.pages.procedures import procedure_events, signed
from workflows.pages.reported import Reported, Standing
from workflows.pages.said import Said
from workflows.pages.sheet import Cited
from workflows.pages.sight import in_sight, officer_of
from workflows.pages.told import Told
from workflows.pages.way import Way
from workflows.pages.ways import told_with_ways
from workflows.services import copying, drafting, taking_back
from workflows.services.acts import act_label
from workflows.services.letters import existing
from workflows.services.matters import OfRequest
from workflows.services.readings import terms_for

# Act -> (icon, tone) in the timeline; all others are plain.
MARKS = {
    "decline_by_rule": ("no-symbol", "stop"),
    "decline": ("no-symbol", "stop"),
    "uphold": ("no-symbol", "stop"),
    "refuse": ("x-circle", "stop"),
    "withhold_consent": ("x-circle", "stop"),
    "terminate": ("stop-circle", "stop"),
    "admit": ("check-circle", "admitted"),
    "file": ("archive-box", "admitted"),
    "run_at_once": ("bolt", ""),
    "confirm_order": ("archive-box", "admitted"),
    "revoke_order": ("bolt-slash", "stop"),
    "decline_extension": ("no-symbol", "stop"),
    "return_for_correction": ("arrow-uturn-left", ""),
    "give_opinion": ("chat-bubble-left-ellipsis", ""),
    "withdraw": ("arrow-left-start-on-rectangle", ""),
    **clock_events.MARKS,
    **verb_events.MARKS,
    **procedure_events.MARKS,
}


@doors.signed_in
def request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request, for whoever may see it."""
    subject, officer = in_sight(request, pk), officer_of(request)
    return render(request, "applying/request.html", Followed(subject, officer).shown())


@dataclass
class PartView:
    """One part as it was judged last: what was said, on what basis, what was found."""

    part: RequestPart
    kept: PartVerdict | None
    by: Terms
    standing: Standing
    is_sent_back: bool = True

    @cached_property
    def told(self) -> Told | None:
        return told_with_ways(self.kept, self.part.kind, self.by, is_sent_back=self.is_sent_back)

    @property
    def reason(self) -> str:
        """Why it was decided so, where the findings do not say it already."""
        said = self.part.was_declined_by_machine and self.told and self.told.is_forbidden
        return "" if said else self.part.reason

    @cached_property
    def reported(self) -> Reported | None:
        """Which of its fields are reported already, as long as it is open."""
        return self.standing.reported(self.part) if self.part.is_pending else None

    @property
    def term(self) -> str:
        return said.term(self.part.kind, self.part.answers)

    @property
    def answers(self) -> list[Said]:
        return [group for group in said.said(self.part.kind, self.part.answers) if group.pairs]

    @property
    def citations(self) -> list[Cited]:
        return [Cited(each, basis_of(each, on=localdate())) for each in self.part.citations.all()]


class Followed:
    """All that the page shows of one request to one officer."""

    def __init__(self, subject: AdmissionRequest, officer: User) -> None:
        self.subject, self.officer = subject, officer
        subject._live_parts = list(subject.parts.order_by("position").prefetch_related("citations"))

    @cached_property
    def events(self) -> list[RequestEvent]:
        return list(self.subject.events.select_related("officer", "in_place_of", "organ"))

    @cached_property
    def verdicts(self) -> dict[int, PartVerdict]:
        """The last verdict of each part."""
        rows = PartVerdict.objects.filter(part__request=self.subject).order_by("part_id", "-pk").distinct("part_id")
        return {row.part_id: row for row in rows}

    @cached_property
    def way(self) -> Way:
        desks = Desk.objects.filter(process__request=self.subject).select_related("assigned_to").order_by("pk")
        latest = self.verdicts.values()
        needed = self.subject.state not in CLOSED and any(row.outcome == "province" for row in latest)
        return Way(self.subject, taking_back.still_standing(self.events), list(desks), needed)

    @property
    def entries(self) -> list[dict[str, Any]]:
        """The timeline, the latest first."""
        return [_entry(event) for event in reversed(self.events)]

    @property
    def may_write(self) -> bool:
        return rights.may(self.officer, rights.SUBMIT, self.subject.department)

    @property
    def copies(self) -> list[tuple[Copy, bool]]:
        """抄送: each copy, and whether this officer is the one to read it."""
        rows = self.subject.copies.select_related("organ", "officer__organ", "read_by", "sent_by")
        return [(row, copying.is_for(row, self.officer)) for row in rows]

    @property
    def put_off(self) -> RequestEvent | None:
        """暂缓: the event by which it was put off, while it is."""
        if not self.subject.is_suspended:
            return None
        return next((event for event in reversed(self.events) if event.act == "suspend"), None)

    @property
    def letters(self) -> list[Listed]:
        """Each letter of the case with its number, if it was issued."""
        return listed(OfRequest(self.subject), existing(self.subject, taking_back.still_standing(self.events)))

    def shown(self) -> dict[str, Any]:
        subject, writes, by = self.subject, self.may_write, terms_for(self.subject)
        standing, sent_back = Standing(subject.county), emergency.is_sent_back(subject)
        return {
            "subject": subject,
            "way": self.way,
            "first_due": next(iter(self.way.now), None),
            "suspended": subject.is_suspended or subject.state == State.PROVINCIAL_CONSENT,
            "returned": subject.state == State.RETURNED,
            "put_off": self.put_off,
            "copies": self.copies,
            "assigned": [(desk, _(NODES[desk.name].task_title)) for desk in self.way.now if desk.assigned_to_id],
            "parts": [
                PartView(part, self.verdicts.get(part.pk), by, standing, sent_back) for part in subject.live_parts()
            ],
            "acts": [(act, act.url(subject)) for act in act_table.possible(subject, self.officer)],
            "may_write": writes,
            "burden": preview.of_parts(subject.county, subject.live_parts()) if subject.state not in CLOSED else None,
            "recalls": subject.state in BEFORE_DECISION and are_shown_to(self.officer, subject.county),
            "may_edit": writes and subject.state in drafting.WRITABLE,
            **signed.shown(subject, self.officer),
            "opinions": Heard(subject).opinions,
            "corrections": list(subject.corrections.all()),
            "entries": self.entries,
            **emergency.shown(subject),
            "documents": self.letters,
            "attachments": list(subject.attachments.filter(removed_at__isnull=True)),
        }


def _entry(event: RequestEvent) -> dict[str, Any]:
    icon, tone = MARKS.get(event.act, ("check-circle", ""))
    person = in_name_of(event.officer, event.in_place_of) if event.officer else _("系统")
    who = f"{person} · {event.organ}" if event.officer and event.organ else person
    says = clock_events.says(event) or verb_events.says(event) or procedure_events.says(event) or event.reason
    if clauses := event.record.get("clauses"):
        says = _("依据：%(clauses)s") % {"clauses": _("、").join(clauses)}
    elif event.act == "give_opinion":
        conclusion = dict(Opinion._meta.get_field("conclusion").flatchoices).get(event.record.get("conclusion"), "")
        says = f"{conclusion} {event.reason}".strip()
    if recused := event.record.get("recused"):
        desks = _("、").join(_(NODES[desk].task_title) for desk in recused)
        says = "\n".join(filter(None, [says, _("申请单位回避，不设本单位的环节：%(desks)s。") % {"desks": desks}]))
    return {"what": act_label(event.act), "who": who, "at": event.at, "says": says, "icon": icon, "tone": tone}
