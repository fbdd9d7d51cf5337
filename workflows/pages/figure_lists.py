"""The lists behind the figures: exactly the rows that were counted, by the same filters."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from workflows.models import AdmissionRequest, Decision, Desk, RequestPart
from workflows.pages.columns import Column
from workflows.pages.filters import Choice, DateRange
from workflows.pages.inbox import DESKS, desk_title
from workflows.pages.listing import Listing
from workflows.pages.request_list import KINDS
from workflows.pages.supervised import DESK_COLUMNS, PART_COLUMNS, clauses_of
from workflows.services import figures, oversight

SUBMITTED = _("提交日期")
OF_DESK = DateRange("submitted", SUBMITTED, "process__request__submitted_at", moments=True)
OF_PART = DateRange("submitted", SUBMITTED, "request__submitted_at", moments=True)
OF_REQUEST = DateRange("submitted", SUBMITTED, "submitted_at", moments=True)


def is_late(_chosen: str) -> Q:
    return Q(due_on__lt=localdate())


def on_a_day(chosen: str) -> Q:
    return figures.late_on(date.fromisoformat(chosen))


def days() -> list[tuple[str, str]]:
    return [(day.isoformat(), day.isoformat()) for day in figures.weeks(localdate())]


def in_days(taken: timedelta) -> str:
    """A length of time as people say it: days and a tenth."""
    return __("%(days)s 天") % {"days": f"{taken / timedelta(days=1):.1f}"}


def taken(desk: Desk) -> str:
    return in_days(getattr(desk, "taken", timedelta()))


class Counted(Listing[Desk]):
    """A list of desks behind a figure."""

    search = ("process__request__title", "process__request__number")
    search_says = _("名称或者编号")


class OpenDesks(Counted):
    name, caption = "open", _("未办环节")
    order = "due"
    filters = (Choice("desk", _("环节"), DESKS, field="name"), Choice("late", _("逾期"), [("yes", _("已逾期"))], condition=is_late), OF_DESK)  # fmt: skip
    columns = (
        *DESK_COLUMNS,
        Column("desk", _("环节"), desk_title, sort="name"),
        Column("due", _("办理期限"), "due_on", sort="due_on", template="offices/cell_due.html"),
    )

    def __init__(self, requests: QuerySet[AdmissionRequest], query: QueryDict) -> None:
        super().__init__(figures.open_desks(requests), query)


class DoneDesks(Counted):
    name, caption = "done", _("已办环节")
    order = "-finished"
    filters = (Choice("desk", _("环节"), DESKS, field="name"), OF_DESK)
    columns = (
        *DESK_COLUMNS,
        Column("desk", _("环节"), desk_title, sort="name"),
        Column("created", _("转到时间"), "created", sort="created"),
        Column("finished", _("办结时间"), "finished", sort="finished"),
        Column("taken", _("用时"), taken, sort="taken", number=True),
    )

    def __init__(self, requests: QuerySet[AdmissionRequest], query: QueryDict) -> None:
        super().__init__(figures.done_desks(requests), query)


class LateDesks(Counted):
    name, caption = "late", _("当日逾期的环节")
    order = "due"
    columns = (
        *DESK_COLUMNS,
        Column("desk", _("环节"), desk_title, sort="name"),
        Column("due", _("办理期限"), "due_on", sort="due_on"),
        Column("finished", _("办结时间"), "finished", sort="finished"),
    )

    def __init__(self, requests: QuerySet[AdmissionRequest], query: QueryDict) -> None:
        rows = figures.desks(requests)
        super().__init__(rows if query.get("on") else rows.filter(is_late("yes"), finished__isnull=True), query)
        self.filters = (Choice("on", _("日期"), days, condition=on_a_day), OF_DESK)


class Outcomes(Listing[RequestPart]):
    name, caption = "outcomes", _("各项结果")
    order = "-number"
    search = ("title", "request__number", "request__title")
    search_says = _("名称或者编号")
    filters = (
        Choice("kind", _("类别"), KINDS),
        Choice("decision", _("结果"), Decision.choices),
        Choice("clause", _("条款"), [(key, key) for key in oversight.forbidding_clauses()], condition=oversight.breaks),
        OF_PART,
    )
    columns = (
        *PART_COLUMNS,
        Column("decision", _("结果"), "get_decision_display", sort="decision", template="offices/cell_decision.html"),
        Column("clauses", _("所据条款"), clauses_of),
        Column("submitted", _("提交时间"), "request.submitted_at", sort="request__submitted_at"),
    )

    def __init__(self, requests: QuerySet[AdmissionRequest], query: QueryDict) -> None:
        super().__init__(figures.parts(requests), query)


LISTS = {each.name: each for each in (OpenDesks, DoneDesks, LateDesks, Outcomes)}
