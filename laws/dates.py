"""When a text took effect and what it repealed, as far as the text itself proves it.

A date in the file is believed only if the law's own 施行 clause says the same and the day does not lie before the
adoption of the text. Amended laws keep the clause of their first version, so theirs prove nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_DAY = r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
_CLAUSE = re.compile(rf"自\s*(?:(?P<at_once>公布之日)|{_DAY})\s*起\s*(?:施行|生效|实施)")
_REPEALS = re.compile(r"[^。；]*同时废止")
_TITLE = re.compile(r"《(中华人民共和国[^《》]{2,60})》")
_NEVER_AMENDED = {"修正案", "修改决定", "立法解释"}


@dataclass(frozen=True)
class Commencement:
    """What a 施行 clause says: a day, or 自公布之日 (then `day` is None)."""

    day: date | None


def commencement(texts: Iterable[str]) -> Commencement | None:
    """The last 施行 clause of a law, or None if it has none. `texts`: its articles in order."""
    found = None
    for text in texts:
        for match in _CLAUSE.finditer(text):
            found = Commencement(None if match["at_once"] else _day(match))
    return found


def verified_start(kind: str, adopted_on: date, stated: date | None, clause: Commencement | None) -> date | None:
    """The effective date if the text proves it, else None.

    自公布之日起 proves nothing for a law that may have been amended since; amendments, amending decisions and
    interpretations are never amended themselves, so theirs are believed.
    """
    if stated is None or stated < adopted_on:
        return None
    if kind in _NEVER_AMENDED:
        return stated
    return stated if clause and clause.day == stated else None


def repeals(texts: Iterable[str]) -> list[str]:
    """The titles that a law repeals as it takes effect (《…》同时废止)."""
    return [title for text in texts for clause in _REPEALS.findall(text) for title in _TITLE.findall(clause)]


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
