"""文书: the letters that a case gives rise to, written anew from the case each time. Seal and letter numbers are not built.

Which exist follows from what was done; nobody can ask for one that the case does not bear out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import doors
from accounts.models import Level, Organ, Region
from policy import procedure
from workflows.models import AdmissionRequest, Decision, RequestEvent, RequestPart
from workflows.pages.public.given import given
from workflows.pages.sight import in_sight
from workflows.pages.ways import told_with_ways
from workflows.services.readings import terms_for
from workflows.services.taking_back import still_standing

Words = str | Promise
DECLINED = (Decision.DECLINED_BY_RULE, Decision.DECLINED)
TITLES: dict[str, Words] = {
    "acceptance": gettext_lazy("受理通知书"),
    "correction": gettext_lazy("补正告知书"),
    "decline": gettext_lazy("不予受理决定书"),
    "petition": gettext_lazy("报省级请示"),
    "approval": gettext_lazy("准入批复"),
    "refusal": gettext_lazy("不予准入决定书"),
}


@dataclass(frozen=True)
class Document:
    """One letter: `kind` is its template, `name` its address, `event` what gave rise to it, `parts` what it is about."""

    kind: str
    event: RequestEvent
    parts: list[RequestPart] = field(default_factory=list)
    number: int = 0

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.number}" if self.number else self.kind

    @property
    def title(self) -> Words:
        return TITLES[self.kind]


def existing(request: AdmissionRequest, events: Sequence[RequestEvent]) -> list[Document]:
    """The letters of the case as it stands, in the order in which they came about."""
    found = [*_corrections(events), *_of_parts(request, events), *_acceptance(request, events)]
    return sorted(found, key=lambda each: each.event.pk)


def _last(events: Sequence[RequestEvent], *acts: str) -> RequestEvent | None:
    return next((event for event in reversed(events) if event.act in acts), None)


def _corrections(events: Sequence[RequestEvent]) -> list[Document]:
    asked = [event for event in events if event.act == "return_for_correction"]
    return [Document("correction", event, number=number) for number, event in enumerate(asked, start=1)]


def _acceptance(request: AdmissionRequest, events: Sequence[RequestEvent]) -> list[Document]:
    event = _last(events, "accept")
    accepted = [part for part in request.live_parts() if part.decision not in (*DECLINED, Decision.SENT_BACK)]
    return [Document("acceptance", event, accepted)] if event and accepted else []


def _of_parts(request: AdmissionRequest, events: Sequence[RequestEvent]) -> list[Document]:
    """The letters that exist because parts were decided, or were put before the province."""
    parts = request.live_parts()
    decided: tuple[tuple[str, list[RequestPart], RequestEvent | None], ...] = (
        (
            "decline",
            [part for part in parts if part.decision in DECLINED],
            _last(events, "decline", "decline_by_rule", "uphold") or _last(events, "submit", "resubmit"),
        ),
        (
            "petition",
            [part for part in parts if part.needs_province or part.province_consents is not None],
            _last(events, "refer_to_province"),
        ),
        ("approval", [part for part in parts if part.is_admitted], _last(events, "admit")),
        (
            "refusal",
            [part for part in parts if part.decision == Decision.REFUSED],
            _last(events, "admit", "refuse", "withhold_consent"),
        ),
    )
    return [Document(kind, event, about) for kind, about, event in decided if about and event]


@doors.signed_in
def document(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One letter, to be read and printed by whoever may see the request."""
    subject = in_sight(request, pk)
    events = still_standing(subject.events.select_related("officer", "organ"))
    letter = next((each for each in existing(subject, events) if each.name == name), None)
    if letter is None:
        raise Http404
    codes = given(request, [part.admission_number for part in letter.parts] if letter.kind == "approval" else [])
    return render(request, f"applying/documents/{letter.kind}.html", _written(subject, letter) | {"codes": codes})


def _written(subject: AdmissionRequest, letter: Document) -> dict[str, Any]:
    by = terms_for(subject)
    return {
        "subject": subject,
        "letter": letter,
        "day": letter.event.at,
        "parts": [(part, told_with_ways(part.latest_verdict, part.kind, by)) for part in letter.parts],
        "by_machine": any(part.was_declined_by_machine for part in letter.parts),
        "sent_back": [part for part in subject.live_parts() if part.decision == Decision.SENT_BACK],
        "points": [point for point in letter.event.reason.splitlines() if point.strip()],
        "lead": _lead(subject),
        "county": authority(subject.county),
        "province": authority(_province(subject)) if letter.kind == "petition" else (),
    }


def _lead(subject: AdmissionRequest) -> str:
    """The lead organ of the county, in whose name the counter writes."""
    function = procedure.load(subject.county_id).lead_function
    organ = Organ.objects.filter(function=function, region=subject.county_id).first()
    return organ.name if organ else subject.county.name


def _province(subject: AdmissionRequest) -> Region:
    return Region.objects.get(pk=subject.county.ancestor_code(Level.PROVINCE))


def authority(region: Region) -> tuple[str, str]:
    """The Party committee and the government of a region: decisions are theirs, never a leading group's."""
    words = {"region": region.name}
    return _("中共%(region)s委员会") % words, _("%(region)s人民政府") % words
