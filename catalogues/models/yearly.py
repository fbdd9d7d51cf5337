"""What the database works out of an entry by itself: where it applies, and what it costs one village in a year.

Generated columns, so that no import, admission or correction can leave them behind. The measure is that of
`policy.burden`; a test holds the two against each other.
"""

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from policy.burden import MOST_MINUTES, MOST_TIMES, TAKES_TIME, TIMES_A_YEAR

_WHOLE = r"^[1-9]\d{0,4}$"
_SMALL = models.IntegerField()


def _told(name: str, most: int) -> Case:
    """A whole number from 1 to `most` out of the answers, else NULL. The cast is only reached by what is digits."""
    number = Cast(KT(f"answers__{name}"), _SMALL)
    bounded = Case(When(Q(**{f"answers__{name}__regex": _WHOLE}), then=number), output_field=_SMALL)
    return Case(When(models.lookups.LessThanOrEqual(bounded, Value(most)), then=bounded), output_field=_SMALL)


def _times() -> Case:
    by_frequency = [When(answers__frequency=each.value, then=Value(n)) for each, n in TIMES_A_YEAR.items()]
    return Case(*by_frequency, default=_told("times_a_year", MOST_TIMES), output_field=_SMALL)


def minutes() -> Case:
    """Minutes a year of one village; NULL where not known, and for kinds that take no time."""
    takes_time = Q(kind__in=[kind.value for kind in TAKES_TIME])
    return Case(When(takes_time, then=_told("minutes_each_time", MOST_MINUTES) * _times()), output_field=_SMALL)


def place() -> Coalesce:
    """The division in whose villages it applies: the narrower one where there is one."""
    return Coalesce(F("scope"), F("region"), output_field=models.CharField(max_length=12))
