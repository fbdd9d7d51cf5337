"""How fast the policy judges: one verdict, its cures, and the replay of many past requests under other terms.

`python -m bench.policy` (or `make bench-policy`). The requests are the worked cases and those of the rules, with
answers varied by a fixed seed. Times are those of the processor, so that a busy machine tells the same.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from policy import cases as worked
from policy.answers import Slot, slots
from policy.assessment import Outcome, assess
from policy.choices import Choice
from policy.counterfactual import cures
from policy.facts import Facts
from policy.notice import NEWEST
from policy.replay import Replay, replay
from policy.terms import Terms
from tests.policy import statutes, tried

WORKED = Path(__file__).parents[1] / "tests" / "cases" / "development.toml"
SEED, CHANGES = 20261125, 3
# What a county might ask itself: fewer boards, a shorter notice, regulations as a basis for an outside board.
OTHERWISE = Terms(
    NEWEST,
    {"outside_signboard_basis": "law_or_regulation", "sudden_below_hours": 72, "policy_basis_from": "county"},
    {"inside_signboards": 8, "years_between_changes_of_the_list": 3},
)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--requests", type=int, default=10_000)
    number = options.parse_args().requests
    known = [*worked_facts(), *(case.facts for case in tried.cases())]
    requests = list(varied(known, number))
    each = [taken(lambda facts=facts: assess(facts))[0] for facts in requests[:2000]]
    healed = [taken(lambda facts=facts: cures(facts))[0] for facts in requests[:2000]]
    seconds, found = taken(lambda: replay(requests, Terms(NEWEST), OTHERWISE))
    tell(found)
    print(f"a verdict: mean {1000 * mean(each):.2f} ms, slowest {1000 * max(each):.1f} ms, of {len(each)}")
    print(f"its cures: mean {1000 * mean(healed):.2f} ms, slowest {1000 * max(healed):.1f} ms, of {len(healed)}")
    print(f"verdict: {1000 * mean(each):.2f} ms, replay of {number}: {seconds:.1f} s")
    return 0 if mean(each) <= 0.001 and seconds <= 20 * number / 10_000 and max(healed) <= 0.020 else 1


def tell(found: Replay) -> None:
    """The matrix, old outcomes down, new ones across, and the clauses that turned most."""
    print(f"{'old / new':>10}" + "".join(f"{new.value:>10}" for new in Outcome))
    for old in Outcome:
        print(f"{old.value:>10}" + "".join(f"{found.matrix.get((old, new), 0):>10}" for new in Outcome))
    for clause, turned in found.by_clause.items():
        print(f"{turned:>6} {clause}")


def worked_facts() -> Iterator[Facts]:
    for case in worked.load(WORKED):
        for part in case.parts:
            bases = [statutes.basis(each) for each in part.bases]
            yield Facts.from_answers(
                part.kind, part.title, part.answers, bases, case.setup.records(part, case.applicant, case.today)
            )


def varied(known: list[Facts], number: int) -> Iterator[Facts]:
    """`number` requests: each one of the known, with up to three facts of its kind made others or unknown."""
    chance = random.Random(SEED)  # noqa: S311 - a bench, and the same one each time
    for _request in range(number):
        facts = chance.choice(known)
        of_kind = [each for each in slots(Facts).values() if not each.mark.kinds or facts.kind in each.mark.kinds]
        changed = chance.sample(of_kind, k=chance.randint(0, CHANGES))
        yield replace(facts, **{each.name: other(each, getattr(facts, each.name), chance) for each in changed})


def other(slot: Slot, value: Any, chance: random.Random) -> Any:
    """Another value of the field: any of a choice, a number up to twice as large, or not known."""
    if issubclass(slot.type, Choice):
        members = list(slot.type)
        return tuple(chance.sample(members, k=chance.randint(0, len(members)))) if slot.many else chance.choice(members)
    if slot.type is bool:
        return chance.choice([True, False, None])
    if slot.type in {int, Decimal} and value is not None:
        return slot.type(chance.randint(0, 2 * int(value)))
    return chance.choice([value, None])


def taken(deed: Callable[[], Any]) -> tuple[float, Any]:
    """The seconds of the processor that `deed` took, and what it gave."""
    began = time.process_time()
    given = deed()
    return time.process_time() - began, given


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


if __name__ == "__main__":
    raise SystemExit(main())
