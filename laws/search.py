"""Finding an article for the citation picker: by title and number (人民调解法 8), by words of the text, or both."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from laws import versions
from laws.models import Article, LegalSource, LegalVersion
from policy.legal import citations, document_numbers, numerals, titles
from policy.legal.levels import Level

LONGEST_QUERY = 200
SHORTEST_WORD = 2
MOST_WORDS = 6
MOST_SOURCES = 8
_NUMBER = re.compile(
    rf"^(?P<title>.*?)\s*第?\s*(?P<number>[{numerals.CHARACTERS}0-9]{{1,6}})\s*条?(?:之(?P<suffix>[一二三四五六七八九十]{{1,3}}))?\s*条?$"
)


@dataclass(frozen=True)
class ArticleHit:
    """An article that answers a query, or a document without text (then `article` is None and `text` is empty)."""

    source: int
    title: str
    document_number: str
    level: Level
    version: str
    article: int | None
    suffix: int
    label: str
    chapter: str
    text: str
    in_force: bool | None
    pk: int | None = None


@dataclass(frozen=True)
class Query:
    """A query taken apart: what may be a title, the article asked for, the words of the text."""

    title: str
    article: int | None
    suffix: int
    words: tuple[str, ...]


def search(words: str, on: date, limit: int = 20) -> list[ArticleHit]:
    """The articles in force on `on` that fit, those of a law named in the query first. Never raises on any input."""
    query = understand(words)
    if not (query.title or query.words) or limit < 1:
        return []
    found = _by_title(query, on, limit)
    if len(found) < limit and query.words:
        seen = {(hit.source, hit.label) for hit in found}
        found += [hit for hit in _by_words(query, on, limit) if (hit.source, hit.label) not in seen]
    return found[:limit]


def understand(words: str) -> Query:
    """Take a query apart. 调解法第八条, 人民调解法 8 and 《人民调解法》第8条 are one."""
    typed = numerals.plain("".join(char if char.isprintable() else " " for char in words[:LONGEST_QUERY])).strip()
    cited = citations.parse(typed)
    if cited and (cited[0].article or cited[0].document_number):
        named = cited[0].title or cited[0].document_number
        return Query(named, cited[0].article, cited[0].suffix or 0, ())
    tokens = [word for word in typed.split() if len(titles.key(word)) >= SHORTEST_WORD or word.isdigit()][:MOST_WORDS]
    number = _NUMBER.match(typed)
    value = numerals.to_int(number["number"]) if number and len(tokens) <= 2 else None
    if number and value and len(titles.key(number["title"])) >= SHORTEST_WORD:
        return Query(number["title"], value, numerals.to_int(number["suffix"] or "") or 0, ())
    first, *rest = tokens or [""]
    return Query(first, None, 0, tuple(rest) if rest else (first,)) if first else Query("", None, 0, ())


def _by_title(query: Query, on: date, limit: int) -> list[ArticleHit]:
    sources = _sources(query.title)
    texts = {source.pk: versions.pick(source.versions.all(), on) for source in sources}
    ids = [picked.version.pk for picked in texts.values() if picked.version]
    articles = Article.objects.filter(version__in=ids)
    if query.article is not None:
        articles = articles.filter(number=min(query.article, numerals.LARGEST), suffix=query.suffix)
    elif query.words and query.words != (query.title,):
        articles = articles.filter(_all_words(query.words))
    by_version: dict[int, list[Article]] = {}
    for article in articles.order_by("version", "position")[: limit * MOST_SOURCES]:
        by_version.setdefault(article.version_id, []).append(article)
    hits: list[ArticleHit] = []
    for source in sources:
        picked = texts[source.pk]
        found = by_version.get(picked.version.pk, []) if picked.version else []
        hits += [_hit(source, picked, article) for article in found or _bare(source, picked, query)]
    return hits


def _bare(source: LegalSource, picked: versions.Picked, query: Query) -> list[None]:
    """A document without text is itself the answer, if its title has every word."""
    has_text = picked.version is not None and picked.version.has_text
    named = " ".join((source.key, *source.short_keys))
    return [] if has_text or not all(titles.key(word) in named for word in query.words) else [None]


def _sources(title: str) -> list[LegalSource]:
    key = titles.key(title)[:LONGEST_QUERY]
    number = document_numbers.normalise(title)[:60]
    if len(key) < SHORTEST_WORD:
        return []
    fits = Q(key__contains=key) | Q(short_keys__contains=[key]) | Q(document_number=number)
    found = LegalSource.objects.filter(fits).prefetch_related("versions")[:100]

    def nearness(source: LegalSource) -> tuple[bool, bool, int]:
        exact = key == source.key or key in source.short_keys or number == source.document_number
        return not exact, not source.key.startswith(key), len(source.key)

    return sorted(found, key=nearness)[:MOST_SOURCES]


def _by_words(query: Query, on: date, limit: int) -> list[ArticleHit]:
    wanted = tuple(dict.fromkeys((query.title, *query.words)))
    in_force = [version.pk for version in LegalVersion.objects.defer("provenance", "remark") if version.in_force(on)]
    articles = Article.objects.filter(_all_words(wanted), version__in=in_force)
    hits = articles.select_related("version__source").order_by("version", "position")
    return [_hit(article.version.source, versions.Picked(article.version, True), article) for article in hits[:limit]]


def _all_words(words: tuple[str, ...]) -> Q:
    wanted = Q()
    for word in words:
        wanted &= Q(text__contains=word)
    return wanted


def _hit(source: LegalSource, picked: versions.Picked, article: Article | None) -> ArticleHit:
    return ArticleHit(
        source=source.pk,
        title=source.title,
        document_number=source.document_number,
        level=Level(source.level),
        version=picked.version.label if picked.version else "",
        article=article.number if article else None,
        suffix=article.suffix if article else 0,
        label=article.label if article else "",
        chapter=article.chapter if article else "",
        text=article.text if article else "",
        in_force=picked.in_force,
        pk=article.pk if article else None,
    )
