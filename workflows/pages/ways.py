"""What would cure a verdict that was kept: tried anew on the facts kept with it, by the terms of its request."""

from policy import stored
from policy.counterfactual import Cure, cures
from policy.terms import Terms
from workflows.models import PartVerdict
from workflows.pages.told import Told, told


def told_with_ways(kept: PartVerdict | None, kind: str, by: Terms) -> Told | None:
    """The kept verdict as people read it, with the changes that would cure what forbids or returns."""
    if kept is None:
        return None
    verdict = kept.verdict
    grave = verdict.forbidden or verdict.to_correct
    return told(verdict, kind, _tried(kept, by) if grave else ())


def _tried(kept: PartVerdict, by: Terms) -> tuple[Cure, ...]:
    try:
        facts = stored.facts(kept.facts)
    except (KeyError, ValueError):
        # Kept when facts were written otherwise: the verdict is still shown, a cure cannot be tried.
        return ()
    return cures(facts, by=by)
