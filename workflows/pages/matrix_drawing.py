"""A matrix: how many went from which row to which column. Broad with the names; slender with numbers and a key below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflows.pages.drawing import INK, MUTED, TEXT, Drawing, Line, Rect, Words, paragraph

BROAD, SLENDER = 720.0, 280.0
SIZE, HEIGHT, GAP = 14.0, 40.0, 3.0
NAMES, NUMBERS = 150.0, 26.0  # room for what stands before a row
LINE_HEIGHT = 1.45
# What stayed is grey; what changed is blue, the darker the more. White and dark text are told apart at 4.5:1 and more.
STAYED, EMPTY = "#e4e8ee", "#f6f7f9"
SHADES = (("#d5e0f0", TEXT), ("#8fb0dc", TEXT), (INK, "#ffffff"))

Cells = Mapping[tuple[int, int], int]


@dataclass(frozen=True)
class Matrix:
    """`names` of the rows, which are those of the columns; `cells` by (row, column), from nought; absent is nought."""

    key: str
    title: Words
    says: Words
    names: Sequence[Words]
    cells: Cells

    @property
    def broad(self) -> Drawing:
        wide = (BROAD - NAMES) / len(self.names)
        heads = [
            paragraph(name, x=NAMES + wide * at, y=SIZE, ems=(wide - 10) / SIZE, size=SIZE, colour=MUTED)
            for at, name in enumerate(self.names)
        ]
        top = max(len(each) for each in heads) * SIZE * LINE_HEIGHT + 8
        rows = [
            line
            for at, name in enumerate(self.names)
            for line in paragraph(name, x=0, y=top + at * HEIGHT + 24, ems=(NAMES - 12) / SIZE, size=SIZE)
        ]
        rects, figures = self._grid(NAMES, top, wide)
        lines = [*(line for each in heads for line in each), *rows, *figures]
        return Drawing(BROAD, top + HEIGHT * len(self.names), lines, rects=rects)

    @property
    def slender(self) -> Drawing:
        wide = (SLENDER - NUMBERS) / len(self.names)
        marks = [
            Line(NUMBERS + wide * (at + 0.5), SIZE, str(at + 1), SIZE, MUTED, 600, "middle") for at in self._places
        ]
        marks += [Line(4, 22 + at * HEIGHT + 25, str(at + 1), SIZE, MUTED, 600) for at in self._places]
        rects, figures = self._grid(NUMBERS, 22, wide)
        below = 22 + HEIGHT * len(self.names) + 20
        key = [
            Line(4, below + at * 22, f"{at + 1}  {name}", SIZE, TEXT) for at, name in enumerate(self.names)
        ]  # fmt: skip
        return Drawing(SLENDER, below + 22 * len(self.names) - 10, [*marks, *figures, *key], rects=rects)

    @property
    def _places(self) -> range:
        return range(len(self.names))

    def _grid(self, left: float, top: float, wide: float) -> tuple[list[Rect], list[Line]]:
        rects, figures = [], []
        for row in self._places:
            for column in self._places:
                number = self.cells.get((row, column), 0)
                fill, colour = self._shade(row, column, number)
                x, y = round(left + column * wide, 1), top + row * HEIGHT
                rects.append(Rect(x, y, round(wide - GAP, 1), HEIGHT - GAP, fill))
                if number:
                    middle = round(x + (wide - GAP) / 2, 1)
                    figures.append(Line(middle, y + 24, str(number), SIZE, colour, 600, "middle"))
        return rects, figures

    def _shade(self, row: int, column: int, number: int) -> tuple[str, str]:
        if not number:
            return EMPTY, MUTED
        if row == column:
            return STAYED, TEXT
        most = max(value for (old, new), value in self.cells.items() if old != new)
        return SHADES[min(int(3 * number / most), 2)]
