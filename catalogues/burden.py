"""负担账本: what villages carry, in minutes a year. One sum, asked in sets: no village is counted by itself.

A village carries what stands on a list of its county or of its township. The lists of city and province are guides:
they reach a village through the list of its county (二（一）), and would count twice.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat, Left, RPad

from accounts.models import Level, Region
from catalogues.models import Entry, EntryQuerySet
from catalogues.models.entry import in_force_on
from policy.burden import TAKES_TIME

_UNKNOWN = Q(minutes_a_year__isnull=True)


@dataclass(frozen=True)
class Total:
    """Minutes a year of all villages together; `unknown` entries tell no time and are not in it."""

    minutes: int = 0
    entries: int = 0
    unknown: int = 0
    villages: int = 0


def carried(on: date) -> EntryQuerySet:
    """The entries that take villages' time on that day."""
    return _taking_time().in_force(on)


def ever_carried(region: Region) -> QuerySet[Entry]:
    """What took or takes time by the lists inside a region, with the `villages` of each and `minutes_of_all` of them."""
    rows = with_villages(_taking_time().filter(region__code__range=region.code_range))
    return rows.annotate(minutes_of_all=F("minutes_a_year") * F("villages")).select_related("region", "organ")


def carried_in(village: Region, on: date) -> EntryQuerySet:
    """Those that one village carries."""
    return carried(on).filter(place__in=places_of(village))


def places_of(village: Region) -> list[str]:
    """The codes of the divisions whose entries a village carries: its own, its township's, its county's."""
    return [village.ancestor_code(level) for level in (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY)]


def villages(region: Region, on: date) -> QuerySet[Region]:
    """The villages of a region with `minutes` a year, how many entries are `carried`, and of how many the time is `unknown`."""
    own = carried(on).filter(place__in=_places()).order_by().annotate(_all=Value(1)).values("_all")
    counted = {
        "minutes": own.annotate(n=Sum("minutes_a_year")).values("n"),
        "carried": own.annotate(n=Count("pk")).values("n"),
        "unknown": own.annotate(n=Count("pk", filter=_UNKNOWN)).values("n"),
    }
    rows = Region.objects.within(region).filter(level=Level.VILLAGE)
    return rows.annotate(**{name: _or_nothing(sum_) for name, sum_ in counted.items()})


def minutes_of_villages(region: Region, on: date) -> dict[str, int]:
    """Minutes a year that each village of a region carries, by its code."""
    return {village.code: village.minutes for village in villages(region, on)}  # type: ignore[attr-defined]


def total(region: Region, on: date) -> Total:
    """What all villages of a region carry together."""
    rows = with_villages(carried(on).filter(region__code__range=region.code_range))
    summed = rows.aggregate(
        minutes=Sum(F("minutes_a_year") * F("villages")), entries=Count("pk"), unknown=Count("pk", filter=_UNKNOWN)
    )
    count = Region.objects.within(region).filter(level=Level.VILLAGE).count()
    return Total(summed["minutes"] or 0, summed["entries"], summed["unknown"], count)


def trend(region: Region, days: Sequence[date]) -> list[tuple[date, int, int]]:
    """(day, minutes a year of all villages of the region together, how many entries) as it stood on each day: one query."""
    asked: dict[str, Sum | Count] = {}
    for at, day in enumerate(days):
        asked[f"minutes_{at}"] = Sum("minutes_of_all", filter=in_force_on(day))
        asked[f"entries_{at}"] = Count("pk", filter=in_force_on(day))
    found = ever_carried(region).aggregate(**asked)
    return [(day, found[f"minutes_{at}"] or 0, found[f"entries_{at}"]) for at, day in enumerate(days)]


def by_kind(entries: QuerySet[Entry]) -> dict[str, int]:
    """Minutes a year of all villages together, by kind, of the kinds that occur."""
    sums: Counter[str] = Counter()
    for entry in with_villages(entries):
        sums[entry.kind] += (entry.minutes_a_year or 0) * entry.villages  # type: ignore[attr-defined]
    return dict(sums)


def with_villages(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """The entries with the number of `villages` in which each applies."""
    level = Coalesce("scope__level", "region__level")
    last = RPad(Left("place", level), 12, Value("9"))
    inside = Region.objects.filter(
        level=Level.VILLAGE, code__gte=OuterRef("place"), code__lte=OuterRef("last")
    ).order_by()
    return entries.annotate(last=last).annotate(
        villages=_or_nothing(inside.values("level").annotate(n=Count("pk")).values("n"))
    )


def _taking_time() -> EntryQuerySet:
    return Entry.objects.filter(kind__in=TAKES_TIME, region__level__gte=Level.COUNTY)


def _or_nothing(rows: QuerySet) -> Coalesce:  # type: ignore[type-arg]
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def _places() -> list[object]:
    """The same as `places_of`, of the village of the outer query."""
    code = OuterRef("code")
    return [code, *(Concat(Left(code, level), Value("0" * (12 - level))) for level in (Level.TOWNSHIP, Level.COUNTY))]
