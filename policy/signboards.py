"""牌名: which of the six boards a name means, and whether its characters are standard."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

_SIX = tomllib.loads((Path(__file__).parent / "lists" / "signboards.toml").read_text(encoding="utf-8"))
_HAN = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]")


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


def nonstandard_characters(name: str) -> tuple[str, ...]:
    """The characters that GB/T 2312 (simplified characters in common use) does not have, each once."""
    return tuple(dict.fromkeys(each for each in _HAN.findall(name) if not _in_common_use(each)))


def _in_common_use(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def years_after(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
