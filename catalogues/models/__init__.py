"""What stands admitted, and what is kept of it."""

from catalogues.models.demand import (
    ContactLook,
    DemandAnswer,
    DemandOutcome,
    DemandPicture,
    DemandReport,
    ReporterContact,
)
from catalogues.models.entry import Entry, EntryQuerySet, Term
from catalogues.models.wall import Facility, Signboard

__all__ = [
    "ContactLook",
    "DemandAnswer",
    "DemandOutcome",
    "DemandPicture",
    "DemandReport",
    "Entry",
    "EntryQuerySet",
    "Facility",
    "ReporterContact",
    "Signboard",
    "Term",
]
