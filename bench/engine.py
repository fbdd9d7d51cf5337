"""What a human step costs: SQL by hand, a bare viewflow flow, SpiffWorkflow, and this product, in one run on PostgreSQL.

`python -m bench.engine [--rounds N]` (or `make bench-engine`). All go the same route, one step of one request at a time,
turn by turn; what was warmed up is not counted. Exit 1 if ours costs more than 8 statements a step (BEGIN and COMMIT
counted) or more than 3 times the SQL written by hand. docs/bench.md says what is in the numbers and what is not.
"""

import argparse
import gc
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

MOST_STATEMENTS = 8.0
MOST_TIMES = 3.0
WARM_UP = 10


@dataclass
class Measured:
    """The steps of one engine: milliseconds by step, over all rounds, and statements in one more round."""

    title: str
    ms: dict[Any, list[float]] = field(default_factory=lambda: defaultdict(list))
    sent: int = 0

    @property
    def every(self) -> list[float]:
        return [each for times in self.ms.values() for each in times]

    @property
    def route(self) -> float:
        """The whole route in milliseconds: the medians of its steps, added up."""
        return sum(statistics.median(times) for times in self.ms.values())

    def row(self, by_hand: "Measured", steps: int) -> str:
        p90 = statistics.quantiles(self.every, n=10)[-1]
        return (
            f"{self.title:<24}{self.sent / steps:>12.1f}{statistics.median(self.every):>12.2f}{p90:>10.2f}"
            f"{self.route / by_hand.route:>11.1f}"
        )


@contextmanager
def engines() -> Iterator[tuple[Sequence[Any], dict[str, Any]]]:
    """The four, and the connection that each uses."""
    import psycopg  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from bench.engines.by_hand import ByHand  # noqa: PLC0415
    from bench.engines.ours import Ours  # noqa: PLC0415
    from bench.engines.spiff import Spiff  # noqa: PLC0415
    from bench.engines.viewflow_bare import Viewflow  # noqa: PLC0415

    connection.ensure_connection()
    given = connection.get_connection_params()
    given = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}
    with psycopg.connect(**given, autocommit=True) as plain, Ours() as ours:
        four = (ByHand(plain), Viewflow(), Spiff(plain), ours)
        ours_too = connection.connection
        yield four, {four[0].title: plain, four[1].title: ours_too, four[2].title: plain, four[3].title: ours_too}


def people() -> dict[str, Any]:
    """Who does each step, by the post."""
    from bench.engines.route import ROUTE  # noqa: PLC0415
    from tests.cast import County  # noqa: PLC0415

    county = County()
    return {
        step.post: county.township_officers[0] if step.post == "township" else getattr(county, step.post)
        for step in ROUTE
    }


def go(engine: Any, officers: dict[str, Any]) -> Iterator[tuple[Any, Callable[[], None]]]:
    """One request all the way: each step, and how to do it. What is looked up beforehand is not part of the step."""
    from accounts.models import User  # noqa: PLC0415
    from bench.engines.route import ROUTE  # noqa: PLC0415

    case = engine.draft()
    gc.collect()
    for step in ROUTE:
        officer = User.objects.select_related("organ").get(pk=officers[step.post].pk)
        yield step, partial(engine.does, case, step, officer)


def measure(rounds: int) -> list[Measured]:
    """All four, turn by turn; ours twice more: with the judging, and the judging alone."""
    officers = people()
    with engines() as (four, connections):
        found = {engine.title: Measured(engine.title) for engine in four}
        judged = Measured("ours, with judging")
        for number in range(WARM_UP + rounds):
            for engine in four[number % 4 :] + four[: number % 4]:
                for step, does in go(engine, officers):
                    seconds = timed(does)
                    if number >= WARM_UP:
                        found[engine.title].ms[step].append((seconds - getattr(engine, "judging", 0.0)) * 1000)
                        judged.ms[step] += [seconds * 1000] if engine is four[-1] else []
        for engine in four:
            found[engine.title].sent, judged.sent = count(engine, connections[engine.title], officers)
    return [*found.values(), judged]


def timed(does: Callable[[], None]) -> float:
    begun = time.perf_counter()
    does()
    return time.perf_counter() - begun


def count(engine: Any, connection: Any, officers: dict[str, Any]) -> tuple[int, int]:
    """How many statements the route sends, without the judging and with it."""
    from bench.engines.sent import Sent  # noqa: PLC0415

    sent, judging = Sent(connection), 0
    engine.sent = sent.so_far
    for _step, does in go(engine, officers):
        with sent.counted():
            does()
        judging += getattr(engine, "judging_sent", 0)
    return sent.so_far() - judging, sent.so_far()


def steps_of(ours: Measured, by_hand: Measured) -> str:
    """Where ours is dear and where it is cheap: step by step beside the SQL by hand."""
    lines = [f"{'step':<34}{'by hand ms':>12}{'ours ms':>10}{'x':>7}"]
    for step, times in ours.ms.items():
        one, other = statistics.median(by_hand.ms[step]), statistics.median(times)
        lines.append(f"{step.act + ' ' + step.desk:<34}{one:>12.2f}{other:>10.2f}{other / one:>7.1f}")
    return "\n".join(lines)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=100)
    rounds = options.parse_args().rounds
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings  # noqa: PLC0415

    from bench.scratch import scratch_database  # noqa: PLC0415

    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "bench.engines"]  # viewflow asks in which app a flow is
    with scratch_database():
        measured = measure(rounds)
    by_hand, ours, steps = measured[0], measured[-2], len(measured[0].ms)
    print(steps_of(ours, by_hand))
    print(f"\n{'engine':<24}{'statements':>12}{'ms median':>12}{'p90':>10}{'x by hand':>11}")
    print(*(each.row(by_hand, steps) for each in measured), sep="\n")
    statements, times = ours.sent / steps, ours.route / by_hand.route
    print(f"ours: {statements:.1f} statements per step, {times:.1f} x hand-written SQL")
    return 0 if statements <= MOST_STATEMENTS and times <= MOST_TIMES else 1


if __name__ == "__main__":
    sys.exit(main())
