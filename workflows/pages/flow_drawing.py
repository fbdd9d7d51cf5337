"""Where a request stands, drawn: broad (stages beside each other) and slender (below each other)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from workflows.pages.drawing import (
    MUTED,
    STATUS_COLOURS,
    TEXT,
    Drawing,
    Line,
    Mark,
    Status,
    Step,
    Stroke,
    Words,
    paragraph,
)

NAME, SMALL = 14.0, 12.0
GAP = 17.5
BROAD = 960.0
SLENDER = 280.0
WITH_DESKS = 1.7  # how much broader than others a stage with desks is
MANY = 8  # more stages than this go to a second row


@dataclass
class _Sheet:
    """A drawing in the making; `y` is the foot of what has been written so far."""

    y: float = 0
    lines: list[Line] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)

    def write(self, text: Words, *, x: float, room: float, size: float, colour: str = TEXT, weight: int = 400) -> None:
        lines = paragraph(text, x=x, y=self.y + size, ems=room / size, size=size, colour=colour, weight=weight)
        self.lines += lines
        self.y = lines[-1].y + size * 0.45

    def put(self, step: Step, *, x: float, room: float, size: float, weight: int) -> None:
        """Name, status and note of one step, below each other."""
        colour = MUTED if step.status in (Status.WAITING, Status.SKIPPED) else TEXT
        self.write(step.name, x=x, room=room, size=size, colour=colour, weight=weight)
        strong = 600 if step.status in (Status.CURRENT, Status.STOPPED) else 400
        self.write(step.says, x=x, room=room, size=SMALL, colour=STATUS_COLOURS[step.status], weight=strong)
        if step.note:
            self.write(step.note, x=x, room=room, size=SMALL, colour=MUTED)

    def desks(self, desks: Iterable[Step], *, x: float, room: float) -> None:
        for desk in desks:
            self.y += 9
            self.marks.append(Mark(x + 5, self.y + 8, 5, desk.status))
            self.put(desk, x=x + 17, room=room - 17, size=SMALL + 1, weight=500)

    def drawing(self, width: float, height: float) -> Drawing:
        return Drawing(width, round(height, 1), self.lines, self.marks, self.strokes)


@dataclass(frozen=True)
class Flow:
    """The way of a request, both ways drawn; `title` and `says` are read out instead of the drawing."""

    key: str
    title: Words
    says: Words
    steps: Sequence[Step]

    @property
    def broad(self) -> Drawing:
        sheet, top, foot = _Sheet(), 16.0, 0.0
        for row in _rows(self.steps):
            for step, following, x, room in _columns(row):
                sheet.marks.append(Mark(x + 12, top, 11, step.status))
                if following:
                    sheet.strokes.append(Stroke(x + 27, top, x + room - 3, top, _walked(following)))
                sheet.y = top + 17
                sheet.put(step, x=x, room=room - GAP, size=NAME, weight=600)
                sheet.desks(step.desks, x=x, room=room - GAP)
                foot = max(foot, sheet.y)
            top = foot + 34
        return sheet.drawing(BROAD, foot + 6)

    @property
    def slender(self) -> Drawing:
        sheet = _Sheet(y=2)
        for at, step in enumerate(self.steps):
            top = sheet.y + 11
            sheet.marks.append(Mark(12, top, 11, step.status))
            sheet.put(step, x=36, room=SLENDER - 40, size=NAME, weight=600)
            sheet.desks(step.desks, x=36, room=SLENDER - 40)
            sheet.y += 14
            if at + 1 < len(self.steps):
                sheet.strokes.append(Stroke(12, top + 15, 12, sheet.y - 4, _walked(self.steps[at + 1])))
        return sheet.drawing(SLENDER, sheet.y)

    @property
    def rows(self) -> list[tuple[Step, int]]:
        """The same as a table: each step with its depth (0 a stage, 1 a desk within it)."""
        return [row for step in self.steps for row in [(step, 0), *((desk, 1) for desk in step.desks)]]


def _rows(steps: Sequence[Step]) -> list[Sequence[Step]]:
    if len(steps) <= MANY:
        return [steps]
    half = -(-len(steps) // 2)
    return [steps[:half], steps[half:]]


def _columns(row: Sequence[Step]) -> Iterator[tuple[Step, Step | None, float, float]]:
    """Each step of a row with the one after it, where its column begins and how broad it is."""
    shares = [WITH_DESKS if step.desks else 1.0 for step in row]
    unit, x = BROAD / max(sum(shares), 5), 0.0
    for step, following, share in zip(row, [*row[1:], None], shares, strict=True):
        yield step, following, round(x, 1), round(share * unit, 1)
        x += share * unit


def _walked(following: Step) -> bool:
    return following.status in (Status.DONE, Status.CURRENT, Status.RESTING, Status.STOPPED)
