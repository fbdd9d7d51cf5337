"""By what a request of a county is judged: the edition in force on a day, and how the county then reads it."""

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
    points = notice.edition_on(on).readings
    return {each.name: each.value for each in newest if each.name in points and points[each.name].allows(each.value)}


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
