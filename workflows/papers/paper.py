"""公文: one letter before it is set, whatever it is set as. Nothing here knows of requests."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any


class Style(StrEnum):
    """What a line of the text is, by the sign it begins with in a template."""

    TEXT = "text"
    HEADING = "heading"
    QUOTE = "quote"
    ROW = "row"


class Form(StrEnum):
    """GB/T 9704-2012: the general form (7) and the form of letters (10.1)."""

    GENERAL = "general"
    LETTER = "letter"


@dataclass(frozen=True)
class Line:
    """One paragraph, or one row of a table (`cells`)."""

    style: Style
    text: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """One letter. `issuers`: in whose name, in full; `number`: 发文字号, empty while it is not issued.

    `check` is what the square code says, `check_label` what stands beside it; `printed_by` and `copies` are the foot
    (版记).
    """

    issuers: tuple[str, ...]
    title: str
    to: str
    lines: tuple[Line, ...]
    day: date
    form: Form = Form.GENERAL
    masthead: str = ""
    number: str = ""
    copies: str = ""
    printed_by: str = ""
    check: str = ""
    check_label: str = ""

    @property
    def is_issued(self) -> bool:
        return bool(self.number)

    def numbered(self, number: str) -> "Paper":
        return replace(self, number=number)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"day": self.day.isoformat()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Paper":
        lines = tuple(Line(Style(each["style"]), each["text"], tuple(each["cells"])) for each in kept["lines"])
        given = {"day": date.fromisoformat(kept["day"]), "form": Form(kept["form"]), "lines": lines}
        return cls(**{**kept, **given, "issuers": tuple(kept["issuers"])})


def legible(text: str) -> str:
    """Without the signs that no paper can bear: control characters, halves of pairs, and what turns the direction."""
    return "".join(sign for sign in text if sign in "\n\t" or not _unprintable(sign))


WITHIN = str.maketrans("“”", "‘’")


def within_quotes(text: str) -> str:
    """The text as it stands within double quotation marks: its own become single ones (GB/T 15834)."""
    return text.translate(WITHIN)


def _unprintable(sign: str) -> bool:
    code = ord(sign)
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0x200B <= code <= 0x200F
        or 0x202A <= code <= 0x202E
        or 0x2060 <= code <= 0x206F
        or 0xD800 <= code <= 0xDFFF
        or code in (0xFEFF, 0xFFFE, 0xFFFF)
    )


def written_day(day: date) -> str:
    """7.3.5.4: Arabic numbers, no leading zero."""
    return f"{day.year}年{day.month}月{day.day}日"
