"""A kept verdict as people read it, with what would cure it."""

from policy.terms import Terms
from workflows.models import PartVerdict
from workflows.pages.told import Told, told
from workflows.services.cures import cures_of


def told_with_ways(kept: PartVerdict | None, kind: str, by: Terms) -> Told | None:
    """The verdict, with the changes that would cure what forbids or returns; None before any."""
    if kept is None:
        return None
    verdict = kept.verdict
    grave = verdict.forbidden or verdict.to_correct
    return told(verdict, kind, cures_of(kept, by) if grave else ())
