"""监督: what a supervisor may look into, within the regions he watches. It reads; nothing is done here.

Overdue is asked of the clock each time, never stored. Nothing here ranks an organ (DESIGN 1.11).
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    JSONField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Left, RPad, TruncQuarter
from django.utils import timezone
from django.utils.timezone import localdate

from accounts import rights
from accounts.models import Level, Organ, Region, User
from accounts.models.region import CODE_DIGITS, inside
from catalogues import editions, walls
from catalogues.models import DemandReport, Entry, ExitDesk, ExitReview, Ground, ListFiling, Signboard
from policy.refusals import Standing
from policy.rulebook import RULES, Breach
from workflows import recusal
from workflows.models import (
    SUSPENDABLE,
    AdmissionRequest,
    Cause,
    Decision,
    Desk,
    EmergencyOrder,
    LawReview,
    PartVerdict,
    RequestPart,
    SupervisionOrder,
)

# 同一部门一季度三次以上应急: what is an exception has become a habit. No clause says so; it is looked at, nothing follows by itself.
FREQUENT = 3
UNFUNDED_DAYS = 90
# 公布 is to follow 及时; no clause names the days.
UNPUBLISHED_DAYS = 10
Row = TypeVar("Row", bound=Model)
TURNED_DOWN = (Decision.DECLINED, Decision.REFUSED)


def watched(officer: User) -> list[Region]:
    """The regions that `officer` supervises."""
    return list(rights.regions(officer, {rights.SUPERVISE}))


def watches(officer: User, place: Region) -> bool:
    """Whether `officer` supervises the region, or one that it lies in."""
    return any(region.holds(place.code) for region in watched(officer))


def overdue(regions: Iterable[Region]) -> QuerySet[Desk]:
    """逾期: the open desks whose due date has passed (a due date ends at midnight)."""
    late = Desk.objects.filter(inside("county_code", regions), finished__isnull=True, due_on__lt=localdate())
    return with_orders("desk", late).select_related("process__request__county", "process__request__department")


def changed_bases(regions: Iterable[Region]) -> QuerySet[LawReview]:
    """依据变动未处理: what rests on a law that was changed or repealed, and that nobody has reviewed."""
    rows = LawReview.objects.filter(inside("part__request__county__code", regions), closed_at__isnull=True)
    return with_orders("law-review", rows).select_related("part__request__county", "change")


def late_exits(regions: Iterable[Region]) -> QuerySet[ExitDesk]:
    """退出案逾期: the desks of exits that were not answered or decided in time."""
    late = ExitDesk.objects.filter(inside("case__region__code", regions), done_at__isnull=True, due_on__lt=localdate())
    return with_orders("exit-desk", late).select_related("case__region", "organ")


def late_filings(regions: Iterable[Region]) -> QuerySet[ListFiling]:
    """清单备案逾期: editions not handed in ("filing"), and receipts not given ("receipt"), in time. `late_since`: the day that
    was let pass."""
    today = localdate()
    unsent = Q(sent_at__isnull=True, due_on__lt=today)
    unreceived = Q(sent_at__isnull=False, received_at__isnull=True, receipt_due_on__lt=today)
    late = ListFiling.objects.filter(inside("edition__region__code", regions), unsent | unreceived)
    since = Case(When(sent_at__isnull=True, then=F("due_on")), default=F("receipt_due_on"))
    kind = Case(When(sent_at__isnull=True, then=Value("filing-")), default=Value("receipt-"), output_field=CharField())
    rows = with_orders(kind, late.annotate(late_since=since))
    return rows.defer("edition__rows").select_related("edition__region", "organ")


def stale_boards(regions: Iterable[Region]) -> QuerySet[Signboard]:
    """准入终止仍悬挂: boards that hang by an admission no version of which is in force; the six outside hang by the notice.

    `county_code` is the county of the village, `over_on` the day on which the admission ended.
    """
    standing = Entry.objects.in_force(localdate()).filter(check_code=OuterRef("entry__check_code"))
    rows = _hanging(regions).filter(entry__isnull=False).exclude(wall="outside", slot__isnull=False)
    over = rows.filter(~Exists(standing)).annotate(over_on=Coalesce("entry__left_on", "entry__valid_until"))
    return with_orders("board", over).select_related("village", "entry")


def unlisted_boards(regions: Iterable[Region]) -> QuerySet[Signboard]:
    """清单内没有的牌子: boards inside of a name that no list has for their village. `county_code` as above."""
    rows = _hanging(regions).filter(walls.unlisted(localdate()))
    return with_orders("unlisted-board", rows).select_related("village")


def _hanging(regions: Iterable[Region]) -> QuerySet[Signboard]:
    county = RPad(Left("village__code", Level.COUNTY), CODE_DIGITS, Value("0"))
    return Signboard.objects.hanging().filter(inside("village__code", regions)).annotate(county_code=county)


def unpublished(regions: Iterable[Region]) -> QuerySet[Entry]:
    """清单未公布: of each list the change that waits longest for an edition, over `UNPUBLISHED_DAYS`. See `editions.unpublished`."""
    entries = Entry.listed.filter(inside("region__code", regions))
    rows = editions.unpublished(entries, localdate(), UNPUBLISHED_DAYS)
    return with_orders("unpublished", rows).select_related("region")


def unfunded(regions: Iterable[Region]) -> QuerySet[ExitReview]:
    """经费未到位: entries of which it was said over `UNFUNDED_DAYS` ago that nobody pays, and that nobody has dealt with."""
    since = timezone.now() - timedelta(days=UNFUNDED_DAYS)
    rows = ExitReview.objects.filter(inside("entry__region__code", regions), ground=Ground.FUNDS, found_at__lt=since)
    waiting = rows.filter(case__isnull=True, closed_at__isnull=True)
    return with_orders("funds", waiting).select_related("entry__organ", "entry__region")


NO_LONGER = (Standing.EXPIRED, Standing.LEFT)
CAUSE_OF_REPORT = Case(
    When(too_often=True, then=Value(Cause.TOO_OFTEN)),
    When(standing__in=NO_LONGER, then=Value(Cause.STILL_RUNNING)),
    When(refused_before__gt="", then=Value(Cause.REFUSED)),
    default=Value(Cause.STILL_DEMANDED),
    output_field=CharField(),
)


def still_demanded(regions: Iterable[Region]) -> QuerySet[DemandReport]:
    """被拒仍索要、到期仍执行、未准入仍要求、超过准入频次: what villages were asked for against the register, by the reports that are open.

    `cause`; `thing` in the words of the register, empty where it knows none; `refused_number` of the earlier request;
    `answerable`, the organ that has to answer: who is said to have asked, else whose entry or refused request it is.
    """
    rows = DemandReport.objects.filter(inside("county__code", regions), closed_on__isnull=True)
    rows = rows.exclude(standing=Standing.ADMITTED, too_often=False).annotate(
        cause=CAUSE_OF_REPORT,
        refused_number=Func(F("refused_before"), Value(" "), Value(1), function="split_part", output_field=CharField()),
    )
    title = Func(F("refused_before"), Value(r"^\S+ "), Value(""), function="regexp_replace", output_field=CharField())
    rows = rows.annotate(thing=Coalesce(F("entry__title"), title), answerable=_answerable())
    named = Organ.objects.filter(pk=OuterRef("answerable")).values("name")
    return with_orders("report", rows.annotate(answerable_name=Subquery(named))).select_related("county", "entry")


def _answerable() -> Coalesce:
    refused = AdmissionRequest.objects.filter(number=OuterRef("refused_number")).values("department")
    there = Organ.objects.filter(
        name=OuterRef("asked_by"), region__code__startswith=Left(OuterRef("county"), Level.COUNTY)
    )
    return Coalesce(
        Subquery(there.values("pk")[:1]), F("entry__organ"), Subquery(refused[:1]), output_field=BigIntegerField()
    )


def with_orders(kind: str | Case, rows: QuerySet[Row]) -> QuerySet[Row]:
    """The rows with the `key` of their problem, the number of the open order on it (`ordered_by`), and how many orders
    on it are closed or cancelled (`ordered_before`)."""
    orders = SupervisionOrder.objects.filter(subject_key=OuterRef("key")).order_by()
    over = orders.exclude(pk__in=SupervisionOrder.objects.open().values("pk"))
    named = Value(f"{kind}-") if isinstance(kind, str) else kind
    return rows.annotate(key=Concat(named, Cast("pk", CharField()))).annotate(
        ordered_by=Subquery(orders.open().values("number")[:1]),
        ordered_before=Coalesce(Subquery(over.values("subject_key").annotate(n=Count("pk")).values("n")), 0),
    )


def waiting_for_province(regions: Iterable[Region]) -> QuerySet[Desk]:
    """待省级同意: what the province has not answered yet."""
    waiting = Desk.objects.filter(inside("county_code", regions), finished__isnull=True, name="provincial_consent")
    return waiting.select_related("process__request__county", "process__request__department")


def unattended(regions: Iterable[Region]) -> QuerySet[Desk]:
    """无人办理: open desks at which nobody present may sit: none in office, all away, or all must keep away from it."""
    desks = Desk.objects.filter(inside("county_code", regions), finished__isnull=True)
    here = ("owner_permission", "owner_permission_obj_pk")
    own = (("organ", "process__request__department"), ("pk", "process__request__applicant"))
    judges = Q(owner_permission__in=recusal.JUDGING)
    empty = (judges & ~rights.somebody_at(*here, but=own)) | (~judges & ~rights.somebody_at(*here))
    return desks.filter(empty).select_related("process__request__county", "process__request__department")


def suspended(regions: Iterable[Region]) -> QuerySet[AdmissionRequest]:
    """暂缓: what is put off, the first to go on in front."""
    rows = AdmissionRequest.objects.filter(
        inside("county__code", regions), state__in=SUSPENDABLE, suspended_until__gte=localdate()
    )
    return rows.select_related("county", "department")


def unfiled_orders(regions: Iterable[Region]) -> QuerySet[Desk]:
    """应急未备案: what runs on an emergency order and whose papers are not in, overdue or not."""
    waiting = Desk.objects.filter(inside("county_code", regions), finished__isnull=True, name="supplement")
    return waiting.select_related("process__request__county", "process__request__department", "process__request__order")


def extended_orders(regions: Iterable[Region]) -> QuerySet[EmergencyOrder]:
    """应急接续: orders whose item was an emergency item before; a renewal was declined, another emergency runs."""
    again = EmergencyOrder.objects.filter(inside("county__code", regions), extends__isnull=False)
    return again.select_related("request__department", "county", "extends__request")


def frequent_orders(regions: Iterable[Region]) -> QuerySet[EmergencyOrder]:
    """应急频繁: orders that a department registered in a quarter in which it registered `FREQUENT` or more in that county.

    `quarter` is its first moment; `in_quarter`, how many there were.
    """
    rows = EmergencyOrder.objects.annotate(quarter=TruncQuarter("registered_at"))
    same = rows.filter(**{each: OuterRef(each) for each in ("request__department", "county", "quarter")}).order_by()
    counted = same.annotate(n=Func(F("pk"), function="count", output_field=BigIntegerField())).values("n")
    frequent = rows.filter(inside("county__code", regions)).annotate(in_quarter=Subquery(counted))
    return frequent.filter(in_quarter__gte=FREQUENT).select_related("request__department", "county")


def declined_by_rule(regions: Iterable[Region]) -> QuerySet[RequestPart]:
    """自动不予受理: the parts that a rule declined, and that nobody has re-examined, with the rule's findings."""
    return _parts(regions).filter(decision=Decision.DECLINED_BY_RULE)


