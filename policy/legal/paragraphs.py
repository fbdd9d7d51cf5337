"""款 and 项 inside the text of an article: paragraphs are natural, items are numbered （一）.

A line that begins with （一） belongs to the paragraph that announces it. A line that breaks off in the middle of a
sentence (an artefact of printed pages) goes on in the next.
"""

import re

from policy.legal import numerals

_ITEM = re.compile(rf"\s*[（(](?P<number>[{numerals.CHARACTERS}0-9]{{1,4}})[）)]")
_SUBITEM = re.compile(r"\s*(?:[0-9]{1,2}[.．、]|[（(][0-9]{1,2}[）)])")
_ENDS = re.compile(r"[。；：:;！？!?”’）)》」…]\s*$")


def split(text: str) -> list[str]:
    """The paragraphs of an article, each with its items on lines of their own."""
    found: list[str] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        goes_on = found and not _ENDS.search(found[-1])
        if found and (_ITEM.match(line) or _SUBITEM.match(line)):
            found[-1] += "\n" + line
        elif found and goes_on:
            found[-1] += line
        else:
            found.append(line)
    return found


def item(paragraph: str, number: int) -> str:
    """The text of item `number` of a paragraph, or "" if it has none. 前款第（三）项 inside a sentence is no item."""
    lines = paragraph.splitlines()
    for at, line in enumerate(lines):
        match = _ITEM.match(line)
        if match and numerals.to_int(match["number"]) == number:
            end = next((later for later in range(at + 1, len(lines)) if _ITEM.match(lines[later])), len(lines))
            return "\n".join(lines[at:end])
    return ""
