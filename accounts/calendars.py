"""Bring years of the calendar into the database. Whoever calls learns which years changed, and recomputes what hangs on them."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.calendar_file import Arrangement, BadCalendar
from accounts.calendar_sources import Year, dates_of, ordinary
from accounts.models import CalendarDay, CalendarEdition
from policy.calendar import DayKind


@transaction.atomic
def load(years: Iterable[Year]) -> list[int]:
    """Bring `years` in and return those that changed. Years imported from a notice by hand are left as they are."""
    by_hand = set(CalendarEdition.objects.filter(by_hand=True).values_list("year", flat=True))
    return [year.year for year in years if year.year not in by_hand and _keep(year, by_hand=False)]


@transaction.atomic
def publish(arrangement: Arrangement, notice: str) -> list[int]:
    """公布: take a year from provisional to announced on the word of `notice`. Return the years that changed.

    Days of the December before are changed in their own year, which must be there. Raises BadCalendar.
    """
    announced = {day: kind for day, kind in arrangement.days.items() if day.year == arrangement.year}
    days = {day: announced.get(day, ordinary(day)) for day in dates_of(arrangement.year)}
    changed = []
    december = {day: kind for day, kind in arrangement.days.items() if day not in days}
    if december and _amend(arrangement.year - 1, december):
        changed.append(arrangement.year - 1)
    if _keep(Year(arrangement.year, notice, False, days), by_hand=True):
        changed.append(arrangement.year)
    return changed


def _keep(year: Year, *, by_hand: bool) -> bool:
    """Write the year if anything about it is new."""
    terms = {"source": year.source, "provisional": year.provisional, "by_hand": by_hand}
    same_terms = CalendarEdition.objects.filter(year=year.year, **terms).exists()
    if same_terms and _stored(year.year) == {day: (kind.is_working, kind.name) for day, kind in year.days.items()}:
        return False
    CalendarEdition.objects.update_or_create(year=year.year, defaults=terms)
    CalendarDay.objects.filter(edition_id=year.year).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day, is_working=kind.is_working, name=kind.name, edition_id=year.year)
        for day, kind in year.days.items()
    )
    return True


def _amend(year: int, days: dict[date, DayKind]) -> bool:
    """Change single days of a year that is there; its own source stands."""
    edition = CalendarEdition.objects.filter(year=year).first()
    if edition is None:
        raise BadCalendar([_("文件涉及 %(year)d 年 12 月，而该年日历尚未导入。") % {"year": year}])
    stored = _stored(year)
    new = {day: kind for day, kind in days.items() if stored.get(day) != (kind.is_working, kind.name)}
    for day, kind in new.items():
        CalendarDay.objects.filter(date=day).update(is_working=kind.is_working, name=kind.name)
    if new:
        edition.by_hand = True
        edition.save()
    return bool(new)


def _stored(year: int) -> dict[date, tuple[bool, str]]:
    rows = CalendarDay.objects.filter(edition_id=year).values_list("date", "is_working", "name")
    return {day: (is_working, name) for day, is_working, name in rows}
