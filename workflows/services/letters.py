"""文书: which letters a case, a supervision order or an exit gives rise to. None can be asked for that is not borne out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catalogues.models import ExitCase, ExitEvent, ExitState, Outcome
from workflows.models import (
    AdmissionRequest,
    Decision,
    LetterKind,
    OrderEvent,
    RequestEvent,
    RequestPart,
    SupervisionOrder,
)
from workflows.services.taking_back import still_standing

Kind = LetterKind
DECLINED = (Decision.DECLINED_BY_RULE, Decision.DECLINED)
# Before an authority decides it has this before it.
SUBMITTED_FOR_DECISION = ("refer_for_decision", "consent", "withhold_consent")


@dataclass(frozen=True)
class Letter:
    """One letter: `event` is what gave rise to it, `parts` what of a request it is about, `points` what is to be put
    right there; `number`: which of several it is."""

    kind: LetterKind
    event: RequestEvent | OrderEvent | ExitEvent
    parts: list[RequestPart] = field(default_factory=list)
    number: int = 0
    points: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.kind.value}-{self.number}" if self.number else self.kind.value

    @property
    def title(self) -> str:
        kind = str(self.kind.label)
        return _("%(letter)s（第%(number)d次）") % {"letter": kind, "number": self.number} if self.number > 1 else kind


def existing(request: AdmissionRequest, events: Sequence[RequestEvent]) -> list[Letter]:
    """The letters of the case as it stands, in the order in which they came about."""
    found = [
        *_corrections(events),
        *_of_parts(request, events),
        *_of_acceptance(request, events),
        *_of_review(request, events),
        *_of_publication(request, events),
    ]
    return sorted(found, key=lambda each: each.event.pk)


def of_request(request: AdmissionRequest) -> list[Letter]:
    """The same, for who has not read the events yet."""
    return existing(request, still_standing(request.events.select_related("officer", "organ")))


def of_order(order: SupervisionOrder) -> list[Letter]:
    """The order itself, each further demand to put right, and the notice that it is over."""
    events = list(order.events.all())
    demands = [event for event in events if event.act in ("issue", "demand_rectification")]
    over = [event for event in events if event.act in ("close_order", "cancel_order")]
    return [
        *(Letter(Kind.SUPERVISION_ORDER, event, number=at and at + 1) for at, event in enumerate(demands)),
        *(Letter(Kind.ORDER_OVER, event) for event in over),
    ]


def of_exit(case: ExitCase) -> list[Letter]:
    """The decision, where anything leaves by it."""
    ruled = case.events.filter(act="rule").last()
    leaves = case.state == ExitState.DECIDED and case.items.filter(outcome=Outcome.LEAVES).exists()
    return [Letter(Kind.EXIT, ruled)] if ruled and leaves else []


def _last(events: Sequence[RequestEvent], *acts: str) -> RequestEvent | None:
    return next((event for event in reversed(events) if event.act in acts), None)


def _corrections(events: Sequence[RequestEvent]) -> list[Letter]:
    asked = [event for event in events if event.act == "return_for_correction"]
    return [
        Letter(Kind.CORRECTION, event, number=number, points=_points(event))
        for number, event in enumerate(asked, start=1)
    ]


def _points(event: RequestEvent) -> list[str]:
    return [point for point in event.reason.splitlines() if point.strip()]


def _of_acceptance(request: AdmissionRequest, events: Sequence[RequestEvent]) -> list[Letter]:
    event = _last(events, "accept")
    accepted = [part for part in request.live_parts() if part.decision not in (*DECLINED, Decision.SENT_BACK)]
    if event is None or not accepted:
        return []
    return [Letter(Kind.ACCEPTANCE, event, accepted), Letter(Kind.CONSULTATION, event, accepted)]


def _of_review(request: AdmissionRequest, events: Sequence[RequestEvent]) -> list[Letter]:
    parts = [part for part in request.live_parts() if part.decision not in DECLINED]
    of_justice = [event for event in events if event.act == "give_opinion" and event.record.get("desk") == "legality"]
    found = [Letter(Kind.LEGALITY, event, parts) for event in of_justice[-1:]]
    submitted = _last(events, *SUBMITTED_FOR_DECISION)
    return [*found, Letter(Kind.SUBMISSION_SHEET, submitted, parts)] if submitted and parts else found


def _of_publication(request: AdmissionRequest, events: Sequence[RequestEvent]) -> list[Letter]:
    event = _last(events, "publish")
    admitted = [part for part in request.live_parts() if part.is_admitted]
    if event is None or not admitted:
        return []
    return [Letter(Kind.PUBLICATION, event, admitted), Letter(Kind.FILING_REPORT, event, admitted)]


def _of_parts(request: AdmissionRequest, events: Sequence[RequestEvent]) -> list[Letter]:
    """The letters that exist because parts were decided, or were put before the province."""
    parts = request.live_parts()
    decided: tuple[tuple[LetterKind, list[RequestPart], RequestEvent | None], ...] = (
        (
            Kind.DECLINE,
            [part for part in parts if part.decision in DECLINED],
            _last(events, "decline", "decline_by_rule", "uphold") or _last(events, "submit", "resubmit"),
        ),
        (
            Kind.PETITION,
            [part for part in parts if part.needs_province or part.province_consents is not None],
            _last(events, "refer_to_province"),
        ),
        (Kind.APPROVAL, [part for part in parts if part.is_admitted], _last(events, "admit")),
        (
            Kind.REFUSAL,
            [part for part in parts if part.decision == Decision.REFUSED],
            _last(events, "admit", "refuse", "withhold_consent"),
        ),
    )
    return [Letter(kind, event, about) for kind, about, event in decided if about and event]
