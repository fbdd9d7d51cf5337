"""The models of workflows, by concept."""

from workflows.models.correction import Correction, Pause, PauseReason
from workflows.models.desk import AdmissionProcess, Desk
from workflows.models.event import RequestEvent
from workflows.models.law_review import LawReview, ReviewConclusion
from workflows.models.number import NumberSeries
from workflows.models.opinion import Conclusion, Opinion
from workflows.models.part import Citation, Decision, PartVerdict, RequestPart
from workflows.models.reading import CountyReading
from workflows.models.request import AFTER_DECISION, BEFORE_DECISION, CLOSED, OPEN, AdmissionRequest, State
from workflows.models.rung import Rung

__all__ = [
    "AFTER_DECISION",
    "BEFORE_DECISION",
    "CLOSED",
    "OPEN",
    "AdmissionProcess",
    "AdmissionRequest",
    "Citation",
    "Conclusion",
    "Correction",
    "CountyReading",
    "Decision",
    "Desk",
    "LawReview",
    "NumberSeries",
    "Opinion",
    "PartVerdict",
    "Pause",
    "PauseReason",
    "RequestEvent",
    "RequestPart",
    "ReviewConclusion",
    "Rung",
    "State",
]
