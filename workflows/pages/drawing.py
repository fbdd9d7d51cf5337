"""Drawings made on the server: where a request stands, and bars. Geometry only; the templates write the SVG.

Sizes are user units of the viewBox (1 unit = 1 CSS pixel at full width). Chinese text is wrapped here, because SVG
does not wrap: a full-width character is one em wide, a half-width one about 0.55.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import east_asian_width

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

HALF_WIDTH = 0.55
# 禁则: what may not begin a line, and what may not end one.
NEVER_FIRST = "，。、；：！？）》」』】〕”’…%,.;:!?)]}"
NEVER_LAST = "（《「『【〔“‘"


def width(text: str) -> float:
    """How broad the text is, in ems."""
    return sum(1.0 if east_asian_width(sign) in "WFA" else HALF_WIDTH for sign in text)


def wrap(text: str, ems: float) -> list[str]:
    """Break `text` into lines of at most `ems`: Chinese anywhere, other scripts between words."""
    lines = [""]
    for piece in _pieces(text):
        fits = width(lines[-1] + piece.rstrip()) <= ems
        if fits or not lines[-1] or piece.isspace() or piece[0] in NEVER_FIRST:
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> list[str]:
    """Single full-width characters (an opening bracket with the next), and whole words with the blank after them."""
    pieces: list[str] = []
    for sign in text:
        narrow = east_asian_width(sign) not in "WFA"
        in_word = narrow and pieces and pieces[-1].isascii() and not pieces[-1].endswith(" ")
        opened = pieces and pieces[-1].rstrip()[-1:] in tuple(NEVER_LAST)
        if in_word or opened:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


class Status(StrEnum):
    """How far a step is."""

    DONE = "done"
    CURRENT = "current"
    RESTING = "resting"
    WAITING = "waiting"
    SKIPPED = "skipped"
    STOPPED = "stopped"


STATUS_WORDS: dict[Status, Words] = {
    Status.DONE: _("已办结"),
    Status.CURRENT: _("正在办理"),
    Status.RESTING: _("中止计时"),
    Status.WAITING: _("未到"),
    Status.SKIPPED: _("不经过"),
    Status.STOPPED: _("到此为止"),
}
INK, TEXT, MUTED, LINE, STOP = "#21457a", "#1b2430", "#55606e", "#7c8796", "#b3261e"
STATUS_COLOURS = {
    Status.DONE: INK,
    Status.CURRENT: INK,
    Status.RESTING: MUTED,
    Status.WAITING: MUTED,
    Status.SKIPPED: MUTED,
    Status.STOPPED: STOP,
}


@dataclass(frozen=True)
class Step:
    """One stage of the way. `note`: a date, an officer; `desks`: what goes on side by side within it."""

    name: Words
    status: Status
    note: Words = ""
    desks: Sequence["Step"] = ()

    @property
    def says(self) -> Words:
        return STATUS_WORDS[self.status]


@dataclass(frozen=True)
class Line:
    """One line of text: where it starts, how it looks."""

    x: float
    y: float
    text: str
    size: float
    colour: str = TEXT
    weight: int = 400
    anchor: str = "start"


@dataclass(frozen=True)
class Mark:
    """The sign of a step: the status decides its shape."""

    x: float
    y: float
    radius: float
    status: Status

    @property
    def colour(self) -> str:
        return STATUS_COLOURS[self.status]


@dataclass(frozen=True)
class Stroke:
    """A connecting line; what has not been walked yet is dashed."""

    x1: float
    y1: float
    x2: float
    y2: float
    walked: bool


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True)
class Drawing:
    """What one SVG holds."""

    width: float
    height: float
    lines: Sequence[Line] = ()
    marks: Sequence[Mark] = ()
    strokes: Sequence[Stroke] = ()
    rects: Sequence[Rect] = ()


def paragraph(
    text: Words, *, x: float, y: float, ems: float, size: float, colour: str = TEXT, weight: int = 400
) -> list[Line]:
    """Lines of `text`, the first baseline at `y`; 1.45 from line to line."""
    return [
        Line(x, round(y + row * size * 1.45, 1), line, size, colour, weight)
        for row, line in enumerate(wrap(str(text), ems))
    ]
