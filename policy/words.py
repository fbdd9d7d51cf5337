"""Sentences that people read, marked for translation in a package that knows no web framework."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

Translate = Callable[[str], str]


def gettext_noop(sentence: str) -> str:
    """Return `sentence` unchanged; makemessages finds the call and collects the sentence."""
    return sentence


@dataclass(frozen=True)
class Phrase:
    """Words that have a translation: `template` is its key, `words` fill the named places (%(name)s).

    A word is a plain text, which stays as it is, a phrase, or a tuple of these, which is read as a list (甲、乙).
    """

    template: str
    words: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return told(plain(self))


def plain(spoken: object) -> Any:
    """What is said as JSON can hold it: text as text, a phrase as {template, words}, a list as a list."""
    if isinstance(spoken, Phrase):
        return {"template": spoken.template, "words": {name: plain(each) for name, each in spoken.words.items()}}
    if isinstance(spoken, tuple | list):
        return [plain(each) for each in spoken]
    return str(spoken)


def told(spoken: object, translate: Translate = gettext_noop) -> str:
    """What `plain` wrote, in the language of `translate` (gettext, or nothing for Chinese)."""
    if isinstance(spoken, Mapping):
        words = {name: told(each, translate) for name, each in spoken["words"].items()}
        template = translate(spoken["template"])
        return template % words if words else template
    if isinstance(spoken, list):
        return translate(gettext_noop("、")).join(told(each, translate) for each in cast(list[object], spoken))
    return str(spoken)
