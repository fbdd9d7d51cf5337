"""列入、公布、备案, and what the register knows when a new request is judged."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from accounts.models import Level, Organ, Region
from catalogues.models import Entry


def admission_number(county: Region, year: int, running: int) -> str:
    """准入编号: 准〔2026〕210321-0001号. The county's six digits tell whose it is."""
    return f"准〔{year}〕{county.code[:6]}-{running:04d}号"


def enter(
    *,
    number: str,
    region: Region,
    kind: str,
    title: str,
    organ: Organ | None,
    answers: dict[str, Any],
    on: date,
    request_number: str = "",
    source: str = "",
) -> Entry:
    """列入: put a thing on the list of `region`."""
    return Entry.objects.create(
        number=number,
        region=region,
        kind=kind,
        title=title,
        organ=organ,
        answers=answers,
        entered_on=on,
        request_number=request_number,
        source=source,
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
    return list(entries.in_force(on).select_related("organ", "region"))


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


def _lists(county: Region) -> list[str]:
    return [county.code, county.ancestor_code(Level.CITY), county.ancestor_code(Level.PROVINCE)]
