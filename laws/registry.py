"""What the law says at a cited place on a day: does it exist, is it in force, how high does it stand, what is its text.

Every answer is three-valued. exists=False is said only where the register is complete: a national law not in the
corpus, an article after the last one, a paragraph or item that the text does not have. What the register does not hold
(local documents, texts of documents, gaps of the file) is None, and a person looks. Nothing raises on any input.
"""

import re
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from laws import confirmations, versions
from laws.cited import Cited
from laws.models import Article, Corpus, LegalSource, LegalVersion
from laws.search import ArticleHit, search
from policy.basis import Basis
from policy.legal import anchors, paragraphs, titles
from policy.legal.citations import Citation
from policy.legal.levels import Level

__all__ = ["ArticleHit", "look_up", "look_up_citation", "search"]

_NATIONAL_LAW = re.compile(r"(?:(?<![办方做])法|法典)$")
"""What only the national legislature may call its acts; 条例 and 办法 are also made by others."""
_CHINESE = re.compile(r"[\u4e00-\u9fa5]{2}")
LOCAL = frozenset(
    {
        Level.LOCAL_GOVERNMENT_RULE,
        Level.NORMATIVE_DOCUMENT,
        Level.PROVINCIAL_DOCUMENT,
        Level.CITY_DOCUMENT,
        Level.COUNTY_DOCUMENT,
        Level.DEPARTMENT_DOCUMENT,
        Level.INTERNAL,
        Level.UNKNOWN,
    }
)
_LARGEST = 32767
"""What a column of article numbers holds; a larger number is no article of any law."""


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
    cited = Cited.read(title, document_number, article, suffix=suffix, paragraph=paragraph, item=item)
    source = _source(cited)
    if source is None and article is None:
        cited = cited.taken_apart()
        source = _source(cited)
    if source is None:
        return _not_held(cited)
    if not cited.means(source) or _may_be_a_namesake(source, cited):
        return _another(source, cited)
    return _at(source, cited, on)


def _may_be_a_namesake(source: LegalSource, cited: Cited) -> bool:
    """Whether a local document is cited by its name alone: many counties give one name to documents of their own."""
    by_name = bool(source.document_number) and not cited.number
    return by_name and Level(source.level) in LOCAL and source.confirmations.exists()


def _another(source: LegalSource, cited: Cited) -> Basis:
    """What is said where the name is that of a document held, but the number is not, or stands open."""
    note = _("《%(title)s》的文号是%(number)s") % {"title": source.title, "number": source.document_number}
    if not source.confirmations.exists():
        return replace(cited.basis(), level=None, exists=False, replaced_by_note=note)
    unheld = _not_held(cited)
    return replace(unheld, replaced_by_note=unheld.replaced_by_note or note)


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
    key = cited.key
    named = Q(key=key) | Q(short_keys__contains=[key]) if key else Q()
    numbered = Q(document_number=cited.number[:60]) if cited.number else Q()
    if not (named or numbered):
        return None
    found = list(LegalSource.objects.filter(named | numbered).prefetch_related("versions"))
    by_title = [source for source in found if key and (source.key == key or key in source.short_keys)]
    both = [source for source in by_title if cited.number and source.document_number == cited.number]
    return next(iter(both or by_title or found), None)


def _not_held(cited: Cited) -> Basis:
    """A document that the register does not hold, with what a legal desk made of that name when it last looked.

    A number is borne by one document alone: where nobody found it, it does not exist. A mere name may be borne by another.
    """
    if _cannot_exist(cited):
        return replace(cited.basis(), exists=False)
    looked = confirmations.last_refusal(cited)
    if looked is None:
        return cited.basis()
    note = _("%(organ)s于%(day)s核验未找到该文件") % {
        "organ": looked.organ,
        "day": versions.shown(localdate(looked.at)),
    }
    return replace(cited.basis(), exists=False if cited.number else None, replaced_by_note=note)


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
        text = confirmations.excerpts(picked.version)
        return replace(known, exists=True if cited.paragraph is None and cited.item is None else None, text=text)
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
