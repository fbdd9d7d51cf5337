"""The lists behind the figures: exactly the rows that were counted, by the same filters."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from catalogues import burden
from catalogues.models import Entry
from catalogues.models.entry import in_force_on
from workflows.models import AdmissionRequest, Decision, Desk
from workflows.pages.burden import measure
from workflows.pages.catalogue import KINDS as ENTRY_KINDS
from workflows.pages.catalogue import kind_of, whose
from workflows.pages.catalogue import link as link_of_entry
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


@dataclass(frozen=True)
class Seen:
    """What is counted for one officer: requests, and the region whose burden he is shown."""

    requests: QuerySet[AdmissionRequest]
    region: Region | None


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


class Behind(Listing[Any]):
    """A list behind a figure: exactly the rows that it counts."""

    def __init__(self, seen: Seen, query: QueryDict) -> None:
        super().__init__(self.source(seen), query)

    @staticmethod
    def source(seen: Seen) -> QuerySet[Any]:
        raise NotImplementedError


class Counted(Behind):
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

    @staticmethod
    def source(seen: Seen) -> QuerySet[Any]:
        return figures.open_desks(seen.requests)


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

    @staticmethod
    def source(seen: Seen) -> QuerySet[Any]:
        return figures.done_desks(seen.requests)


class LateDesks(Counted):
    name, caption = "late", _("当日逾期的环节")
    order = "due"
    columns = (
        *DESK_COLUMNS,
        Column("desk", _("环节"), desk_title, sort="name"),
        Column("due", _("办理期限"), "due_on", sort="due_on"),
        Column("finished", _("办结时间"), "finished", sort="finished"),
    )

    filters = (Choice("on", _("日期"), days, condition=on_a_day), OF_DESK)

    def __init__(self, seen: Seen, query: QueryDict) -> None:
        super().__init__(seen, query)
        if not query.get("on"):
            self.given = self.given.filter(is_late("yes"), finished__isnull=True)

    @staticmethod
    def source(seen: Seen) -> QuerySet[Any]:
        return figures.desks(seen.requests)


class Outcomes(Behind):
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

    @staticmethod
    def source(seen: Seen) -> QuerySet[Any]:
        return figures.parts(seen.requests)


def on_a_month_end(chosen: str) -> Q:
    return in_force_on(date.fromisoformat(chosen))


def month_ends() -> list[tuple[str, str]]:
    return [(day.isoformat(), day.isoformat()) for day in figures.month_ends(localdate())]


def hours_of_one(entry: Entry) -> object:
    return None if entry.minutes_a_year is None else measure.hours(entry.minutes_a_year)


def hours_of_all(entry: Entry) -> object:
    minutes = getattr(entry, "minutes_of_all", None)
    return None if minutes is None else measure.hours(minutes)


class Carried(Behind):
    """The entries behind the burden of one day; without a day, of today. By number or name, not by whose they are."""

    name, caption = "carried", _("当日有效、占用时间的条目")
    order = "-entered"
    search = ("number", "title")
    search_says = _("编号或者名称")
    columns = (
        Column("title", _("名称"), "title", sort="title", link=link_of_entry),
        Column("number", _("准入编号"), "number", sort="number"),
        Column("kind", _("类别"), kind_of, sort="kind"),
        Column("organ", _("责任单位"), whose),
        Column("entered", _("列入日期"), "entered_on", sort="entered_on"),
        Column("left", _("退出日期"), "left_on", sort="left_on"),
        Column("each", _("每村小时/年"), hours_of_one, sort="minutes_a_year", number=True),
        Column("villages", _("村数"), number=True),
        Column("all", _("合计小时/年"), hours_of_all, sort="minutes_of_all", number=True),
    )

    filters = (
        Choice("on", _("日期"), month_ends, condition=on_a_month_end),
        Choice("kind", _("类别"), ENTRY_KINDS),
    )

    def __init__(self, seen: Seen, query: QueryDict) -> None:
        super().__init__(seen, query)
        if not self.readings[0].active:
            self.given = self.given.filter(in_force_on(localdate()))

    @staticmethod
    def source(seen: Seen) -> QuerySet[Any]:
        return burden.ever_carried(seen.region) if seen.region else Entry.objects.none()


LISTS: dict[str, type[Behind]] = {each.name: each for each in (OpenDesks, DoneDesks, LateDesks, Outcomes, Carried)}
