"""Citations as officials write them, read into title, number and place (grammar: domain report §4.2).

`parse("依据村组法第八条第一款、第三款和民发[2020]20号")` gives three citations. `str` of one is its canonical form,
and parsing that form gives the same citation again. No string makes `parse` raise; what is no citation is passed over.
"""

import re
from dataclasses import dataclass, field, replace

from policy.legal import anchors, document_numbers, numerals, places, titles
from policy.legal.anchors import Anchor
from policy.legal.places import Place

LONGEST_TEXT = 50_000
"""Characters read of one text: a basis is a sentence or a page, more than that is not one."""

_NOTE = re.compile(r"\s*[（(](?P<note>(?:[^（）()]|[（(][0-9]{4}年?[）)]){1,80})[）)](?!\s*项)")
_NUMERAL = re.compile(rf"\s*[{numerals.CHARACTERS}0-9]{{1,4}}\s*")
_NUMBER = re.compile(f"(?:{document_numbers.NUMBER}|{document_numbers.ORDER})")
_SHORT = re.compile(r"(?:统称|简称|下称)(?:为)?[：:]?\s*[“\"《「]?(?P<short>[^”\"》」《“]{1,30})")
_LINK = re.compile(r"\s*(?:规定的|文件|中的|的|中|之|文)?\s*(?:附件)?\s*(?=第|[一二三四五六七八九十]{1,3}[（(])")
_BRACKETS = (
    ("＜＜", "《"),
    ("＞＞", "》"),
    ("<<", "《"),
    (">>", "》"),
    ("〈", "《"),
    ("〉", "》"),
    ("＜", "《"),
    ("＞", "》"),
)
_INNER_TITLE = re.compile(r"\\?<([\u4e00-\u9fa5]{2,60})\\?>")
_GOES_ON = re.compile(rf"[\u4e00-\u9fa5]{{1,12}}、(?=第[{numerals.CHARACTERS}0-9]{{1,9}}条)")
"""第三百八十二条贪污罪、第三百八十四条: what an article is about stands between it and the next one of the same law."""
_WHOLE_TITLE = re.compile(r"[\u4e00-\u9fa5]{1,38}(?:法典|法|条例|规定|办法|细则|准则)")


@dataclass(frozen=True)
class Citation:
    """One cited place: title and number as far as given ("" if not), a note such as 2018年修正, and the place."""

    title: str = ""
    document_number: str = ""
    note: str = ""
    place: Place = field(default_factory=Place)

    def __str__(self) -> str:
        number = f"（{self.document_number}）" if self.title and self.document_number else self.document_number
        return (
            f"{f'《{self.title}》' if self.title else ''}{number}{f'（{self.note}）' if self.note else ''}{self.place}"
        )

    @property
    def article(self) -> int | None:
        return self.place.article

    @property
    def suffix(self) -> int | None:
        return self.place.suffix

    @property
    def paragraph(self) -> int | None:
        return self.place.paragraph

    @property
    def item(self) -> int | None:
        return self.place.item


def parse(text: str, itself: str = "") -> list[Citation]:
    """Every citation in `text`, in its order; several places give several citations. Never raises.

    `itself`: the title that 本法 stands for, where the text is part of a law. Without it 本法第八条 cites nothing.
    """
    legible = _legible(text)
    named_short: dict[str, Citation] = {}
    found: list[Citation] = []
    position = 0
    while anchor := anchors.find(legible, position):
        before = found[-1] if found else None
        own = Citation(itself) if itself and anchor.itself else None
        named, position = (own, anchor.end) if anchor.itself else _named(legible, anchor, named_short, before)
        link = _LINK.match(legible, position)
        cited, position = _places(legible, link.end() if link else position)
        found += [replace(named, place=place) for place in cited or [Place()]] if named else []
    return found or _whole(legible)


def titles_in_brackets(text: str) -> frozenset[str]:
    """The keys (`titles.key`) of what `text` names as a document, in 《》."""
    legible = _legible(text)
    opened = (anchors.bracketed(legible, at) for at, char in enumerate(legible) if char == "《")
    return frozenset(titles.key(found[0]) for found in opened if found)


def _legible(text: str) -> str:
    """What stands on paper: no control characters, one kind of blanks, digits and title brackets."""
    shown = "".join(" " if char.isspace() or not char.isprintable() else char for char in text[:LONGEST_TEXT])
    for written, meant in _BRACKETS:
        shown = shown.replace(written, meant)
    shown = _INNER_TITLE.sub(r"《\1》", shown)
    return re.sub(" {2,}", " ", numerals.plain(shown))


def _places(text: str, start: int) -> tuple[list[Place], int]:
    """All places of one law from `start` on, and the position after them."""
    cited, position = places.read(text, start)
    while cited and (between := _GOES_ON.match(text, position)):
        more, position = places.read(text, between.end())
        cited += more
    return cited, position


def _named(
    text: str, anchor: Anchor, named_short: dict[str, Citation], before: Citation | None
) -> tuple[Citation | None, int]:
    """The law or document of an anchor with what its brackets add, and the position after them."""
    named: Citation | None = Citation(anchor.title, anchor.number)
    if anchor.same_as_before:
        named = before
    elif not anchor.number:
        named = named_short.get(titles.key(anchor.title), named)
    position = anchor.end
    while named and (match := _NOTE.match(text, position)) and not _NUMERAL.fullmatch(match["note"]):
        position = match.end()
        named = _with_note(named, match["note"], named_short)
    return named, position


def _with_note(named: Citation, note: str, named_short: dict[str, Citation]) -> Citation:
    number = _NUMBER.search(note)
    if number and not named.document_number:
        named = replace(named, document_number=document_numbers.normalise(number.group()))
    if short := _SHORT.search(note):
        named_short[titles.key(short["short"])] = named
        return named
    return named if named.note or number else replace(named, note=note.strip())


def _whole(text: str) -> list[Citation]:
    """A text that is nothing but a title cites the whole law."""
    title = anchors.bare(text.strip()) if _WHOLE_TITLE.fullmatch(text.strip()) else ""
    return [Citation(titles.full(title))] if title else []
