"""One part as it is being written: form, citations, and what the notice would say of it. Nothing is stored."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import Level, Region
from laws import registry
from laws.registry import ArticleHit
from policy import assessment
from policy.answers import WrongAnswer
from policy.basis import Basis
from policy.counterfactual import cures
from policy.facts import Facts, Kind
from policy.legal.citations import Citation as Written
from policy.legal.places import Place
from workflows.facts import basis_of, records_for
from workflows.models import AdmissionRequest, Citation, RequestPart
from workflows.pages import citation_form
from workflows.pages.burden import preview
from workflows.pages.citation_form import CitationForm, Rows
from workflows.pages.part_form import PartForm
from workflows.pages.reported import Reported, Standing
from workflows.pages.sheet import Cited
from workflows.pages.told import Told, told
from workflows.services import temporary
from workflows.services.readings import terms_for

HITS = 8


@dataclass
class PartDesk:
    """The part, and what was typed about it: `form` and `rows` are bound to it if something was."""

    part: RequestPart
    form: PartForm
    rows: Rows
    sought: str = ""
    hits: list["Hit"] = field(default_factory=list)

    @cached_property
    def citations(self) -> list[Citation]:
        return self.rows.citations if self.rows.is_bound else list(self.part.citations.all())

    @cached_property
    def bases(self) -> list[Basis]:
        """What the register knows of each citation today."""
        return [basis_of(citation, on=localdate()) for citation in self.citations]

    @cached_property
    def told(self) -> Told | None:
        """What the notice says of what is typed; None where it cannot be read."""
        title, answers = self.said
        as_typed = RequestPart(request=self.part.request, kind=self.part.kind, title=title, scope=self.where)
        try:
            records = records_for(as_typed, on=localdate())
            facts = Facts.from_answers(Kind(self.part.kind), title, answers, self.bases, records)
        except WrongAnswer:
            return None
        by = terms_for(self.part.request)
        return told(assessment.judge(facts, by), self.part.kind, cures(facts, by=by))

    @cached_property
    def impossible_day(self) -> str:
        """What is wrong with the last day of a temporary item, as typed; empty where nothing is."""
        return temporary.impossible_day(self.part.request.county, self.said[1])

    @cached_property
    def said(self) -> tuple[str, dict[str, Any]]:
        """Title and answers, as typed or as stored."""
        if not self.form.is_bound:
            return self.part.title, self.part.answers
        self.form.is_valid()
        return self.form.cleaned_data.get("title", ""), self.form.cleaned_answers

    @cached_property
    def burden(self) -> preview.Preview | None:
        """What the villages carry before and after; None for what takes no time."""
        title, answers = self.said
        return preview.as_typed(self.part.request.county, self.part.kind, title, answers, self.where)

    @cached_property
    def reported(self) -> Reported | None:
        """Which of its fields are reported already; None for what is no form."""
        title, answers = self.said
        request = self.part.request
        as_typed = RequestPart(request=request, kind=self.part.kind, title=title, answers=answers)
        return Standing(request.county).reported(as_typed)

    @cached_property
    def where(self) -> Region | None:
        """The township or village typed or stored; None is the whole county."""
        if not self.form.is_bound:
            return self.part.scope
        self.form.is_valid()
        return Region.objects.filter(pk=self.form.cleaned_data.get("where") or "-").first()

    @cached_property
    def shown_rows(self) -> list[tuple[CitationForm, list[Cited]]]:
        """Each row with what the register knows of it."""
        known = [Cited(*each) for each in zip(self.citations, self.bases, strict=True)]
        return citation_form.spread(self.rows, known)


@dataclass(frozen=True)
class Hit:
    """An article that was found, and the citation that choosing it writes."""

    found: ArticleHit

    @property
    def citation(self) -> str:
        number = "" if self.found.article else self.found.document_number
        place = Place(article=self.found.article, suffix=self.found.suffix or None)
        return str(Written(self.found.title, number, place=place))


def late_days(request: AdmissionRequest) -> list[tuple[RequestPart, str]]:
    """(part, the day it says) of each open temporary part that cannot end on that day any more."""
    pending = [part for part in request.live_parts() if part.is_pending]
    wrong = [part for part in pending if temporary.impossible_day(request.county, part.answers)]
    return [(part, part.answers["ends_on"]) for part in wrong]


def stored(part: RequestPart) -> PartDesk:
    form = PartForm(
        part.kind, title=part.title, answers=part.answers, where=part.scope_id or "", places=places_of(part)
    )
    return PartDesk(part, _with_days(form, part), citation_form.rows(part.citations.all()))


def typed(part: RequestPart, data: QueryDict) -> PartDesk:
    form = PartForm(part.kind, data, places=places_of(part))
    return PartDesk(part, _with_days(form, part), citation_form.typed(data))


def _with_days(form: PartForm, part: RequestPart) -> PartForm:
    """The form, which says between which days a temporary item of the county may end."""
    if asked := form.fields.get("ends_on"):
        first, last, limits = temporary.bounds(part.request.county)
        asked.help_text = _(
            "申请类型为“临时”的必填，在 %(first)s 至 %(last)s 之间（至多%(days)d天）；到期自动失效，不转为长期事项"
        ) % {"first": first.isoformat(), "last": last.isoformat(), "days": limits.temporary_days}
    return form


def places_of(part: RequestPart) -> list[tuple[str, Any]]:
    """The townships of the county and their villages, to choose where the part is to apply."""
    inside = Region.objects.within(part.request.county).filter(level__in=[Level.TOWNSHIP, Level.VILLAGE])
    groups: dict[str, list[tuple[str, str]]] = {}
    names: dict[str, str] = {}
    for region in inside.order_by("code"):
        township = region.ancestor_code(Level.TOWNSHIP)
        if region.level == Level.TOWNSHIP:
            names[township] = region.name
            groups[township] = [(region.code, _("%(township)s所有村") % {"township": region.name})]
        else:
            groups.setdefault(township, []).append((region.code, region.name))
    return [(names.get(township, ""), choices) for township, choices in groups.items()]


def seek(words: Any) -> list[Hit]:
    """The articles in force today that fit the words."""
    return [Hit(found) for found in registry.search(str(words).strip(), on=localdate(), limit=HITS)]
