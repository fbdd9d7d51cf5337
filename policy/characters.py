"""用字: what is wrong with the characters of a name, in sentences that people can act on, and the name put right.

Nothing here refuses anything. A place name is left alone: it was registered by others, whatever its characters.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from policy.choices import Choice
from policy.standard_forms import AMBIGUOUS, LOOKALIKES, SECOND_SCHEME, TABLE, forms, phrases, standardised
from policy.words import Phrase
from policy.words import gettext_noop as _

LONGEST = 100
SHOWN = 8
_TAG = re.compile(r"<[^<>]{0,300}>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_HAN = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]")
_SIGNS = frozenset("〇，。、；：？！“”‘’（）《》〈〉【】〔〕—…·　－～℃％＋０１２３４５６７８９")
_LONGEST_PHRASE = 8


class Severity(Choice):
    """How sure it is. WRONG goes back to be put right, DOUBTFUL is for a person to see, HINT is only said."""

    WRONG = "wrong", _("错误")
    DOUBTFUL = "doubtful", _("需确认")
    HINT = "hint", _("提示")


class Trouble(Choice):
    """What can be wrong with the characters of a name."""

    EMPTY = "empty", _("名称为空")
    LONG = "long", _("名称过长")
    MARKUP = "markup", _("网页代码")
    INVISIBLE = "invisible", _("不可见字符")
    PICTURE = "picture", _("图形符号")
    LOOKALIKE = "lookalike", _("形似字母")
    NONSTANDARD = "nonstandard", _("不是规范字")
    FOREIGN = "foreign", _("外文字母")
    AMBIGUOUS = "ambiguous", _("疑为繁体用法")
    SECOND_SCHEME = "second_scheme", _("疑为不规范的简化字")
    UNLISTED = "unlisted", _("表外字")
    COMPATIBLE = "compatible", _("兼容字符")


_SAYS = {
    Trouble.EMPTY: (Severity.WRONG, _("名称为空，请填写名称")),
    Trouble.LONG: (Severity.WRONG, _("名称有%(count)s个字符，请控制在%(limit)s个以内")),
    Trouble.MARKUP: (Severity.WRONG, _("含有网页代码“%(found)s”，请只填写文字")),
    Trouble.INVISIBLE: (Severity.WRONG, _("含有不可见字符（%(points)s），请删除后重新输入")),
    Trouble.PICTURE: (Severity.WRONG, _("含有图形符号“%(found)s”，请删除")),
    Trouble.LOOKALIKE: (Severity.WRONG, _("“%(found)s”（%(points)s）是形似的外文字母，应为“%(instead)s”")),
    Trouble.NONSTANDARD: (Severity.WRONG, _("“%(found)s”不是规范字，应为“%(instead)s”")),
    Trouble.FOREIGN: (Severity.DOUBTFUL, _("“%(found)s”不是汉字，请核对")),
    Trouble.AMBIGUOUS: (Severity.DOUBTFUL, _("“%(found)s”在此处可能是繁体字或者异体字，请核对是否应为“%(instead)s”")),
    Trouble.SECOND_SCHEME: (Severity.DOUBTFUL, _("“%(found)s”可能是不规范的简化字，请核对是否应为“%(instead)s”")),
    Trouble.UNLISTED: (Severity.DOUBTFUL, _("“%(found)s”（%(points)s）不在《通用规范汉字表》内，请核对")),
    Trouble.COMPATIBLE: (Severity.HINT, _("“%(found)s”（%(points)s）是兼容字符，宜改为“%(instead)s”")),
}


@dataclass(frozen=True)
class Remark:
    """One trouble with everything that has it, each once. `instead` goes pair by pair with `found`; "" is: leave out."""

    trouble: Trouble
    found: tuple[str, ...]
    instead: tuple[str, ...] = ()
    count: int = 0

    @property
    def severity(self) -> Severity:
        return _SAYS[self.trouble][0]

    @property
    def phrase(self) -> Phrase:
        """The sentence without its full stop. Of very many characters the first are named."""
        points = tuple(f"U+{ord(each):04X}" for each in self.found[:SHOWN] if len(each) == 1)
        words = {"found": self.found[:SHOWN], "instead": self.instead[:SHOWN], "points": points}
        return Phrase(_SAYS[self.trouble][1], words | {"count": str(self.count), "limit": str(LONGEST)})

    @property
    def says(self) -> str:
        return str(self.phrase)


@lru_cache(maxsize=4096)
def examine(name: str, places: tuple[str, ...] = ()) -> tuple[Remark, ...]:
    """Everything to be said of the characters of `name`, the gravest first. Registered `places` in it are not read."""
    text = _without(name, places)
    found: dict[Trouble, dict[str, str]] = {}
    for trouble, wrong, instead in _troubles(text):
        found.setdefault(trouble, {}).setdefault(wrong, instead)
    remarks = [Remark(each, tuple(pairs), tuple(pairs.values())) for each, pairs in found.items()]
    if len(name) > LONGEST:
        remarks.append(Remark(Trouble.LONG, (), count=len(name)))
    if not name.strip():
        remarks.append(Remark(Trouble.EMPTY, ()))
    order = list(Trouble)
    return tuple(sorted(remarks, key=lambda each: (list(Severity).index(each.severity), order.index(each.trouble))))


def corrected(name: str, places: tuple[str, ...] = ()) -> str:
    """`name` with all that is surely wrong put right. What is doubtful stays, and so do registered `places`."""
    spans = re.split("(" + "|".join(map(re.escape, sorted(places, key=len, reverse=True))) + ")", name)
    mended = [part if part in places else _corrected(part) for part in (spans if places else [name])]
    return "".join(mended).strip()


def _corrected(text: str) -> str:
    plain = _TAG.sub(_unescaped, text)
    return "".join(_instead(each) for each in plain)


def _instead(character: str) -> str:
    if _is_invisible(character) or _is_picture(character):
        return ""
    folded = LOOKALIKES.get(character) or _compatible(character) or character
    return standardised(folded)


def _troubles(text: str) -> Iterator[tuple[Trouble, str, str]]:
    for code in _TAG.findall(text):
        yield Trouble.MARKUP, code[:20], ""
    plain = _TAG.sub("", text)
    has_han = bool(_HAN.search(plain))
    for character in plain:
        yield from _trouble_with(character, has_han)
    yield from _ambiguous(standardised(plain))
    for wrong, right in SECOND_SCHEME.items():
        if wrong in plain:
            yield Trouble.SECOND_SCHEME, wrong, right


def _trouble_with(character: str, among_han: bool) -> Iterator[tuple[Trouble, str, str]]:
    if character in TABLE or character.isascii() and character.isprintable() or character in _SIGNS:
        return
    trouble, instead = _named(character, among_han)
    yield trouble, character, instead


def _named(character: str, among_han: bool) -> tuple[Trouble, str]:
    if _is_invisible(character):
        return Trouble.INVISIBLE, ""
    if character in forms():
        return Trouble.NONSTANDARD, forms()[character]
    if character in LOOKALIKES and among_han:
        return Trouble.LOOKALIKE, LOOKALIKES[character]
    folded = _compatible(character)
    if folded:
        return Trouble.COMPATIBLE, folded
    if _HAN.match(character):
        return Trouble.UNLISTED, ""
    return (Trouble.PICTURE if _is_picture(character) else Trouble.FOREIGN), ""


def _ambiguous(text: str) -> Iterator[tuple[Trouble, str, str]]:
    """Greedy as OpenCC is: at each place the longest known phrase, else the character alone."""
    place = 0
    while place < len(text):
        phrase = _phrase_at(text, place)
        for wrong, right in zip(phrase, phrases().get(phrase, phrase), strict=True):
            if wrong in AMBIGUOUS and wrong != right:
                yield Trouble.AMBIGUOUS, wrong, right
        alone = AMBIGUOUS.get(phrase)
        if alone and alone.usual:
            yield Trouble.AMBIGUOUS, phrase, alone.standard
        place += len(phrase)


def _phrase_at(text: str, place: int) -> str:
    candidates = (text[place : place + length] for length in range(_LONGEST_PHRASE, 1, -1))
    return next((each for each in candidates if each in phrases()), text[place])


def _without(text: str, places: Iterable[str]) -> str:
    for place in sorted(filter(None, places), key=len, reverse=True):
        text = text.replace(place, "")
    return text


def _unescaped(code: re.Match[str]) -> str:
    return "" if code[0].startswith("<") else unescape(code[0])


def _compatible(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    return folded if folded != character and folded.strip() and character not in _SIGNS else ""


def _is_invisible(character: str) -> bool:
    """Control, format, private, unassigned and surrogate code points, separators, and marks that only combine."""
    category = unicodedata.category(character)
    return category[0] == "C" or category in {"Zl", "Zp", "Mn", "Me"} or (category == "Zs" and not character.isascii())


def _is_picture(character: str) -> bool:
    return unicodedata.category(character) in {"So", "Sk", "Sm"} and not _compatible(character)
