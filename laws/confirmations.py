"""Local documents that a legal desk has seen go into the register, with who saw them, when and for which request.

A name that nobody found is remembered as well. What is confirmed is one place of a document, not the document.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Organ, User
from laws import scans, versions
from laws.cited import Cited
from laws.models import Article, Confirmation, LegalSource, LegalVersion
from policy.legal import document_numbers, titles
from policy.legal.levels import Level
from policy.legal.places import Place


@dataclass(frozen=True)
class Seen:
    """A document as the legal desk has it before its eyes. `text`: the whole article cited, or the passage relied on."""

    title: str
    document_number: str
    level: Level
    issuer: str
    effective_on: date
    text: str
    scan: BinaryIO
    note: str = ""


@dataclass(frozen=True)
class Occasion:
    """Who looks, for which organ, and for the request of which number."""

    officer: User
    organ: Organ
    request_number: str


@transaction.atomic
def confirm(cited: Cited, seen: Seen, occasion: Occasion) -> Confirmation:
    """Enter the place cited into the register, as the legal desk reads it. Later look-ups find it."""
    source = _source(seen)
    kind = scans.type_of(seen.scan)
    confirmation = Confirmation(
        **_looked(cited, occasion),
        source=source,
        text=seen.text,
        note=seen.note,
        scan_type=kind,
        scan_digest=scans.digest(seen.scan),
    )
    confirmation.scan.save(f"scan.{kind}", File(seen.scan), save=False)
    confirmation.save()
    _enter(cited, seen.text, _version(source, seen, occasion), confirmation)
    return confirmation


def refuse(cited: Cited, occasion: Occasion, *, note: str) -> Confirmation:
    """Remember that nobody found a document of this name or number, and where it was looked for."""
    return Confirmation.objects.create(**_looked(cited, occasion), note=note)


def last_refusal(cited: Cited) -> Confirmation | None:
    """The last time that a document so cited was looked for and not found: by its number, or by its name if it has none."""
    refused = Confirmation.objects.filter(source__isnull=True).select_related("organ")
    if cited.number:
        return refused.filter(document_number=cited.number[:60]).first()
    return refused.filter(key=cited.key, document_number="").first() if cited.key else None


def excerpts(version: LegalVersion) -> str:
    """The passages of a document that were confirmed without the number of an article; "" where its whole text is held."""
    if version.has_text:
        return ""
    passages = version.articles.filter(number__isnull=True, confirmation__isnull=False)
    return "\n".join(passages.order_by("position").values_list("text", flat=True))


def _looked(cited: Cited, occasion: Occasion) -> dict[str, Any]:
    place = Place(article=cited.article, suffix=cited.suffix or None, paragraph=cited.paragraph, item=cited.item)
    return {
        "key": cited.key,
        "title": cited.title[:200],
        "document_number": cited.number[:60],
        "place": str(place),
        "request_number": occasion.request_number,
        "officer": occasion.officer,
        "organ": occasion.organ,
    }


def _source(seen: Seen) -> LegalSource:
    """The document in the register: under its number, else under its name; a name taken by another gets its number added."""
    number, key = document_numbers.normalise(seen.document_number), titles.key(seen.title)
    held = LegalSource.objects.filter(document_number=number).first() if number else None
    named = LegalSource.objects.filter(key=key).first()
    if held or (named and named.document_number in {"", number}):
        return _completed(held or named, seen, number)
    return LegalSource.objects.create(
        key=titles.key(f"{seen.title}{number}") if named else key,
        short_keys=[key] if named else [],
        title=seen.title,
        level=seen.level,
        issuer=seen.issuer,
        document_number=number,
    )


def _completed(source: LegalSource | None, seen: Seen, number: str) -> LegalSource:
    """What the register did not know of the document; what it knew stays."""
    if source is None:
        raise ValueError("no source to complete")
    source.document_number = source.document_number or number
    source.issuer = source.issuer or seen.issuer
    if source.level == Level.UNKNOWN:
        source.level = seen.level
    source.save()
    return source


def _version(source: LegalSource, seen: Seen, occasion: Occasion) -> LegalVersion:
    held = versions.pick(source.versions.all(), seen.effective_on).version
    if held is None:
        return LegalVersion.objects.create(
            source=source,
            label=_("%(year)d年文本") % {"year": seen.effective_on.year},
            adopted_on=seen.effective_on,
            effective_from=seen.effective_on,
            provenance=_("%(organ)s %(officer)s 核验原件（申请编号 %(number)s）")
            % {"organ": occasion.organ, "officer": occasion.officer, "number": occasion.request_number},
        )
    if held.effective_from is None and (held.adopted_on is None or held.adopted_on <= seen.effective_on):
        held.effective_from = seen.effective_on
        held.save(update_fields=["effective_from"])
    return held


def _enter(cited: Cited, text: str, version: LegalVersion, confirmation: Confirmation) -> None:
    last = version.articles.aggregate(last=Max("position"))["last"] or 0
    Article.objects.create(
        version=version,
        position=last + 1,
        label=Article.label_of(cited.article, cited.suffix) if cited.article else _("摘录"),
        number=cited.article,
        suffix=cited.suffix,
        text=text,
        confirmation=confirmation,
    )
