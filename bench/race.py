"""Two decide one request at the same moment, again and again; then fifty decide fifty requests at once.

`python -m bench.race [--rounds N]` (or `make race`). Exit 1 unless exactly one wins each round, with one event and
one message, and the admission numbers run without gaps or doubles.
"""

import argparse
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

PARALLEL = 50


@dataclass
class Tally:
    """What happened in all rounds. A double is a round with more than one event or message."""

    rounds: int = 0
    winners: int = 0
    events: int = 0
    doubles: int = 0
    losers: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"race: {self.rounds} rounds, {self.winners} winners, {self.events} events, {self.doubles} doubles"


def together(*deeds: Callable[[], None]) -> list[Exception | None]:
    """Do all `deeds` at the same moment, each in a thread and connection of its own; what each raised, in order."""
    from django.db import connection  # noqa: PLC0415

    gate, raised = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(index: int, deed: Callable[[], None]) -> None:
        try:
            gate.wait(timeout=30)
            deed()
        except Exception as refusal:  # noqa: BLE001 - it is handed to the caller
            raised[index] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, deed)) for index, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def race(rounds: int) -> Tally:
    """Let the authority admit and refuse the same request at once, `rounds` times."""
    from tests.cast import County  # noqa: PLC0415
    from tests.ways import before_the_authority  # noqa: PLC0415

    county, tally = County(), Tally()
    for _round in range(rounds):
        _one_round(tally, county, before_the_authority(county))
    return tally


def _one_round(tally: Tally, county, request) -> None:  # type: ignore[no-untyped-def]
    from notifications.models import Outgoing  # noqa: PLC0415
    from workflows.errors import NotNow  # noqa: PLC0415
    from workflows.models import Decision, RequestEvent  # noqa: PLC0415
    from workflows.services.decision import Ruling, decide  # noqa: PLC0415

    rulings = [Ruling(Decision.ADMITTED, "同意"), Ruling(Decision.REFUSED, "不同意")]
    raised = together(*(lambda r=ruling: decide(request, by=county.decider, rulings={1: r}) for ruling in rulings))
    for refusal in raised:
        if refusal is not None and not isinstance(refusal, NotNow):
            raise refusal
    told = Outgoing.objects.filter(context__request=request.pk, event__in=["admitted", "refused"]).count()
    decided = RequestEvent.objects.filter(request=request, act__in=["admit", "refuse"]).count()
    tally.rounds += 1
    tally.winners += raised.count(None)
    tally.events += decided
    tally.doubles += decided != 1 or told != 1
    tally.losers += [str(refusal) for refusal in raised if refusal is not None]


def numbers(parallel: int = PARALLEL) -> list[int]:
    """The running numbers that `parallel` decisions at once were given."""
    from catalogues.models import Entry  # noqa: PLC0415
    from tests.cast import County  # noqa: PLC0415
    from tests.ways import before_the_authority  # noqa: PLC0415
    from workflows.models import Decision  # noqa: PLC0415
    from workflows.services.decision import Ruling, decide  # noqa: PLC0415

    county = County()
    waiting = [before_the_authority(county) for _number in range(parallel)]
    Entry.objects.all().delete()
    ruling = {1: Ruling(Decision.ADMITTED, "同意")}
    raised = together(*(lambda r=request: decide(r, by=county.decider, rulings=ruling) for request in waiting))
    for refusal in filter(None, raised):
        raise refusal
    return sorted(int(entry.number.split("-")[1].removesuffix("号")) for entry in Entry.objects.all())


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=200)
    rounds = options.parse_args().rounds
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from bench.scratch import scratch_database  # noqa: PLC0415

    with scratch_database():
        given = numbers()
        whole = given == list(range(given[0], given[0] + PARALLEL))
        print(f"numbers: {PARALLEL} decisions at once, {given[0]} to {given[-1]}, {'no gap' if whole else given}")
        tally = race(rounds)
    print(f"the loser reads, for example: {tally.losers[0] if tally.losers else '-'}")
    print(tally)
    fair = tally.winners == tally.events == tally.rounds and not tally.doubles
    return 0 if fair and whole else 1


if __name__ == "__main__":
    sys.exit(main())
