"""The worked cases, driven through the whole engine from submission to their end, and what came out.

The officers of a case know no case: each acts on the verdict before him. What people decide freely (a correction,
the province's answer, the county's decision) is part of the case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import time_machine
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop as _

from accounts import offices
from accounts.models import Function, Level, Organ, Region
from accounts.offices import Offices
from catalogues import register
from catalogues.models import Entry
from policy.assessment import Answer, Outcome, Verdict
from policy.cases import Case, Part, Setup
from policy.choices import Kind, Place
from policy.counterfactual import Cure
from policy.standing_forms import StandingForm
from workflows.demo import walk
from workflows.models import OPEN, AdmissionRequest, Citation, Decision, RequestPart, State
from workflows.services.cures import cures_of
from workflows.services.decision import Ruling, decide
from workflows.services.readings import terms_for

DECISIONS = {"admit": Decision.ADMITTED, "refuse": Decision.REFUSED, "send_back": Decision.SENT_BACK}
MOST_STEPS = 20


@dataclass(frozen=True)
class Played:
    """What the engine said of each part as it was first submitted, and in which state the request ended.

    `cures`: for each part, what would have cured what forbids or returns it.
    """

    case: Case
    outcomes: tuple[Outcome, ...]
    clauses: tuple[frozenset[str], ...]
    state: str
    cures: tuple[tuple[Cure, ...], ...]

    @property
    def as_expected(self) -> bool:
        return (
            self.outcomes == tuple(part.outcome for part in self.case.parts)
            and self.clauses == tuple(part.clauses for part in self.case.parts)
            and self.state == self.case.state
        )


def play(cases: Iterable[Case], county: Region) -> list[Played]:
    """Drive the cases in `county`, one after the other, each on its own day and ground. Nothing of them stays."""
    with transaction.atomic():
        staffed = offices.staff(county, prefix=f"case{county.code[:6]}-")
        _empty_the_lists(county)
        played = [_play(case, staffed) for case in cases]
        transaction.set_rollback(True)
    return played


def _play(case: Case, staffed: Offices) -> Played:
    noon = datetime.combine(case.today, time(10), ZoneInfo("Asia/Shanghai"))
    with time_machine.travel(noon, tick=True), transaction.atomic():
        played = Table(case, staffed).play()
        transaction.set_rollback(True)
    return played


def _empty_the_lists(county: Region) -> None:
    """The lists hold what the case says they hold, and nothing that a demo or an office has entered here.

    What stands there is put on the list of another county, under other numbers, until all is taken back: boards and exits
    hang on it.
    """
    above = [county.ancestor_code(level) for level in (Level.CITY, Level.PROVINCE)]
    elsewhere = Region.objects.filter(level=Level.COUNTY).exclude(pk=county.pk).order_by("pk")[0]
    Entry.listed.filter(region__in=[county.code, *above]).update(
        region=elsewhere, scope=None, number=Concat(Value("·"), "number")
    )


class Table:
    """The desk, so to speak, on which one case is played."""

    def __init__(self, case: Case, staffed: Offices, *, prefix: str = "case-", password: str | None = None) -> None:
        self.case, self.staffed = case, staffed
        self.clerk = offices.clerk_of(staffed, self._applicant(), prefix=prefix, password=password)
        _set_up(case.setup, self)

    def draft(self) -> AdmissionRequest:
        """What the applicant wrote, not yet submitted."""
        parts = [
            {"kind": part.kind, "title": part.title, "answers": dict(part.answers), "bases": part.bases}
            for part in self.case.parts
        ]
        return walk.draft(self.staffed.county, self.clerk, self.case.title, parts)

    def play(self) -> Played:
        """From submission to the end."""
        self.request = self.draft()
        self._step("submit")
        kept = [part.latest_verdict for part in self.request.parts.all() if part.latest_verdict]
        by = terms_for(self._read())
        for _count in range(MOST_STEPS):
            if self._read().state not in OPEN:
                break
            self._go_on()
        return Played(
            self.case,
            tuple(each.verdict.outcome for each in kept),
            tuple(_broken(each.verdict) for each in kept),
            self._read().state,
            tuple(cures_of(each, by) for each in kept),
        )

    def _go_on(self) -> None:
        """Whoever's turn it is does what the verdict or the case says."""
        match self._read().state:
            case State.SCREENING:
                points = self._to_correct()
                if points:
                    self._step("return_for_correction", {"points": points})
                else:
                    self._step("accept")
            case State.RETURNED:
                self._correct()
                self._step("resubmit")
            case State.UNDER_REVIEW | State.JOINT_REVIEW:
                self._step("opinions")
            case State.PROVINCIAL_CONSENT:
                self._province()
            case State.AWAITING_DECISION:
                self._decide()
            case State.PUBLICATION:
                self._step("publish")
            case State.FILING:
                self._step("file", {"receipt": f"备案回执 {self.case.id}"})

    def _step(self, act: str, answers: dict[str, object] | None = None) -> None:
        walk.take(act, self._read(), self.staffed, self.clerk, **(answers or {}))

    def _read(self) -> AdmissionRequest:
        self.request = AdmissionRequest.objects.select_related("county", "department").get(pk=self.request.pk)
        return self.request

    def _to_correct(self) -> list[str]:
        return [
            finding.says
            for part in self.request.live_parts()
            if part.is_pending
            for verdict in _latest(part)
            for finding in verdict.to_correct
        ]

    def _correct(self) -> None:
        for part, row in zip(self.case.parts, self.request.live_parts(), strict=True):
            if part.correction is not None:
                _write(row, part.corrected())

    def _province(self) -> None:
        answers = {part.province for part in self.case.parts if part.province}
        if answers == {"consent"}:
            self._step("consent", {"number": "辽委办函〔2026〕8号"})
        else:
            self._step("withhold_consent", {"reason": "无中央要求和法律法规依据。"})

    def _decide(self) -> None:
        rulings = {
            position: Ruling(DECISIONS[part.decision], "按照审查意见决定。")
            for position, part in enumerate(self.case.parts, start=1)
            if part.decision
        }
        decide(self.request, by=self.staffed.officers["decider"], rulings=rulings)

    def _applicant(self) -> Organ:
        function = Function(self.case.function)
        if function == Function.DEPARTMENT:
            return _department(self.staffed, self.case.applicant)
        places = Region.objects.within(self.staffed.county)
        if function == Function.TOWNSHIP:
            places = places.filter(level=Level.TOWNSHIP)
        return Organ.objects.filter(function=function, region__in=places).order_by("region")[0]


