"""退回补正 on the applicant's pages: what must be put right, and until when."""

from dataclasses import dataclass

from workflows.models import AdmissionRequest, Correction, Desk, State


@dataclass(frozen=True)
class ToPutRight:
    """The points that wait for an answer; `desk` tells until when."""

    points: list[str]
    desk: Desk | None


def to_put_right(subject: AdmissionRequest) -> ToPutRight | None:
    """None unless the request was returned."""
    if subject.state != State.RETURNED:
        return None
    asked: Correction | None = subject.corrections.filter(answered_at__isnull=True).last()
    desk = Desk.objects.filter(process__request=subject, finished__isnull=True).first()
    return ToPutRight(list(asked.points) if asked else [], desk)
