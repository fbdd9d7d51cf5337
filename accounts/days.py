"""Days as points in time: a day of the office begins and ends at midnight of the time zone of the settings."""

from datetime import date, datetime, time

from django.utils import timezone


def midnight(day: date) -> datetime:
    """The moment at which the day begins, aware of its time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
