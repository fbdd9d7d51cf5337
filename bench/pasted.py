"""How well are demands found in the sentences of notices? Against pasted.toml, read by hand.

Ends with `pasted: N/M sentences, precision P recall R`; exit code 1 below 0.9.
"""

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from policy.pasted import kinds

LABELLED = Path(__file__).with_name("pasted.toml")
LEAST = 0.9


@dataclass(frozen=True)
class Score:
    """Sentences read exactly as by hand, all of them, and what of the demands was found and was right."""

    exact: int
    sentences: int
    precision: float
    recall: float
    misread: tuple[str, ...]


def labelled() -> list[tuple[str, set[str]]]:
    """(sentence, kinds) as read by hand."""
    data = tomllib.loads(LABELLED.read_text(encoding="utf-8"))
    single = [
        (text, set() if kind == "none" else {kind}) for kind, texts in data["sentences"].items() for text in texts
    ]
    return single + [(each["text"], set(each["kinds"])) for each in data["several"]]


def score() -> Score:
    """Read every sentence and count."""
    pairs = [(text, wanted, {kind.value for kind in kinds(text)}) for text, wanted in labelled()]
    right = sum(len(wanted & found) for _text, wanted, found in pairs)
    asked, said = (
        sum(len(wanted) for _text, wanted, _found in pairs),
        sum(len(found) for _text, _wanted, found in pairs),
    )
    misread = tuple(f"{text} {sorted(wanted)} → {sorted(found)}" for text, wanted, found in pairs if wanted != found)
    return Score(len(pairs) - len(misread), len(pairs), right / said, right / asked, misread)


def main() -> int:
    found = score()
    for line in found.misread:
        print(line)
    print(
        f"pasted: {found.exact}/{found.sentences} sentences, precision {found.precision:.2f} recall {found.recall:.2f}"
    )
    return 0 if min(found.precision, found.recall) >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
