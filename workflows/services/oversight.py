"""监督: what a supervisor may look into, within the regions he watches. It reads; nothing is done here.

Overdue is asked of the clock each time, never stored. Nothing here ranks an organ (DESIGN 1.11).
"""

from collections.abc import Iterable

from django.db.models import CharField, Count, JSONField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.timezone import localdate

from accounts import rights
from accounts.models import Region, User
from accounts.models.region import inside
from policy.rulebook import RULES, Breach
from workflows import recusal
from workflows.models import (
    SUSPENDABLE,
    AdmissionRequest,
    Decision,
    Desk,
    EmergencyOrder,
    PartVerdict,
    RequestPart,
    SupervisionOrder,
)

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
    key = Concat(Value("desk-"), Cast("pk", CharField()))
    orders = SupervisionOrder.objects.open().filter(subject_key=OuterRef("key")).values("number")
    return late.annotate(key=key, ordered_by=Subquery(orders[:1])).select_related(
        "process__request__county", "process__request__department"
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
