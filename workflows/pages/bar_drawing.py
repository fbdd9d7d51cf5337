"""Bars: how many of each. Broad with the names at the left, slender with the names above."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflows.pages.drawing import INK, MUTED, STOP, TEXT, Drawing, Line, Rect, Words, paragraph

COLOURS = {"ink": INK, "quiet": "#7c8796", "stop": STOP, "admitted": "#1a6b3c", "soon": "#855000"}
BROAD, SLENDER = 720.0, 280.0
SIZE, THICK, STEP = 14.0, 16.0, 31.0
NAMES = 190.0  # room for the names beside the bars
FIGURES = 64.0  # room for the number behind the longest bar


@dataclass(frozen=True)
class Bar:
    """One bar; `value` ≥ 0, in the unit of the chart."""

    name: Words
    value: float
    tone: str = "ink"
    shown: Words = ""

    @property
    def figure(self) -> str:
        return str(self.shown) or f"{self.value:g}"


@dataclass(frozen=True)
class Bars:
    """A bar chart, both ways drawn; `title` and `says` are read out instead of the drawing."""

    key: str
    title: Words
    says: Words
    bars: Sequence[Bar]
    head: Words = ""
    unit: Words = ""

    @property
    def broad(self) -> Drawing:
        lines: list[Line] = []
        rects: list[Rect] = []
        y = 4.0
        for bar in self.bars:
            name = paragraph(bar.name, x=0, y=y + 13, ems=(NAMES - 16) / SIZE, size=SIZE)
            rects.append(self._rect(bar, x=NAMES, y=y, right=BROAD))
            lines += [*name, _figure(bar, rects[-1])]
            y = max(y + STEP, name[-1].y + SIZE)
        return Drawing(BROAD, y, lines, rects=rects)

    @property
    def slender(self) -> Drawing:
        lines: list[Line] = []
        rects: list[Rect] = []
        y = 2.0
        for bar in self.bars:
            name = paragraph(bar.name, x=0, y=y + 13, ems=SLENDER / SIZE, size=SIZE)
            rects.append(self._rect(bar, x=0, y=name[-1].y + 6, right=SLENDER))
            lines += [*name, _figure(bar, rects[-1])]
            y = name[-1].y + STEP + 4
        return Drawing(SLENDER, y, lines, rects=rects)

    def _rect(self, bar: Bar, *, x: float, y: float, right: float) -> Rect:
        most = max(other.value for other in self.bars) or 1
        least = 1.5 if bar.value else 0  # what is there can be seen
        return Rect(x, y, round(max(bar.value / most * (right - x - FIGURES), least), 1), THICK, COLOURS[bar.tone])


def _figure(bar: Bar, rect: Rect) -> Line:
    return Line(rect.x + rect.width + 7, rect.y + 13, bar.figure, SIZE, TEXT if bar.value else MUTED, 600)
