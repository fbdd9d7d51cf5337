"""签署情况 of a request: who has signed, who is asked, who comes later, who does not count, and what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from policy.signing import OUTCOMES, Outcome, Sheet, Stage, Votes, Way
from workflows import signing
from workflows.flows import NODES, SIGNING_DESKS
from workflows.models import AdmissionProcess, AdmissionRequest, Conclusion, Desk, Opinion
from workflows.models.county_procedure import terms_on
from workflows.pages.procedures.words import rule_says, version_says
from workflows.services import procedures, signers
from workflows.signing import Member

TONES = {
    Outcome.OPEN: ("active", "clock"),
    Outcome.PASSED: ("admitted", "check-circle"),
    Outcome.FAILED: ("stop", "x-circle"),
}


@dataclass(frozen=True)
class Signer:
    """One member of a desk, and how far he is. `desk` is the open one that waits for him."""

    name: str
    says: str
    tone: str
    icon: str
    added: bool = False
    desk: Desk | None = None
    opinion: Opinion | None = None


@dataclass(frozen=True)
class Station:
    """One desk at which more than one may have to sign."""

    title: str
    rule: str
    outcome: Outcome
    signers: list[Signer]
    missing: str

    @property
    def outcome_label(self) -> str:
        return _(OUTCOMES[self.outcome])

    @property
    def tone(self) -> str:
        return TONES[self.outcome][0]

    @property
    def icon(self) -> str:
        return TONES[self.outcome][1]


def shown(subject: AdmissionRequest, officer: User) -> dict[str, Any]:
    """For the page of a request: its stations, and the version of the procedure that it follows."""
    process = AdmissionProcess.objects.filter(request=subject).first()
    if process is None:
        return {}
    process.request = subject
    current, own = terms_on(subject.county_id, localdate())
    newer = process.finished is None and (process.procedure_id, process.terms.version) != (own, current.version)
    return {
        "stations": stations(process),
        "procedure_version": version_says(process.terms.version),
        "may_move": newer and procedures.may_move(officer, subject),
    }


def stations(process: AdmissionProcess) -> list[Station]:
    """Of the present state, those where more than one signs; and those with a sheet of their own before."""
    here = [name for name in SIGNING_DESKS if NODES[name].state == process.request.state or name in process.signing]
    laid: dict[str, list[Desk]] = {name: [] for name in here}
    for desk in Desk.objects.filter(process=process, name__in=here).order_by("pk"):
        laid[desk.name].append(desk)
    sheets = {name: _sheet(process, name, laid[name]) for name in here}
    kept = {name: sheet for name, sheet in sheets.items() if len(sheet.members) > 1}
    votes = signing.votes_of(process, kept) if kept else {}
    members = [member for sheet in kept.values() for member in sheet.members]
    names, gone = signers.names_of(members), signing.away(process.request, members)
    said = list(process.request.opinions.filter(desk__in=kept).select_related("officer")) if kept else []
    return [
        _station(process, name, Known(sheet, votes[name], gone, names, laid[name], said))
        for name, sheet in kept.items()
    ]


def _sheet(process: AdmissionProcess, name: str, laid: list[Desk]) -> Sheet:
    kept = signing.sheet_of(process, name)
    if kept is not None:
        return kept
    keys = dict.fromkeys(Member.at(desk).key for desk in laid if desk.status != "CANCELED")
    return Sheet.of(process.terms.desks[name].signing, list(keys))


@dataclass(frozen=True)
class Known:
    """What was read of one desk."""

    sheet: Sheet
    votes: Votes
    away: Mapping[str, str]
    names: Mapping[str, str]
    laid: list[Desk]
    said: list[Opinion]


def _station(process: AdmissionProcess, name: str, known: Known) -> Station:
    outcome = known.sheet.outcome(known.votes, known.away)
    rule = next((stage.rule for stage in known.sheet.stages if not stage.added), known.sheet.stages[0].rule)
    rows = [_signer(member, stage, name, known) for stage in known.sheet.stages for member in stage.members]
    return Station(_(NODES[name].task_title), rule_says(rule), outcome, rows, _missing(known, outcome))


def _signer(member: str, stage: Stage, desk: str, known: Known) -> Signer:
    name = known.names[member]
    if member in known.votes:
        yes = known.votes[member]
        opinion = _opinion(member, desk, known, yes)
        says = opinion.get_conclusion_display() if opinion else _("已签署")
        return Signer(
            name, says, "admitted" if yes else "stop", "check-circle" if yes else "x-circle", stage.added, None, opinion
        )
    if member in known.away:
        why = _("已停用，不计入") if known.away[member] == signing.DEACTIVATED else _("须回避，不计入")
        return Signer(name, why, "", "no-symbol", stage.added)
    if member in known.sheet.asked(known.votes, known.away):
        waits = (each for each in known.laid if each.finished is None and Member.at(each).key == member)
        return Signer(name, _("待签署"), "active", "clock", stage.added, next(waits, None))
    if member in known.sheet.later(known.votes, known.away):
        return Signer(name, _("前一方签署后再签"), "", "ellipsis-horizontal-circle", stage.added)
    return Signer(name, _("无须再签署"), "", "minus-circle", stage.added)


def _opinion(member: str, desk: str, known: Known, yes: bool) -> Opinion | None:
    """What the member said; where an organ has two opinions there, the one that its vote follows."""
    his = [each for each in known.said if each.desk == desk and signing.signed_as(known.sheet, each) == member]
    return next((each for each in his if (each.conclusion != Conclusion.OBJECTS) == yes), None)


def _missing(known: Known, outcome: Outcome) -> str:
    """What is still wanting, in a sentence; empty where nothing is."""
    if outcome is not Outcome.OPEN:
        return ""
    waiting = [*known.sheet.asked(known.votes, known.away), *known.sheet.later(known.votes, known.away)]
    if not waiting:
        return _("现在没有人可以签署，请受理机关加签或者减签。")
    who = _("、").join(known.names[member] for member in waiting)
    at = known.sheet.current(known.votes, known.away)
    stage = known.sheet.stages[at]
    if stage.rule.way in (Way.RATIO, Way.ANY):
        present = stage.present(known.votes, known.away)
        yes = sum(known.votes.get(member, False) for member in present)
        told = {"needed": stage.rule.needed(len(present)), "all": len(present), "yes": yes, "who": who}
        return _("%(all)d方中须%(needed)d方同意，已有%(yes)d方；待签署：%(who)s。") % told
    return _("还差：%(who)s。") % {"who": who}
