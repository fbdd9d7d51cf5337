"""Anybody tries anything, ten thousand times, on a database of its own; what must hold is looked at after every step.

`python -m bench.walk [--steps N] [--seed N]` (or `make walk`). The rules are those of `tests/workflows/walk_machine.py`.
A fault ends the walk; its shortest trace is printed. Exit 1 if there was one, or if `check_desks` finds a
disagreement at the end.
"""

import argparse
import os
import sys
import time
import traceback
from typing import Any

A_WALK = 50
A_ROUND = 10


def walk(steps: int, seed: int) -> int:
    """Walk until that many steps are done or a fault is found; returns how many faults."""
    import hypothesis  # noqa: PLC0415
    from hypothesis.stateful import run_state_machine_as_test  # noqa: PLC0415

    from tests.workflows.walk_batches import BatchWalk  # noqa: PLC0415
    from tests.workflows.walk_machine import Walk  # noqa: PLC0415

    terms = hypothesis.settings(
        max_examples=A_ROUND, stateful_step_count=A_WALK, deadline=None, database=None, report_multiple_bugs=False,
        suppress_health_check=list(hypothesis.HealthCheck),
    )  # fmt: skip
    begun, turn = time.monotonic(), 0
    while Walk.steps < steps:
        try:
            run_state_machine_as_test(hypothesis.seed(f"{seed}-{turn}")(BatchWalk), settings=terms)
        except BaseExceptionGroup as several:
            return told(*several.exceptions)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is a fault
            return told(fault)
        turn += 1
        _progress(Walk, time.monotonic() - begun)
    return 0


def told(*faults: BaseException) -> int:
    """Print each fault with the shortest way to it; how many there are."""
    for fault in faults:
        way = [
            line for note in getattr(fault, "__notes__", ()) for line in note.splitlines() if line != "state.holds()"
        ]
        print(*traceback.format_exception_only(type(fault), fault)[:1], *way, sep="\n")
    return len(faults)


def _progress(walk: Any, seconds: float) -> None:
    done, refused = sum(walk.done.values()), walk.refused
    print(f"{walk.steps} steps, {done} done, {refused} refused, {seconds:.0f} s", file=sys.stderr)


def _seen() -> None:
    from tests.workflows.walk_machine import Walk  # noqa: PLC0415

    for title, counted in (("done", Walk.done), ("states", Walk.states)):
        print(f"{title}: " + ", ".join(f"{name} {times}" for name, times in counted.most_common()), file=sys.stderr)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--steps", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from bench.scratch import scratch_database  # noqa: PLC0415

    with scratch_database():
        from django.core.management import call_command  # noqa: PLC0415

        from tests.workflows.walk_machine import Walk  # noqa: PLC0415

        faults = walk(asked.steps, asked.seed)
        _seen()
        call_command("check_desks")
    print(f"walk: {Walk.steps} steps, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
