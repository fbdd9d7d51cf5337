"""设立依据: one cited basis, and what the register of laws found out about it."""

from dataclasses import dataclass
from datetime import date

from policy.legal.levels import Level
from policy.legal.places import Place


@dataclass(frozen=True, kw_only=True)
class Basis:
    """One cited place. Whatever is None, or a text that is empty, is not known.

    `article`, `paragraph`, `item` are numbers (第八条之一第二款第（三）项: 8, suffix 1, 2, 3). `text` is the exact text of the place.
    `exists`: the document and the place are found. `in_force`: on the day of the request. `text_is_claimed`: the text is
    what the applicant typed, no register holds it.
    """

    title: str
    document_number: str = ""
    level: Level | None = None
    article: int | None = None
    suffix: int | None = None
    paragraph: int | None = None
    item: int | None = None
    text: str = ""
    text_is_claimed: bool = False
    exists: bool | None = None
    in_force: bool | None = None
    repealed_on: date | None = None
    replaced_by_note: str = ""

    def __str__(self) -> str:
        place = Place(article=self.article, suffix=self.suffix, paragraph=self.paragraph, item=self.item)
        if not self.title:
            return f"{self.document_number}{place}"
        number = f"（{self.document_number}）" if self.document_number else ""
        return f"《{self.title}》{number}{place}"
