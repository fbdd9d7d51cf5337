"""临时、应急: what stands for a while only, and how it ends before its last day. At its last day it ends by itself."""

from datetime import date

from django.db.models import Q

from accounts.models import Organ, Region
from catalogues.models import Entry, Term


def end(request_number: str, *, on: date) -> int:
    """Let what the request brought stand no longer from that day on; returns how many entries that changes."""
    standing = Entry.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), request_number=request_number)
    return standing.update(left_on=on)


def temporary_before(county: Region, organ: Organ, title: str) -> list[Entry]:
    """What the organ already had on the county's list for a while, under that very name."""
    return list(Entry.objects.filter(region=county, organ=organ, title=title, term=Term.TEMPORARY))
