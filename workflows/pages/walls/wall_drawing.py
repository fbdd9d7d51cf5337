"""The wall as SVG: six vertical boards outside, ten inside with the guide board, honours displayed together.

Geometry only. Sizes are user units (1 unit = 1 CSS pixel at full width). Colours are those of the notice: the Party's
board in red on white, the others in black on white.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from policy import signboards
from policy.choices import Colours
from workflows.pages.drawing import LINE, MUTED, wrap

RED, BLACK, WHITE = "#c8102e", "#111111", "#ffffff"
HIGH, BROAD_BOARD, GAP = 300.0, 54.0, 26.0
COLUMN = 13  # characters in one column of a vertical board
PLATE, PLATE_HIGH = 204.0, 62.0


@dataclass(frozen=True)
class Board:
    """One board, or an empty place where `title` is what may hang there."""

    title: str
    hangs: bool = True

    @property
    def ink(self) -> str:
        if not self.hangs:
            return MUTED
        return RED if signboards.colours_wanted(self.title) is Colours.WHITE_RED else BLACK


@dataclass(frozen=True)
class Sign:
    """A character, or a line of them."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    weight: int = 600


@dataclass(frozen=True)
class Frame:
    """The edge of a board; an empty place is dashed."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    hangs: bool


@dataclass
class Sheet:
    """What one SVG holds."""

    width: float
    height: float
    frames: list[Frame] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)


@dataclass(frozen=True)
class Wall:
    """A wall to be drawn both ways; `key` tells the drawings of a page apart, `says` is read out instead."""

    key: str
    title: str
    says: str
    boards: Sequence[Board]
    vertical: bool

    @cached_property
    def broad(self) -> Sheet:
        return _upright(self.boards, 720, 9) if self.vertical else _plates(self.boards, 3)

    @cached_property
    def slender(self) -> Sheet:
        return _upright(self.boards, 300, 3) if self.vertical else _plates(self.boards, 1)


def _upright(boards: Sequence[Board], width: float, across: int) -> Sheet:
    """Vertical boards in rows of `across`, each row in the middle of the wall."""
    rows = [boards[at : at + across] for at in range(0, len(boards), across)]
    sheet = Sheet(width, len(rows) * (HIGH + GAP) + GAP)
    for number, row in enumerate(rows):
        left = (width - len(row) * BROAD_BOARD - (len(row) - 1) * GAP) / 2
        for at, board in enumerate(row):
            x, y = left + at * (BROAD_BOARD + GAP), GAP + number * (HIGH + GAP)
            sheet.frames.append(Frame(x, y, BROAD_BOARD, HIGH, board.ink, board.hangs))
            sheet.signs += _downwards(board, x + BROAD_BOARD / 2, y)
    return sheet


def _downwards(board: Board, middle: float, top: float) -> Iterator[Sign]:
    """The name from top to bottom; a long one in columns from right to left."""
    columns = [board.title[at : at + COLUMN] for at in range(0, min(len(board.title), 3 * COLUMN), COLUMN)]
    size = {1: 24.0, 2: 20.0, 3: 15.0}[len(columns)]
    step = min((HIGH - 24) / max(len(columns[0]), 1), size * 1.6)
    for number, column in enumerate(columns):
        x = middle + ((len(columns) - 1) / 2 - number) * size * 1.15
        first = top + (HIGH - step * len(columns[0])) / 2 + step * 0.5 + size * 0.36
        for row, character in enumerate(column):
            yield Sign(
                round(x, 1), round(first + row * step, 1), character, size, board.ink, 600 if board.hangs else 400
            )


def _plates(boards: Sequence[Board], across: int) -> Sheet:
    """Plates beside one another, as they hang at doors inside."""
    rows = -(-len(boards) // across)
    width = across * PLATE + (across + 1) * GAP
    sheet = Sheet(width, rows * (PLATE_HIGH + GAP) + GAP)
    for at, board in enumerate(boards):
        x, y = GAP + at % across * (PLATE + GAP), GAP + at // across * (PLATE_HIGH + GAP)
        sheet.frames.append(Frame(x, y, PLATE, PLATE_HIGH, board.ink if board.hangs else LINE, board.hangs))
        lines = wrap(board.title, 11)[:3]
        for row, line in enumerate(lines):
            middle = y + PLATE_HIGH / 2 + (row - (len(lines) - 1) / 2) * 19 + 5.5
            weight = 600 if board.hangs else 400
            sheet.signs.append(Sign(x + PLATE / 2, round(middle, 1), line, 15.5, board.ink, weight))
    return sheet
