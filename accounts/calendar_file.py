"""Read the arrangement of one year from a file: `date,is_working,name`, one line a day that is out of the ordinary.

Ordinary days may be left out. All faults are told at once, each by the number of its line.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from accounts.calendar_sources import ordinary
from policy.calendar import DayKind

COLUMNS = ["date", "is_working", "name"]
YES_OR_NO = {"1": True, "0": False, "true": True, "false": False, "是": True, "否": False}
# Off by date in every year (全国年节及纪念日放假办法第二条): a file without them is not the arrangement of a year.
ALWAYS_OFF = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]


class BadCalendar(Exception):
    """The file cannot be read as the arrangement of a year. `faults` are sentences for whoever made it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Arrangement:
    """What a notice says: the year it is about, and the days that it names. Some may lie in December before."""

    year: int
    days: dict[date, DayKind]


def read(path: Path, year: int | None = None) -> Arrangement:
    """Read `path` (UTF-8). Without `year` all days must lie in one. Raises BadCalendar, or OSError."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadCalendar([_("文件不是 UTF-8 编码。")]) from error
    days, faults = _days(lines)
    if faults:
        raise BadCalendar(faults)
    year = year or max(day.year for day in days)
    faults = list(_missing(year, days)) + list(_strangers(year, days))
    if faults:
        raise BadCalendar(faults)
    return Arrangement(year, days)


def _days(lines: list[str]) -> tuple[dict[date, DayKind], list[str]]:
    days: dict[date, DayKind] = {}
    faults: list[str] = []
    rows = csv.reader(lines)
    if next(rows, None) != COLUMNS:
        return days, [_("第 1 行：表头应为 %(columns)s。") % {"columns": ",".join(COLUMNS)}]
    for row in rows:
        try:
            day, kind = _day(row)
            if day in days:
                raise ValueError(_("日期 %(date)s 重复") % {"date": day})
            days[day] = kind
        except ValueError as error:
            faults.append(_("第 %(line)d 行：%(fault)s。") % {"line": rows.line_num, "fault": error})
    if not days and not faults:
        faults.append(_("文件中没有任何日期。"))
    return days, faults


def _day(row: list[str]) -> tuple[date, DayKind]:
    cells = [cell.strip() for cell in row]
    if len(cells) != len(COLUMNS):
        raise ValueError(_("应有 %(wanted)d 列，实有 %(found)d 列") % {"wanted": len(COLUMNS), "found": len(cells)})
    try:
        day = date.fromisoformat(cells[0])
    except ValueError as error:
        raise ValueError(_("日期“%(text)s”应写作 2027-01-01") % {"text": cells[0]}) from error
    if cells[1].lower() not in YES_OR_NO:
        raise ValueError(_("is_working“%(text)s”应为 1（上班）或 0（休息）") % {"text": cells[1]})
    is_working = YES_OR_NO[cells[1].lower()]
    if is_working != ordinary(day).is_working and not cells[2]:
        raise ValueError(_("%(date)s 与平常不同，须写明节假日名称") % {"date": day})
    plain = is_working and ordinary(day).is_working
    return day, DayKind(is_working, "" if plain else cells[2])


def _missing(year: int, days: dict[date, DayKind]) -> Iterator[str]:
    for month, number in ALWAYS_OFF:
        day = date(year, month, number)
        if day not in days or days[day].is_working:
            yield _("缺少法定节假日 %(date)s（应为休息）。") % {"date": day}


def _strangers(year: int, days: dict[date, DayKind]) -> Iterator[str]:
    for day in days:
        if day.year != year and (day.year, day.month) != (year - 1, 12):
            yield _("日期 %(date)s 不属于 %(year)d 年的放假安排。") % {"date": day, "year": year}
