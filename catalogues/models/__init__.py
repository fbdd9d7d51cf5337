"""What stands admitted, and what is kept of it."""

from catalogues.models.entry import Entry, EntryQuerySet

__all__ = ["Entry", "EntryQuerySet"]
