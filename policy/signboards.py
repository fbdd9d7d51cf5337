"""牌名: which of the six boards a name means, and whether its characters are standard."""

import re
import tomllib
from datetime import date
from pathlib import Path

_SIX = tomllib.loads((Path(__file__).parent / "lists" / "signboards.toml").read_text(encoding="utf-8"))
_HAN = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]")


def one_of_the_six(name: str) -> str | None:
    """The board's name in the notice, or None. The name must end as one of the six does, after the village's name."""
    plain = re.sub(r"\s", "", name)
    for official, board in _SIX.items():
        if plain == official or any(re.fullmatch(rf".*村(?:的)?{re.escape(end)}|{re.escape(end)}", plain)
                                    or (end.startswith("村") and plain.endswith(end)) for end in board["endings"]):  # fmt: skip
            return str(official)
    return None


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
