"""照旧另拟: what of an earlier request may be taken over. What was true of its day is asked again; its law is looked up anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from policy.answers import WrongAnswer
from policy.choices import Application, Kind
from policy.facts import AnswerType, Facts, questions
from workflows.facts import basis_of
from workflows.models import AdmissionRequest, Citation

# True on one day and perhaps not on another: whether it was deployed, consented to, demanded, urgent.
OF_ITS_DAY = frozenset({"county_deployed", "county_deployment_number", "already_demanded", "emergency", "notice_hours"})
ASKED_AGAIN = (Application.TEMPORARY, Application.EMERGENCY, Application.EXTENSION, Application.CHANGE)


def lasting(kind: str, title: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that another request may begin with: no days, nothing of its day, nothing that cannot be read now."""
    asked = {each.name: each for each in questions(Kind(kind)) if each.type is not AnswerType.DATE}
    kept = {
        name: value
        for name, value in answers.items()
        if name in asked and name not in OF_ITS_DAY and not name.startswith("provincial_consent")
    }
    if kept.get("application") in set(ASKED_AGAIN):
        del kept["application"]
    while (wrong := _unreadable(kind, title, kept)) in kept:
        del kept[wrong]
    return kept


def _unreadable(kind: str, title: str, answers: Mapping[str, Any]) -> str:
    """The answer that the questions of today do not take; empty if there is none."""
    try:
        Facts.from_answers(Kind(kind), title, answers)
    except WrongAnswer as wrong:
        return wrong.field
    return ""


@dataclass(frozen=True)
class Changed:
    """A citation that does not say today what it said when it was copied from; `says` is a sentence."""

    part: str
    says: str


def law_since(draft: AdmissionRequest) -> list[Changed]:
    """The citations of a copied draft, looked up today and on the day of the request it was copied from."""
    source = draft.copied_from
    if source is None:
        return []
    then = localtime(source.submitted_at or source.created_at).date()
    rows = Citation.objects.filter(part__request=draft).select_related("part")
    found = [(each.part.title, _changed(each, then)) for each in rows]
    return [Changed(part, says) for part, says in found if says]


def _changed(citation: Citation, then: date) -> str:
    now, before = basis_of(citation, on=localdate()), basis_of(citation, on=then)
    said = {"basis": now}
    if now.exists is False:
        return _("%(basis)s：今天查无此文件或者条款。") % said
    if now.in_force is False:
        return _("%(basis)s：今天已不在施行。") % said
    if now.text and before.text and now.text != before.text:
        return _("%(basis)s：条文在原申请之后有改动，请重新核对。") % said
    return ""
