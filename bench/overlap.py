"""How well fields of forms are told alike and apart, on pairs labelled by hand: precision and recall.

`python -m bench.overlap [--half test|development] [--errors]` (or `make bench-overlap`). The matching and its lists of
words were made on the topics called development; those called test were run when it was finished. Exit code 1 below
precision 0.9 or recall 0.8. `--errors` lists the development pairs that are read wrongly; those of the test are not shown.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from policy.choices import Frequency
from policy.form_fields import FormField
from policy.overlap import Index, same
from policy.standing_forms import StandingForm

PAIRS = Path(__file__).with_name("overlap.toml")
PRECISION, RECALL = 0.9, 0.8
FORMS, FIELDS = 1000, 20


@dataclass(frozen=True)
class Pair:
    """Two fields, and whether they ask for the same."""

    one: FormField
    other: FormField
    same: bool


def pairs(half: str) -> Iterator[Pair]:
    for topic in tomllib.loads(PAIRS.read_text(encoding="utf-8"))["topic"]:
        if topic["half"] == half:
            for label in ("same", "different"):
                yield from (_pair(each, label == "same") for each in topic[label])


def _pair(two: list[Any], is_same: bool) -> Pair:
    one, other = (FormField.read(each) for each in two)
    return Pair(one, other, is_same)


def measure(found: list[tuple[Pair, bool]]) -> tuple[float, float]:
    """Precision and recall of what was taken for the same."""
    right = sum(pair.same and said for pair, said in found)
    taken, wanted = sum(said for _pair, said in found), sum(pair.same for pair, _said in found)
    return (right / taken if taken else 1.0), (right / wanted if wanted else 1.0)


def speed() -> tuple[float, float]:
    """Seconds to read a thousand forms of twenty fields, and milliseconds to compare a new one with them all."""
    names = [each.one.name for half in ("development", "test") for each in pairs(half)]
    forms = [
        StandingForm(
            title=f"表{n}", organ="甲局", frequency=Frequency.MONTHLY,
            fields=tuple(FormField(f"{names[(n * FIELDS + at) % len(names)]}{n % 50 + 1}") for at in range(FIELDS)),
        )
        for n in range(FORMS)
    ]  # fmt: skip
    began = perf_counter()
    index = Index(forms)
    read = perf_counter() - began
    began = perf_counter()
    index.overlaps([FormField(f"{name}7") for name in names[:FIELDS]])
    return read, (perf_counter() - began) * 1000


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--half", choices=["test", "development"], default="test")
    options.add_argument("--errors", action="store_true")
    asked = options.parse_args()
    found = [(pair, same(pair.one, pair.other)) for pair in pairs(asked.half)]
    precision, recall = measure(found)
    if asked.errors and asked.half == "development":
        for pair, said in found:
            if pair.same != said:
                print(f"  {pair.one} / {pair.other}: taken for {'the same' if said else 'different'}")
    read, compared = speed()
    print(f"{FORMS} forms of {FIELDS} fields read in {read:.2f} s, a new form compared with all in {compared:.1f} ms")
    print(f"{asked.half}: {len(found)} pairs, {sum(pair.same for pair, _said in found)} of them the same")
    print(f"overlap: precision {precision:.3f} recall {recall:.3f}")
    return 0 if precision >= PRECISION and recall >= RECALL else 1


if __name__ == "__main__":
    sys.exit(main())
