"""The place inside a law: 第八条之一第二款第（三）项第1目, several of them, and ranges.

Units nest in the order of UNITS. `read` follows a list such as 第三条至第五条、第八条第一款、第三款 and gives every single place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from policy.legal import numerals

MOST_IN_A_RANGE = 60
"""第一条至第二千条 cites a law, not its articles; a longer range keeps its two ends only."""

_N = rf"[{numerals.CHARACTERS}0-9]{{1,9}}"
_JOIN = r"(?:、|，|,|和|及|与|以及|或者|或)"
_RANGE = r"(?:至|到|-|—|–|~|～)"
_UNIT = r"(?P<unit>部分|条|款|项|目)"
_ONE = re.compile(
    rf"第\s*[（(]?(?P<first>{_N})[）)]?(?P<more>(?:\s*(?:{_JOIN}|{_RANGE})\s*[（(]?{_N}[）)]?)*)\s*{_UNIT}"
    rf"(?:\s*之\s*(?P<suffix>[一二三四五六七八九十]{{1,3}})(?![款项目分年月日个人]))?"
)
_BRACKETED = re.compile(
    rf"[（(](?P<first>{_N})[）)](?P<more>(?:\s*(?:{_JOIN}|{_RANGE})\s*[（(]{_N}[）)])*)\s*(?:(?P<unit>项|目)|(?!\s*《))"
)
_ABOVE = re.compile(rf"\s*第\s*{_N}\s*(?:编|分编|章|节)")
_CONNECTOR = re.compile(rf"\s*(?P<range>{_RANGE})\s*(?=第|[（(])|\s*{_JOIN}\s*(?=第|[（(])|\s*")
_LISTED = re.compile(r"\s*(?P<part>[一二三四五六七八九十]{1,3})\s*、?(?=[（(][一二三四五六七八九十]{1,3}[）)])")
_ALSO = re.compile(rf"\s*{_JOIN}\s*之\s*(?P<suffix>[一二三四五六七八九十]{{1,3}})(?![款项目分年月日个人])")
_STEP = re.compile(rf"\s*(?P<range>{_RANGE})?(?:{_JOIN})?\s*[（(]?(?P<number>{_N})[）)]?")
_NAMES = {"部分": "part", "条": "article", "款": "paragraph", "项": "item", "目": "subitem"}


@dataclass(frozen=True)
class Place:
    """Where in a document; every number counts from 1, None where the place is not that deep."""

    part: int | None = None
    article: int | None = None
    suffix: int | None = None
    paragraph: int | None = None
    item: int | None = None
    subitem: int | None = None

    def __str__(self) -> str:
        words = numerals.to_chinese
        return "".join(
            [
                f"第{words(self.part)}部分" if self.part else "",
                f"第{words(self.article)}条" if self.article else "",
                f"之{words(self.suffix)}" if self.suffix else "",
                f"第{words(self.paragraph)}款" if self.paragraph else "",
                f"第（{words(self.item)}）项" if self.item else "",
                f"第{self.subitem}目" if self.subitem else "",
            ]
        )

    def at(self, unit: str, number: int, suffix: int | None = None) -> "Place":
        """The place `number` of `unit` inside this one: what lies deeper is dropped."""
        names = [field.name for field in fields(self)]
        deeper = dict.fromkeys(names[names.index(unit) + 1 :])
        return replace(self, **{unit: number, **deeper, **({"suffix": suffix} if unit == "article" else {})})

    def depth(self) -> int:
        """How deep the place goes: the position of its last unit, -1 for the whole document."""
        names = [field.name for field in fields(self)]
        return max((names.index(name) for name in names if getattr(self, name)), default=-1)


def read(text: str, start: int) -> tuple[list[Place], int]:
    """The places written at `start` and the position after them; none gives ([], start)."""
    places: list[Place] = []
    position = start
    while above := _ABOVE.match(text, position):
        position = above.end()
    if listed := _LISTED.match(text, position):
        places, position = [Place(part=numerals.to_int(listed["part"]))], listed.end()
    while step := _next(text, position, places):
        places, position = step
    return places, position if places else start


def _next(text: str, position: int, places: list[Place]) -> tuple[list[Place], int] | None:
    if (also := _ALSO.match(text, position)) and places and places[-1].suffix:
        return [*places, replace(places[-1], suffix=numerals.to_int(also["suffix"]))], also.end()
    connector = _CONNECTOR.match(text, position)
    begin = connector.end() if connector else position
    joined = bool(connector and connector.group().strip())
    match = _ONE.match(text, begin) or (_BRACKETED.match(text, begin) if places else None)
    if match is None or (joined and not places):
        return None
    unit = _NAMES[match["unit"] or "项"]
    suffix = numerals.to_int(match["suffix"]) if "suffix" in match.groupdict() and match["suffix"] else None
    numbers = list(_numbers(match))
    if not numbers or 0 in numbers:
        return None
    base = places[-1] if places else Place()
    fresh = [base.at(unit, number, suffix if number == numbers[-1] else None) for number in numbers]
    if connector and connector["range"]:
        return places + list(_between(base, fresh[0], unit)) + fresh, match.end()
    refines = places and not joined and fresh[0].depth() > base.depth()
    return (places[:-1] if refines else places) + fresh, match.end()


def _numbers(match: re.Match[str]) -> Iterator[int]:
    last = numerals.to_int(match["first"])
    if last is None:
        return
    yield last
    for step in _STEP.finditer(match["more"]):
        number = numerals.to_int(step["number"])
        if number is None:
            continue
        if step["range"] and number - last <= MOST_IN_A_RANGE:
            yield from range(last + 1, number)
        yield number
        last = number


def _between(base: Place, end: Place, unit: str) -> Iterator[Place]:
    first, last = getattr(base, unit), getattr(end, unit)
    if first and last and last - first <= MOST_IN_A_RANGE:
        for number in range(first + 1, last):
            yield base.at(unit, number)
