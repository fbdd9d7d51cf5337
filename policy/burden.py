"""负担: what an admitted thing costs a village in a year, in minutes. What nobody has told is not known, never nothing.

The notice sets no measure. Minutes are those of one village each time, as the applicant estimates them and reviewers
may doubt; times a year follow from the frequency of reporting, or are told where nothing is reported on a day.
"""

import re
from collections.abc import Mapping
from typing import Any

from policy.choices import Frequency, Kind

# 每天: forms of that rhythm are asked for on days of rest too, so a year has 365 of them. 一次性: once, in one year.
TIMES_A_YEAR: Mapping[Frequency, int] = {
    Frequency.ONCE: 1,
    Frequency.YEARLY: 1,
    Frequency.HALF_YEARLY: 2,
    Frequency.QUARTERLY: 4,
    Frequency.MONTHLY: 12,
    Frequency.WEEKLY: 52,
    Frequency.DAILY: 365,
}
# A signboard hangs and a building stands: what they cost is no time. They have their wall and their standard instead.
TAKES_TIME = (
    Kind.WORK_AFFAIR,
    Kind.MECHANISM,
    Kind.DEDICATED_POST,
    Kind.REPORT_FORM,
    Kind.ASSESSMENT,
    Kind.CERTIFICATION,
)
MOST_MINUTES = 14_400  # thirty days of eight hours, at one time
MOST_TIMES = 3_650  # ten times a day
MONTHS = 12


def times_a_year(answers: Mapping[str, Any]) -> int | None:
    """How often a year a village has to do it. 随要随报 has no rhythm: then what was told counts."""
    frequency = answers.get("frequency")
    if isinstance(frequency, str) and frequency in TIMES_A_YEAR:
        return TIMES_A_YEAR[Frequency(frequency)]
    return _told(answers.get("times_a_year"), MOST_TIMES)


def minutes_a_year(kind: str, answers: Mapping[str, Any]) -> int | None:
    """Minutes a year of one village. None: not known, or a kind that takes no time."""
    if kind not in TAKES_TIME:
        return None
    minutes, times = _told(answers.get("minutes_each_time"), MOST_MINUTES), times_a_year(answers)
    return None if minutes is None or times is None else minutes * times


def by_month(times: int) -> tuple[int, ...]:
    """So many times spread over the twelve months: what has no day of its own falls due at the end of its period."""
    return tuple(times * month // MONTHS - times * (month - 1) // MONTHS for month in range(1, MONTHS + 1))


def _told(value: Any, most: int) -> int | None:
    """A whole number from 1 to `most`, as a number or in digits; else None."""
    digits = isinstance(value, int | str) and re.fullmatch(r"[1-9]\d{0,4}", str(value), re.ASCII)
    return int(value) if digits and int(value) <= most else None
