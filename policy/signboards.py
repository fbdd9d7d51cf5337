"""牌名: which of the six boards a name means, and whether its characters are standard."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from policy import characters, official_names
from policy.characters import Remark, Severity, Trouble
from policy.choices import Colours
from policy.facts import Facts
from policy.official_names import Named, Standing

_SIX = tomllib.loads((Path(__file__).parent / "lists" / "signboards.toml").read_text(encoding="utf-8"))


def one_of_the_six(name: str) -> str | None:
    """The board's name in the notice, or None. The name must end as one of the six does, after the village's name."""
    plain = re.sub(r"\s", "", name)
    return next((official for official, board in _SIX.items() if _is_called(plain, official, board)), None)


def _is_called(name: str, official: str, board: Mapping[str, Any]) -> bool:
    ends = any(re.fullmatch(rf"(?:.*村)?(?:{end})", name) or (end[0] == "村" and name.endswith(end))
               for end in board["endings"])  # fmt: skip
    begins = name.startswith(tuple(board.get("beginnings", ()))) and re.search(r"村.*委员会$", name)
    return name == official or ends or bool(begins)


def is_of_the_party(official: str) -> bool:
    return bool(_SIX[official].get("party", False))


def colours_wanted(name: str) -> Colours:
    """党组织白底红字，其他组织白底黑字。"""
    board = one_of_the_six(name)
    return Colours.WHITE_RED if board and is_of_the_party(board) else Colours.WHITE_BLACK


def nonstandard_characters(name: str) -> tuple[str, ...]:
    """The characters outside the table of standard characters that stand for one in it, each once."""
    remarks = characters.examine(name)
    return tuple(each for remark in remarks if remark.trouble is Trouble.NONSTANDARD for each in remark.found)


def remarks(facts: Facts, severity: Severity) -> tuple[Remark, ...]:
    """What is to be said of the characters of the board's name, of this severity. Registered places are not read."""
    said = characters.examine(facts.name, tuple(facts.place_names or ()))
    return tuple(each for each in said if each.severity is severity)


def named(facts: Facts) -> Named:
    """How the board's name stands to the official ones and to the one registered."""
    registered = (facts.registered_name,) if facts.registered_name else ()
    return official_names.look_up(facts.name, registered)


def proposed_name(facts: Facts) -> str:
    """The name put right: standard characters and a known abbreviation in full, else what the applicant calls official."""
    known = named(facts)
    if known.standing is Standing.SHORTENED:
        return known.full[0]
    mended = characters.corrected(facts.name, tuple(facts.place_names or ()))
    return mended if mended != facts.name else facts.official_name or facts.name


def years_after(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
