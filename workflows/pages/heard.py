"""What others have said of a request, and what its admission would add to: read beside an act, before a decision."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalogues import register
from policy.choices import Kind
from workflows import flows
from workflows.models import AdmissionRequest, Conclusion, Opinion, RequestEvent
from workflows.pages.burden import preview

# Objections are read first.
GRAVITY = (Conclusion.OBJECTS, Conclusion.SUPPORTS_AMENDED, Conclusion.SUPPORTS)
TONES = {
    Conclusion.OBJECTS: ("stop", "x-circle"),
    Conclusion.SUPPORTS_AMENDED: ("active", "pencil-square"),
    Conclusion.SUPPORTS: ("admitted", "check-circle"),
}


@dataclass(frozen=True)
class Concluded:
    """The opinions with the same conclusion."""

    conclusion: Conclusion
    opinions: list[Opinion]
    # The organs that gave more than one on this request, by key.
    often: frozenset[int] = frozenset()

    @property
    def named(self) -> list[tuple[Opinion, str]]:
        """Each with who said it: the organ, with the desk where it said more than one thing."""
        return [(each, who_said(each) if each.organ_id in self.often else str(each.organ)) for each in self.opinions]

    @property
    def label(self) -> str:
        return str(self.conclusion.label)

    @property
    def supports(self) -> bool:
        return self.conclusion is Conclusion.SUPPORTS

    @property
    def tone(self) -> str:
        return TONES[self.conclusion][0]

    @property
    def icon(self) -> str:
        return TONES[self.conclusion][1]


class Heard:
    """The opinions on one request, the province's answer, and the county's list."""

    def __init__(self, request: AdmissionRequest) -> None:
        self.request = request

    @cached_property
    def by_conclusion(self) -> list[Concluded]:
        """The opinions, objections first; only the conclusions that were given."""
        rows = list(self.request.opinions.select_related("organ", "officer", "in_place_of"))
        often = frozenset(organ for organ, n in Counter(row.organ_id for row in rows).items() if n > 1)
        given = [Concluded(each, [row for row in rows if row.conclusion == each], often) for each in GRAVITY]
        return [each for each in given if each.opinions]

    @property
    def opinions(self) -> list[tuple[Opinion, str, str, str]]:
        """(opinion, desk, tone, icon), objections first."""
        return [
            (opinion, _(flows.NODES[opinion.desk].task_title), each.tone, each.icon)
            for each in self.by_conclusion
            for opinion in each.opinions
        ]

    @cached_property
    def recused(self) -> list[str]:
        """回避: the opinion desks that were not laid because the applying organ would have sat there."""
        return recused_desks(self.request.events.filter(record__has_key="recused"))

    @cached_property
    def province(self) -> list[tuple[str, str]]:
        """(part, answer) of each part on which the province was heard."""
        said = {True: _("同意（%(number)s）"), False: _("不同意")}
        return [
            (part.title, said[part.province_consents] % {"number": part.consent_number})
            for part in self.request.live_parts()
            if part.province_consents is not None
        ]

    @cached_property
    def burden(self) -> preview.Preview | None:
        """What villages carry, and would carry if every open part were admitted."""
        return preview.of_parts(self.request.county, self.request.live_parts())

    @cached_property
    def list_before_and_after(self) -> list[tuple[str, int, int]]:
        """(kind, entries in force in the county, entries if every open part were admitted), of the kinds asked for."""
        standing = register.counts(self.request.county, localdate())
        asked = Counter(part.kind for part in self.request.live_parts() if part.is_pending)
        return [
            (_(Kind(kind).label), standing.get(kind, 0), standing.get(kind, 0) + more) for kind, more in asked.items()
        ]


def recused_desks(events: Iterable[RequestEvent]) -> list[str]:
    """The desks, in words, that these events say were not laid."""
    names = dict.fromkeys(name for event in events for name in event.record.get("recused", ()))
    return [_(flows.NODES[name].task_title) for name in names]


def who_said(opinion: Opinion) -> str:
    """The organ, or its officer who was asked in person, and the desk."""
    person = f"{opinion.organ} · {opinion.officer}" if opinion.signer_id else str(opinion.organ)
    return _("%(who)s（%(desk)s）") % {"who": person, "desk": _(flows.NODES[opinion.desk].task_title)}
