"""批量办理: choose, look at each, confirm, do each by itself. Every item is a transaction of its own, done once.

The item's row is locked with the act and marked in the same transaction, so a worker that dies leaves it waiting and
another goes on; two at once share the items between them (SKIP LOCKED).
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from accounts import rights
from accounts.models import Level, Organ, Region, User
from accounts.models.region import inside
from workflows import seats
from workflows.errors import ActRefused, NotComplete, NotNow
from workflows.models import Batch, BatchItem, Desk, Outcome
from workflows.services import batch_acts
from workflows.services.batch_acts import Wish
from workflows.services.ordering import LONGEST_TITLE

log = logging.getLogger(__name__)

MOST = 5000
AT_ONCE = 20  # so many are looked at or done while the page waits; more are the worker's
MOST_ORDERS = 500
STALLED = timedelta(minutes=1)


def choose_problems(by: User, problems: Sequence[tuple[str, str]], *, key: UUID) -> Batch:
    """选定: a batch of problems, by their keys (`alarms.find`) and what they are called. The same key gives the same batch."""
    with _opened(by, key) as (batch, new):
        if not new:
            return batch
        if not problems:
            raise NotComplete(_("名单中没有可以督办的问题。"))
        if len(problems) > MOST_ORDERS:
            raise NotComplete(_("一次最多办理%(most)d件，请缩小范围。") % {"most": MOST_ORDERS})
        BatchItem.objects.bulk_create(
            BatchItem(batch=batch, subject_key=subject, title=title[:LONGEST_TITLE]) for subject, title in problems
        )
    return batch


def choose(by: User, desks: QuerySet[Desk], *, key: UUID, seen: dict[int, int] | None = None) -> Batch:
    """选定: a batch of the requests on these desks, of those that `by` may sit at. The same key gives the same batch.

    `seen`: revision by request, as the page showed it; without it, that of now.
    """
    rows = seats.inbox(by).filter(pk__in=desks.order_by().values("pk"), name__in=batch_acts.DESKS).order_by("pk")
    found = list(rows.values_list("process__request", "process__request__revision")[: MOST + 1])
    with _opened(by, key) as (batch, new):
        if not new:
            return batch
        if not found:
            raise NotComplete(_("请先选择待审定或者待受理的申请。"))
        if len(found) > MOST:
            raise NotComplete(_("一次最多办理%(most)d件，请缩小范围。") % {"most": MOST})
        revisions = dict(found) | {pk: number for pk, number in (seen or {}).items() if pk in dict(found)}
        items = (BatchItem(batch=batch, request_id=pk, seen=revision) for pk, revision in revisions.items())
        BatchItem.objects.bulk_create(items, batch_size=1000)
    return batch


@contextmanager
def _opened(by: User, key: UUID) -> Iterator[tuple[Batch, bool]]:
    """The batch of this key, and whether it is new; all that is put into it comes with it, or neither."""
    with transaction.atomic():
        language = get_language() or settings.LANGUAGE_CODE
        batch, new = Batch.objects.get_or_create(key=key, defaults={"officer": by, "language": language})
        _must_be_own(batch, by)
        yield batch, new


def ask(batch: Batch, *, by: User, act: str, wish: Wish) -> None:
    """预览: say what is to be done with all of them, and have each looked at. Until it is confirmed it may be said anew."""
    _must_be_own(batch, by)
    batch_acts.require_whole(batch, act, wish)
    with transaction.atomic():
        row = Batch.objects.select_for_update().get(pk=batch.pk)
        if row.confirmed_at:
            raise NotNow(_("这一批已经确认办理，不能再改。"))
        row.act, row.previewed_at, row.asked_at = act, None, timezone.now()
        row.language = get_language() or settings.LANGUAGE_CODE
        row.decision, row.reason = (wish.ruling.decision, wish.ruling.reason) if wish.ruling else ("", "")
        row.demand, row.working_days = wish.demand.strip(), wish.working_days_given
        row.save()
        row.townships.set(wish.townships)
        row.items.update(hindrance=None)


def confirm(batch: Batch, *, by: User) -> bool:
    """确认: let it be done. Returns whether it was this click that confirmed it."""
    _must_be_own(batch, by)
    now = timezone.now()
    ready = Batch.objects.filter(pk=batch.pk, previewed_at__isnull=False, confirmed_at__isnull=True)
    if ready.update(confirmed_at=now):
        return True
    if not Batch.objects.filter(pk=batch.pk, confirmed_at__isnull=False).exists():
        raise NotNow(_("请先预览，再确认办理。"))
    return False


def go_on(batch: Batch) -> None:
    """Look at or do a few at once; let the worker take the rest. A broker that is away is made good by the sweep."""
    if batch.items.count() <= AT_ONCE:
        work(batch.pk)
        return
    transaction.on_commit(lambda: _ring(batch.pk), robust=True)


def _ring(pk: int) -> None:
    try:
        current_app.send_task("workflows.tasks.work_batch", [pk], retry=False)
    except OperationalError as silent:
        log.warning("the broker does not answer; the sweep will go on with the batch: %s", silent)


def work(pk: int, most: int | None = None) -> int:
    """Look at or do what waits in the batch, `most` items at the most. Returns how many; safe in any number of workers."""
    batch = Batch.objects.select_related("officer").get(pk=pk)
    worked, step = 0, _preview_next if batch.confirmed_at is None else _do_next
    if not batch.is_under_way:
        return 0
    while (most is None or worked < most) and step(batch):
        worked += 1
    _close(batch)
    return worked


def stalled() -> list[int]:
    """The batches that were left half done: their worker died, or the broker never heard of them."""
    before = timezone.now() - STALLED
    looking = Q(previewed_at__isnull=True, asked_at__lt=before, confirmed_at__isnull=True)
    doing = Q(confirmed_at__lt=before, finished_at__isnull=True)
    moving = BatchItem.objects.filter(batch=OuterRef("pk"), done_at__gte=before)
    return list(Batch.objects.filter(looking | doing).exclude(Exists(moving)).values_list("pk", flat=True))


def is_of_problems(batch: Batch) -> bool:
    """Whether supervision orders are to be issued on its items; else they are requests."""
    return batch.items.filter(request__isnull=True).exists()


def counts(batch: Batch) -> dict[str, int]:
    """How many items there are, are looked at, are hindered, and came to each outcome: one query."""
    return batch.items.aggregate(
        all=Count("pk"),
        looked_at=Count("pk", filter=Q(hindrance__isnull=False)),
        hindered=Count("pk", filter=Q(hindrance__gt="")),
        free=Count("pk", filter=Q(hindrance="")),
        **{each.value: Count("pk", filter=Q(outcome=each)) for each in Outcome},
    )


def townships_for(batch: Batch) -> QuerySet[Organ]:
    """The townships that the requests of the batch may be asked of: those of their counties."""
    counties = Region.objects.filter(pk__in=batch.items.values("request__county"))
    return Organ.objects.filter(
        inside("region__code", counties), function="township", region__level=Level.TOWNSHIP
    ).order_by("region")


def _preview_next(batch: Batch) -> bool:
    with transaction.atomic():
        item = _next(batch, Q(hindrance__isnull=True))
        if item is None:
            return False
        batch.refresh_from_db(fields=["act", *batch_acts.WISHED])  # it may have been asked anew meanwhile
        item.hindrance = _hindrance(batch, item)
        item.save(update_fields=["hindrance", "organ"])
    return True


def _do_next(batch: Batch) -> bool:
    with transaction.atomic():
        item = _next(batch, Q(outcome=Outcome.WAITING))
        if item is None:
            return False
        item.outcome, item.says = _done(batch, item)
        item.done_at = timezone.now()
        item.save(update_fields=["outcome", "says", "done_at", "organ", "order"])
    return True


def _next(batch: Batch, waiting: Q) -> BatchItem | None:
    rows = batch.items.filter(waiting).select_for_update(of=("self",), skip_locked=True)
    return rows.select_related("request__county", "request__department").order_by("pk").first()


def _done(batch: Batch, item: BatchItem) -> tuple[Outcome, str]:
    """Do it, or say why not. A savepoint: what is refused leaves nothing but the sentence."""
    try:
        with transaction.atomic(), override(batch.language):
            batch_acts.BY_ACT[batch.act].do(batch, item)
    except NotNow as refusal:
        return Outcome.TOO_LATE, str(refusal)
    except (ActRefused, PermissionDenied) as refusal:
        return Outcome.REFUSED, str(refusal)
    except Exception:  # one item that fails must not keep all the others waiting
        log.exception("item %s of batch %s failed", item.pk, batch.key)
        return Outcome.REFUSED, _failed(batch)
    return Outcome.DONE, ""


def _hindrance(batch: Batch, item: BatchItem) -> str:
    """What would stop it if it were done now, in a sentence; empty if nothing would. Nothing is written."""
    try:
        with transaction.atomic(), override(batch.language):
            batch_acts.BY_ACT[batch.act].look(batch, item)
    except (ActRefused, PermissionDenied) as refusal:
        return str(refusal)
    except Exception:
        log.exception("item %s of batch %s cannot be looked at", item.pk, batch.key)
        return _failed(batch)
    return ""


def _failed(batch: Batch) -> str:
    with override(batch.language):
        return _("系统出错，没有办理；请单独办理，并告知管理员。")


def _close(batch: Batch) -> None:
    """Note that nothing waits any more; a worker that still holds an item closes it after that one."""
    now, rows = timezone.now(), Batch.objects.filter(pk=batch.pk)
    if batch.confirmed_at is None:
        if not batch.items.filter(hindrance__isnull=True).exists():
            rows.filter(previewed_at__isnull=True).update(previewed_at=now)
    elif not batch.items.filter(outcome=Outcome.WAITING).exists():
        rows.filter(finished_at__isnull=True).update(finished_at=now)


def _must_be_own(batch: Batch, by: User) -> None:
    if batch.officer_id != by.pk:
        raise PermissionDenied(_("这一批不是您选定的。"))


def allowed(by: User) -> bool:
    """Whether any desk of a batch may be his at all."""
    return bool(rights.places(by, {rights.DECIDE, rights.SCREEN}))
