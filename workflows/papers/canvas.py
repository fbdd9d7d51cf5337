"""One PDF while it is drawn: text at exact places, in a face that has the character, and lines. All in points."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

import segno
from fpdf import FPDF
from fpdf.enums import TextMode

from workflows.papers import fonts
from workflows.papers.measures import PAGE

BLACK = (0, 0, 0)
BOLD = "xiaobiaosong"
GETA = "〓"
"""What printers set where they have no type for a character."""


class Canvas:
    """A document of A4 pages. The origin is the upper left corner; `y` of a text is the line it stands on."""

    def __init__(self, title: str, day: date) -> None:
        self.pdf = FPDF(unit="pt", format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_margin(0)
        self.pdf.set_title(title)
        self.pdf.set_lang("zh-CN")
        # The same letter is the same file: no clock is looked at.
        self.pdf.set_creation_date(datetime(day.year, day.month, day.day, tzinfo=UTC))
        self.lacking: set[str] = set()
        self._faces: dict[str, str] = {}

    def new_page(self) -> None:
        self.pdf.add_page()

    @property
    def page(self) -> int:
        return int(self.pdf.page)

    def bytes(self) -> bytes:
        return bytes(self.pdf.output())

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        face: str = "fangsong",
        squeeze: float = 0.0,
        colour: tuple[int, int, int] = BLACK,
    ) -> None:
        """Set the text from `x` on; `squeeze` is added to the room of each sign."""
        self.pdf.set_text_color(*colour)
        self.pdf.set_draw_color(*colour)
        self.pdf.set_char_spacing(squeeze)
        for family, run in self._runs(text, face):
            self.pdf.set_font(family, size=size)
            with self._weighed(face, size):
                self.pdf.text(x, y, run)
            x += self._natural(family, run, size) + squeeze * len(run)
        self.pdf.set_char_spacing(0)

    @contextmanager
    def _weighed(self, face: str, size: float) -> Iterator[None]:
        """小标宋 is bold of itself; what stands in for it is drawn with a thicker edge, and nothing after it."""
        if face != BOLD or fonts.own(face) is not None:
            yield
            return
        with self.pdf.local_context(text_mode=TextMode.FILL_STROKE, line_width=size * 0.025):
            yield

    def width(self, text: str, size: float, *, face: str = "fangsong", squeeze: float = 0.0) -> float:
        """The room the text takes, with what is added after each sign."""
        runs = self._runs(text, face)
        return sum(self._natural(family, run, size) + squeeze * len(run) for family, run in runs)

    def rule(
        self, x: float, y: float, width: float, thick: float, colour: tuple[int, int, int] = BLACK, *, down: float = 0
    ) -> None:
        """A line to the right, or `down`."""
        self.pdf.set_draw_color(*colour)
        self.pdf.set_line_width(thick)
        self.pdf.line(x, y, x + width, y + down)

    def square_code(self, x: float, y: float, side: float, says: str) -> None:
        """A QR code (GB/T 18284) with its quiet zone inside `side`."""
        rows = list(segno.make(says, error="m", micro=False).matrix_iter(border=2))
        step = side / len(rows)
        self.pdf.set_fill_color(*BLACK)
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    self.pdf.rect(x + across * step, y + down * step, step, step, style="F")

    def across(self, text: str) -> None:
        """Grey words across the page, behind what is set afterwards."""
        family = self._family("heiti")
        size = 84.0
        self.pdf.set_font(family, size=size)
        self.pdf.set_text_color(232, 232, 232)
        middle = (PAGE[0] / 2, PAGE[1] / 2)
        with self.pdf.rotation(45, *middle):
            self.pdf.text(middle[0] - self._natural(family, text, size) / 2, middle[1] + size / 3, text)

    def _runs(self, text: str, face: str) -> Iterator[tuple[str, str]]:
        """The text in runs of one face each: the face asked for where it has the sign, else one that has it."""
        for family, signs in groupby(text.replace("\t", " "), lambda sign: self._family_for(sign, face)):
            run = "".join(signs)
            yield (family, run) if family else (self._family(face), GETA * len(run))

    def _family_for(self, sign: str, face: str) -> str:
        for each in (face, "fangsong", "heiti"):
            family = self._family(each)
            if ord(sign) in self.pdf.fonts[family].cmap:  # type: ignore[union-attr]
                return family
        self.lacking.add(sign)
        return ""

    def _family(self, face: str) -> str:
        """The face as the PDF knows it; faces of one file are put in once."""
        path = str(fonts.path_of(face))
        if path not in self._faces:
            self._faces[path] = f"face{len(self._faces)}"
            self.pdf.add_font(self._faces[path], fname=path)
        return self._faces[path]

    def _natural(self, family: str, text: str, size: float) -> float:
        widths: Any = self.pdf.fonts[family].cw
        return sum(float(widths[ord(sign)]) for sign in text) * size / 1000
