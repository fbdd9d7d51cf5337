"""Refused items that come back in another guise, among honest new ones: how many are found at one false alarm in twenty.

`python -m bench.evasion [--seed N] [--half unseen|development]` (or `make bench-evasion`). Developed on seed 1 and the
half of the words called development; the default seed and the half called unseen were never used in development: the
first run on them is the one reported. The words and the guises are our own, and so is the detector's list of synonyms:
what departments will think of is not known, so the figure compares versions of the detector and promises nothing.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from time import perf_counter

from bench.evasion_items import World, generate
from policy.evasion import SHOWN_FROM, Item, resemblance

SEED = 20261125
ALLOWED = 0.05


def nearest(parts: Sequence[Item], refused: Sequence[Item]) -> float:
    """The highest score of any part with any earlier refusal: what decides whether the approver is shown anything."""
    return max(resemblance(part, each, siblings=parts).score for part in parts for each in refused)


def threshold(honest: Sequence[float]) -> float:
    """The score above which no more than the allowed share of honest items lies."""
    ordered = sorted(honest, reverse=True)
    return ordered[int(len(ordered) * ALLOWED)]


def measure(world: World) -> tuple[dict[str, list[float]], list[float]]:
    """Scores of the comebacks by guise, and of the honest items."""
    found: dict[str, list[float]] = defaultdict(list)
    for each in world.comebacks:
        found[each.guise].append(nearest(each.parts, world.refused))
    return found, [nearest(each, world.refused) for each in world.honest]


def share_above(scores: Sequence[float], limit: float) -> float:
    return sum(score > limit for score in scores) / len(scores)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--half", choices=["unseen", "development"], default="unseen")
    asked = options.parse_args()
    world = generate(asked.seed, asked.half)
    started = perf_counter()
    found, honest = measure(world)
    parts = sum(map(len, world.honest)) + sum(len(each.parts) for each in world.comebacks)
    limit = threshold(honest)
    everything = [score for scores in found.values() for score in scores]
    print(f"seed {asked.seed}, {asked.half} words: {len(world.refused)} refused, {len(everything)} comebacks, ", end="")
    print(f"{len(honest)} honest; {(perf_counter() - started) / parts / len(world.refused) * 1000:.2f} ms a comparison")
    for guise, scores in sorted(found.items()):
        print(f"  {guise:20} {len(scores):4}  recall {share_above(scores, limit):.3f}")
    shown, alarmed = (share_above(scores, SHOWN_FROM) for scores in (everything, honest))
    print(f"  one honest item in twenty scores above {limit:.3f}")
    print(f"as shown (score {SHOWN_FROM} and above): recall {shown:.3f}, false alarms {alarmed:.3f}")
    print(f"evasion: recall {share_above(everything, limit):.3f} at {share_above(honest, limit):.2f} false alarms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
