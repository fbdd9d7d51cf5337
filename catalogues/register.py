"""列入、公布、备案, and what the register knows when a new request is judged."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Required, TypedDict, Unpack

from django.db.models import Count, F, Q, QuerySet

from accounts.models import Level, Organ, Region
from catalogues.models import Entry, EntryBasis, Term
from policy.legal.citations import Citation


def admission_number(county: Region, year: int, running: int) -> str:
    """准入编号: 准〔2026〕210321-0001号. The county's six digits tell whose it is."""
    return f"准〔{year}〕{county.code[:6]}-{running:04d}号"


class Said(TypedDict, total=False):
    """What is said of an entry, by the names of its columns."""

    number: Required[str]
    region: Required[Region]
    kind: Required[str]
    title: Required[str]
    organ: Required[Organ | None]
    answers: Required[dict[str, Any]]
    request_number: str
    source: str
    scope: Region | None
    term: Term
    valid_until: date | None


def enter(*, on: date, supersedes: Entry | None = None, bases: Iterable[Citation] = (), **said: Unpack[Said]) -> Entry:
    """列入: put a thing on the list of `region`, for all its villages or for those in `scope`. `valid_until`: its last day.

    `supersedes`: the entry whose place it takes; the check code stays that of the thing, and what was public stays so.
    `bases`: the places of the law on which it rests; the repeal of one brings it up for exit.
    """
    kept: dict[str, Any] = {}
    if supersedes:
        kept = {"check_code": supersedes.check_code, "published_on": supersedes.published_on}
    entered = Entry.listed.create(entered_on=on, supersedes=supersedes, **kept, **said)
    rows = (_basis(entered, position, basis) for position, basis in enumerate(bases, start=1))
    EntryBasis.objects.bulk_create(rows, batch_size=1000)
    return entered


def _basis(entry: Entry, position: int, cited: Citation) -> EntryBasis:
    place = cited.place
    return EntryBasis(
        entry=entry,
        position=position,
        title=cited.title,
        document_number=cited.document_number,
        article=place.article,
        suffix=place.suffix,
        paragraph=place.paragraph,
        item=place.item,
    )


def publish(request_number: str, *, on: date) -> None:
    """公布: note the day on every entry that the request brought."""
    Entry.objects.filter(request_number=request_number).update(published_on=on)


def file(request_number: str, *, on: date, receipt: str) -> None:
    """备案: note the day and the receipt on every entry that the request brought."""
    Entry.objects.filter(request_number=request_number).update(filed_on=on, filing_receipt=receipt)


def standing(county: Region, kind: str, on: date) -> list[Entry]:
    """What stands on the county's list and on those above it, of one kind."""
    entries = Entry.objects.filter(region__in=_lists(county), kind=kind)
    return list(entries.in_force(on).select_related("organ", "region", "scope"))


def standing_between(place: Region, first: date, last: date) -> QuerySet[Entry]:
    """What stands on any day from `first` to `last` on the lists of the county, city and province that `place` lies in."""
    lists = _lists(Region(code=place.ancestor_code(Level.COUNTY)))
    never = Q(left_on__lte=F("entered_on"))
    gone = Q(left_on__lte=first) | Q(valid_until__lt=first) | never
    return (
        Entry.objects.filter(region__in=lists, entered_on__lte=last)
        .exclude(gone)
        .select_related("organ", "region", "scope")
    )


def ever_in(place: Region) -> QuerySet[Entry]:
    """What stands or once stood on the lists of the county, city and province that `place` lies in."""
    lists = _lists(Region(code=place.ancestor_code(Level.COUNTY)))
    return Entry.objects.filter(region__in=lists).select_related("region", "scope", "superseded_by")


def same_titles(county: Region, titles: Iterable[str], on: date) -> list[Entry]:
    """What stands under one of these names, of whatever kind, on the county's list and on those above it."""
    entries = Entry.objects.filter(region__in=_lists(county), title__in=set(titles))
    return list(entries.in_force(on).select_related("organ", "region"))


def counts(region: Region, on: date) -> dict[str, int]:
    """How many things stand on the list of `region` itself, by kind."""
    rows = Entry.objects.filter(region=region).in_force(on).order_by().values_list("kind")
    return dict(rows.annotate(n=Count("pk")))


def in_force(on: date) -> QuerySet[Entry]:
    """Everything that stands on any list on that day."""
    return Entry.objects.all().in_force(on).select_related("organ", "region")


def made_public() -> QuerySet[Entry]:
    """What anybody may look up: what was published, and what lists from above name."""
    rows = Entry.objects.filter(Q(published_on__isnull=False) | ~Q(source=""))
    return rows.select_related("organ", "region", "scope", "superseded_by")


def standing_in(village: Region, on: date) -> QuerySet[Entry]:
    """What stands in one village on that day: the entries whose reach, their scope or their list's region, holds it."""
    around = [village.ancestor_code(level) for level in Level]
    reach = Q(scope__in=around) | Q(scope__isnull=True, region__in=around)
    return Entry.objects.filter(reach).in_force(on).select_related("organ", "region", "scope")


def is_listed(region: Region, kind: str, title: str, on: date) -> bool | None:
    """Whether a list of reference names it on that day; None where nothing was ever entered on that list."""
    listed = Entry.listed.filter(region=region, kind=kind)
    if not listed.exists():
        return None
    return bool(listed.in_force(on).filter(title=title).exists())


def _lists(county: Region) -> list[str]:
    return [county.code, county.ancestor_code(Level.CITY), county.ancestor_code(Level.PROVINCE)]


def most_in_one_village(entries: Iterable[Entry], where: Region) -> int:
    """How many of `entries` stand in that village of `where` in which most of them stand.

    Ranges of codes are nested, never crossing, so the deepest nesting is found by walking their ends in order.
    """
    first, last = where.code_range
    ends: list[tuple[str, int]] = []
    for entry in entries:
        begins, stops = (entry.scope or entry.region).code_range
        if begins <= last and stops >= first:
            ends += [(max(begins, first), -1), (min(stops, last), 1)]
    standing = most = 0
    for _code, step in sorted(ends):
        standing -= step
        most = max(most, standing)
    return most
