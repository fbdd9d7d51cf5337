"""反映: anybody tells what was demanded of a village; it is matched to the register, answered and closed.

Who told it is reachable by one role alone, with his reason on record, and by nobody who stands in for him.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.search import TrigramSimilarity
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import rights
from accounts.models import Function, Level, Organ, Region, User
from accounts.models.region import inside
from catalogues import checking, sealing
from catalogues.models import (
    ContactLook,
    DemandAnswer,
    DemandOutcome,
    DemandPicture,
    DemandReport,
    Entry,
    ReporterContact,
)
from notifications import outbox
from notifications.outbox import About
from policy import check_codes, pasted, sameness
from policy.choices import Frequency
from policy.refusals import Standing
from workflows.errors import NotComplete, NotNow, required
from workflows.models import NumberSeries, RequestPart
from workflows.models.part import NOT_LET_IN
from workflows.services import oversight

ORDERED_AS = "report"
"""How the key of the problem that a report told of begins."""
RECEIPT_LENGTH = 12
MOST_A_DAY = 50
"""Reports of one village, township or county a day."""
ALIKE_FROM = 0.8
_MOST_COMPARED = 30


@dataclass(frozen=True)
class Told:
    """What was filled in. `once` makes the receipt: the same form sent twice is one report with one receipt."""

    place: Region
    title: str
    told: str
    once: UUID
    kind: str = ""
    frequency: str = ""
    asked_by: str = ""
    asked_on: date | None = None
    code: str = ""
    contact: str = ""
    keep_from_township: bool = False
    jpeg: bytes = b""


def report(told: Told) -> tuple[DemandReport, str]:
    """反映: write it down and tell supervision and the township. Returns the report and the receipt, which is kept nowhere."""
    receipt = _receipt(told.once)
    with transaction.atomic():
        county = Region.objects.get(pk=told.place.ancestor_code(Level.COUNTY))
        NumberSeries.hold(_series(county))
        if made := DemandReport.objects.filter(receipt_digest=digest(receipt)).first():
            return made, receipt
        _must_not_be_too_many(told.place)
        made = _written(told, county, receipt)
        if told.jpeg:
            DemandPicture.objects.create(report=made, jpeg=told.jpeg)
        if told.contact:
            ReporterContact.objects.create(report=made, sealed=sealing.seal(told.contact))
        outbox.tell(_concerned(made), "demand_reported", _about(made), page="demand", place=str(made.place))
    return made, receipt


def found_by(receipt: str) -> DemandReport | None:
    """The report of this receipt, for whoever holds it."""
    typed = check_codes.read(receipt, RECEIPT_LENGTH)
    if not typed.is_well_formed:
        return None
    return DemandReport.objects.filter(receipt_digest=digest(typed.symbols)).select_related("place").first()


def digest(receipt: str) -> str:
    """All that is kept of a receipt."""
    return hmac.new(settings.SECRET_KEY.encode(), f"receipt {receipt}".encode(), hashlib.sha256).hexdigest()


def visible_to(officer: User) -> QuerySet[DemandReport]:
    """Supervision and the confidant see their regions; a township its own, unless it was asked to be kept out."""
    seen = inside("county__code", rights.regions(officer, {rights.SUPERVISE, rights.REACH_REPORTER}))
    for organ in _townships(officer):
        seen |= Q(place__code__range=organ.region.code_range, keep_from_township=False)
    rows = DemandReport.objects.filter(seen)
    return rows.select_related("place", "county", "entry", "closed_by")


def waiting_for(officer: User) -> QuerySet[DemandReport]:
    """待办理: what supervision has not closed, and what the officer's township may answer and has not."""
    waits = inside("county__code", rights.regions(officer, {rights.SUPERVISE}))
    for organ in _townships(officer):
        waits |= Q(place__code__range=organ.region.code_range, keep_from_township=False, answers__isnull=True)
    return DemandReport.objects.filter(waits, closed_on__isnull=True).distinct()


def answer_demand(demand: DemandReport, *, by: User, text: str) -> None:
    """答复: the reporter reads it with his receipt."""
    required(text, _("请写明答复。"), field="text")
    with transaction.atomic():
        row = _locked(demand, by)
        if by.organ is None:
            raise PermissionDenied(_("您没有所在机构，不能答复。"))
        DemandAnswer.objects.create(report=row, organ=by.organ, officer=by, text=text.strip(), on=localdate())


