"""规则: every rule beside its clause, and each on a page of its own. What is not decided by a rule stands below, with why."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import doors, rights
from accounts.models import Region, User
from policy import notice
from policy.choices import Kind
from policy.notice import Notice
from policy.rulebook import RULES, Breach, named
from policy.terms import Terms, terms
from workflows.models import RequestPart
from workflows.pages.columns import Column, Link
from workflows.pages.filters import Choice, Reading, clean
from workflows.pages.listing import TERMS, Listing, answer
from workflows.pages.request_list import KINDS
from workflows.pages.rule_view import NEVER, STEPS, RuleView, Words
from workflows.pages.sight import counties_of, officer_of
from workflows.pages.supervised import PART_COLUMNS
from workflows.services import firing
from workflows.services.firing import Fired
from workflows.services.readings import terms_of

BREACHES = [(each.value, gettext_lazy(each.label)) for each in Breach]
NOTE = re.compile(r"\[bookmark: [^\]]*\]")


@dataclass(frozen=True)
class Left:
    """A clause that no rule decides: why, and whether another part of the system sees to it."""

    key: str
    quote: str
    why: str
    how: Words


@dataclass(frozen=True)
class Context:
    """A quotation where it stands: the rest of its paragraph before and after."""

    before: str
    quote: str
    after: str


class Place:
    """The ground on which one officer reads the rules: his county's, if he has one; else as they are usually read."""

    def __init__(self, officer: User) -> None:
        self.counties = counties_of(officer)

    @property
    def name(self) -> str:
        return self.counties[0][1] if len(self.counties) == 1 else ""

    @cached_property
    def by(self) -> Terms:
        if len(self.counties) != 1:
            return terms(on=localdate())
        return terms_of(Region(code=self.counties[0][0]), localdate())

    @cached_property
    def fired(self) -> Mapping[str, Fired]:
        return firing.counts(code for code, _name in self.counties)

    def views(self) -> list[RuleView]:
        """All rules in the order in which they are tried."""
        in_order = sorted(RULES, key=lambda each: (each.step, each.number))
        return [RuleView(each, self.by, self.fired.get(each.name, NEVER)) for each in in_order]


class Book:
    """The rules that the address asks for, by the order of evaluation."""

    def __init__(self, place: Place, query: QueryDict) -> None:
        self.place, self.query = place, query
        self.sought = clean(query.get("q", ""))
        self.kind = Choice("kind", gettext_lazy("类别"), KINDS).read(query)
        self.breach = Choice("breach", gettext_lazy("不符时"), BREACHES).read(query)

    @cached_property
    def all(self) -> list[RuleView]:
        return self.place.views()

    @cached_property
    def chosen(self) -> list[RuleView]:
        kind, breach = self.kind.shown["chosen"], self.breach.shown["chosen"]
        words = self.sought.split()[:TERMS]
        return [
            each
            for each in self.all
            if (not kind or Kind(kind) in each.rule.kinds)
            and (not breach or each.consequence.breach is Breach(breach))
            and each.holds_words(words)
        ]

    @property
    def steps(self) -> list[tuple[int, Words, list[RuleView]]]:
        """(number, title, rules) of each step that has any."""
        grouped = groupby(self.chosen, key=lambda each: each.rule.step)
        return [(step.value, STEPS[step], list(views)) for step, views in grouped]

    @property
    def narrowed(self) -> bool:
        return bool(self.sought) or self.kind.active or self.breach.active

    @property
    def unreadable(self) -> list[Reading]:
        return [each for each in (self.kind, self.breach) if each.unreadable]

    @property
    def tabs(self) -> list[Link]:
        """All kinds, and each of them; what else is asked for stays."""
        chosen = self.kind.shown["chosen"]
        kinds: list[tuple[str, Words]] = [("", gettext_lazy("全部类别")), *KINDS]
        return [Link(label, self._address(kind), "page" if kind == chosen else "") for kind, label in kinds]

    def _address(self, kind: str) -> str:
        asked = {"kind": kind, "breach": self.breach.shown["chosen"], "q": self.sought}
        return "?" + urlencode({name: value for name, value in asked.items() if value})


@doors.signed_in
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule beside its clause, and what no rule decides."""
    place = Place(officer_of(request))
    edition = place.by.edition
    shown = {
        "book": Book(place, request.GET),
        "place_name": place.name,
        "notice": edition,
        "left": list(_left(edition)),
        "may_replay": bool(rights.places(officer_of(request), {rights.SUPERVISE, rights.SCREEN})),
    }
    return render(request, "rules/rules.html", shown)


class FiredOn(Listing[RequestPart]):
    """The parts on which one rule fired."""

    name, caption = "fired", gettext_lazy("触发过这条规则的事项")
    order = "-submitted"
    search = ("title", "request__number", "request__title")
    search_says = gettext_lazy("名称或者编号")
    empty = gettext_lazy("您能看到的申请中，没有触发过这条规则的")
    columns = (
        *PART_COLUMNS,
        Column(
            "decision",
            gettext_lazy("结果"),
            "get_decision_display",
            sort="decision",
            template="offices/cell_decision.html",
        ),
        Column("submitted", gettext_lazy("提交时间"), "request.submitted_at", sort="request__submitted_at"),
    )


@doors.signed_in
def rule(request: HttpRequest, name: str) -> HttpResponseBase:
    """One rule: its clause where it stands, what it looks at, and on what it fired."""
    found, officer = named(name), officer_of(request)
    if found is None:
        raise Http404
    place = Place(officer)
    view = RuleView(found, place.by, place.fired.get(name, NEVER))
    same = [RuleView(each, place.by) for each in RULES if each.key == found.key and each is not found]
    shown = {
        "view": view,
        "place_name": place.name,
        "context": context(place.by.edition, view.clause.quote),
        "same": same,
    }
    return answer(request, "rules/rule.html", FiredOn(firing.parts(name, officer), request.GET), shown)


def context(edition: Notice, quote: str) -> Context | None:
    """The paragraph of the notice in which the quotation stands; None for what stands elsewhere."""
    for paragraph in NOTE.sub("", edition.text).splitlines():
        before, found, after = paragraph.strip().partition(quote) if quote else ("", "", "")
        if found:
            return Context(before, found, after)
    return None


def _left(edition: Notice) -> Iterable[Left]:
    by_whom: Sequence[tuple[Mapping[str, str], Words]] = (
        (edition.not_automated, gettext_lazy("不自动判定")),
        (edition.other_place, gettext_lazy("由系统其他部分承担")),
    )
    for reasons, how in by_whom:
        for key, why in reasons.items():
            yield Left(key, edition.clauses[key].quote, _(why), how)
    for key, (source, why) in notice.OUTSIDE_NOT_AUTOMATED.items():
        yield Left(key, source, _(why), by_whom[0][1])
