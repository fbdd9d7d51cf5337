"""Where years of the calendar come from without an import by hand: two packages of facts.

`chinesecalendar` holds the arrangements that the General Office of the State Council has announced. `holidays` holds
the statutory days (全国年节及纪念日放假办法) of years not announced yet; no working weekend can be known for those.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version

import chinese_calendar
import holidays
from chinese_calendar import constants

from policy.calendar import SATURDAY, DayKind

YEARS_AHEAD = 4
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日",
}


@dataclass(frozen=True)
class Year:
    """One year of the calendar and the word it stands on."""

    year: int
    source: str
    provisional: bool
    days: dict[date, DayKind]


def packaged_years() -> Iterator[Year]:
    """Every announced year, and the years ahead as far as the statute alone tells."""
    announced = sorted({day.year for day in constants.holidays})
    yield from (_announced(year) for year in announced)
    yield from (_expected(announced[-1] + n) for n in range(1, YEARS_AHEAD + 1))


def dates_of(year: int) -> Iterator[date]:
    """Each day of `year`, in order."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    return (first + timedelta(days=n) for n in range((after - first).days))


def ordinary(day: date) -> DayKind:
    """What `day` is as long as nothing is said about it."""
    return DayKind(is_working=day.weekday() < SATURDAY)


def _announced(year: int) -> Year:
    source = f"国务院办公厅关于{year}年部分节假日安排的通知（据 chinesecalendar {version('chinesecalendar')}）"
    return Year(year, source, False, {day: _announced_day(day) for day in dates_of(year)})


def _announced_day(day: date) -> DayKind:
    name = constants.holidays.get(day) or constants.workdays.get(day) or ""
    return DayKind(is_working=chinese_calendar.is_workday(day), name=NAMES[name] if name else "")


def _expected(year: int) -> Year:
    statutory = holidays.country_holidays("CN", years=year, language="zh_CN")
    source = f"全国年节及纪念日放假办法（据 holidays {version('holidays')}；该年调休安排尚未公布）"
    off = {day: DayKind(False, name.replace("; ", "、")) for day, name in statutory.items()}
    return Year(year, source, True, {day: off.get(day, ordinary(day)) for day in dates_of(year)})
