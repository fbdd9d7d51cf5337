"""By what a request of a county is judged: the edition in force on a day, and how the county then reads it."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.models import Region
from policy import notice
from policy.terms import Terms, terms
from workflows.models.reading import CountyReading

if TYPE_CHECKING:
    from workflows.models.request import AdmissionRequest

Readings = dict[str, str | int]


def chosen_by(county: Region, on: date) -> Readings:
    """What the county itself has chosen, as it holds on that day: one query.

    A point that the edition of that day does not have, or no longer lets be read so, is passed over.
    """
    begun = CountyReading.objects.filter(county=county, effective_from__lte=on)
    newest = begun.order_by("name", "-effective_from").distinct("name")
    return _held(newest, on)


def _held(rows: Iterable[CountyReading], on: date) -> Readings:
    points = notice.edition_on(on).readings
    return {each.name: each.value for each in rows if each.name in points and points[each.name].allows(each.value)}


class Chosen:
    """What all counties have chosen, read once: for those who look at many requests at a time."""

    def __init__(self) -> None:
        self.rows: dict[str, list[CountyReading]] = {}
        for each in CountyReading.objects.order_by("effective_from"):
            self.rows.setdefault(each.county_id, []).append(each)

    def on(self, county: str, day: date) -> Readings:
        """The same as `chosen_by`, without a query. `county` is the code."""
        begun = [each for each in self.rows.get(county, ()) if each.effective_from <= day]
        return _held(begun, day)


def readings_of(county: Region, on: date) -> Readings:
    """How every doubtful point is read in this county on that day: as the county chose, else as the edition does."""
    points = notice.edition_on(on).readings
    return {name: each.chosen for name, each in points.items()} | chosen_by(county, on)


def terms_of(county: Region, on: date) -> Terms:
    """The terms that hold in this county on that day."""
    return terms(chosen_by(county, on), on=on)


def terms_for(request: "AdmissionRequest") -> Terms:
    """By what this request is judged, at every stage: the terms of the day of its submission; a draft's, of today."""
    submitted = request.submitted_at
    return terms_of(request.county, timezone.localdate(submitted) if submitted else timezone.localdate())
