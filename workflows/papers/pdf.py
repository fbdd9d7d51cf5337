"""GB/T 9704-2012 as PDF: every line stands on the grid, every face is in the file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from workflows.papers.breaking import balanced, broken
from workflows.papers.canvas import Canvas
from workflows.papers.measures import (
    BOTTOM,
    INDENT,
    LEFT,
    LETTER_FOOT,
    LETTER_MASTHEAD_TOP,
    LETTER_RULE,
    MASTHEAD_TOP,
    MM,
    PAGE,
    PAGE_NUMBER,
    PITCH,
    RED,
    RIGHT,
    RULE_GAP,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    SQUEEZE,
    STEP,
    TOP,
    WIDTH,
)
from workflows.papers.paper import Form, Line, Paper, Style, written_day

ASCENT = 0.88
"""Of the size of a type: from the line it stands on to its upper edge."""
FACES = {Style.TEXT: "fangsong", Style.HEADING: "heiti", Style.QUOTE: "kaiti"}
CODE = 24 * MM
CELL_PITCH, CELL_PAD = 20.0, 4.0
LEAST_CELL = 4 * SIZE_4 + 2 * CELL_PAD + 1
"""Four signs: none so narrow that it cannot be read."""
WITHOUT_NUMBER = "〔    〕  号"


@dataclass(frozen=True)
class Made:
    """The file, its number of pages, and the signs for which no face had a type (printed as 〓)."""

    file: bytes
    pages: int
    lacking: frozenset[str]


def made(paper: Paper) -> Made:
    """The letter as PDF; the same letter gives the same bytes."""
    setter = _Setter(paper)
    setter.set()
    return Made(setter.canvas.bytes(), setter.canvas.page, frozenset(setter.canvas.lacking))


class _Setter:
    """Goes down the pages: `y` is the upper edge of what comes next."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.canvas = Canvas(paper.title, paper.day)
        self.y = TOP
        self.waiting: Callable[[], None] | None = None  # the last line of the text goes with the signature

    def set(self) -> None:
        self._new_page()
        self.y = self._letter_head() if self.paper.form is Form.LETTER else self._general_head()
        self._title()
        if self.paper.to:
            self._paragraph(f"{self.paper.to}：", "fangsong", indent=0)
        for is_table, lines in groupby(self.paper.lines, lambda line: line.style is Style.ROW):
            say = self._table if is_table else self._text
            say(list(lines))
        self._signature()
        self._foot()

    # The page

    def _new_page(self) -> None:
        self.canvas.new_page()
        if not self.paper.is_issued:
            self.canvas.across("预览 未签发")
        if self.paper.form is Form.LETTER and self.canvas.page == 1:
            left = (PAGE[0] - LETTER_RULE) / 2
            self.canvas.rule(left, LETTER_FOOT - 3, LETTER_RULE, 0.75, RED)
            self.canvas.rule(left, LETTER_FOOT, LETTER_RULE, 2.25, RED)
        else:
            self._page_number()
        self.y = TOP

    def _page_number(self) -> None:
        words = f"— {self.canvas.page} —"
        width = self.canvas.width(words, SIZE_4, face="songti")
        x = RIGHT - STEP - width if self.canvas.page % 2 else LEFT + STEP
        self.canvas.text(x, PAGE_NUMBER + SIZE_4 * 0.4, words, SIZE_4, face="songti")

    def _line_at(self, y: float, size: float) -> float:
        """The line on which type of that size stands in a row of the grid that begins at `y`."""
        return y + (PITCH - size) / 2 + ASCENT * size

    def _room(self, height: float) -> None:
        """Go to the next row of the grid, or to the next page if there is no room."""
        self.y = TOP + ceil(round((self.y - TOP) / PITCH, 4)) * PITCH
        if self.y + height > BOTTOM + 0.01:
            self._new_page()

    # The head

    def _general_head(self) -> float:
        names = [self.paper.masthead] if self.paper.masthead else list(self.paper.issuers)
        bottom = self._masthead(names, MASTHEAD_TOP, "" if self.paper.masthead else "文件")
        line = bottom + 3 * PITCH
        number = self.paper.number or WITHOUT_NUMBER
        self._centred(line, number, SIZE_3, "fangsong")
        rule = line + SIZE_3 * (1 - ASCENT) + RULE_GAP
        self.canvas.rule(LEFT, rule, WIDTH, 1.5, RED)
        return rule + 2 * PITCH

    def _letter_head(self) -> float:
        names = [self.paper.masthead] if self.paper.masthead else list(self.paper.issuers)
        rule = self._masthead(names, LETTER_MASTHEAD_TOP, "") + RULE_GAP
        left = (PAGE[0] - LETTER_RULE) / 2
        self.canvas.rule(left, rule, LETTER_RULE, 2.25, RED)
        self.canvas.rule(left, rule + 3, LETTER_RULE, 0.75, RED)
        number = self.paper.number or WITHOUT_NUMBER
        width = self.canvas.width(number, SIZE_3)
        self.canvas.text(RIGHT - width, self._line_at(rule + 3, SIZE_3), number, SIZE_3)
        return rule + 3 + 3 * PITCH

    def _masthead(self, names: Sequence[str], top: float, word: str) -> float:
        """The issuers' names in red, one below the other, and `word` beside them; returns the lower edge."""
        face, most = "xiaobiaosong", 40.0 if len(names) == 1 else 34.0
        longest = max(self.canvas.width(name, 1, face=face) for name in names) + (len(word) * 1.1 if word else 0)
        size = min(most, (WIDTH - 4) / max(longest, 1))
        step = size * 1.25
        block = max(self.canvas.width(name, size, face=face) for name in names)
        whole = block + (self.canvas.width(word, size, face=face) + size * 0.2 if word else 0)
        left = LEFT + (WIDTH - whole) / 2
        for number, name in enumerate(names):
            self._spread(left, top + number * step + ASCENT * size, name, size, face, block)
        middle = top + (len(names) - 1) * step / 2 + ASCENT * size
        if word:
            self.canvas.text(left + block + size * 0.2, middle, word, size, face=face, colour=RED)
        return top + (len(names) - 1) * step + size

    def _spread(self, x: float, y: float, name: str, size: float, face: str, width: float) -> None:
        """A name spread over `width`: joint issuers' names are equally wide (7.2.4)."""
        gap = (width - self.canvas.width(name, size, face=face)) / max(len(name) - 1, 1)
        self.canvas.text(x, y, name, size, face=face, squeeze=max(gap, 0), colour=RED)

    def _title(self) -> None:
        measure = self._measure("xiaobiaosong", SIZE_2, 0)
        for line in balanced(self.paper.title, WIDTH - 2 * SIZE_2, measure, SIZE_2):
            self._room(PITCH)
            self._centred(self._line_at(self.y, SIZE_2), line, SIZE_2, "xiaobiaosong")
            self.y += PITCH
        self.y += PITCH

    def _centred(self, y: float, text: str, size: float, face: str) -> None:
        self.canvas.text(LEFT + (WIDTH - self.canvas.width(text, size, face=face)) / 2, y, text, size, face=face)

    # The text

    def _measure(self, face: str, size: float, squeeze: float) -> Callable[[str], float]:
        return lambda text: self.canvas.width(text, size, face=face, squeeze=squeeze) - 0.01

    def _text(self, lines: Sequence[Line]) -> None:
        for line in lines:
            self._paragraph(line.text, FACES[line.style], indent=INDENT, heads=line.style is Style.HEADING)

    def _paragraph(self, text: str, face: str, *, indent: float, heads: bool = False) -> None:
        lines = broken(text, WIDTH, self._measure(face, SIZE_3, SQUEEZE), indent=indent)
        for number, line in enumerate(lines):
            x = LEFT + (indent if number == 0 else 0)
            self._say_waiting()
            self.waiting = self._later(x, line, face, full=number < len(lines) - 1, heads=heads)

    def _later(self, x: float, line: str, face: str, *, full: bool, heads: bool) -> Callable[[], None]:
        """What sets the line. What `heads` something stands on the page of the line that follows."""

        def say() -> None:
            self._room(2 * PITCH if heads else PITCH)
            missing = RIGHT - x - self.canvas.width(line, SIZE_3, face=face, squeeze=SQUEEZE)
            # A line that Latin words have left short is spread; a character's room is never doubled by that.
            spread = min(missing / len(line), STEP / 4) if full and line else 0
            self.canvas.text(x, self._line_at(self.y, SIZE_3), line, SIZE_3, face=face, squeeze=SQUEEZE + spread)
            self.y += PITCH

        return say

    def _say_waiting(self) -> None:
        if self.waiting:
            self.waiting()
        self.waiting = None

    # Tables

    def _table(self, rows: Sequence[Line]) -> None:
        if self.waiting:  # the line before a table stands on the page of its first row
            self._room(PITCH + 2 * CELL_PITCH + 2 * CELL_PAD)
        self._say_waiting()
        self._room(PITCH)
        columns = max(len(row.cells) for row in rows)
        cells = [[*row.cells, *[""] * (columns - len(row.cells))] for row in rows]
        widths = self._widths(cells)
        for row in cells:
            self._row(row, widths)
        self.y += PITCH / 4

    def _widths(self, rows: Sequence[Sequence[str]]) -> list[float]:
        """By the longest cell of each column; where they do not fit, the long ones give way."""
        wanted = [self._widest(column) for column in zip(*rows, strict=True)]
        if sum(wanted) <= WIDTH:
            return [each + (WIDTH - sum(wanted)) / len(wanted) for each in wanted]
        least = [min(each, LEAST_CELL, WIDTH / len(wanted)) for each in wanted]
        over = [min(each, WIDTH) - low for each, low in zip(wanted, least, strict=True)]
        share = (WIDTH - sum(least)) / sum(over)
        return [low + share * each for low, each in zip(least, over, strict=True)]

    def _widest(self, column: Sequence[str]) -> float:
        parts = (part for cell in column for part in cell.split("\n"))
        return max(self.canvas.width(part, SIZE_4) for part in parts) + 2 * CELL_PAD + 1

    def _row(self, cells: Sequence[str], widths: Sequence[float]) -> None:
        measure = self._measure("fangsong", SIZE_4, 0)
        lines = [
            [line for part in cell.split("\n") for line in broken(part, width - 2 * CELL_PAD, measure)]
            for cell, width in zip(cells, widths, strict=True)
        ]
        left = max(len(each) for each in lines)
        while left:
            fits = int((BOTTOM - self.y - 2 * CELL_PAD) / CELL_PITCH)
            if fits < min(left, 2):
                self._new_page()
                continue
            self._slice([each[:fits] for each in lines], widths)
            lines = [each[fits:] for each in lines]
            left = max(len(each) for each in lines)

    def _slice(self, lines: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        height = max(len(each) for each in lines) * CELL_PITCH + 2 * CELL_PAD
        x = LEFT
        for cell, width in zip(lines, widths, strict=True):
            for number, line in enumerate(cell):
                y = self.y + CELL_PAD + number * CELL_PITCH + (CELL_PITCH - SIZE_4) / 2 + ASCENT * SIZE_4
                self.canvas.text(x + CELL_PAD, y, line, SIZE_4)
            for edge in (x, x + width):
                self.canvas.rule(edge, self.y, 0, 0.5, down=height)
            x += width
        for edge in (self.y, self.y + height):
            self.canvas.rule(LEFT, edge, WIDTH, 0.5)
        self.y += height

    # The end

    def _signature(self) -> None:
        """Issuers and date, with room for the seal; the last line of the text stands on the same page (7.3.5)."""
        rows = len(self.paper.issuers) + 3
        if self.waiting:
            self._room((rows + 1) * PITCH)
            self._say_waiting()
        self._room(rows * PITCH)
        if self.paper.check:
            self._code()
        self.y += 2 * PITCH
        day = written_day(self.paper.day)
        width = self.canvas.width(day, SIZE_3, squeeze=SQUEEZE)
        middle = RIGHT - 4 * STEP - width / 2
        for name in self.paper.issuers:
            own = self.canvas.width(name, SIZE_3, squeeze=SQUEEZE)
            x = min(middle - own / 2, RIGHT - 2 * STEP - own)
            self.canvas.text(max(x, LEFT), self._line_at(self.y, SIZE_3), name, SIZE_3, squeeze=SQUEEZE)
            self.y += PITCH
        self.canvas.text(middle - width / 2, self._line_at(self.y, SIZE_3), day, SIZE_3, squeeze=SQUEEZE)
        self.y += PITCH

    def _code(self) -> None:
        top = self.y + PITCH * 0.6
        self.canvas.square_code(LEFT, top, CODE, self.paper.check)
        self.canvas.text(LEFT + 2, top + CODE + 9, self.paper.check_label, 9)

    def _foot(self) -> None:
        """版记, at the foot of the last page. A letter has no rules and no printing line there (10.1)."""
        rows = self._foot_rows()
        if not rows:
            return
        self._room((len(rows) + 0.5) * PITCH)
        y = BOTTOM - len(rows) * PITCH
        ruled = self.paper.form is Form.GENERAL
        for number, (left, right) in enumerate(rows):
            if ruled and (number == 0 or right):
                self.canvas.rule(LEFT, y, WIDTH, 0.35 * MM if number == 0 else 0.25 * MM)
            line = self._line_at(y, SIZE_4)
            self.canvas.text(LEFT + SIZE_4, line, left, SIZE_4)
            if right:
                width = self.canvas.width(right, SIZE_4)
                self.canvas.text(RIGHT - SIZE_4 - width, line, right, SIZE_4)
            y += PITCH
        if ruled:
            self.canvas.rule(LEFT, y, WIDTH, 0.35 * MM)

    def _foot_rows(self) -> list[tuple[str, str]]:
        rows: list[tuple[str, str]] = []
        if self.paper.copies:
            measure = self._measure("fangsong", SIZE_4, 0)
            hang = 3 * SIZE_4
            first, *others = broken(f"抄送：{self.paper.copies}。", WIDTH - 2 * SIZE_4 - hang, measure, indent=-hang)
            rows = [(first, ""), *((f"　　　{each}", "") for each in others)]
        if self.paper.form is Form.GENERAL and self.paper.printed_by:
            rows.append((self.paper.printed_by, f"{written_day(self.paper.day)}印发"))
        return rows
