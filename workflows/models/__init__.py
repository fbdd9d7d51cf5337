"""The models of workflows, by concept."""

from workflows.models.copy import Copy
from workflows.models.correction import Correction, Pause, PauseReason
from workflows.models.desk import AdmissionProcess, Desk
from workflows.models.event import RequestEvent
from workflows.models.law_review import LawReview, ReviewConclusion
from workflows.models.number import NumberSeries
from workflows.models.opinion import Conclusion, Opinion, TakenBack
from workflows.models.order import AWAITING_ANSWER, OPEN_ORDERS, Cause, OrderEvent, OrderState, SupervisionOrder
from workflows.models.part import Citation, Decision, PartVerdict, RequestPart
from workflows.models.personal import CalendarFeed, SavedFilter
from workflows.models.reading import CountyReading
from workflows.models.request import (
    AFTER_DECISION,
    BEFORE_DECISION,
    CLOSED,
    OPEN,
    SUSPENDABLE,
    AdmissionRequest,
    State,
)
from workflows.models.rung import Rung

__all__ = [
    "AFTER_DECISION",
    "AWAITING_ANSWER",
    "BEFORE_DECISION",
    "CLOSED",
    "OPEN",
    "OPEN_ORDERS",
    "SUSPENDABLE",
    "AdmissionProcess",
    "AdmissionRequest",
    "CalendarFeed",
    "Cause",
    "Citation",
    "Conclusion",
    "Copy",
    "Correction",
    "CountyReading",
    "Decision",
    "Desk",
    "LawReview",
    "NumberSeries",
    "Opinion",
    "OrderEvent",
    "OrderState",
    "PartVerdict",
    "Pause",
    "PauseReason",
    "RequestEvent",
    "RequestPart",
    "ReviewConclusion",
    "Rung",
    "SavedFilter",
    "State",
    "SupervisionOrder",
    "TakenBack",
]