def close_demand(demand: DemandReport, *, by: User, outcome: str, reason: str) -> None:
    """办结: supervision says what became of it, and why."""
    if outcome not in DemandOutcome.values:
        raise NotComplete(_("请选择办结方式。"), field="outcome")
    required(reason, _("请写明办结说明，反映人凭回执可以看到。"))
    with transaction.atomic():
        row = _locked(demand, by)
        if not may_close(row, by):
            raise PermissionDenied(_("办结由监督机构作出。"))
        if outcome == DemandOutcome.ADMITTED and not _stands_today(row):
            raise NotComplete(_("清单内没有这一事项，或者已不在有效期内，不能按“已经准入”办结。"), field="outcome")
        row.outcome, row.reason, row.closed_by, row.closed_on = outcome, reason.strip(), by, localdate()
        row.save(update_fields=["outcome", "reason", "closed_by", "closed_on"])


def _stands_today(demand: DemandReport) -> bool:
    """Whether what was reported stands on a list today where it was reported, by whatever version of its entry."""
    if demand.entry is None:
        return False
    today = localdate()
    versions = Entry.objects.filter(check_code=demand.entry.check_code).select_related("region", "scope")
    return any(checking.standing_of(each, demand.place, today) is Standing.ADMITTED for each in versions)


def close_put_right(key: str, *, by: User) -> None:
    """督办销号: the report that `key` names, if it does, is closed with the order; nobody but who holds the receipt is told."""
    kind, _dash, pk = key.rpartition("-")
    if kind != ORDERED_AS:
        return
    row = DemandReport.objects.select_for_update(of=("self",)).filter(pk=pk, closed_on__isnull=True).first()
    if row is None:
        return
    with override(settings.LANGUAGE_CODE):
        row.reason = _("已经督办，责任单位已纠正，经核查销号。")
    row.outcome, row.closed_by, row.closed_on = DemandOutcome.WITHDRAWN, by, localdate()
    row.save(update_fields=["outcome", "reason", "closed_by", "closed_on"])


def may_close(demand: DemandReport, officer: User) -> bool:
    """Whether `officer` supervises where it happened."""
    return oversight.watches(officer, demand.county)


def may_reach(demand: DemandReport, officer: User) -> bool:
    """Whether `officer` is the confidant there by a post of his own; what is lent to him does not count."""
    held = {held.place for held in rights.own_holdings(officer) if held.right == rights.REACH_REPORTER}
    return any(region.holds(demand.county_id) for region in Region.objects.filter(pk__in=held))


def contact_of(demand: DemandReport, *, by: User, reason: str) -> str:
    """联系: the contact of the reporter, empty if he left none. Who looked and why is written down first."""
    if not may_reach(demand, by):
        raise PermissionDenied(_("反映人的联系方式只有“保密联系”岗位能看。"))
    required(reason, _("请写明查看事由。"))
    with transaction.atomic():
        ContactLook.objects.create(report=demand, officer=by, reason=reason.strip())
        kept = ReporterContact.objects.filter(report=demand).first()
        return sealing.unseal(kept.sealed) if kept else ""


def _locked(demand: DemandReport, by: User) -> DemandReport:
    row = DemandReport.objects.select_for_update(of=("self",)).select_related("closed_by").get(pk=demand.pk)
    if not visible_to(by).filter(pk=row.pk).exists() or not _may_answer(row, by):
        raise PermissionDenied(_("这条反映不由您办理。"))
    if row.closed_on:
        words = {"officer": row.closed_by, "day": row.closed_on.isoformat(), "outcome": row.get_outcome_display()}
        raise NotNow(_("本项已由 %(officer)s 于 %(day)s 办结：%(outcome)s。") % words)
    return row


def _may_answer(demand: DemandReport, officer: User) -> bool:
    return may_close(demand, officer) or any(
        organ.region.holds(demand.place_id) for organ in _townships(officer) if not demand.keep_from_township
    )


