"""判定: ask the notice of each part, keep the answer, and decline what it forbids."""

from dataclasses import asdict, dataclass

from django.db.models import prefetch_related_objects
from django.utils.timezone import localdate

from policy import assessment
from policy.assessment import Verdict
from policy.facts import Facts
from policy.terms import Terms
from workflows.facts import facts_of
from workflows.models import AdmissionRequest, Decision, PartVerdict, RequestPart
from workflows.models.rows import Rows
from workflows.services.readings import terms_for

VERDICTS = Rows(PartVerdict)
LATEST = """
t.part_id = ANY(%s) AND NOT EXISTS (
  SELECT FROM workflows_partverdict later WHERE later.part_id = t.part_id AND later.id > t.id)
"""


@dataclass(frozen=True)
class Judged:
    """A part and what the notice says of it on the facts of today, by the terms of its county and its day."""

    part: RequestPart
    facts: Facts
    verdict: Verdict
    by: Terms


def judge(part: RequestPart, by: Terms | None = None) -> Judged:
    """Judge a part as it stands today; nothing is written. `by`: the terms of its request, where they are at hand."""
    facts, by = facts_of(part, on=localdate()), by or terms_for(part.request)
    return Judged(part, facts, assessment.judge(facts, by), by)


def judge_pending(request: AdmissionRequest) -> list[Judged]:
    """Judge every part that is not decided yet and keep what was found, for the record of the act under way."""
    by = terms_for(request)
    pending = [part for part in request.live_parts() if part.is_pending]
    prefetch_related_objects(pending, "citations")
    judged = [judge(part, by) for part in pending]
    for each, row in zip(judged, PartVerdict.objects.bulk_create(_row(each) for each in judged), strict=True):
        each.part.was_judged(row)
    return judged


def with_verdicts(request: AdmissionRequest) -> list[RequestPart]:
    """The live parts, each with its latest verdict, in one query for all."""
    parts = request.live_parts()
    verdicts = {row.part_id: row for row in VERDICTS.found(LATEST, [part.pk for part in parts])}
    for part in parts:
        part.was_judged(verdicts.get(part.pk))
    return parts


def decline_forbidden(judged: list[Judged]) -> None:
    """Mark as 自动不予受理 the parts that a rule forbids; the others stay pending."""
    for each in judged:
        if each.verdict.forbidden:
            each.part.decision = Decision.DECLINED_BY_RULE
            each.part.reason = "\n".join(finding.says for finding in each.verdict.forbidden)
            each.part.save(update_fields=["decision", "reason"])


def clauses(judged: list[Judged]) -> list[str]:
    """The clauses that forbid, each once, in the order of evaluation."""
    found = [finding.citation for each in judged for finding in each.verdict.forbidden]
    return list(dict.fromkeys(found))


def outcomes(judged: list[Judged]) -> dict[str, str]:
    """Part position (as text, for the event's record) to outcome."""
    return {str(each.part.position): each.verdict.outcome.value for each in judged}


def _row(each: Judged) -> PartVerdict:
    return PartVerdict(
        part=each.part,
        edition=each.verdict.edition,
        readings=each.verdict.readings,
        outcome=each.verdict.outcome.value,
        facts=asdict(each.facts),
        findings=each.verdict.as_json(),
    )
