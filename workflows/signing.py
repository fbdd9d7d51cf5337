"""签署单 of a case: who is asked at its desks and who has signed, between the rows of the case and `policy.signing`.

A desk where simply every organ asked signs (the usual) needs no sheet: its open rows say all. Sheets are kept on the
case for the others, with whoever was added or taken out; the signatures are the opinions, which are only added.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from policy import signing
from policy.signing import Rule, Sheet, Stage, Votes, Way
from workflows import recusal
from workflows.models import AdmissionProcess, AdmissionRequest, Conclusion, Desk, Opinion

PLAIN = Rule(Way.ALL)


@dataclass(frozen=True)
class Member:
    """Who signs: the office at `place` (key of an organ or region) by any of its officers, or one officer there."""

    place: str
    signer: int | None = None

    @property
    def key(self) -> str:
        return f"{self.place}/{self.signer}" if self.signer else self.place

    @classmethod
    def read(cls, key: str) -> "Member":
        place, _slash, signer = key.partition("/")
        return cls(place, int(signer) if signer else None)

    @classmethod
    def at(cls, desk: Desk) -> "Member":
        """The member for whom the desk is laid."""
        return cls(desk.owner_permission_obj_pk or "", desk.signer_id)


def sheet_of(process: AdmissionProcess, name: str) -> Sheet | None:
    """The sheet of the desk, where it has one."""
    kept = process.signing.get(name)
    return Sheet(tuple(_stage(each) for each in kept)) if kept is not None else None


def keep(process: AdmissionProcess, name: str, sheet: Sheet) -> None:
    """Put the sheet on the case; who calls saves the case."""
    process.signing = {**process.signing, name: [_kept(stage) for stage in sheet.stages]}


def hand_on(process: AdmissionProcess, name: str, before: str, after: str) -> None:
    """转办: the organ `after` is asked in the place of `before`, where the desk has a sheet."""
    if sheet_of(process, name) is None:
        return
    kept = [
        stage | {"members": [after if each == before else each for each in stage["members"]]}
        for stage in process.signing[name]
    ]
    process.signing = {**process.signing, name: kept}
    process.save(update_fields=["signing"])


def votes_of(process: AdmissionProcess, names: Iterable[str]) -> Mapping[str, Votes]:
    """By desk, who has signed, and whether he consents: one query.

    What was signed counts on where the desk's rule was changed meanwhile: for the officer who signed if he is now asked
    in person, for his organ if it is. An organ of which two officers signed consents if both did.
    """
    found: dict[str, dict[str, bool]] = {name: {} for name in names}
    members = {name: _members(sheet_of(process, name)) for name in found}
    given = Opinion.objects.filter(request=process.request, desk__in=list(found)).order_by("pk")
    for name, organ, signer, officer, conclusion in given.values_list(
        "desk", "organ", "signer", "officer", "conclusion"
    ):
        key = _whose(members[name], str(organ), signer, officer)
        found[name][key] = found[name].get(key, True) and conclusion != Conclusion.OBJECTS
    return found


def signed_as(sheet: Sheet, opinion: Opinion) -> str:
    """For which member an opinion counts: as its vote does."""
    return _whose(_members(sheet), str(opinion.organ_id), opinion.signer_id, opinion.officer_id)


def _members(sheet: Sheet | None) -> dict[int | str, str]:
    """The keys of the members, by the officer who is asked in person, or by the organ."""
    members = {key: Member.read(key) for key in (sheet.members if sheet else ())}
    return {member.signer or member.place: key for key, member in members.items()}


def _whose(members: Mapping[int | str, str], organ: str, signer: int | None, officer: int) -> str:
    if signer is not None and signer in members:
        return members[signer]
    if organ not in members and officer in members:
        return members[officer]
    return organ


def away(request: AdmissionRequest, members: Iterable[str]) -> dict[str, str]:
    """Which members do not count, and why: officers who left office or must keep away from the request. One query."""
    asked = {key: Member.read(key).signer for key in members}
    people = [signer for signer in asked.values() if signer]
    known = User.objects.filter(pk__in=people).select_related("organ").in_bulk() if people else {}
    why = {key: _why_away(request, known[signer]) for key, signer in asked.items() if signer in known}
    return {key: reason for key, reason in why.items() if reason}


def is_plain(members: Sequence[Member], rule: Rule) -> bool:
    """Whether a desk with these members needs no sheet."""
    return rule == PLAIN and not any(member.signer for member in members)


DEACTIVATED, RECUSED = "deactivated", "recused"


def _why_away(request: AdmissionRequest, officer: User) -> str:
    if not officer.is_active:
        return DEACTIVATED
    return RECUSED if recusal.why(request, officer) else ""


def _stage(kept: Mapping[str, Any]) -> Stage:
    share = signing.share_of(kept["share"]) if "share" in kept else None
    return Stage(tuple(kept["members"]), Rule(Way(kept["way"]), share), kept.get("added", False), kept.get("days"))


def _kept(stage: Stage) -> dict[str, Any]:
    kept: dict[str, Any] = {"members": list(stage.members), "way": stage.rule.way.value}
    if stage.rule.way is Way.RATIO:
        kept["share"] = signing.written(stage.rule.share)
    return kept | ({"added": True, "days": stage.days} if stage.added else {})
