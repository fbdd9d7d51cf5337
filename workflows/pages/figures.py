"""统计: charts with their tables, each number a link to exactly the rows that it counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts import doors, rights
from accounts.models import User
from catalogues import burden as meter
from policy.choices import Kind
from workflows.flows import NODES
from workflows.models import AdmissionRequest, Decision
from workflows.pages.bar_drawing import Bar, Bars
from workflows.pages.burden import measure
from workflows.pages.figure_lists import LISTS, OF_REQUEST, Seen, in_days
from workflows.pages.filters import Reading
from workflows.pages.listing import answer
from workflows.pages.request_list import EVERYBODY
from workflows.pages.sight import officer_of
from workflows.services import figures as service
from workflows.services.reports import MAKERS


@dataclass(frozen=True)
class Figure:
    """One number that leads to the rows it counts."""

    number: int
    url: str


@dataclass(frozen=True)
class Row:
    """A line of the table beside a chart: a name, numbers, and words where a number alone would not do."""

    name: str | Promise
    cells: Sequence[Figure | str]


@dataclass(frozen=True)
class Chart:
    """A drawing with its table."""

    key: str
    title: str
    says: str
    heads: Sequence[str]
    rows: Sequence[Row]
    bars: Bars


class Board:
    """The figures of one officer; `query` may narrow them to what was submitted in a span of days."""

    def __init__(self, seen: Seen, query: QueryDict) -> None:
        self.region = seen.region
        self.period: Reading = OF_REQUEST.read(query)
        self.requests: QuerySet[AdmissionRequest] = seen.requests.filter(self.period.condition)
        self.kept = (
            {} if self.period.unreadable else {key: query.get(key, "") for key in OF_REQUEST.keys if query.get(key)}
        )

    def url(self, name: str, **chosen: str) -> str:
        query = QueryDict(mutable=True)
        query.update({**chosen, **self.kept})
        return f"{reverse('figure_list', args=[name])}?{query.urlencode()}"

    def charts(self) -> list[Chart]:
        return [self.load(), self.times(), self.trend(), self.outcomes(), self.clauses(), self.burden()]

    def load(self) -> Chart:
        """What lies at each desk, and how much of it is late."""
        found = service.load_by_desk(self.requests, localdate())
        named = [(name, *found[name]) for name in NODES if name in found]
        rows = [
            Row(_(NODES[name].task_title), [Figure(lie, self.url("open", desk=name)), Figure(late, self.url("open", desk=name, late="yes"))])
            for name, lie, late in named
        ]  # fmt: skip
        bars = [Bar(_(NODES[name].task_title), lie, "stop" if late else "ink") for name, lie, late in named]
        says = _("各环节现有的未办事项；有逾期的以红色表示。")
        return _chart("load", _("未办，按环节"), says, [_("环节"), _("未办"), _("其中逾期")], rows, bars)

    def times(self) -> Chart:
        """How long things lay at each desk: half of them no longer than the median, nine of ten no longer than the 90th."""
        found = service.time_by_desk(self.requests)
        named = [(name, *found[name]) for name in NODES if name in found]
        rows = [
            Row(_(NODES[name].task_title), [Figure(done, self.url("done", desk=name)), in_days(half), in_days(most)])
            for name, done, half, most in named
        ]
        bars = [
            Bar(_(NODES[name].task_title), half.total_seconds(), "ink", in_days(half)) for name, _n, half, _m in named
        ]
        says = _("每个环节从转到至办结的自然日，含节假日；图为中位数。")
        heads = [_("环节"), _("已办"), _("中位用时"), _("九成不超过")]
        return _chart("times", _("用时，按环节"), says, heads, rows, bars)

    def trend(self) -> Chart:
        """How many desks were overdue, week by week."""
        found = service.overdue_trend(self.requests, service.weeks(localdate()))
        rows = [Row(day.isoformat(), [Figure(n, self.url("late", on=day.isoformat()))]) for day, n in found]
        bars = [Bar(day.isoformat(), n, "stop") for day, n in found]
        return _chart("trend", _("逾期，逐周"), _("当日结束时逾期未办的环节。"), [_("日期"), _("逾期")], rows, bars)

    def outcomes(self) -> Chart:
        """What became of the parts, by kind."""
        found = service.outcomes(self.requests)
        decisions = [each for each in Decision if any(decision == each for _kind, decision in found)]
        rows = [
            Row(_(kind.label), [Figure(found.get((kind, each), 0), self.url("outcomes", kind=kind, decision=each)) for each in decisions])
            for kind in Kind if any(key == kind for key, _decision in found)
        ]  # fmt: skip
        bars = [
            Bar(each.label, sum(n for (_kind, decision), n in found.items() if decision == each)) for each in decisions
        ]
        heads = [_("类别"), *(str(each.label) for each in decisions)]
        return _chart("outcomes", _("结果，按类别"), _("申请的各项逐一计算；图为各类合计。"), heads, rows, bars)

    def clauses(self) -> Chart:
        """The clauses that the last verdicts find broken and that forbid."""
        found = [(clause, n) for clause, n in service.by_clause(self.requests).items() if n]
        rows = [Row(clause, [Figure(n, self.url("outcomes", clause=clause))]) for clause, n in found]
        bars = [Bar(clause, n) for clause, n in found]
        says = _("最近一次审查认定不符、且不得准入的条款；一项可能不符合多条。")
        return _chart("clauses", _("不符，按条款"), says, [_("条款"), _("项数")], rows, bars)

    def burden(self) -> Chart:
        """What villages carry in minutes a year, month by month. It does not depend on when requests were handed in."""
        found = meter.trend(self.region, service.month_ends(localdate())) if self.region else []
        found = found if any(entries for _day, _minutes, entries in found) else []
        rows = [
            Row(day.isoformat(), [Figure(entries, self.url("carried", on=day.isoformat())), measure.shown(minutes)])
            for day, minutes, entries in found
        ]
        bars = [
            Bar(day.isoformat(), float(measure.hours(minutes)), shown=measure.shown(minutes))
            for day, minutes, _n in found
        ]
        says = _("%(region)s各村合计，每月末和今天有效的条目：每次用时 × 每年次数 × 村数；用时不详的条目不计时间。") % {
            "region": self.region or ""
        }
        return _chart("burden", _("村级负担，逐月"), says, [_("日期"), _("条目"), _("小时/年")], rows, bars)


def _chart(key: str, title: str, says: str, heads: list[str], rows: list[Row], bars: list[Bar]) -> Chart:
    read = _("；").join(f"{bar.name} {bar.figure}" for bar in bars)
    return Chart(key, title, says, heads, rows, Bars(key, title, read, bars))


def _tabs(board: Board) -> Iterator[tuple[str, str, str]]:
    for name, each in LISTS.items():
        yield str(each.caption), board.url(name), name


@doors.holding(*EVERYBODY)
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of all that I may see."""
    board = Board(_seen_by(officer_of(request)), request.GET)
    shown: dict[str, Any] = {"charts": board.charts(), "period": board.period, "narrowed": bool(board.kept)}
    shown["may_report"] = bool(rights.places(officer_of(request), MAKERS))
    return render(request, "offices/figures.html", shown)


@doors.holding(*EVERYBODY)
def figure_list(request: HttpRequest, name: str) -> HttpResponseBase:
    """The rows behind a figure."""
    if name not in LISTS:
        raise Http404
    seen = _seen_by(officer_of(request))
    tabs = [(title, url, key == name) for title, url, key in _tabs(Board(seen, request.GET))]
    return answer(request, "offices/figure_list.html", LISTS[name](seen, request.GET), {"lists": tabs})


def _seen_by(officer: User) -> Seen:
    return Seen(service.requests_of(officer), service.region_of(officer))
