"""Articles that an amendment moved: 将第三十七条第一款改为第四十三条, read out of the amending decision.

A citation by the old number finds another article in the new text. So each article whose number used to mean something
else says where that has gone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from laws.corpus import ReadLaw
from policy.legal import numerals, places, titles

_MOVE = re.compile(r"将(?P<old>第[^，。：“\"]{1,40}?)(?:改为|合并，作为)(?P<new>第[^，。：“\"]{1,20}?条)")
_DECISION = re.compile(r"关于修改《(?P<title>.+)》的决定$")

Moves = dict[tuple[str, date], dict[int, str]]
"""By key and adoption of the amended text: article number → where what stood there has gone, as a sentence."""


def moves(laws: Iterable[ReadLaw]) -> Moves:
    """What the amending decisions among `laws` moved. A decision belongs to the text adopted on its own day."""
    found: Moves = {}
    for law in laws:
        decision = _DECISION.search(law.title)
        if decision:
            found[titles.key(decision["title"]), law.adopted_on] = _of_decision(law)
    return found


def _of_decision(law: ReadLaw) -> dict[int, str]:
    said: dict[int, list[str]] = defaultdict(list)
    for article in law.articles:
        for move in _MOVE.finditer(article.text):
            for place in places.read(move["old"], 0)[0]:
                new = numerals.to_int(move["new"][1:-1])
                if place.article and new != place.article:
                    said[place.article].append(f"修改前的{place}现为{move['new']}")
    return {number: "；".join(sentences) for number, sentences in said.items()}
