"""Where somebody is: he names his village, township or county, or picks it from the county downwards."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts import doors
from accounts.models import Level, Organ, Region

MOST_SHOWN = 30
LONGEST = 40


@dataclass(frozen=True)
class Placed:
    """A division with the names of what it lies in: 黑鱼沟村委会（台安县八角台街道）."""

    region: Region
    within: str

    @property
    def name(self) -> str:
        return self.region.name


@dataclass(frozen=True)
class Where:
    """What was said of the place. One place, several that it may be, or none of that name."""

    typed: str
    place: Placed | None = None
    several: tuple[Placed, ...] = ()

    @property
    def region(self) -> Region | None:
        return self.place.region if self.place else None

    @property
    def is_unknown(self) -> bool:
        return bool(self.typed) and not self.place and not self.several


def where(typed: str) -> Where:
    """Read a 12-digit code or the beginning of a name. Two queries at most."""
    said = "".join(sign for sign in typed if sign.isprintable()).strip()[:LONGEST]
    if not said:
        return Where("")
    here = Region.objects.filter(level__gte=Level.COUNTY)
    plain = said.removesuffix("民委员会") if said.endswith("村民委员会") else said
    rows = here.filter(pk=said) if said.isascii() and said.isdigit() else here.filter(name__startswith=plain)
    found = list(rows.order_by("level", "code")[:MOST_SHOWN])
    exact = [each for each in found if each.name in {said, plain}]
    placed = placed_all(exact if len(exact) == 1 else found)
    return Where(said, placed[0]) if len(placed) == 1 else Where(said, several=tuple(placed))


def placed_all(regions: Iterable[Region]) -> list[Placed]:
    """Each with the county and township it lies in: one query for all."""
    rows = list(regions)
    above = {each.ancestor_code(level) for each in rows for level in (Level.COUNTY, Level.TOWNSHIP)}
    names = dict(Region.objects.filter(pk__in=above).values_list("code", "name"))
    return [Placed(each, _within(each, names)) for each in rows]


def _within(region: Region, names: dict[str, str]) -> str:
    levels = [level for level in (Level.COUNTY, Level.TOWNSHIP) if level < region.level]
    return "".join(names.get(region.ancestor_code(level), "") for level in levels)


@doors.public
def places(request: HttpRequest) -> HttpResponse:
    """The counties that admit with this program. Open: a village has no account."""
    counties = Organ.objects.filter(region__level=Level.COUNTY).values("region")
    shown = {"places": Region.objects.filter(pk__in=counties), "where": None}
    return render(request, "public/places.html", shown)


@doors.public
def place(request: HttpRequest, code: str) -> HttpResponse:
    """One county, township or village: what can be looked up there, and what lies in it."""
    region = get_object_or_404(Region, pk=code, level__gte=Level.COUNTY)
    below = {Level.COUNTY: Level.TOWNSHIP, Level.TOWNSHIP: Level.VILLAGE}.get(Level(region.level))
    inside = Region.objects.within(region).filter(level=below) if below else Region.objects.none()
    return render(request, "public/places.html", {"places": inside, "where": placed_all([region])[0]})
