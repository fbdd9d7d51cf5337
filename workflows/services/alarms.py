"""监督预警: what may be made the subject of a supervision order, found by asking the tables, never stored."""

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Organ
from workflows import flows
from workflows.models import Cause, Desk, LawReview
from workflows.services.ordering import Problem

AFTER_DECISION = ("publish", "file")


def of_desk(desk: Desk) -> Problem | None:
    """An overdue desk, and whoever should sit there; None where nobody is appointed who could answer for it."""
    organ = responsible(desk.owner_permission or "", desk.owner_permission_obj_pk or "")
    if organ is None or desk.due_on is None:
        return None
    request, title = desk.process.request, str(_(flows.NODES[desk.name].task_title))
    return Problem(
        cause=Cause.NOT_PUBLISHED if desk.name in AFTER_DECISION else Cause.OVERDUE,
        key=f"desk-{desk.pk}",
        title=_("“%(title)s”%(desk)s逾期") % {"title": request.title, "desk": title},
        county=request.county,
        organ=organ,
        request=request,
        since=desk.due_on,
        evidence=(
            (_("申请编号"), request.number or ""),
            (_("环节"), title),
            (_("转到日期"), timezone.localtime(desk.created).date().isoformat()),
            (_("办理期限"), desk.due_on.isoformat()),
            (_("签发时已逾期天数"), str((timezone.localdate() - desk.due_on).days)),
        ),
    )


def of_law_review(review: LawReview) -> Problem | None:
    """A basis that changed and that nobody has reviewed."""
    request = review.part.request
    organ = responsible(rights.SCREEN, request.county_id)
    if organ is None or not review.is_open:
        return None
    return Problem(
        cause=Cause.BASIS_LOST,
        key=f"law-review-{review.pk}",
        title=_("“%(part)s”所引依据变动后未复查") % {"part": review.part.title},
        county=request.county,
        organ=organ,
        request=request,
        since=timezone.localtime(review.queued_at).date(),
        evidence=(
            (_("申请编号"), request.number or ""),
            (_("所引依据"), review.cited),
            (_("列入复查"), timezone.localtime(review.queued_at).date().isoformat()),
        ),
    )


def responsible(right: str, place: str) -> Organ | None:
    """The organ that answers for a desk: itself, or the one whose officers hold the right on the region."""
    if right in rights.ON_ORGANS:
        return Organ.objects.filter(pk=place).first()
    holder = rights.holders_at(right, place).filter(organ__isnull=False).select_related("organ").order_by("pk").first()
    return holder.organ if holder else None


def find(key: str) -> Problem | None:
    """The problem that a key names as it stands now; None where it is none any more, or never was."""
    kind, _dash, number = key.rpartition("-")
    seek = FOUND_BY.get(kind)
    return seek(int(number)) if seek and number.isascii() and number.isdecimal() and len(number) < 19 else None


def _late_desk(pk: int) -> Problem | None:
    late = Desk.objects.filter(pk=pk, finished__isnull=True, due_on__lt=timezone.localdate())
    desk = late.select_related("process__request__county").first()
    return of_desk(desk) if desk else None


def _open_review(pk: int) -> Problem | None:
    rows = LawReview.objects.filter(pk=pk, closed_at__isnull=True).select_related("part__request__county")
    review = rows.first()
    return of_law_review(review) if review else None


FOUND_BY: dict[str, Callable[[int], Problem | None]] = {"desk": _late_desk, "law-review": _open_review}
