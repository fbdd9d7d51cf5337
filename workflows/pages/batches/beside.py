"""What must be read of the requests of a batch before it is confirmed: what each asks, what it costs, who speaks against it."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import Level, Region
from accounts.models.region import inside
from policy.burden import TAKES_TIME, minutes_a_year
from policy.choices import Kind
from workflows.models import AdmissionRequest, Conclusion, Opinion, RequestEvent, RequestPart
from workflows.pages.burden import measure
from workflows.pages.heard import TONES, recused_desks, who_said


@dataclass(frozen=True)
class AskedFor:
    """One part. `villages`: in how many it would apply."""

    part: RequestPart
    villages: int

    @property
    def kind(self) -> str:
        return _(Kind(self.part.kind).label)

    @property
    def burden(self) -> str:
        """Hours a year; empty for what takes no time or is not open any more."""
        if not self.part.is_pending or self.part.kind not in TAKES_TIME:
            return ""
        minutes = minutes_a_year(self.part.kind, self.part.answers)
        if minutes is None:
            return _("用时不详（%(villages)d 个村）") % {"villages": self.villages}
        told = {
            "each": measure.shown(minutes),
            "villages": self.villages,
            "all": measure.shown(minutes * self.villages),
        }
        return _("每村 %(each)s 小时/年（%(villages)d 个村共 %(all)s 小时/年）") % told

    def __str__(self) -> str:
        words = [f"{self.kind} {self.part.title}", self.part.where.name, self.burden]
        return " · ".join(filter(None, words))


@dataclass(frozen=True)
class Against:
    """An opinion that is not a plain 同意."""

    opinion: Opinion

    @property
    def who(self) -> str:
        return who_said(self.opinion)

    @property
    def tone(self) -> str:
        return TONES[Conclusion(self.opinion.conclusion)][0]

    @property
    def icon(self) -> str:
        return TONES[Conclusion(self.opinion.conclusion)][1]

    def __str__(self) -> str:
        return f"{self.opinion.get_conclusion_display()} {self.who} {self.opinion.text}"


@dataclass(frozen=True)
class Beside:
    """All that of one request. Written as text for the export."""

    parts: list[AskedFor] = field(default_factory=list)
    against: list[Against] = field(default_factory=list)
    recused: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        recused = [_("%(desk)s：申请单位回避，未设") % {"desk": desk} for desk in self.recused]
        return "\n".join([*map(str, self.parts), *map(str, self.against), *recused])


def beside(requests: Sequence[AdmissionRequest]) -> dict[int, Beside]:
    """By request: four queries, however many there are."""
    found = {request.pk: Beside() for request in requests}
    codes = _villages({request.county_id: request.county for request in requests})
    parts = RequestPart.objects.filter(request__in=found).select_related("scope").order_by("request", "position")
    by_key = {request.pk: request for request in requests}
    for part in parts:
        part.request = by_key[part.request_id]
        found[part.request_id].parts.append(AskedFor(part, _number_inside(part.where, codes)))
    said = Opinion.objects.filter(request__in=found).exclude(conclusion=Conclusion.SUPPORTS)
    for opinion in said.select_related("organ", "officer"):
        found[opinion.request_id].against.append(Against(opinion))
    events: dict[int, list[RequestEvent]] = defaultdict(list)
    for event in RequestEvent.objects.filter(request__in=found, record__has_key="recused"):
        events[event.request_id].append(event)
    for pk, of_request in events.items():
        found[pk].recused.extend(recused_desks(of_request))
    return found


def _villages(counties: dict[str, Region]) -> list[str]:
    rows = Region.objects.filter(inside("code", counties.values()), level=Level.VILLAGE)
    return list(rows.order_by("code").values_list("code", flat=True)) if counties else []


def _number_inside(where: Region, codes: list[str]) -> int:
    first, last = where.code_range
    return bisect_right(codes, last) - bisect_left(codes, first)
