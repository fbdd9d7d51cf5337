"""A kept verdict as people read it, with what would cure it."""

from dataclasses import replace

from policy.terms import Terms
from workflows.models import PartVerdict
from workflows.pages.told import Told, told
from workflows.services.cures import cures_of


def told_with_ways(kept: PartVerdict | None, kind: str, by: Terms, *, is_sent_back: bool = True) -> Told | None:
    """The verdict, with the changes that would cure what forbids or returns; None before any. `is_sent_back`: as of Told."""
    if kept is None:
        return None
    verdict = kept.verdict
    grave = verdict.forbidden or (is_sent_back and verdict.to_correct)
    return replace(told(verdict, kind, cures_of(kept, by) if grave else ()), is_sent_back=is_sent_back)
