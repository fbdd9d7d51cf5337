"""发文字号 and 令: the numbers that documents bear, read in every bracket form and written in one.

`民发﹝2020﹞020号`, `民发[2020]第20号` and `民发〔2020〕20号` are one number; the last is how we write it.
Grammar: domain report §4.2.
"""

import re
from dataclasses import dataclass

from policy.legal import numerals
from policy.legal.numerals import plain

OPENING = r"[〔\[(【﹝〖［（{]"
CLOSING = r"[〕\])】﹞〗］）}]"
LONGEST = 60

NUMBER = (
    rf"(?P<head>[\u4e00-\u9fa5A-Za-z]{{1,12}})\s*{OPENING}\s*(?P<year>(?:19|20)[0-9]{{2}})\s*年?\s*{CLOSING}"
    r"\s*第?\s*(?P<serial>[0-9]{1,7})\s*号"
)
ORDER = (
    r"(?:中华人民共和国)?(?P<issuer>主席|国务院|[\u4e00-\u9fa5]{2,20}?(?:部|委员会|总局|局|署|银行|人民政府))令"
    rf"\s*(?:(?P<order_year>(?:19|20)[0-9]{{2}})\s*年\s*)?第?\s*(?P<order_serial>[{numerals.CHARACTERS}0-9]{{1,7}})\s*号"
)
_EITHER = re.compile(f"(?:{NUMBER}|{ORDER})")


@dataclass(frozen=True)
class DocumentNumber:
    """`民发〔2020〕20号`: head, year and serial; a serial counts from 1 within head and year."""

    head: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.head}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True)
class Order:
    """`国务院令第722号`: an order keeps its 第; ministries count theirs by year (农业农村部令2022年第4号)."""

    issuer: str
    serial: int
    year: int | None = None

    def __str__(self) -> str:
        return f"{self.issuer}令{f'{self.year}年' if self.year else ''}第{self.serial}号"


def read(text: str) -> DocumentNumber | Order | None:
    """The number that `text` consists of, or None if it is none."""
    written = plain(text).strip()
    match = _EITHER.fullmatch(written) if len(written) <= LONGEST else None
    if match is None:
        return None
    if match["head"]:
        return DocumentNumber(match["head"], int(match["year"]), int(match["serial"]))
    serial = numerals.to_int(match["order_serial"])
    return None if serial is None else Order(match["issuer"], serial, int(match["order_year"] or 0) or None)


def normalise(text: str) -> str:
    """The canonical form of a number; what is none comes back stripped."""
    number = read(text)
    return text.strip() if number is None else str(number)
