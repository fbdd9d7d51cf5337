"""重放: try other readings, limits, dates or rules on what was; see whose outcome would be another one. Writes nothing."""

from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from accounts.models import Level, Region, User
from accounts.models.region import inside
from policy.assessment import Outcome
from workflows.models import RequestPart
from workflows.pages.bar_drawing import Bar, Bars
from workflows.pages.columns import Column
from workflows.pages.filters import Choice
from workflows.pages.listing import Listing, answer
from workflows.pages.matrix_drawing import Matrix
from workflows.pages.replay_form import ReplayForm
from workflows.pages.sight import officer_of
from workflows.pages.supervised import PART_COLUMNS
from workflows.services import replaying
from workflows.services.replaying import Found, Turned

# As many parts are judged while somebody waits for a page; more is work for `manage.py replay`.
MOST = 2000
BETWEEN = "-to-"


class TurnedParts(Listing[RequestPart]):
    """The parts whose outcome would be another one."""

    name, caption = "replay", _("结果改变的事项")
    order = "-number"
    search = ("title", "request__number", "request__title", "request__department__name")
    search_says = _("名称、编号或者申请单位")
    empty = _("没有结果改变的事项")

    def __init__(self, found: Found, query: QueryDict) -> None:
        self.turned = {each.part: each for each in found.turned}
        rows = RequestPart.objects.filter(pk__in=self.turned).select_related("request__county", "request__department")
        super().__init__(rows, query)
        self.columns = (
            *PART_COLUMNS,
            Column("old", _("原结果"), lambda part: __(self._of(part).old.label)),
            Column("new", _("新结果"), lambda part: __(self._of(part).new.label)),
            Column("clauses", _("改变结果的条款"), lambda part: __("；").join(self._of(part).clauses)),
        )
        ways = sorted({(each.old, each.new) for each in found.turned}, key=lambda way: tuple(map(_place, way)))
        self.filters = (
            Choice("way", _("结果变化"), [(_way(*each), _way_label(*each)) for each in ways], condition=self._went),
            Choice("clause", _("条款"), [(each, each) for each, _n in found.by_clause], condition=self._turned_by),
        )

    def _of(self, part: RequestPart) -> Turned:
        return self.turned[part.pk]

    def _went(self, way: str) -> Q:
        return Q(pk__in=[each.part for each in self.turned.values() if _way(each.old, each.new) == way])

    def _turned_by(self, clause: str) -> Q:
        return Q(pk__in=[each.part for each in self.turned.values() if clause in each.clauses])


class Shown:
    """What the page draws of a replay. Only outcomes that occur, before or after, have a row and a column."""

    def __init__(self, found: Found, query: QueryDict) -> None:
        self.found, self.query = found, query
        occurring = {outcome for cell in found.matrix for outcome in cell}
        self.outcomes = [each for each in Outcome if each in occurring]

    @property
    def rows(self) -> list[tuple[str, list[tuple[int, str]], int]]:
        """(old outcome, (number, where its parts are listed) of each new one, all of the row)."""
        return [
            (__(old.label), [self._cell(old, new) for new in self.outcomes], self._all(old)) for old in self.outcomes
        ]

    @property
    def heads(self) -> list[str]:
        return [__(each.label) for each in self.outcomes]

    def _all(self, old: Outcome) -> int:
        return sum(self.found.matrix[old, new] for new in self.outcomes)

    def _cell(self, old: Outcome, new: Outcome) -> tuple[int, str]:
        number = self.found.matrix[old, new]
        if old is new or not number:
            return number, ""
        query = self.query.copy()
        for key in ("way", "clause", "q", "page", "export"):
            query.pop(key, None)
        query["way"] = _way(old, new)
        return number, f"?{query.urlencode()}#listing-replay"

    @cached_property
    def matrix(self) -> Matrix:
        at = {outcome: place for place, outcome in enumerate(self.outcomes)}
        cells = {(at[old], at[new]): number for (old, new), number in self.found.matrix.items()}
        said = [f"{_way_label(old, new)} {n}" for (old, new), n in self.found.matrix.items() if old is not new]
        says = __("纵为原结果，横为新结果。") + (__("；").join(said) or __("没有结果改变的事项"))
        return Matrix("matrix", __("原结果与新结果"), says, self.heads, cells)

    @cached_property
    def clauses(self) -> Bars | None:
        rows = self.found.by_clause
        if not rows:
            return None
        says = __("；").join(f"{clause} {number}" for clause, number in rows)
        bars = [Bar(clause, number) for clause, number in rows]
        return Bars("turning", __("改变结果的条款"), says, bars, __("条款"), __("件"))


@doors.holding(rights.SUPERVISE, rights.SCREEN)
def replay(request: HttpRequest) -> HttpResponseBase:
    """Ask, and answer at once; more than MOST parts are refused, with the command that does it."""
    counties = counties_watched(officer_of(request))
    asked = "county" in request.GET
    form = ReplayForm(counties, request.GET if asked else None)
    shown: dict[str, Any] = {"form": form, "most": MOST, "asked": asked}
    found = Found()
    if asked and form.is_valid():
        rows = replaying.past(form.codes, form.cleaned_data["first"], form.cleaned_data["last"])
        changed, shown["number"] = form.changed(), rows.count()
        shown["too_many"] = shown["number"] > MOST
        if changed.is_something and not shown["too_many"]:
            found = replaying.run(rows, changed)
            shown |= {"found": found, "drawn": Shown(found, request.GET), "told": form.told()}
    return answer(request, "rules/replay.html", TurnedParts(found, request.GET), shown)


def counties_watched(officer: User) -> list[tuple[str, str]]:
    """(code, name) of the counties that the officer supervises, or whose counter he keeps."""
    held = rights.regions(officer, {rights.SUPERVISE, rights.SCREEN})
    return list(Region.objects.filter(inside("code", held), level=Level.COUNTY).values_list("code", "name"))


def _way(old: Outcome, new: Outcome) -> str:
    return f"{old.value}{BETWEEN}{new.value}"


def _way_label(old: Outcome, new: Outcome) -> str:
    return __("%(old)s → %(new)s") % {"old": __(old.label), "new": __(new.label)}


def _place(outcome: Outcome) -> int:
    return list(Outcome).index(outcome)
