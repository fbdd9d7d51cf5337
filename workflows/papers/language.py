"""The language of the templates: names in double braces and nothing else, so that no template can do anything.

::

    标题：关于{{申请事项}}的批复
    主送：{{申请单位}}
    抄送：{{抄送单位}}

    {{申请单位}}《{{申请事项}}》准入申请收悉。经研究，批复如下：
    {{#事项}}
    # {{序号}}、{{名称}}
    {{#理由}}
    > {{理由}}
    {{/理由}}
    {{/事项}}

`{{#name}}` … `{{/name}}` on lines of their own: repeated for each row of a list, kept for a text that is not empty;
`{{^name}}` … `{{/name}}`: kept where there is none. Signs at the beginning of a line: `# ` a heading, `> ` a quotation,
`| a | b` a row of a table. A value within double quotation marks has single ones. There are no expressions, attributes, calls, filters or inclusions, and a value is never
read as a template: structure comes from the template alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from workflows.papers.paper import Line, Style, legible, within_quotes

Value = str | Sequence[Mapping[str, str]]
Values = Mapping[str, Value]
Names = Mapping[str, frozenset[str] | None]
"""What a template may name: None for a text, the names inside for a list."""

LONGEST, DEEPEST, MOST_LINES, LONGEST_VALUE = 20_000, 4, 4_000, 20_000
HEADS = {"标题": "title", "主送": "to", "抄送": "copies"}
_TAG = re.compile(r"\{\{([^{}]*)\}\}")
_SECTION = re.compile(r"^\{\{([#^/])([^{}]*)\}\}$")
_HEAD = re.compile(rf"^({'|'.join(HEADS)})：(.*)$")
_SIGNS = {"# ": Style.HEADING, "> ": Style.QUOTE, "| ": Style.ROW}


class TemplateFault(ValueError):
    """A template that is not one; the sentence says where and why."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(_("第%(line)d行：%(sentence)s") % {"line": line, "sentence": sentence})


@dataclass(frozen=True)
class Section:
    """A part that is repeated, or kept only where there is a value (`missing`: where there is none)."""

    name: str
    missing: bool
    inner: list["Line | Section"] = field(default_factory=list)


@dataclass(frozen=True)
class Template:
    """A template that has been read: every name in it is known, every section closed."""

    heads: Mapping[str, str]
    body: Sequence[Line | Section]

    def head(self, name: str, values: Values) -> str:
        """title, to or copies, on one line."""
        return " ".join(_filled(self.heads.get(name, ""), values, {}).split())

    def lines(self, values: Values) -> tuple[Line, ...]:
        """The text. What would become longer than a letter can be is cut off."""
        made: list[Line] = []
        for line in _walk(self.body, values, {}):
            if len(made) == MOST_LINES:
                break
            made.append(line)
        return tuple(made)


def read(text: str, names: Names) -> Template:
    """The template. Raises TemplateFault: a name that is not offered, a section that is not closed, a stray brace."""
    if len(text) > LONGEST:
        raise TemplateFault(1, _("模板最多%(most)d个字。") % {"most": LONGEST})
    heads: dict[str, str] = {}
    open_: list[Section] = [Section("", False)]
    for number, line in enumerate(map(str.strip, legible(text).split("\n")), start=1):
        head = _HEAD.match(line) if len(open_) == 1 and not open_[0].inner else None
        section = _SECTION.match(line)
        if head:
            _require_known(head[2], number, names, open_)
            heads[HEADS[head[1]]] = head[2].strip()
        elif section:
            _open_or_close(section[1], section[2].strip(), number, names, open_)
        elif line:
            _require_known(line, number, names, open_)
            open_[-1].inner.append(_line(line))
    if len(open_) > 1:
        raise TemplateFault(number, _("“%(name)s”没有用{{/%(name)s}}结束。") % {"name": open_[-1].name})
    if not heads.get("title"):
        raise TemplateFault(1, _("缺少“标题：”一行。"))
    return Template(heads, open_[0].inner)


def _open_or_close(sign: str, name: str, number: int, names: Names, open_: list[Section]) -> None:
    if sign == "/":
        if len(open_) == 1 or open_[-1].name != name:
            raise TemplateFault(number, _("{{/%(name)s}}没有对应的开头。") % {"name": name})
        open_.pop()
        return
    if name not in _offered(names, open_):
        raise TemplateFault(number, _unknown(name))
    if len(open_) > DEEPEST:
        raise TemplateFault(number, _("嵌套过深。"))
    inside = {section.name for section in open_ if names.get(section.name)}
    if names.get(name) and inside and sign == "#":
        raise TemplateFault(number, _("列表“%(name)s”不能放在另一个列表里。") % {"name": name})
    section = Section(name, sign == "^")
    open_[-1].inner.append(section)
    open_.append(section)


def _offered(names: Names, open_: Sequence[Section]) -> set[str]:
    """The names that may be used here: those of the letter, and those of the list one stands in."""
    inner = (names.get(section.name) or frozenset() for section in open_ if not section.missing)
    return set(names).union(*inner)


def _require_known(line: str, number: int, names: Names, open_: Sequence[Section]) -> None:
    offered = _offered(names, open_)
    for tag in _TAG.findall(line):
        name = tag.strip()
        if name not in offered:
            raise TemplateFault(number, _unknown(name))
        if names.get(name):
            raise TemplateFault(number, _("“%(name)s”是列表，须单独一行写{{#%(name)s}}。") % {"name": name})
    if any(stray in _TAG.sub("", line) for stray in ("{{", "}}")) or "{{{" in line or "}}}" in line:
        raise TemplateFault(number, _("双花括号不成对。"))


def _unknown(name: str) -> str:
    return _("没有“%(name)s”这一项；只能使用列出的名称，不能使用算式、属性或者其他写法。") % {"name": name[:40]}


def _line(line: str) -> Line:
    for sign, style in _SIGNS.items():
        if line.startswith(sign):
            rest = line.removeprefix(sign)
            cells = tuple(cell.strip() for cell in rest.split("|")) if style is Style.ROW else ()
            return Line(style, "" if cells else rest, cells)
    return Line(Style.TEXT, line)


def _walk(body: Sequence[Line | Section], values: Values, row: Mapping[str, str]) -> Iterator[Line]:
    for each in body:
        if isinstance(each, Line):
            yield from _set(each, values, row)
            continue
        value: Value = row[each.name] if each.name in row else values.get(each.name, "")
        if each.missing:
            yield from _walk(each.inner, values, row) if not value else ()
        elif isinstance(value, str):
            yield from _walk(each.inner, values, row) if value.strip() else ()
        else:
            for inner in value:
                yield from _walk(each.inner, values, inner)


def _set(line: Line, values: Values, row: Mapping[str, str]) -> Iterator[Line]:
    """A line with its values: one that has several lines becomes several paragraphs of the same kind."""
    if line.style is Style.ROW:
        yield Line(Style.ROW, "", tuple(_filled(cell, values, row).strip() for cell in line.cells))
        return
    for text in _filled(line.text, values, row).split("\n"):
        if text.strip():
            yield Line(line.style, text.strip())


def _filled(text: str, values: Values, row: Mapping[str, str]) -> str:
    def value(tag: re.Match[str]) -> str:
        name = tag[1].strip()
        found = row[name] if name in row else values.get(name, "")
        said = legible(found)[:LONGEST_VALUE] if isinstance(found, str) else ""
        quotes = text.count("“", 0, tag.start()) > text.count("”", 0, tag.start())
        return within_quotes(said) if quotes else said

    return _TAG.sub(value, text)
