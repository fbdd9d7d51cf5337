"""A place as it is asked for, brought into the register's terms, and whether a source is the one that is meant."""

from __future__ import annotations

from dataclasses import dataclass

from laws.models import LegalSource
from policy.basis import Basis
from policy.legal import citations, document_numbers, titles
from policy.legal.levels import of_document_number

_LONGEST_TYPED = 500


@dataclass(frozen=True)
class Cited:
    """The place asked for. `suffix` is 0 where there is none."""

    title: str
    number: str = ""
    article: int | None = None
    suffix: int = 0
    paragraph: int | None = None
    item: int | None = None

    @classmethod
    def read(cls, title: str | None, number: str | None = "", article: int | None = None, **place: int | None) -> Cited:
        """From what was typed: `title` with or without 《》; suffix, paragraph and item by name."""
        return cls(
            title=_legible(title).strip("《》"),
            number=document_numbers.normalise(_legible(number)),
            article=article,
            suffix=place.get("suffix") or 0,
            paragraph=place.get("paragraph"),
            item=place.get("item"),
        )

    @property
    def key(self) -> str:
        return titles.key(self.title)[:200]

    def taken_apart(self) -> Cited:
        """The same where the title itself is a number, or carries a number or a place (《人民调解法》第八条)."""
        torn = self.title.count("《") < self.title.count("》")
        found = citations.parse(f"{'《' if torn else ''}{self.title}"[:_LONGEST_TYPED])
        if len(found) != 1:
            return self
        (one,) = found
        return Cited(
            one.title, self.number or one.document_number, one.article, one.suffix or 0, one.paragraph, one.item
        )

    def basis(self) -> Basis:
        """The basis as cited, nothing known of it yet."""
        return Basis(
            title=self.title,
            document_number=self.number,
            level=of_document_number(self.number),
            article=self.article,
            suffix=self.suffix or None,
            paragraph=self.paragraph,
            item=self.item,
        )

    def means(self, source: LegalSource) -> bool:
        """Whether title and number cited are those of one document. A title may be shortened."""
        if self.number and source.document_number not in {"", self.number}:
            return False
        key = titles.key(self.title)
        return not key or any(key in name or name in key for name in (source.key, *source.short_keys))


def _legible(text: str | None) -> str:
    """What can be read of a field; control characters and broken Unicode are not stored anywhere."""
    return "".join(char for char in text or "" if char.isprintable()).strip()
