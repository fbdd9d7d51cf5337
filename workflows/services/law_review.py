"""依据复查: when the law changes, whatever rests on the changed place is queued for the lead organ, once."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rights
from accounts.days import midnight
from accounts.models import User
from catalogues import register
from laws.models import LawChange
from laws.resting import Changes
from notifications import outbox
from workflows.errors import NotComplete, NotNow
from workflows.models import BEFORE_DECISION, Citation, Decision, LawReview, NumberSeries, ReviewConclusion
from workflows.services import exits

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

_QUEUE = "law-reviews"
_SHOWN = ("change__source", "part__request__department", "part__request__county", "closed_by")


class JudgedAt(TypedDict):
    """When the part of a citation was last judged."""

    judged_at: datetime | None


def queue(changes: Iterable[LawChange] | None = None) -> list[LawReview]:
    """Queue what rests on these changes (all that were ever noted, if none are given) and tell the departments.

    Running it again queues nothing more. It follows itself: two at once do the work of one.
    """
    noted = LawChange.objects.select_related("source").defer("before", "after") if changes is None else changes
    with transaction.atomic():
        NumberSeries.hold(_QUEUE)
        found = {(review.change_id, review.part_id): review for review in _resting_on(list(noted))}
        queued = set(LawReview.objects.values_list("change", "part"))
        unknown = [review for key, review in found.items() if key not in queued]
        new = LawReview.objects.bulk_create(unknown, batch_size=1000)
        for review in new:
            _tell(review, "law_changed")
    return new


def close_review(review: LawReview, *, by: User, conclusion: str, reason: str = "") -> None:
    """复查: what the lead organ of the county makes of the change."""
    if conclusion not in ReviewConclusion.values:
        raise NotComplete(_("请选择复查结论。"), field="conclusion")
    if conclusion != ReviewConclusion.STANDS and not reason.strip():
        raise NotComplete(_("依据须更新或者不再成立的，请写明如何处理。"), field="reason")
    with transaction.atomic():
        row = LawReview.objects.select_for_update(of=("self",)).select_related(*_SHOWN).get(pk=review.pk)
        rights.require(by, rights.SCREEN, row.part.request.county)
        if row.closed_at:
            raise NotNow(_already_closed(row))
        row.conclusion, row.reason, row.closed_by, row.closed_at = conclusion, reason.strip(), by, timezone.now()
        row.save(update_fields=["conclusion", "reason", "closed_by", "closed_at"])
        _tell(row, "law_review_closed")
        if conclusion == ReviewConclusion.LOST and row.part.admission_number:
            exits.note_lost_basis(row.part.admission_number, row.change, row.reason)


def visible_to(officer: User) -> QuerySet[LawReview]:
    """The reviews of the counties whose lead organ `officer` acts for."""
    counties = rights.places(officer, {rights.SCREEN})
    return LawReview.objects.filter(part__request__county__in=counties).select_related(*_SHOWN)


def _resting_on(noted: list[LawChange]) -> Iterator[LawReview]:
    if not noted:
        return
    changes = Changes(noted)
    standing = _standing()
    for citation in _citations().iterator(chunk_size=2000):
        part = citation.part
        if not part.is_pending and part.admission_number not in standing:
            continue
        for change in changes.under(citation.title, citation.document_number, citation.article, citation.suffix):
            if citation.judged_at is None or citation.judged_at < _takes_hold(change):
                yield LawReview(change=change, part=part, cited=str(citation.written))


def _citations() -> "QuerySet[WithAnnotations[Citation, JudgedAt]]":
    """What parts cite that are open, or were admitted; each with the moment at which its part was last judged."""
    is_open = Q(part__decision=Decision.PENDING, part__request__state__in=BEFORE_DECISION)
    rows = Citation.objects.filter(is_open | Q(part__admission_number__isnull=False))
    return rows.annotate(judged_at=Max("part__verdicts__at")).select_related("part__request__department")


def _standing() -> set[str]:
    """The numbers under which what came in by a request and stands today was admitted, whatever was changed of it since."""
    return {entry.root for entry in register.in_force(timezone.localdate()).exclude(request_number="")}


def _takes_hold(change: LawChange) -> datetime:
    """Whoever is judged from this moment on is judged by the changed law."""
    if change.effective_on is None:
        return change.at
    return max(change.at, midnight(change.effective_on))


def _tell(review: LawReview, event: str) -> None:
    request, change = review.part.request, review.change
    outbox.tell(
        rights.holders(rights.SUBMIT, request.department),
        event,
        request,
        occasion=str(review.pk),
        thing=review.part.title,
        place=str(change),
        change=change.get_kind_display(),
        conclusion=review.get_conclusion_display(),
        reason=review.reason,
    )


def _already_closed(review: LawReview) -> str:
    return _("本项已由 %(officer)s 于 %(time)s 复查：%(conclusion)s。") % {
        "officer": review.closed_by,
        "time": timezone.localtime(review.closed_at).strftime("%Y-%m-%d %H:%M"),
        "conclusion": review.get_conclusion_display(),
    }