def _department(staffed: Offices, name: str) -> Organ:
    """县残联 is the federation of the county at hand."""
    full = staffed.county.name + name[1:] if name.startswith("县") else name
    organ, _new = Organ.objects.get_or_create(name=full, defaults={"region": staffed.county})
    return organ


def _broken(verdict: Verdict) -> frozenset[str]:
    return frozenset(each.citation for each in verdict.findings if each.answer is Answer.BROKEN)


def _latest(part: RequestPart) -> list[Verdict]:
    return [part.latest_verdict.verdict] if part.latest_verdict else []


def _write(row: RequestPart, part: Part) -> None:
    row.title, row.answers = part.title, dict(part.answers)
    row.save(update_fields=["title", "answers"])
    row.citations.all().delete()
    Citation.objects.bulk_create(walk.citation(row, number, basis) for number, basis in enumerate(part.bases, start=1))


def _set_up(setup: Setup, table: Table) -> None:
    """Enter what the registers hold before the case."""
    county, case = table.staffed.county, table.case
    city = Region.objects.get(pk=county.ancestor_code(Level.CITY))
    for number in range(setup.inside_signboards or 0):
        _enter(county, Kind.SIGNBOARD, f"{case.id}内部标牌{number + 1}", case, {"place": Place.INSIDE.value})
    for title in setup.city_signboard_list or ():
        _enter(city, Kind.SIGNBOARD, title, case, {}, on=setup.city_list_changed_on)
    for form in setup.standing_forms or ():
        _enter_form(table, form)


def _enter_form(table: Table, form: StandingForm) -> None:
    answers: dict[str, object] = {
        "frequency": form.frequency.value,
        "indicators": [each.as_json() for each in form.fields],
    }
    organ = _department(table.staffed, form.organ)
    _enter(table.staffed.county, Kind.REPORT_FORM, form.title, table.case, answers, organ=organ)


def _enter(
    region: Region,
    kind: Kind,
    title: str,
    case: Case,
    answers: dict[str, object],
    *,
    on: date | None = None,
    organ: Organ | None = None,
) -> None:
    register.enter(
        number=f"存量{region.code[:6]}-{Entry.objects.filter(region=region).count() + 1:04d}",
        region=region,
        kind=kind.value,
        title=title,
        organ=organ,
        answers=answers,
        on=on or localdate(),
        source=_("准入制度施行前已有"),
    )


def summary(played: Iterable[Played]) -> tuple[int, int]:
    """How many came out as expected, of how many."""
    results = [each.as_expected for each in played]
    return sum(results), len(results)
