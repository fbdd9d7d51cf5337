"""What the alarms found, as lists: each row is a problem with its age, whoever has to answer, and the orders on it."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from catalogues.lists import ListName
from catalogues.models import DemandReport, Entry, ExitDesk, ExitReview, ListFiling, Signboard
from workflows.models import Cause, LawReview
from workflows.pages.columns import Column, days_since
from workflows.pages.filters import Choice
from workflows.pages.supervised import (
    ORDER_COLUMNS,
    DeclinedByRule,
    ExtendedOrders,
    FrequentOrders,
    Overdue,
    Supervised,
    Suspended,
    TurnedDown,
    Unattended,
    UnfiledOrders,
    WaitingForProvince,
)
from workflows.services import alarms, oversight

OF_REPORTS = (Cause.REFUSED, Cause.STILL_RUNNING, Cause.STILL_DEMANDED, Cause.TOO_OFTEN)
CAUSES_OF_REPORTS = [(each.value, each.label) for each in OF_REPORTS]


def entry_of(report: DemandReport) -> str:
    return report.entry.number if report.entry else ""


def demand_of(report: DemandReport) -> str:
    return reverse("demand", args=[report.pk])


def cause_of(report: DemandReport) -> str:
    return str(Cause(report.cause).label)  # type: ignore[attr-defined]


def thing_of(report: DemandReport) -> str:
    return report.thing or report.title  # type: ignore[attr-defined]


def thing_in_the_register(report: DemandReport) -> str:
    return report.thing or __("清单内没有的事项")  # type: ignore[attr-defined]


def review_of(review: LawReview) -> str:
    return reverse("request", args=[review.part.request_id])


def wall_of(board: Signboard) -> str:
    return reverse("wall", args=[board.village_id])


def title_of_board(board: Signboard) -> str:
    return __("“%(title)s”%(desk)s") % {"title": board.title, "desk": board.village.name}


def entry_page(review: ExitReview) -> str:
    return reverse("entry", args=[review.entry_id])


def title_of_unfunded(review: ExitReview) -> str:
    return review.entry.title


def exit_of(desk: ExitDesk) -> str:
    return reverse("exit_case", args=[desk.case_id])


def whose_turn(desk: ExitDesk) -> str:
    return desk.organ.name if desk.organ else __("审定机关")


def edition_of(filing: ListFiling) -> str:
    return reverse("list_edition", args=[filing.edition_id])


def what_is_late(filing: ListFiling) -> str:
    return __("回执未出具") if filing.sent_at else __("未报送")


def list_title(filing: ListFiling) -> str:
    return str(filing.edition)


def list_of(entry: Entry) -> str:
    return str(ListName(entry.list_name).label)  # type: ignore[attr-defined]


def list_address(entry: Entry) -> str:
    return reverse("list_page", args=[entry.region_id, entry.list_name])  # type: ignore[attr-defined]


def what_changed(entry: Entry) -> str:
    change = __("“%(title)s”退出") if entry.left_on else __("“%(title)s”列入")
    return change % {"title": entry.title}


def with_cause(chosen: str) -> Q:
    return Q(cause=chosen)


def title_of_review(review: LawReview) -> str:
    return review.part.title


def title_of_exit(desk: ExitDesk) -> str:
    return __("“%(title)s”%(desk)s") % {"title": desk.case.title, "desk": whose_turn(desk)}


class StillDemanded(Supervised):
    """By the register's words; who reported it is in no column, and the place only on the report's own page."""

    name, caption, title = "still-demanded", _("仍被索要的事项"), _("仍被索要")
    says = _(
        "反映中被拒、到期、退出或者未经准入而仍被索要，以及索要次数超过准入频次的事项；反映办结或者督办销号后不再列出。"
    )
    order, county_field = "-reported", "county"
    empty = _("没有仍被索要的事项")
    search = ("title", "number", "refused_before", "entry__title")
    search_says = _("名称或者编号")
    own_filters = (Choice("cause", _("事由"), CAUSES_OF_REPORTS, condition=with_cause),)
    columns = (
        Column("thing", _("要求的是什么"), thing_of, link=demand_of),
        Column("cause", _("事由"), cause_of, sort="cause"),
        Column("entry", _("准入编号"), entry_of, sort="entry__number"),
        Column("refused", _("以前未获准入的申请"), "refused_number"),
        Column("answerable", _("责任单位"), "answerable_name"),
        Column("county", _("县（市、区）"), "county.name", sort="county"),
        Column("reported", _("反映日期"), "made_on", sort="made_on"),
        Column("days", _("历时（天）"), days_since("made_on"), number=True),
        *ORDER_COLUMNS,
    )
    source = staticmethod(oversight.still_demanded)
    called = staticmethod(thing_in_the_register)


class ChangedBases(Supervised):
    name, caption, title = "changed-bases", _("依据变动未复查的事项"), _("依据变动")
    says = _("所引依据已修改或者废止，牵头单位尚未复查的事项。")
    order, county_field = "since", "part__request__county"
    empty = _("没有依据变动未复查的事项")
    search = ("part__title", "part__request__number", "cited")
    search_says = _("名称、编号或者依据")
    columns = (
        Column("title", _("事项名称"), "part.title", sort="part__title", link=review_of),
        Column("number", _("申请编号"), "part.request.number", sort="part__request__number"),
        Column("county", _("县（市、区）"), "part.request.county.name", sort="part__request__county"),
        Column("cited", _("所引依据"), "cited"),
        Column("since", _("列入复查"), "queued_at", sort="queued_at"),
        Column("days", _("历时（天）"), days_since("queued_at"), number=True),
        *ORDER_COLUMNS,
    )
    source = staticmethod(oversight.changed_bases)
    called = staticmethod(title_of_review)


class LateExits(Supervised):
    name, caption, title = "late-exits", _("逾期的退出环节"), _("退出逾期")
    says = _("退出案中逾期未陈述意见、逾期未审定的环节。")
    order, county_field = "due", "case__region"
    empty = _("没有逾期的退出环节")
    search = ("case__title", "case__number")
    search_says = _("名称或者编号")
    columns = (
        Column("title", _("退出案"), "case.title", sort="case__title", link=exit_of),
        Column("number", _("退出编号"), "case.number", sort="case__number"),
        Column("region", _("清单所属区划"), "case.region.name", sort="case__region"),
        Column("whose", _("责任单位"), whose_turn),
        Column("due", _("办理期限"), "due_on", sort="due_on", template="offices/cell_due.html"),
        Column("late", _("逾期天数"), days_since("due_on"), number=True),
        *ORDER_COLUMNS,
    )
    source = staticmethod(oversight.late_exits)
    called = staticmethod(title_of_exit)


class LateFilings(Supervised):
    name, caption, title = "late-filings", _("逾期的清单备案"), _("备案逾期")
    says = _("已公布而逾期未报送备案、报送后逾期未出具回执的清单版本。")
    order, county_field = "since", "edition__region"
    empty = _("没有逾期的清单备案")
    columns = (
        Column("title", _("清单版本"), list_title, link=edition_of),
        Column("region", _("清单所属区划"), "edition.region.name", sort="edition__region"),
        Column("function", _("备案机关"), "get_function_display", sort="function"),
        Column("what", _("逾期的是"), what_is_late),
        Column("since", _("办理期限"), "late_since", sort="late_since"),
        Column("late", _("逾期天数"), days_since("late_since"), number=True),
        *ORDER_COLUMNS,
    )
    source = staticmethod(oversight.late_filings)
    called = staticmethod(list_title)


class StaleBoards(Supervised):
    name, caption, title = "stale-boards", _("准入终止仍悬挂的牌子"), _("牌子未摘")
    says = _("所据准入已经退出或者到期、登记上仍悬挂的牌子。")
    order, county_field = "village", "county_code"
    empty = _("没有准入终止仍悬挂的牌子")
    search = ("title", "village__name", "entry__number")
    search_says = _("名称、村名或者编号")
    columns = (
        Column("title", _("牌子"), "title", sort="title", link=wall_of),
        Column("village", _("村"), "village.name", sort="village"),
        Column("entry", _("准入编号"), "entry.number", sort="entry__number"),
        Column("over", _("准入终止"), "over_on", sort="over_on"),
        Column("days", _("历时（天）"), days_since("over_on"), number=True),
        *ORDER_COLUMNS,
    )
    source = staticmethod(oversight.stale_boards)
    called = staticmethod(title_of_board)


class UnlistedBoards(Supervised):
    name, caption, title = "unlisted-boards", _("挂牌清单内没有的牌子"), _("牌子不在清单")
    says = _("登记悬挂在内部、名称在挂牌清单内没有的牌子；清单尚未录入的，请先录入清单。")
    order, county_field = "hung", "county_code"
    empty = _("没有不在清单的牌子")
    search = ("title", "village__name")
    search_says = _("名称或者村名")
    columns = (
        Column("title", _("牌子"), "title", sort="title", link=wall_of),
        Column("village", _("村"), "village.name", sort="village"),
        Column("hung", _("悬挂日期"), "hung_on", sort="hung_on"),
        Column("days", _("历时（天）"), days_since("hung_on"), number=True),
        *ORDER_COLUMNS,
    )
    source = staticmethod(oversight.unlisted_boards)
    called = staticmethod(title_of_board)


class Unpublished(Supervised):
    name, caption, title = "unpublished", _("变化后未公布的清单"), _("清单未公布")
    says = _("应当公布、备案的清单中，条目列入或者退出超过10天而没有公布新版本的；每份清单列出最早的一项变化。")
    order, county_field = "since", "region"
    empty = _("没有变化后未公布的清单")
    search = ("title", "number", "region__name")
    search_says = _("名称、编号或者区划")
    columns = (
        Column("list", _("清单"), list_of, sort="list_name", link=list_address),
        Column("region", _("清单所属区划"), "region.name", sort="region"),
        Column("change", _("最早的变化"), what_changed),
        Column("number", _("准入编号"), "number", sort="number"),
        Column("since", _("变化日期"), "since", sort="since"),
        Column("days", _("历时（天）"), days_since("since"), number=True),
        *ORDER_COLUMNS,
    )
    source = staticmethod(oversight.unpublished)
    called = staticmethod(list_of)


class Unfunded(Supervised):
    name, caption, title = "unfunded", _("经费未到位的事项"), _("经费未到位")
    says = _("已准入而经费无人负担，列入退出核查超过90天仍未处理的事项。")
    order, county_field = "since", "entry__region"
    empty = _("没有经费未到位的事项")
    search = ("entry__title", "entry__number")
    search_says = _("名称或者编号")
    columns = (
        Column("title", _("清单条目"), "entry.title", sort="entry__title", link=entry_page),
        Column("number", _("准入编号"), "entry.number", sort="entry__number"),
        Column("region", _("清单所属区划"), "entry.region.name", sort="entry__region"),
        Column("organ", _("责任单位"), "entry.organ.name", sort="entry__organ__name"),
        Column("since", _("列入退出核查"), "found_at", sort="found_at"),
        Column("days", _("历时（天）"), days_since("found_at"), number=True),
        *ORDER_COLUMNS,
    )
    source = staticmethod(oversight.unfunded)
    called = staticmethod(title_of_unfunded)


LISTS: dict[str, type[Supervised]] = {
    each.name: each
    for each in (
        Overdue,
        StillDemanded,
        ChangedBases,
        LateExits,
        LateFilings,
        Unpublished,
        StaleBoards,
        UnlistedBoards,
        Unfunded,
        DeclinedByRule,
        TurnedDown,
        WaitingForProvince,
        Suspended,
        Unattended,
        UnfiledOrders,
        ExtendedOrders,
        FrequentOrders,
    )
}


def list_of_problem(key: str) -> type[Supervised]:
    """The list on which the alarm of that key is shown."""
    query = alarms.query_of(key)
    return next(each for each in LISTS.values() if each.source is query)
