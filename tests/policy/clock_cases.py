"""The cases of the clock: when something is due, day by day. Read by the tests and by bench/mutate.py; see clock.toml."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from policy.calendar import DayKind, KnownDays, Weekdays
from policy.clock import Deadline, Pause, deadline, is_overdue

FILE = Path(__file__).with_name("clock.toml")
MARKS = {"working_day": "", "exchanged": "+", "pause": "|", "weekend": "-", "holiday": "*", "day_zero": "0",
         "after_hours": ">"}  # fmt: skip


class NeverWorking:
    """A calendar that no office has."""

    def day(self, _day: date) -> DayKind:
        return DayKind(is_working=False)


class WorksOnce:
    """A calendar of one working day, 22 September 2026."""

    def day(self, day: date) -> DayKind:
        return DayKind(is_working=day == date(2026, 9, 22))


CALENDARS = {"weekdays": Weekdays(), "never": NeverWorking(), "once": WorksOnce()}


@dataclass(frozen=True)
class ClockCase:
    """One case: what is given, and what must come out."""

    entry: Mapping[str, Any]
    known: KnownDays

    @property
    def title(self) -> str:
        return self.entry["title"]

    def wrong(self) -> dict[str, tuple[object, object]]:
        """Where the clock does not do as the case says; empty if all is well."""
        if self.entry.get("refused"):
            return self._not_refused()
        found = self._deadline()
        got = {
            "due": found.due_on,
            "provisional": found.provisional,
            "suspended": found.suspended,
            "days": " ".join(_told(note) for note in found.days),
            "number_of_days": len(found.days),
            "names": [note.name for note in found.days if note.name],
            "labels": list(dict.fromkeys(note.label for note in found.days)),
        }
        if "left_on" in self.entry:
            got["left"] = found.days_left(self.entry["left_on"])
        if "overdue_on" in self.entry:
            got["overdue"] = is_overdue(found.due_on, self.entry["overdue_on"])
        wanted = {"due": None, "provisional": False, "suspended": False} | dict(self.entry)
        return {name: (got[name], wanted[name]) for name in got if name in wanted and got[name] != wanted[name]}

    def _deadline(self) -> Deadline:
        entry = self.entry
        calendar = CALENDARS.get(entry.get("calendar", ""), self.known)
        pauses = [Pause(each["start"], each.get("end"), each.get("reason", "")) for each in entry.get("pauses", ())]
        return deadline(
            entry["opened"], entry.get("budget"), calendar=calendar, pauses=pauses, as_of=entry.get("as_of"),
            closes_at=entry.get("closes_at"),
        )  # fmt: skip

    def _not_refused(self) -> dict[str, tuple[object, object]]:
        try:
            return {"refused": (self._deadline().due_on, True)}
        except ValueError:
            return {}


def _told(note: Any) -> str:
    number = note.number or ""
    return f"{note.day:%m-%d}{MARKS[note.why.value]}{number}" + ("?" if note.provisional else "")


def cases() -> Iterator[ClockCase]:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    known = KnownDays({each["day"]: DayKind(each["works"], each.get("name", "")) for each in data["day"]})
    for entry in data["case"]:
        yield ClockCase(entry, known)
