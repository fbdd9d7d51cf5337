"""What others have said of a request, and what its admission would add to: read beside an act, before a decision."""

from collections import Counter
from functools import cached_property

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalogues import register
from policy.choices import Kind
from workflows import flows
from workflows.models import AdmissionRequest, Conclusion, Opinion

# Objections are read first.
GRAVITY = (Conclusion.OBJECTS, Conclusion.SUPPORTS_AMENDED, Conclusion.SUPPORTS)
TONES = {
    Conclusion.OBJECTS: ("stop", "x-circle"),
    Conclusion.SUPPORTS_AMENDED: ("active", "pencil-square"),
    Conclusion.SUPPORTS: ("admitted", "check-circle"),
}


class Heard:
    """The opinions on one request, the province's answer, and the county's list."""

    def __init__(self, request: AdmissionRequest) -> None:
        self.request = request

    @cached_property
    def opinions(self) -> list[tuple[Opinion, str, str, str]]:
        """(opinion, desk, tone, icon), objections first."""
        rows = list(self.request.opinions.select_related("organ", "officer"))
        rows.sort(key=lambda opinion: GRAVITY.index(Conclusion(opinion.conclusion)))
        return [(row, _(flows.NODES[row.desk].task_title), *TONES[Conclusion(row.conclusion)]) for row in rows]

    @property
    def at_a_glance(self) -> list[tuple[str, int, str, str]]:
        """(conclusion, how many, tone, icon), of each that was given."""
        given = Counter(Conclusion(opinion.conclusion) for opinion, *_rest in self.opinions)
        return [(str(each.label), given[each], *TONES[each]) for each in GRAVITY if given[each]]

    @property
    def waiting(self) -> list[str]:
        """The desks on which the request lies now."""
        names = flows.desks_of(self.request)
        return [_(node.task_title) for name, node in flows.NODES.items() if name in names]

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
    def list_before_and_after(self) -> list[tuple[str, int, int]]:
        """(kind, entries in force in the county, entries if every open part were admitted), of the kinds asked for."""
        standing = register.counts(self.request.county, localdate())
        asked = Counter(part.kind for part in self.request.live_parts() if part.is_pending)
        return [(_(Kind(kind).label), standing.get(kind, 0), standing.get(kind, 0) + more) for kind, more in asked.items()]