def turned_down(regions: Iterable[Region]) -> QuerySet[RequestPart]:
    """不予受理、不予准入: the parts that an officer turned down."""
    return _parts(regions).filter(decision__in=TURNED_DOWN)


def forbidding_clauses() -> list[str]:
    """The clauses by which a rule may decline, in the order of the rules."""
    return list(dict.fromkeys(rule.clause.key for rule in RULES if rule.breach is Breach.FORBIDDEN))


def breaks(clause: str) -> Q:
    """The parts whose last verdict finds that clause broken, among those with findings (`with_findings`)."""
    found = [{"citation": clause, "answer": "broken", "breach": Breach.FORBIDDEN.value}]
    return Q(findings__findings__contains=found)


def by_clause(parts: QuerySet[RequestPart]) -> dict[str, int]:
    """Clause that forbids → how many of these parts break it by their last verdict, in the order of the rules.

    One query; the parts come from `with_findings`. A part may break several.
    """
    clauses = forbidding_clauses()
    asked = {f"clause_{at}": Count("pk", filter=breaks(clause)) for at, clause in enumerate(clauses)}
    found = parts.aggregate(**asked)
    return {clause: found[f"clause_{at}"] for at, clause in enumerate(clauses)}


def with_findings(parts: QuerySet[RequestPart]) -> QuerySet[RequestPart]:
    """The parts with the findings of the last verdict on each, and with what a list shows of their requests."""
    last = PartVerdict.objects.filter(part=OuterRef("pk")).order_by("-pk").values("findings")[:1]
    rows = parts.annotate(findings=Subquery(last, output_field=JSONField()))
    return rows.select_related("request__county", "request__department")


def _parts(regions: Iterable[Region]) -> QuerySet[RequestPart]:
    return with_findings(RequestPart.objects.filter(inside("request__county__code", regions)))
