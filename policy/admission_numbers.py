"""准入编号: 准〔2026〕210321-0002号, in whatever brackets, blanks and dashes it was typed, and told from what is none."""

import re

from policy.legal.document_numbers import CLOSING, OPENING
from policy.legal.numerals import plain

LONGEST = 40
_DASH = r"[-－—–]*"
_TIMES = rf"{OPENING}?变更(?P<times>[0-9]{{1,3}}){CLOSING}?"
_NUMBER = re.compile(
    rf"准?{OPENING}?(?P<year>20[0-9]{{2}}){CLOSING}?(?P<county>[0-9]{{6}}){_DASH}(?P<running>[0-9]{{1,6}})号?(?:{_TIMES})?"
)


def read(text: str) -> str:
    """The number that `text` consists of, as it is written; empty if it does not look like one. Never raises."""
    match = _NUMBER.fullmatch(_compact(text))
    if match is None:
        return ""
    changed = f"（变更{int(match['times'])}）" if match["times"] else ""
    return f"准〔{match['year']}〕{match['county']}-{int(match['running']):04d}号{changed}"


def ways(text: str) -> set[str]:
    """The ways in which a list may hold the number that was typed: lists from before the procedure wrote theirs freely."""
    compact = _compact(text)
    bracketed = re.sub(CLOSING, "〕", re.sub(OPENING, "〔", compact))
    found = {text.strip(), compact, re.sub(r"〔(变更[0-9]+)〕$", r"（\1）", bracketed), read(text)}
    return {each for each in found if 0 < len(each) <= LONGEST and each.isprintable()}


def _compact(text: str) -> str:
    return "".join(plain(text).split())
