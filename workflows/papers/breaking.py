"""避头尾: where a line of Chinese may end. Widths are given by whoever sets it; nothing here knows of fonts."""

import re
from collections.abc import Callable

NOT_FIRST = set("，。、；：？！）》〉」』】〕〗”’…—～·%％℃,.;:?!)]}")
NOT_LAST = set("（《〈「『【〔〖“‘([{")
# What is not taken apart while it fits: a word or number of Latin letters, with its signs.
_UNITS = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,:/_@%+-]*|.", re.DOTALL)


# In a title also what is named in it.
_NAMES = re.compile(r"《[^《》]+》|“[^“”]+”")
_UNITS_OF_A_TITLE = re.compile(f"{_NAMES.pattern}|{_UNITS.pattern}", re.DOTALL)


def broken(
    text: str, width: float, measure: Callable[[str], float], *, indent: float = 0, units: re.Pattern[str] = _UNITS
) -> list[str]:
    """The lines of one paragraph, none wider than `width`; the first is shorter by `indent`. All in one unit."""
    lines: list[str] = []
    line, room = "", width - indent
    for unit in _fitting(text, width, measure, units):
        if measure(line + unit) <= room or not line:
            line += unit
            continue
        kept, carried = _cut(line, unit)
        lines.append(kept)
        line, room = (carried + unit).lstrip(" "), width
    return [*lines, line] if line or not lines else lines


def balanced(text: str, width: float, measure: Callable[[str], float], step: float) -> list[str]:
    """The lines of a title (7.3.1): the fewest, none of one sign, each as long as the others as far as names stay whole.

    `step`: the width of one sign.
    """
    fewest = broken(text, width, measure)
    narrow, tried = measure(text) / len(fewest), []
    while narrow < width and len(fewest) > 1:
        tried.append(broken(text, narrow, measure, units=_UNITS_OF_A_TITLE))
        narrow += step / 2
    fitting = [lines for lines in tried if len(lines) == len(fewest)]
    whole = [lines for lines in fitting if all(any(name in line for line in lines) for name in _NAMES.findall(text))]
    return [*whole, *fitting, fewest][0]


def _fitting(text: str, width: float, measure: Callable[[str], float], units: re.Pattern[str]) -> list[str]:
    """The units of the text; one that fits on no line is taken apart into its signs."""
    found: list[str] = []
    for unit in units.findall(text):
        found.extend([unit] if measure(unit) <= width else list(unit))
    return found


def _cut(line: str, following: str) -> tuple[str, str]:
    """What stays and what is carried over, so that no closing sign begins a line and no opening sign ends one."""
    cut = len(line)
    while cut > 1 and ((line + following)[cut] in NOT_FIRST or line[cut - 1] in NOT_LAST):
        cut -= 1
    # A line of nothing but signs is cut where it is full.
    return (line, "") if cut <= 1 else (line[:cut].rstrip(" "), line[cut:])
