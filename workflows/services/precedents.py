"""换名重报: what the county has refused before and now seems to be asked for again, for the approver to look at.

Nothing is refused by it, and nothing is stored.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from policy.characters import corrected
from policy.evasion import Item, Resemblance, resemblance
from policy.signboards import years_after
from workflows.models import AdmissionRequest, PartVerdict, RequestPart
from workflows.models.part import NOT_LET_IN

YEARS = 5
SIBLING_DAYS = 90
MOST_SHOWN = 5
_MOST_BY_TITLE = 200
_MOST_RECENT = 300
_MOST_SIBLINGS = 50


@dataclass(frozen=True)
class Precedent:
    """An earlier part that was not let in, and how the new one resembles it. `clauses`: those it broke, by key."""

    part: RequestPart
    resemblance: Resemblance
    refused_on: date
    clauses: tuple[str, ...]

    @property
    def request(self) -> AdmissionRequest:
        return self.part.request

    @property
    def reason(self) -> str:
        """Why it was not let in, as it was told then."""
        return self.part.reason


def earlier_refusals(part: RequestPart, *, on: date | None = None) -> list[Precedent]:
    """The refusals of the county's last five years that `part` resembles, the likest first. Three queries at most."""
    today = on or localdate()
    asked, siblings = _item(part), [_item(each) for each in _siblings(part, today)]
    found = [(each, _compared(asked, each, siblings, today)) for each in _candidates(part, today)]
    shown = sorted((pair for pair in found if pair[1].is_shown), key=lambda pair: (-pair[1].score, -pair[0].pk))
    return _with_clauses(shown[:MOST_SHOWN])


def _compared(asked: Item, earlier: RequestPart, siblings: Iterable[Item], today: date) -> Resemblance:
    return resemblance(asked, _item(earlier), siblings=siblings, refused_on=_refused_on(earlier), today=today)


def _with_clauses(found: list[tuple[RequestPart, Resemblance]]) -> list[Precedent]:
    """Verdicts are long: they are read of those alone that are shown."""
    latest = PartVerdict.objects.filter(part__in=[part for part, _alike in found]).order_by("part_id", "-pk")
    verdicts = {each.part_id: each.verdict for each in latest.distinct("part_id")} if found else {}
    return [
        Precedent(
            part,
            alike,
            _refused_on(part),
            tuple(dict.fromkeys(each.citation for each in verdicts[part.pk].forbidden)) if part.pk in verdicts else (),
        )
        for part, alike in found
    ]


def _refused_on(part: RequestPart) -> date:
    """A part declined by rule while others went on was declined as it was submitted."""
    request = part.request
    return localdate(request.closed_at or request.submitted_at or request.created_at)


def _candidates(part: RequestPart, today: date) -> QuerySet[RequestPart]:
    """Titles that look alike in all five years, and the latest refusals whatever they are called."""
    refused = RequestPart.objects.filter(
        request__county=part.request.county_id,
        decision__in=NOT_LET_IN,
        request__created_at__date__gte=years_after(today, -YEARS),
    ).exclude(request=part.request_id)
    title = corrected(part.title).replace("\x00", "")
    likeness = TrigramSimilarity("title", title)
    alike = refused.filter(title__trigram_similar=title).order_by(-likeness).values("pk")[:_MOST_BY_TITLE]
    latest = refused.order_by("-pk").values("pk")[:_MOST_RECENT]
    return RequestPart.objects.filter(Q(pk__in=alike) | Q(pk__in=latest)).select_related("request__department")


def _siblings(part: RequestPart, today: date) -> QuerySet[RequestPart]:
    """What the department asks for besides: in this request, or in others of the last quarter that stand or are open."""
    lately = Q(request__created_at__date__gte=today - timedelta(days=SIBLING_DAYS))
    own = RequestPart.objects.filter(Q(request=part.request_id) | (lately & ~Q(decision__in=NOT_LET_IN)))
    mine = own.filter(request__department=part.request.department_id).exclude(pk=part.pk)
    return mine.select_related("request__department").order_by("-pk")[:_MOST_SIBLINGS]


def _item(part: RequestPart) -> Item:
    return Item.of(part.kind, part.title, part.answers, part.request.department.name)
