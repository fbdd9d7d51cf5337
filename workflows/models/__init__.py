"""The models of workflows, by concept."""

from workflows.models.attachment import Attachment, Checked
from workflows.models.batch import Batch, BatchAct, BatchItem, Outcome
from workflows.models.copy import Copy
from workflows.models.correction import Correction, Pause, PauseReason
from workflows.models.county_procedure import CountyProcedure
from workflows.models.desk import AdmissionProcess, Desk
from workflows.models.emergency_order import EmergencyOrder
from workflows.models.event import RequestEvent
from workflows.models.export import Export, ExportState
from workflows.models.kept import KeptDraft, RequestTemplate
from workflows.models.law_review import LawReview, ReviewConclusion
from workflows.models.letter import (
    AUTHORITIES,
    OF_AN_EXIT,
    OF_AN_ORDER,
    OF_THE_AUTHORITY,
    Body,
    IssuedLetter,
    Letterhead,
    LetterKind,
    LetterTemplate,
)
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
    RUNNING_AT_ONCE,
    SUSPENDABLE,
    AdmissionRequest,
    State,
)
from workflows.models.rung import Rung

__all__ = [
    "AFTER_DECISION",
    "AUTHORITIES",
    "AWAITING_ANSWER",
    "BEFORE_DECISION",
    "CLOSED",
    "OF_AN_EXIT",
    "OF_AN_ORDER",
    "OF_THE_AUTHORITY",
    "OPEN",
    "OPEN_ORDERS",
    "RUNNING_AT_ONCE",
    "SUSPENDABLE",
    "AdmissionProcess",
    "AdmissionRequest",
    "Attachment",
    "Batch",
    "BatchAct",
    "BatchItem",
    "Body",
    "CalendarFeed",
    "Cause",
    "Checked",
    "Citation",
    "Conclusion",
    "Copy",
    "Correction",
    "CountyProcedure",
    "CountyReading",
    "Decision",
    "Desk",
    "EmergencyOrder",
    "Export",
    "ExportState",
    "IssuedLetter",
    "KeptDraft",
    "LawReview",
    "LetterKind",
    "LetterTemplate",
    "Letterhead",
    "NumberSeries",
    "Opinion",
    "OrderEvent",
    "OrderState",
    "Outcome",
    "PartVerdict",
    "Pause",
    "PauseReason",
    "RequestEvent",
    "RequestPart",
    "RequestTemplate",
    "ReviewConclusion",
    "Rung",
    "SavedFilter",
    "State",
    "SupervisionOrder",
    "TakenBack",
]
