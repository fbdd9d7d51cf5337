"""Where in a text a citation begins: a title in 《》, a document number, or a law named without brackets before 第…条."""

import re
from dataclasses import dataclass

from policy.legal import document_numbers, numerals, titles

LONGEST_TITLE = 120
_OPEN, _CLOSE = "《", "》"
_KINDS = "法典|法|条例|规定|办法|细则|决定|规则|准则|章程|解释|规程|通知|意见"
_PLACE_AHEAD = rf"(?=\s*第\s*[（(]?[{numerals.CHARACTERS}0-9]{{1,9}}[）)]?\s*(?:[条编章、至到\-—~]|部分))"
_ANCHOR = re.compile(
    rf"(?P<open>{_OPEN})|(?P<number>{document_numbers.NUMBER}|{document_numbers.ORDER})"
    rf"|(?P<bare>[\u4e00-\u9fa5]{{1,38}}?(?:{_KINDS}|法律)){_PLACE_AHEAD}"
)
_LEADING = re.compile(
    r"(?:根据|依据|按照?|属于|依照|参照|参见|违反|适用|符合|以及|或者|执行|落实|遵照|详见|遵守|所引|援引|引用|即)"
)
_LINKING = re.compile(r"^(?:和|与|及|或|并)")
_ANOTHER = re.compile(rf".*(?:{_KINDS})(?:以及|和|与|及|或者|或)")
_SAME = re.compile(rf"(?:同|该|上述|前述)(?:{_KINDS}|法律)$")
_ITSELF = re.compile(rf"(?<!基)本(?:{_KINDS}|法律)$")
_VAGUE = re.compile(r"^(?:国家|上级|省|市|县)?(?:有关|相关|其他|现行|以上|下列)")
_SHORTEST_TITLE = 3
_SHORT = re.compile(r"(?:宪法|刑法|民法典)$")
"""Laws that no other law's title ends with: whatever stands before is not of the title."""


@dataclass(frozen=True)
class Anchor:
    """What a citation names: a title, a number or both, the law before (同法), or the law it stands in (本法).

    `end` is the position after it.
    """

    title: str
    number: str
    end: int
    same_as_before: bool = False
    itself: bool = False

    @property
    def names_something(self) -> bool:
        return bool(self.title or self.number or self.same_as_before or self.itself)


def find(text: str, position: int) -> Anchor | None:
    """The first anchor of `text` at or after `position`."""
    while match := _ANCHOR.search(text, position):
        anchor = _read(text, match, after_another=position == match.start() > 0)
        if anchor and anchor.names_something:
            return anchor
        position = max(anchor.end if anchor else 0, match.start() + 1)
    return None


def bracketed(text: str, start: int) -> tuple[str, int] | None:
    """The title between 《 at `start` and its own 》 (titles nest), and the position after it."""
    depth = 0
    for position in range(start, min(len(text), start + LONGEST_TITLE)):
        depth += (text[position] == _OPEN) - (text[position] == _CLOSE)
        if depth == 0:
            return text[start + 1 : position].strip(), position + 1
    return None


def _read(text: str, match: re.Match[str], after_another: bool) -> Anchor | None:
    if match["open"]:
        found = bracketed(text, match.start())
        return Anchor(titles.full(found[0]), "", found[1]) if found else None
    if match["number"]:
        return _numbered(text, match, after_another)
    return _unbracketed(match["bare"], match.end("bare"), after_another)


def _numbered(text: str, match: re.Match[str], after_another: bool) -> Anchor:
    written = _LINKING.sub("", match["number"]) if after_another else match["number"]
    number = document_numbers.normalise(_LEADING.split(written)[-1])
    ahead = re.compile(rf"(?:文件|文)?\s*(?={_OPEN})").match(text, match.end())
    titled = bracketed(text, ahead.end()) if ahead else None
    if titled and titled[0]:
        return Anchor(titles.full(titled[0]), number, titled[1])
    return Anchor("", number, match.end())


def _unbracketed(run: str, end: int, after_another: bool) -> Anchor | None:
    if _SAME.search(run):
        return Anchor("", "", end, same_as_before=True)
    run = _LINKING.sub("", run) if after_another else run
    if _ITSELF.search(_without_lead(run)):
        return Anchor("", "", end, itself=True)
    return Anchor(titles.full(bare(run)), "", end)


def bare(run: str) -> str:
    """The title with which a run of characters without brackets ends, or "" if it names no law (有关法律)."""
    short = _SHORT.search(run)
    title = short.group() if short else _without_lead(run)
    if _VAGUE.search(title) or title.endswith("法律"):
        return ""
    return title if short or len(title) >= _SHORTEST_TITLE else ""


def _without_lead(run: str) -> str:
    known = next((run[start:] for start in range(len(run)) if run[start:] in titles.known()), None)
    return known or _ANOTHER.sub("", _LEADING.split(run)[-1])
