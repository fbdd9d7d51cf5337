"""列入、公布、备案, and what the register knows when a new request is judged."""

from datetime import date
from typing import Any

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
    lists = [county.code, county.ancestor_code(Level.CITY), county.ancestor_code(Level.PROVINCE)]
    entries = Entry.objects.filter(region__in=lists, kind=kind)
    return list(entries.in_force(on).select_related("organ", "region"))
