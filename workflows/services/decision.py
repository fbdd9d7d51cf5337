"""审定: the county authority decides part by part. What it admits enters the catalogue under a number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from catalogues import register
from notifications import outbox
from policy.signing import Outcome
from workflows import flows
from workflows.errors import NotComplete
from workflows.flows import AdmissionFlow
from workflows.models import AdmissionRequest, Decision, NumberSeries
from workflows.services import judgement, temporary
from workflows.services.acts import at_desk, perform
from workflows.services.entering import enter
from workflows.services.judgement import Judged
from workflows.services.numbers import admission_series

# What an authority may choose; the other decisions are the machine's, the counter's and the province's.
RULINGS = (Decision.ADMITTED, Decision.REFUSED, Decision.SENT_BACK)


@dataclass(frozen=True)
class Ruling:
    """What the authority decides of one part: admitted, refused or sent back, and why."""

    decision: Decision
    reason: str = ""


def decide(request: AdmissionRequest, *, by: User, rulings: Mapping[int, Ruling], seen: int | None = None) -> None:
    """审定: `rulings` by position of the part, one for each that is still open; judged once more on today's facts."""
    with at_desk(AdmissionFlow.decide, request, by, seen=seen) as row:
        # Decisions of a county follow one another: a limit such as ten boards is judged on what the last one left.
        _must_be_voted_for(row, rulings)
        numbers = iter(NumberSeries.take(admission_series(row), _to_be_admitted(row, rulings)))
        judged = judgement.judge_pending(row)
        for each in judged:
            _rule(row, each, rulings.get(each.part.position), numbers)
        with override(settings.LANGUAGE_CODE):  # the record is in one language, whoever decides
            said = [f"{part.title}：{part.get_decision_display()} {part.reason}" for part in row.live_parts()]
        reason = "\n".join(said)
        entered = [part.admission_number for part in row.live_parts() if part.is_admitted]
        if row.some_part_is_admitted():
            perform(row.admit, by, reason, numbers=entered)
            outbox.tell([row.applicant], "admitted", row)
        else:
            perform(row.refuse, by, reason)
            outbox.tell([row.applicant], "refused", row)


def _must_be_voted_for(request: AdmissionRequest, rulings: Mapping[int, Ruling]) -> None:
    """表决: where the county votes first, nothing is decided before the vote is, nor admitted against it."""
    outcome = flows.ballot_outcome(request.process)
    if outcome is Outcome.OPEN:
        raise NotComplete(_("表决尚未结束，请待审定人员表决后再作决定。"))
    if outcome is Outcome.FAILED:
        for position, ruling in rulings.items():
            if ruling.decision == Decision.ADMITTED:
                raise NotComplete(_("表决未通过，不得准予准入。"), field=f"decision_{position}")


def _to_be_admitted(request: AdmissionRequest, rulings: Mapping[int, Ruling]) -> int:
    """How many numbers are needed, if every ruling is admissible; if one is not, none of them is given."""
    chosen = [rulings.get(part.position) for part in request.live_parts() if part.is_pending]
    return sum(ruling is not None and ruling.decision == Decision.ADMITTED for ruling in chosen)


def _rule(request: AdmissionRequest, each: Judged, ruling: Ruling | None, numbers: Iterator[int]) -> None:
    part = each.part
    if ruling is None or ruling.decision not in RULINGS:
        raise NotComplete(_("请对“%(part)s”作出决定。") % {"part": part}, field=f"decision_{part.position}")
    require_permitted(each, ruling)
    if ruling.decision == Decision.ADMITTED:
        number = register.admission_number(request.county, localdate().year, next(numbers))
        enter(request, part, number, term=temporary.term_of(part), valid_until=temporary.ends_on(part))
    part.decision, part.reason = ruling.decision, ruling.reason
    part.save(update_fields=["decision", "reason", "admission_number"])


def require_permitted(each: Judged, ruling: Ruling) -> None:
    """Raise NotComplete if the ruling lacks its reason, or admits what no county may admit."""
    part = each.part
    if ruling.decision != Decision.ADMITTED and not ruling.reason.strip():
        raise NotComplete(_("不予准入或退回的，请写明理由。"), field=f"reason_{part.position}")
    if ruling.decision == Decision.ADMITTED:
        _must_be_admissible(each, ruling)
        temporary.require_term(part.request, part, field=f"decision_{part.position}")


def _must_be_admissible(each: Judged, ruling: Ruling) -> None:
    """No decision of a county admits what the notice forbids or the province has not consented to."""
    part, field = each.part, f"decision_{each.part.position}"
    if each.verdict.forbidden:
        raise NotComplete("".join(finding.told(_) for finding in each.verdict.forbidden), field=field)
    if part.needs_province:
        raise NotComplete(_("“%(part)s”未经省级党委和政府同意，县级无权准入。") % {"part": part}, field=field)
    if (each.verdict.to_judge or each.verdict.to_correct) and not ruling.reason.strip():
        raise NotComplete(
            _("“%(part)s”有须研判的问题，准予准入的请写明研判意见。") % {"part": part}, field=f"reason_{part.position}"
        )