def _written(told: Told, county: Region, receipt: str) -> DemandReport:
    standing, entry = _matched(told)
    today = localdate()
    running = NumberSeries.next(_series(county))
    return DemandReport.objects.create(
        number=f"反映〔{today.year}〕{county.code[:6]}-{running:04d}号",
        receipt_digest=digest(receipt),
        place=told.place,
        county=county,
        kind=told.kind or (entry.kind if entry else ""),
        title=told.title,
        told=told.told,
        frequency=told.frequency,
        too_often=standing is Standing.ADMITTED and _is_too_often(told.frequency, entry),
        asked_by=told.asked_by,
        asked_on=told.asked_on,
        entry=entry,
        standing=standing.value,
        refused_before=_refused_before(told.title, county),
        keep_from_township=told.keep_from_township,
        made_on=today,
    )


def _is_too_often(asked: str, entry: Entry | None) -> bool:
    """超过准入频次; where either is not said, nobody knows."""
    admitted = entry.answers.get("frequency") if entry else None
    if not (asked and admitted):
        return False
    return pasted.is_oftener(Frequency(asked), Frequency(admitted))


def _matched(told: Told) -> tuple[Standing, Entry | None]:
    """By its code, else by a title that says the same; what stands goes before what is gone."""
    today = localdate()
    if told.code:
        found = checking.check(told.code, told.place, today)
        if found.entry:
            return found.standing or Standing.NOT_ADMITTED, found.entry
    core = sameness.core(told.title)
    near = Entry.objects.filter(title__trigram_similar=told.title).select_related("region", "scope")
    rows = near.order_by(-TrigramSimilarity("title", told.title), "-pk")[:_MOST_COMPARED]
    alike = [each for each in rows if sameness.likeness(core, sameness.core(each.title)) >= ALIKE_FROM]
    stands = [(checking.standing_of(each, told.place, today), each) for each in checking.current(alike)]
    order = list(Standing)
    return min(stands, key=lambda each: order.index(each[0]), default=(Standing.NOT_ADMITTED, None))


def _refused_before(title: str, county: Region) -> str:
    """An earlier request for the same thing that the county did not let in: its number and title."""
    core = sameness.core(title)
    rows = RequestPart.objects.filter(
        request__county=county, decision__in=NOT_LET_IN, title__trigram_similar=title, request__number__isnull=False
    )
    near = rows.select_related("request").order_by("-pk")[:_MOST_COMPARED]
    same = (each for each in near if sameness.likeness(core, sameness.core(each.title)) >= ALIKE_FROM)
    found = next(same, None)
    return f"{found.request.number} {found.title}"[:200] if found else ""


def _must_not_be_too_many(place: Region) -> None:
    if DemandReport.objects.filter(place=place, made_on=localdate()).count() >= MOST_A_DAY:
        raise NotNow(_("今天关于这个地方的反映已经很多，请明天再来，或者直接向县减负专项工作机制办公室反映。"))


def _receipt(once: UUID) -> str:
    """Follows from the form alone, so that a form sent twice has one receipt; nobody without the key can work it out."""
    drawn = hmac.new(settings.SECRET_KEY.encode(), f"report {once}".encode(), hashlib.sha256).digest()
    symbols = "".join(check_codes.ALPHABET[each % len(check_codes.ALPHABET)] for each in drawn[: RECEIPT_LENGTH - 1])
    return check_codes.checked(symbols)


def _series(county: Region) -> str:
    return f"demands-{county.pk}-{localdate():%Y}"


def _about(demand: DemandReport) -> About:
    return About(demand.pk, demand.number, demand.title)


def _concerned(demand: DemandReport) -> list[User]:
    """Supervision of the county, and the officers of the township, if it is to know."""
    people = list(rights.holders(rights.SUPERVISE, demand.county))
    if not demand.keep_from_township and demand.place.level >= Level.TOWNSHIP:
        township = demand.place.ancestor_code(Level.TOWNSHIP)
        organ = Organ.objects.filter(function=Function.TOWNSHIP, region=township).first()
        people += list(rights.holders(rights.GIVE_OPINION, organ)) if organ else []
    return list({person.pk: person for person in people}.values())


def _townships(officer: User) -> list[Organ]:
    held = rights.places(officer, {rights.GIVE_OPINION})
    return list(Organ.objects.filter(pk__in=held, function=Function.TOWNSHIP).select_related("region"))
