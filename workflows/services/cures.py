"""What would cure a verdict that was kept: tried anew on the facts kept with it."""

from policy import stored
from policy.counterfactual import Cure, cures
from policy.terms import Terms
from workflows.models import PartVerdict


def cures_of(kept: PartVerdict, by: Terms) -> tuple[Cure, ...]:
    """For each rule that forbids or returns: the smallest changes, or that there is no lawful path. `by`: its terms."""
    try:
        facts = stored.facts(kept.facts)
    except (KeyError, ValueError):
        # Kept when facts were written otherwise: the verdict is still shown, a cure cannot be tried.
        return ()
    return cures(facts, by=by)
