"""先算后批: what the villages carry now, and what they would carry if the open parts of a request were admitted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.timezone import localdate

from accounts.models import Region
from catalogues import burden as meter
from policy.burden import TAKES_TIME, minutes_a_year
from workflows.models import RequestPart
from workflows.pages.burden import measure
from workflows.services import temporary


@dataclass(frozen=True)
class Added:
    """One part: `minutes` a year of one village (None: not known) in `villages` villages; `until` the last day, if any.

    A temporary part too is told as a year of it: so it will stand in the account, which adds up what a year costs.
    """

    title: str
    minutes: int | None
    villages: int
    until: date | None = None

    @property
    def known(self) -> bool:
        return self.minutes is not None

    @property
    def each(self) -> str:
        return measure.shown(self.minutes or 0)

    @property
    def all(self) -> str:
        return measure.shown((self.minutes or 0) * self.villages)


@dataclass(frozen=True)
class Asked:
    """One open part that takes time: minutes a year of one village or None, where, and its last day if it is temporary."""

    title: str
    minutes: int | None
    where: Region
    until: date | None = None


class Preview:
    """Before and after, for the county and for the villages concerned. Three queries, however many parts."""

    def __init__(self, county: Region, asked: Sequence[Asked]) -> None:
        self.county, self.asked = county, asked

    @cached_property
    def now(self) -> dict[str, int]:
        """Minutes a year that each village of the county carries, by code."""
        return meter.minutes_of_villages(self.county, localdate())

    @cached_property
    def standing(self) -> meter.Total:
        return meter.total(self.county, localdate())

    @cached_property
    def parts(self) -> list[Added]:
        return [Added(each.title, each.minutes, len(self._inside(each.where)), each.until) for each in self.asked]

    @cached_property
    def then(self) -> dict[str, int]:
        """The same as `now`, if all were admitted."""
        after = dict(self.now)
        for each in self.asked:
            for code in self._inside(each.where):
                after[code] += each.minutes or 0
        return after

    @property
    def before(self) -> str:
        return measure.shown(self.standing.minutes)

    @property
    def after(self) -> str:
        return measure.shown(self.standing.minutes + sum(self.then.values()) - sum(self.now.values()))

    @property
    def each_before(self) -> str:
        return self._range(self.now)

    @property
    def each_after(self) -> str:
        return self._range(self.then)

    @property
    def concerned(self) -> list[str]:
        """The codes of the villages in which something would be added."""
        return sorted({code for each in self.asked for code in self._inside(each.where)})

    @property
    def number_unknown(self) -> int:
        """How many open parts tell no time."""
        return sum(not part.known for part in self.parts)

    def _inside(self, where: Region) -> list[str]:
        first, last = where.code_range
        return [code for code in self.now if first <= code <= last]

    def _range(self, minutes: Mapping[str, int]) -> str:
        found = [minutes[code] for code in self.concerned]
        least, most = min(found, default=0), max(found, default=0)
        return measure.shown(least) if least == most else f"{measure.shown(least)}–{measure.shown(most)}"


def of_parts(county: Region, parts: Sequence[RequestPart]) -> Preview | None:
    """For the open parts of a request; None where none of them takes time."""
    asked = [
        Asked(part.title, minutes_a_year(part.kind, part.answers), part.where, temporary.ends_on(part))
        for part in parts
        if part.is_pending and part.kind in TAKES_TIME
    ]
    return Preview(county, asked) if asked else None


def as_typed(county: Region, kind: str, title: str, answers: Mapping[str, Any], where: Region | None) -> Preview | None:
    """For one part as it is being written."""
    if kind not in TAKES_TIME:
        return None
    asked = Asked(title, minutes_a_year(kind, answers), where or county, temporary.last_day(answers))
    return Preview(county, [asked])
