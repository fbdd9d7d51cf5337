"""备案包: make the package of an edition, with the decisions that brought in or took out what differs from the one before."""

from typing import Any

from django.utils import timezone

from catalogues import editions, package
from catalogues.models import Edition, ExitItem, FilingPackage, Outcome
from workflows.models import PartVerdict, RequestPart


def make(edition: Edition) -> FilingPackage:
    """The package of an edition just published, naming the one before it. The caller holds the list's lock."""
    earlier = Edition.objects.filter(region=edition.region, list=edition.list, number__lt=edition.number)
    before = earlier.order_by("-number").first()
    previous = FilingPackage.objects.filter(edition=before).defer("content").first() if before else None
    decided = decisions_behind(editions.difference(before.rows if before else [], edition.rows))
    content, digest = package.build(edition, before, previous.digest if previous else "", decided)
    return FilingPackage.objects.create(edition=edition, previous=previous, digest=digest, content=content)


def decisions_behind(differs: editions.Difference) -> list[dict[str, Any]]:
    """What was decided of the entries that differ: by whom, when, why, by which clauses. No officer is named."""
    entered = [row["number"] for row in differs.entered] + [each.after["root"] for each in differs.changed]
    left = [row["number"] for row in differs.left]
    return [*_admissions(entered), *_exits(left)]


def _admissions(numbers: list[str]) -> list[dict[str, Any]]:
    parts = RequestPart.objects.filter(admission_number__in=numbers).select_related("request__county")
    return [_admission(part) for part in parts.order_by("admission_number")]


def _admission(part: RequestPart) -> dict[str, Any]:
    event = part.request.events.filter(act="admit").select_related("organ").last()
    verdict = part.verdicts.last()
    return {
        "number": part.admission_number,
        "decision": "admitted",
        "request": part.request.number,
        "decided_on": timezone.localdate(event.at).isoformat() if event else "",
        "organ": event.organ.name if event and event.organ else "",
        "reason": part.reason,
        "clauses": _clauses(verdict) if verdict else [],
    }


def _clauses(verdict: PartVerdict) -> list[str]:
    """The clauses by which the part was judged, each once, in the order of evaluation."""
    return list(dict.fromkeys(finding.citation for finding in verdict.verdict.findings))


def _exits(numbers: list[str]) -> list[dict[str, Any]]:
    items = ExitItem.objects.filter(entry__number__in=numbers, outcome=Outcome.LEAVES)
    rows = items.select_related("entry", "case").prefetch_related("case__reviews", "case__events__organ")
    return [
        {
            "number": item.entry.number,
            "decision": "left",
            "request": item.case.number,
            "decided_on": timezone.localdate(item.case.closed_at).isoformat() if item.case.closed_at else "",
            "organ": next((e.organ.name for e in item.case.events.all() if e.act == "rule" and e.organ), ""),
            "reason": item.reason,
            "clauses": ["五（二）四项取消"],
        }
        for item in rows.order_by("entry__number")
    ]
