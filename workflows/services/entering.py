"""列入: an admitted part goes onto the county's list, by whatever act it was admitted."""

from datetime import date

from django.utils.timezone import localdate

from catalogues import register
from catalogues.models import Term
from workflows.models import AdmissionRequest, RequestPart


def enter(
    request: AdmissionRequest, part: RequestPart, number: str, *, term: Term, valid_until: date | None, source: str = ""
) -> None:
    """Give the part its admission number, and the list its entry: what was asked for stands from today on."""
    part.admission_number = number
    register.enter(
        number=number,
        region=request.county,
        kind=part.kind,
        title=part.title,
        organ=request.department,
        answers=part.answers,
        scope=part.scope,
        on=localdate(),
        request_number=request.number or "",
        source=source,
        term=term,
        valid_until=valid_until,
        bases=[each.written for each in part.citations.all()],
    )
