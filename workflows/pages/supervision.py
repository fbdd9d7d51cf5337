"""监督: numbers that lead to lists. What they count, `services.oversight` says; no organ is ranked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import doors, rights
from accounts.models import Region
from workflows.flows import NODES
from workflows.pages.bar_drawing import Bar, Bars
from workflows.pages.listing import answer
from workflows.pages.problem_lists import LISTS
from workflows.pages.sight import officer_of
from workflows.pages.supervised import DeclinedByRule, Overdue, Unattended
from workflows.services import oversight

UNIT = gettext_lazy("件")


@dataclass(frozen=True)
class Tile:
    """A number that leads to the list it counts."""

    number: int
    name: str | Promise
    url: str
    tone: str = ""


def list_url(name: str, **query: str) -> str:
    address = reverse("supervision_list", args=[name])
    return f"{address}?{urlencode(query)}" if query else address


def tiles(regions: Sequence[Region]) -> list[Tile]:
    """One for each list: one query each."""
    counted = [(each, each.source(regions).count()) for each in LISTS.values()]
    return [
        Tile(count, each.title, list_url(name), "stop" if each in (Overdue, Unattended) and count else "")
        for (name, each), (_each, count) in zip(LISTS.items(), counted, strict=True)
    ]


def overdue_by_desk(regions: Sequence[Region]) -> list[tuple[str, int, str]]:
    """(desk, how many are late, the list of them), in the order of the procedure."""
    rows = Overdue.source(regions).order_by().values_list("name").annotate(n=Count("pk"))
    late = dict(rows)
    return [
        (_(node.task_title), late[name], list_url(Overdue.name, desk=name))
        for name, node in NODES.items()
        if name in late
    ]


def declined_by_clause(regions: Sequence[Region]) -> list[tuple[str, int, str]]:
    """(clause, how many parts it stopped, the list of them), in the order of the notice. A part may break several."""
    counted = oversight.by_clause(DeclinedByRule.source(regions))
    return [(clause, n, list_url(DeclinedByRule.name, clause=clause)) for clause, n in counted.items() if n]


def chart(key: str, title: str, head: str, rows: Sequence[tuple[str, int, str]], tone: str = "ink") -> Bars:
    says = _("；").join(f"{name} {count}" for name, count, _url in rows)
    return Bars(key, title, says, [Bar(name, count, tone) for name, count, _url in rows], head, UNIT)


@doors.holding(rights.SUPERVISE)
def supervision(request: HttpRequest) -> HttpResponse:
    """Where things stand in the regions I watch."""
    regions = oversight.watched(officer_of(request))
    by_desk, by_clause = overdue_by_desk(regions), declined_by_clause(regions)
    shown = {
        "regions": regions,
        "tiles": tiles(regions),
        "by_desk": by_desk,
        "by_clause": by_clause,
        "desk_chart": chart("late", _("逾期未办，按环节"), _("环节"), by_desk, "stop"),
        "clause_chart": chart("clauses", _("自动不予受理，按所据条款"), _("条款"), by_clause),
    }
    return render(request, "offices/supervision.html", shown)


@doors.holding(rights.SUPERVISE)
def supervision_list(request: HttpRequest, name: str) -> HttpResponseBase:
    """One of the lists."""
    if name not in LISTS:
        raise Http404
    regions = oversight.watched(officer_of(request))
    lists = [(each.title, list_url(key), key == name) for key, each in LISTS.items()]
    return answer(request, "offices/supervision_list.html", LISTS[name](regions, request.GET), {"lists": lists})
