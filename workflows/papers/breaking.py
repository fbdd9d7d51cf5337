"""避头尾: where a line of Chinese may end. Widths are given by whoever sets it; nothing here knows of fonts."""

import re
from collections.abc import Callable

NOT_FIRST = set("，。、；：？！）》〉」』】〕〗”’…—～·%％℃,.;:?!)]}")
NOT_LAST = set("（《〈「『【〔〖“‘([{")
# What is not taken apart while it fits: a word or number of Latin letters, with its signs.
_UNITS = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,:/_@%+-]*|.", re.DOTALL)


def broken(text: str, width: float, measure: Callable[[str], float], *, indent: float = 0) -> list[str]:
    """The lines of one paragraph, none wider than `width`; the first is shorter by `indent`. All in one unit."""
    lines: list[str] = []
    line, room = "", width - indent
    for unit in _fitting(text, width, measure):
        if measure(line + unit) <= room or not line:
            line += unit
            continue
        kept, carried = _cut(line, unit)
        lines.append(kept)
        line, room = (carried + unit).lstrip(" "), width
    return [*lines, line] if line or not lines else lines


def balanced(text: str, width: float, measure: Callable[[str], float], step: float) -> list[str]:
    """The fewest lines, each as long as the others as far as it goes: no last line of one sign. `step`: one sign."""
    lines = broken(text, width, measure)
    narrow = measure(text) / len(lines)
    while narrow < width and len(lines) > 1:
        if len(found := broken(text, narrow, measure)) == len(lines):
            return found
        narrow += step / 2
    return lines


def _fitting(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The units of the text; one that fits on no line is taken apart into its signs."""
    found: list[str] = []
    for unit in _UNITS.findall(text):
        found.extend([unit] if measure(unit) <= width else list(unit))
    return found


def _cut(line: str, following: str) -> tuple[str, str]:
    """What stays and what is carried over, so that no closing sign begins a line and no opening sign ends one."""
    cut = len(line)
    while cut > 1 and ((line + following)[cut] in NOT_FIRST or line[cut - 1] in NOT_LAST):
        cut -= 1
    # A line of nothing but signs is cut where it is full.
    return (line, "") if cut <= 1 else (line[:cut].rstrip(" "), line[cut:])
