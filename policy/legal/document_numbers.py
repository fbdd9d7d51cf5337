"""发文字号 and 令: the numbers that documents bear, read in every bracket form and written in one.

`民发﹝2020﹞020号`, `民发[2020]第20号` and `民发〔2020〕20号` are one number; the last is how we write it.
Grammar: domain report §4.2.
"""

import re
import unicodedata
from dataclasses import dataclass

OPENING = r"[〔\[(【﹝〖［（{]"
CLOSING = r"[〕\])】﹞〗］）}]"
LONGEST = 60

_NUMBER = re.compile(
    rf"(?P<head>[\u4e00-\u9fa5A-Za-z]{{1,12}})\s*{OPENING}\s*(?P<year>(?:19|20)\d{{2}})\s*年?\s*{CLOSING}\s*第?\s*0*(?P<serial>\d{{1,5}})\s*号"
)
_ORDER = re.compile(
    r"(?:中华人民共和国)?(?P<issuer>主席|国务院|[\u4e00-\u9fa5]{2,20}?(?:部|委员会|总局|局|署|银行|人民政府))令\s*第?\s*0*(?P<serial>\d{1,4})\s*号"
)


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
    """`国务院令第722号`: an order keeps its 第."""

    issuer: str
    serial: int

    def __str__(self) -> str:
        return f"{self.issuer}令第{self.serial}号"


def plain(text: str) -> str:
    """Bring full-width digits, letters and brackets to one form; 〔〕《》 stay as they are."""
    return "".join(unicodedata.normalize("NFKC", char) if "\uff01" <= char <= "\uff5e" else char for char in text)


def read(text: str) -> DocumentNumber | Order | None:
    """The number that `text` consists of, or None if it is none."""
    written = plain(text).strip()
    if not written or len(written) > LONGEST:
        return None
    if match := _NUMBER.fullmatch(written):
        return DocumentNumber(match["head"], int(match["year"]), int(match["serial"]))
    if match := _ORDER.fullmatch(written):
        return Order(match["issuer"], int(match["serial"]))
    return None


def normalise(text: str) -> str:
    """The canonical form of a number; what is none comes back stripped."""
    number = read(text)
    return text.strip() if number is None else str(number)
