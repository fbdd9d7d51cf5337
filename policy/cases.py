"""Worked cases: facts with the outcome that they must have. Read from TOML, so that a jurist can write them.

A file has `[answers.<kind>]`, what is answered where nothing is at issue, and `[[case]]` tables with
`[[case.parts]]`; a part's own answers come first. See tests/cases/development.toml.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Self

from policy.assessment import Outcome
from policy.choices import Frequency, Kind
from policy.form_fields import FormField
from policy.standing_forms import StandingForm


@dataclass(frozen=True)
class Correction:
    """补正: what the applicant changes in one part. None where it stays as it was."""

    title: str | None
    answers: Mapping[str, Any]
    bases: Sequence[Mapping[str, Any]] | None


@dataclass(frozen=True)
class Part:
    """One part of a case. `clauses`: those that are broken, exactly. What people then do stands below.

    `bases` are as an applicant gives them: title, document_number, article, suffix, paragraph, item, level, text.
    """

    kind: Kind
    title: str
    answers: Mapping[str, Any]
    bases: Sequence[Mapping[str, Any]]
    outcome: Outcome
    clauses: frozenset[str]
    correction: Correction | None
    province: str | None
    decision: str | None

    def corrected(self) -> Self:
        """The part as it comes back after the return."""
        if self.correction is None:
            return self
        return replace(
            self,
            title=self.correction.title or self.title,
            answers={**self.answers, **self.correction.answers},
            bases=self.bases if self.correction.bases is None else self.correction.bases,
        )


@dataclass(frozen=True)
class Setup:
    """What the registers hold before: None where they are not connected."""

    inside_signboards: int | None = None
    city_signboard_list: Sequence[str] | None = None
    city_list_changed_on: date | None = None
    standing_forms: Sequence[StandingForm] | None = None

    def records(self, part: Part, applicant: str, today: date) -> dict[str, Any]:
        """What the registers say of a part, by the names of Facts."""
        records: dict[str, Any] = {"today": today, "applicant": applicant}
        if part.kind is Kind.SIGNBOARD:
            listed = self.city_signboard_list
            records["signboards_inside"] = self.inside_signboards
            records["in_city_list"] = None if listed is None else part.title in listed
            records["city_list_changed_on"] = self.city_list_changed_on
        if part.kind is Kind.REPORT_FORM:
            records["standing_forms"] = None if self.standing_forms is None else tuple(self.standing_forms)
        return records


@dataclass(frozen=True)
class Case:
    """One case: who asks for what, what stands already, and in which state the request must end."""

    id: str
    title: str
    source: str
    applicant: str
    function: str
    today: date
    setup: Setup
    parts: tuple[Part, ...]
    state: str


def load(path: Path) -> tuple[Case, ...]:
    """The cases of one file. Raises KeyError or ValueError for a table that is incomplete."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_case(each, data) for each in data["case"])


def _case(table: Mapping[str, Any], data: Mapping[str, Any]) -> Case:
    return Case(
        id=table["id"],
        title=table["title"],
        source=table.get("source", ""),
        applicant=table["applicant"],
        function=table.get("function", "department"),
        today=table.get("today", data["today"]),
        setup=_setup(table.get("setup", {})),
        parts=tuple(_part(each, data.get("answers", {})) for each in table["parts"]),
        state=table["state"],
    )


def _part(table: Mapping[str, Any], usual: Mapping[str, Any]) -> Part:
    return Part(
        kind=Kind(table["kind"]),
        title=table["title"],
        answers={**usual.get(table["kind"], {}), **table.get("answers", {})},
        bases=table.get("bases", []),
        outcome=Outcome(table["outcome"]),
        clauses=frozenset(table["clauses"]),
        correction=_correction(table["correction"]) if "correction" in table else None,
        province=table.get("province"),
        decision=table.get("decision"),
    )


def _correction(table: Mapping[str, Any]) -> Correction:
    return Correction(table.get("title"), table.get("answers", {}), table.get("bases"))


def _setup(table: Mapping[str, Any]) -> Setup:
    forms = table.get("standing_forms")
    return Setup(
        inside_signboards=table.get("inside_signboards"),
        city_signboard_list=table.get("city_signboard_list"),
        city_list_changed_on=table.get("city_list_changed_on"),
        standing_forms=None if forms is None else [_form(each) for each in forms],
    )


def _form(table: Mapping[str, Any]) -> StandingForm:
    frequency = Frequency(table["frequency"])
    fields = tuple(FormField.read(each) for each in table["indicators"])
    return StandingForm(title=table["title"], organ=table["organ"], frequency=frequency, fields=fields)
