"""What stands admitted, and what is kept of it."""

from catalogues.models.demand import (
    ContactLook,
    DemandAnswer,
    DemandOutcome,
    DemandPicture,
    DemandReport,
    ReporterContact,
)
from catalogues.models.entry import Entry, EntryQuerySet

__all__ = [
    "ContactLook",
    "DemandAnswer",
    "DemandOutcome",
    "DemandPicture",
    "DemandReport",
    "Entry",
    "EntryQuerySet",
    "ReporterContact",
]
