"""The lists of the supervision: what is late, what was turned away and why, what the province keeps waiting."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Region
from policy.assessment import Verdict
from policy.choices import Kind
from workflows.models import AdmissionRequest, Desk, EmergencyOrder, RequestPart
from workflows.pages.columns import Column, days_since
from workflows.pages.filters import Choice, Filter
from workflows.pages.inbox import DESKS, desk_title
from workflows.pages.listing import Listing
from workflows.pages.request_list import KINDS
from workflows.services import oversight

# Of the province's silence: after so many days it is worth a word of its own.
LONG = 20


def request_of_desk(desk: Desk) -> str:
    return reverse("request", args=[desk.process.request_id])


def request_of_part(part: RequestPart) -> str:
    return reverse("request", args=[part.request_id])


def itself(request: AdmissionRequest) -> str:
    return reverse("request", args=[request.pk])


def request_of_order(order: EmergencyOrder) -> str:
    return reverse("request", args=[order.request_id])


def kind_of(part: RequestPart) -> str:
    return __(Kind(part.kind).label)


def clauses_of(part: RequestPart) -> str:
    """The clauses by which the part was declined, from its last verdict."""
    findings = getattr(part, "findings", None)
    forbidden = Verdict.from_json(findings).forbidden if findings else ()
    return __("；").join(dict.fromkeys(finding.citation for finding in forbidden))


def waiting_longer_than(days: str) -> Q:
    return Q(created__lt=timezone.now() - timedelta(days=int(days)))


def quarter_of(order: EmergencyOrder) -> str:
    begun = timezone.localtime(order.quarter)  # type: ignore[attr-defined]
    return __("%(year)d年第%(quarter)d季度") % {"year": begun.year, "quarter": begun.month // 3 + 1}


def title_at_desk(desk: Desk) -> str:
    return __("“%(title)s”%(desk)s") % {"title": desk.process.request.title, "desk": desk_title(desk)}


def where_ordered(row: Any) -> str:
    """The open order on it, else where one is issued."""
    query = {"q": row.ordered_by} if row.ordered_by else {"about": row.key}
    return f"{reverse('orders' if row.ordered_by else 'order_new')}?{urlencode(query)}"


ORDER_COLUMNS: tuple[Column[Any], ...] = (
    Column("before", _("此前督办（次）"), "ordered_before", number=True),
    Column("order", _("督办"), "ordered_by", link=where_ordered, template="offices/cell_order.html"),
)


class Supervised(Listing[Any]):
    """One list of the supervision: `source` tells its rows in the regions watched, `title` what is in it."""

    title: str | Promise
    says: str | Promise
    county_field: str
    own_filters: Sequence[Filter] = ()
    # What a row is called in a batch of orders; None where no order is issued on what is listed.
    called: Callable[[Any], str] | None = None

    @property
    def may_be_ordered(self) -> bool:
        return self.called is not None

    @staticmethod
    def source(regions: Sequence[Region]) -> QuerySet[Any]:
        raise NotImplementedError

    def __init__(self, regions: Sequence[Region], query: QueryDict) -> None:
        super().__init__(self.source(regions), query)
        counties = _counties(regions)
        choice = Choice("county", _("县（市、区）"), counties, field=self.county_field)
        self.filters = (*self.own_filters, *([choice] if len(counties) > 1 else []))


def _counties(regions: Sequence[Region]) -> list[tuple[str, str]]:
    if all(region.level == Level.COUNTY for region in regions):
        return [(region.code, region.name) for region in regions]
    inside = [
        Region.objects.within(region).filter(level=Level.COUNTY).values_list("code", "name") for region in regions
    ]
    return [county for counties in inside for county in counties]


DESK_COLUMNS: tuple[Column[Desk], ...] = (
    Column("title", _("申请事项"), "process.request.title", sort="process__request__title", link=request_of_desk),
    Column("number", _("申请编号"), "process.request.number", sort="process__request__number"),
    Column("county", _("县（市、区）"), "process.request.county.name", sort="county_code"),
    Column("department", _("申请单位"), "process.request.department.name", sort="process__request__department__name"),
)
PART_COLUMNS: tuple[Column[RequestPart], ...] = (
    Column("title", _("事项名称"), "title", sort="title", link=request_of_part),
    Column("kind", _("类别"), kind_of, sort="kind"),
    Column("number", _("申请编号"), "request.number", sort="request__number"),
    Column("county", _("县（市、区）"), "request.county.name", sort="request__county"),
    Column("department", _("申请单位"), "request.department.name", sort="request__department__name"),
)
EMERGENCY_COLUMNS: tuple[Column[EmergencyOrder], ...] = (
    Column("title", _("申请事项"), "request.title", sort="request__title", link=request_of_order),
    Column("number", _("申请编号"), "request.number", sort="request__number"),
    Column("county", _("县（市、区）"), "county.name", sort="county"),
    Column("department", _("申请单位"), "request.department.name", sort="request__department__name"),
    Column("order", _("命令文号"), "number"),
)


class Overdue(Supervised):
    name, caption, title = "overdue", _("逾期未办的环节"), _("逾期")
    says = _("办理期限已过而仍未办理的环节。")
    order, county_field = "due", "county_code"
    empty = _("没有逾期的环节")
    search = ("process__request__title", "process__request__number")
    search_says = _("名称或者编号")
    own_filters = (Choice("desk", _("环节"), DESKS, field="name"),)
    columns = (
        *DESK_COLUMNS,
        Column("desk", _("环节"), desk_title, sort="name"),
        Column("due", _("办理期限"), "due_on", sort="due_on", template="offices/cell_due.html"),
        Column("late", _("逾期天数"), days_since("due_on"), number=True),
        *ORDER_COLUMNS,
    )
    source = staticmethod(oversight.overdue)
    called = staticmethod(title_at_desk)


class DeclinedByRule(Supervised):
    name, caption, title = "declined-by-rule", _("自动不予受理的事项"), _("自动不予受理")
    says = _("由规则自动拦下、尚未经人工复核的事项，及其所据条款。")
    order, county_field = "-number", "request__county"
    empty = _("没有自动不予受理的事项")
    search = ("title", "request__number", "request__title")
    search_says = _("名称或者编号")
    own_filters = (
        Choice("kind", _("类别"), KINDS),
        Choice("clause", _("条款"), [(key, key) for key in oversight.forbidding_clauses()], condition=oversight.breaks),
    )
    columns = (
        *PART_COLUMNS,
        Column("clauses", _("所据条款"), clauses_of),
        Column("submitted", _("提交时间"), "request.submitted_at", sort="request__submitted_at"),
    )
    source = staticmethod(oversight.declined_by_rule)


class TurnedDown(Supervised):
    name, caption, title = "turned-down", _("不予受理、不予准入的事项"), _("不予受理、不予准入")
    says = _("由经办人或者县委县政府作出的不予受理、不予准入，及其理由。")
    order, county_field = "-number", "request__county"
    empty = _("没有不予受理、不予准入的事项")
    search = ("title", "request__number", "request__title", "reason")
    search_says = _("名称、编号或者理由")
    own_filters = (
        Choice("kind", _("类别"), KINDS),
        Choice("decision", _("结果"), [(each.value, each.label) for each in oversight.TURNED_DOWN]),
    )
    columns = (
        *PART_COLUMNS,
        Column("decision", _("结果"), "get_decision_display", sort="decision", template="offices/cell_decision.html"),
        Column("reason", _("理由"), "reason"),
    )
    source = staticmethod(oversight.turned_down)


class WaitingForProvince(Supervised):
    name, caption, title = "waiting-for-province", _("待省级同意的申请"), _("待省级同意")
    says = _("已报省级、尚未答复的申请；等待期间不计入办理时限。")
    order, county_field = "since", "county_code"
    empty = _("没有待省级同意的申请")
    search = ("process__request__title", "process__request__number")
    search_says = _("名称或者编号")
    columns = (
        *DESK_COLUMNS,
        Column("since", _("报省级时间"), "created", sort="created"),
        Column("days", _("已等待天数"), days_since("created"), number=True),
        Column("reminded", _("上次催办"), "reminded_at", sort="reminded_at"),
    )
    own_filters = (Choice("long", _("等待"), [(str(LONG), _("超过20天"))], condition=waiting_longer_than),)
    source = staticmethod(oversight.waiting_for_province)


class Unattended(Supervised):
    name, caption, title = "unattended", _("无人办理的环节"), _("无人办理")
    says = _("在职、在岗而又不须回避的人员一个也没有的环节；请管理员任职，或者由不在岗的人员委托代理。")
    order, county_field = "since", "county_code"
    empty = _("没有无人办理的环节")
    search = ("process__request__title", "process__request__number")
    search_says = _("名称或者编号")
    columns = (
        *DESK_COLUMNS,
        Column("desk", _("环节"), desk_title, sort="name"),
        Column("since", _("转到日期"), "created", sort="created"),
    )
    source = staticmethod(oversight.unattended)


class Suspended(Supervised):
    name, caption, title = "suspended", _("暂缓办理的申请"), _("暂缓")
    says = _("已暂缓、到期自动恢复的申请；期间不计入办理时限。")
    order, county_field = "until", "county"
    empty = _("没有暂缓办理的申请")
    search = ("title", "number")
    search_says = _("名称或者编号")
    columns = (
        Column("title", _("申请事项"), "title", sort="title", link=itself),
        Column("number", _("申请编号"), "number", sort="number"),
        Column("county", _("县（市、区）"), "county.name", sort="county"),
        Column("department", _("申请单位"), "department.name", sort="department__name"),
        Column("state", _("状态"), "get_state_display", sort="state"),
        Column("until", _("暂缓至"), "suspended_until", sort="suspended_until"),
    )
    source = staticmethod(oversight.suspended)


class UnfiledOrders(Supervised):
    name, caption, title = "unfiled-orders", _("应急事项未补办备案"), _("应急未备案")
    says = _("凭应急命令已经施行、尚未补办备案的事项；逾期的另见“逾期”。")
    order, county_field = "due", "county_code"
    empty = _("没有未补办备案的应急事项")
    search = ("process__request__title", "process__request__number")
    search_says = _("名称或者编号")
    columns = (
        *DESK_COLUMNS,
        Column("order", _("命令文号"), "process.request.order.number"),
        Column("until", _("最后一天"), "process.request.order.ends_on"),
        Column("due", _("补办期限"), "due_on", sort="due_on", template="offices/cell_due.html"),
    )
    source = staticmethod(oversight.unfiled_orders)


class ExtendedOrders(Supervised):
    name, caption, title = "extended-orders", _("应急事项的接续"), _("应急接续")
    says = _("此前已作为应急事项施行、又再次登记的：同一突发事件或者同一命令的已不予登记，其他的请核实。")
    order, county_field = "-registered", "county"
    empty = _("没有再次登记的应急事项")
    search = ("request__title", "request__number", "number")
    search_says = _("名称、编号或者文号")
    columns = (
        *EMERGENCY_COLUMNS,
        Column("earlier", _("此前的申请"), "extends.request.number"),
        Column("earlier_until", _("此前的最后一天"), "extends.ends_on", sort="extends__ends_on"),
        Column("state", _("状态"), "request.get_state_display", sort="request__state"),
        Column("registered", _("登记时间"), "registered_at", sort="registered_at"),
    )
    source = staticmethod(oversight.extended_orders)


class FrequentOrders(Supervised):
    name, caption, title = "frequent-orders", _("一季度内多次登记的应急命令"), _("应急频繁")
    says = _("同一单位在同一县（市、区）一个季度内登记三次以上的应急命令；是否确属应急，请核实。")
    order, county_field = "-registered", "county"
    empty = _("没有一季度内多次登记的应急命令")
    search = ("request__title", "request__number", "number", "request__department__name")
    search_says = _("名称、编号、文号或者单位")
    columns = (
        *EMERGENCY_COLUMNS,
        Column("quarter", _("季度"), quarter_of, sort="quarter"),
        Column("times", _("该季度次数"), "in_quarter", number=True),
        Column("state", _("状态"), "request.get_state_display", sort="request__state"),
        Column("registered", _("登记时间"), "registered_at", sort="registered_at"),
    )
    source = staticmethod(oversight.frequent_orders)
