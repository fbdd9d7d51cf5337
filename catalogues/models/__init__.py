"""What stands admitted, and what is kept of it."""

from catalogues.models.basis import EntryBasis
from catalogues.models.demand import (
    ContactLook,
    DemandAnswer,
    DemandOutcome,
    DemandPicture,
    DemandReport,
    ReporterContact,
)
from catalogues.models.edition import Edition, FilingPackage, ListFiling, ReceivedPackage
from catalogues.models.entry import Entry, EntryQuerySet, ReferenceKind, Term
from catalogues.models.exit import (
    ExitCase,
    ExitDesk,
    ExitEvent,
    ExitItem,
    ExitReview,
    ExitState,
    Ground,
    Outcome,
)
from catalogues.models.intake import Intake
from catalogues.models.wall import Facility, Signboard

__all__ = [
    "ContactLook",
    "DemandAnswer",
    "DemandOutcome",
    "DemandPicture",
    "DemandReport",
    "Edition",
    "Entry",
    "EntryBasis",
    "EntryQuerySet",
    "ExitCase",
    "ExitDesk",
    "ExitEvent",
    "ExitItem",
    "ExitReview",
    "ExitState",
    "Facility",
    "FilingPackage",
    "Ground",
    "Intake",
    "ListFiling",
    "Outcome",
    "ReceivedPackage",
    "ReferenceKind",
    "ReporterContact",
    "Signboard",
    "Term",
]
