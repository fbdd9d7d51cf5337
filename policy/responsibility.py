"""责任主体: whether a text puts a village in charge of enforcement, demolition, investment or work safety."""

import re
import tomllib
from pathlib import Path

_LISTS = tomllib.loads((Path(__file__).parent / "lists" / "responsibility.toml").read_text(encoding="utf-8"))


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in words)


_MATTERS = re.compile(_either([word for words in _LISTS["matters"].values() for word in words]))
_RESPONSIBLE = re.compile(_either(_LISTS["responsible"]["words"]))
_NEGATED = re.compile(rf"(?:{_either(_LISTS['negated']['words'])})[^，。；、]{{0,8}}(?:{_RESPONSIBLE.pattern})")


def is_of_a_listed_matter(text: str) -> bool:
    return bool(_MATTERS.search(text))


def makes_responsible(text: str) -> bool:
    """Whether the text makes somebody responsible; 不签订责任状 does not."""
    return bool(_RESPONSIBLE.search(_NEGATED.sub("", text)))


def without_responsibility(text: str) -> str:
    """The text without the phrases (up to ，。；、) that make somebody responsible."""
    phrases = re.findall(r"[^，。；、]+[，。；、]?", text)
    return "".join(phrase for phrase in phrases if not makes_responsible(phrase)).rstrip("，；、")
