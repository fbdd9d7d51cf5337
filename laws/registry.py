"""What the law says at a cited place on a day: does it exist, is it in force, how high does it stand, what is its text.

Every answer is three-valued. exists=False is said only where the register is complete: a national law not in the
corpus, an article after the last one, a paragraph or item that the text does not have. What the register does not hold
(local documents, texts of documents, gaps of the file) is None, and a person looks. Nothing raises on any input.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from laws import versions
from laws.models import Article, Corpus, LegalSource, LegalVersion
from laws.search import ArticleHit, search
from policy.basis import Basis
from policy.legal import anchors, citations, document_numbers, paragraphs, titles
from policy.legal.citations import Citation
from policy.legal.levels import Level, of_document_number

__all__ = ["ArticleHit", "look_up", "look_up_citation", "search"]

_NATIONAL_LAW = re.compile(r"(?:(?<![办方做])法|法典)$")
"""What only the national legislature may call its acts; 条例 and 办法 are also made by others."""
_CHINESE = re.compile(r"[\u4e00-\u9fa5]{2}")
_LONGEST_TYPED = 500
_LARGEST = 32767
"""What a column of article numbers holds; a larger number is no article of any law."""


@dataclass(frozen=True)
class Cited:
    """The place asked for, in the register's terms."""

    title: str
    number: str
    article: int | None
    suffix: int
    paragraph: int | None
    item: int | None

    def basis(self) -> Basis:
        """The basis as cited, nothing known of it yet."""
        return Basis(
            title=self.title,
            document_number=self.number,
            level=of_document_number(self.number),
            article=self.article,
            paragraph=self.paragraph,
            item=self.item,
        )


def look_up(
    title: str,
    *,
    article: int | None = None,
    suffix: int | None = None,
    paragraph: int | None = None,
    item: int | None = None,
    on: date,
    document_number: str = "",
) -> Basis:
    """What the register knows of the place on that day. `title` with or without 《》 and 中华人民共和国, or a short one."""
    title, number = _legible(title), document_numbers.normalise(_legible(document_number))
    cited = Cited(title.strip("《》"), number, article, suffix or 0, paragraph, item)
    source = _source(cited)
    if source is None and article is None:
        cited = _taken_apart(cited, title)
        source = _source(cited)
    if source is None:
        return replace(cited.basis(), exists=False if _cannot_exist(cited) else None)
    if not _agree(source, cited):
        note = _("《%(title)s》的文号是%(number)s") % {"title": source.title, "number": source.document_number}
        return replace(cited.basis(), level=None, exists=False, replaced_by_note=note)
    return _at(source, cited, on)


def _legible(text: str | None) -> str:
    """What can be read of a field; control characters and broken Unicode are not stored anywhere."""
    return "".join(char for char in text or "" if char.isprintable()).strip()


def _agree(source: LegalSource, cited: Cited) -> bool:
    """Whether title and number cited are those of one document. A title may be shortened."""
    if cited.number and source.document_number not in {"", cited.number}:
        return False
    key = titles.key(cited.title)
    names = (source.key, *source.short_keys)
    return not key or any(key in name or name in key for name in names)


def _taken_apart(cited: Cited, title: str) -> Cited:
    """The same where the title itself is a number, or carries a number or a place (《人民调解法》第八条)."""
    read = citations.parse(title[:_LONGEST_TYPED])
    if len(read) != 1:
        return cited
    (found,) = read
    number = cited.number or found.document_number
    return Cited(found.title, number, found.article, found.suffix or 0, found.paragraph, found.item)


def look_up_citation(citation: Citation, on: date) -> Basis:
    """The same for a citation read by policy.legal.citations. A part of a document (第三部分) is not looked into."""
    basis = look_up(
        citation.title,
        article=citation.article,
        suffix=citation.suffix,
        paragraph=citation.paragraph,
        item=citation.item,
        on=on,
        document_number=citation.document_number,
    )
    return replace(basis, exists=None) if citation.place.part and basis.exists else basis


def _source(cited: Cited) -> LegalSource | None:
    key = titles.key(cited.title)[:200]
    named = Q(key=key) | Q(short_keys__contains=[key]) if key else Q()
    numbered = Q(document_number=cited.number[:60]) if cited.number else Q()
    if not (named or numbered):
        return None
    found = list(LegalSource.objects.filter(named | numbered).prefetch_related("versions"))
    by_title = [source for source in found if key and (source.key == key or key in source.short_keys)]
    return next(iter(by_title or found), None)


def _cannot_exist(cited: Cited) -> bool:
    """Whether what was not found is no title at all, or claims to be a national law, of which the register holds all."""
    if cited.number:
        return False
    if len(cited.title) > anchors.LONGEST_TITLE or not _CHINESE.search(cited.title):
        return True
    claims_to_be_one = _NATIONAL_LAW.search(titles.key(cited.title)) is not None
    return claims_to_be_one and Corpus.objects.filter(complete=True).exists()


def _at(source: LegalSource, cited: Cited, on: date) -> Basis:
    picked = versions.pick(source.versions.all(), on)
    known = replace(
        cited.basis(),
        title=source.title,
        document_number=source.document_number or cited.number,
        level=None if source.level == Level.UNKNOWN else Level(source.level),
        in_force=picked.in_force,
        repealed_on=picked.repealed_on,
        replaced_by_note=picked.note,
    )
    if picked.version is None:
        return replace(known, exists=None if cited.article else True)
    if cited.article is None:
        return replace(known, exists=True if cited.paragraph is None and cited.item is None else None)
    return _with_text(known, picked.version, cited)


def _with_text(known: Basis, version: LegalVersion, cited: Cited) -> Basis:
    number = cited.article or 0
    found = None
    if 0 < number <= _LARGEST and 0 <= cited.suffix <= _LARGEST:
        found = version.articles.filter(number=number, suffix=cited.suffix).first()
    if number in version.unreadable:
        return replace(known, exists=None)
    if found is None:
        beyond = version.last_article is not None and not 0 < number <= version.last_article
        in_a_full_text = version.last_article is not None and cited.suffix > 0
        return replace(known, exists=False if beyond or in_a_full_text or number <= 0 else None)
    text = _text_at(found, cited.paragraph, cited.item)
    return replace(known, exists=text != "", text=text, replaced_by_note=known.replaced_by_note or found.moved)


def _text_at(article: Article, paragraph: int | None, item: int | None) -> str:
    """The text of the place, "" if the article has no such paragraph or item. An item comes with its leading line."""
    split = article.paragraphs
    if paragraph is not None:
        split = split[paragraph - 1 : paragraph] if paragraph > 0 else []
    if item is None:
        return article.text if paragraph is None else "".join(split)
    leading_and_item = ((one.splitlines()[0], paragraphs.item(one, item)) for one in split)
    return next((f"{leading}\n{found}" for leading, found in leading_and_item if found), "")
