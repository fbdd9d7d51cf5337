"""Where the sources speak to people: gettext calls, translate tags, sentences of the rules, names of the acts."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.template import Node, engines
from django.template.base import FilterExpression, Variable
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.functional import Promise
from django_fsm import FSMField

from policy.certificates import LIAONING, MINISTRIES, cancelled
from policy.notice import NEWEST, OUTSIDE_NOT_AUTOMATED
from policy.rulebook import RULES

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("accounts", "catalogues", "config", "laws", "notifications", "policy", "workflows")
SOURCES = {"django.utils.translation", "policy.words"}

# Which argument is what, by the function's name without its "_lazy".
ARGUMENTS = {
    "gettext": ("text",),
    "gettext_noop": ("text",),
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}

Key = tuple[str | None, str]


@dataclass
class Word:
    """One sentence or label that people see, and the files that say it."""

    text: str
    plural: str | None = None
    context: str | None = None
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return self.context, self.text


@cache
def words() -> dict[Key, Word]:
    """All words of the product, by context and text."""
    found: dict[Key, Word] = {}
    for word in (*in_python(), *in_templates(), *in_rules(), *in_notice(), *in_lists(), *in_acts()):
        found.setdefault(word.key, word).files.update(word.files)
    return found


# Python


def python_files() -> list[Path]:
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in files if "migrations" not in path.parts)


def in_python() -> Iterator[Word]:
    for path in python_files():
        for call, function in calls(path):
            parts = {name: _constant(value) for name, value in zip(ARGUMENTS[function], call.args, strict=False)}
            if parts.get("text"):
                yield Word(**parts, files={_name(path)})


def in_pieces() -> list[str]:
    """Places where a sentence is put together before it is marked: nobody can translate it."""
    return [
        f"{_name(path)}:{call.lineno}"
        for path in python_files()
        for call, function in calls(path)
        for value in call.args[: len(ARGUMENTS[function])]
        if isinstance(value, ast.JoinedStr | ast.BinOp)
    ]


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """The calls that mark words, with the function's own name whatever it is imported as."""
    tree = ast.parse(path.read_text())
    names = {
        alias.asname or alias.name: alias.name.removesuffix("_lazy")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in SOURCES
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = names.get(_called(node), _called(node).removesuffix("_lazy"))
            if function in ARGUMENTS:
                yield node, function


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _constant(value: ast.expr) -> str | None:
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


# Templates


def template_files() -> list[Path]:
    roots = [ROOT / "templates", *(ROOT / package / "templates" for package in PACKAGES)]
    return sorted(path for root in roots for path in root.rglob("*") if path.suffix in {".html", ".txt", ".svg"})


def in_templates() -> Iterator[Word]:
    for path in template_files():
        template = engines["django"].engine.from_string(path.read_text())  # type: ignore[attr-defined]
        for thing in _parts(template.nodelist, set()):
            word = _word_of(thing)
            if word:
                word.files.add(_name(path))
                yield word


def _parts(thing: Any, seen: set[int]) -> Iterator[Any]:
    """All nodes and expressions of a parsed template, wherever a tag keeps them."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, list | tuple | set):
        held = list(thing)
    elif isinstance(thing, dict):
        held = list(thing.values())
    elif isinstance(thing, Node | FilterExpression | Variable | Promise):
        yield thing
        held = [] if isinstance(thing, Promise) else _held_by(thing)
    else:
        return
    for part in held:
        yield from _parts(part, seen)


def _held_by(thing: Any) -> list[Any]:
    slots = [getattr(thing, name, None) for name in getattr(thing, "__slots__", ())]
    return [*slots, *getattr(thing, "__dict__", {}).values()]


def _word_of(thing: Any) -> Word | None:
    """Templates double the percent sign, so that it is not taken for a place."""
    context = _literal(getattr(thing, "message_context", None))
    if isinstance(thing, TranslateNode):
        said = thing.filter_expression.var.literal
        # What a variable holds is marked where it is said.
        return Word(said.replace("%", "%%"), context=context) if said is not None else None
    if isinstance(thing, BlockTranslateNode):
        plural = thing.render_token_list(thing.plural)[0] if thing.plural else None
        texts = [thing.render_token_list(thing.singular)[0], plural]
        return Word(texts[0], texts[1], context)
    if isinstance(thing, Promise):  # _("…") as an argument: resolved to gettext_lazy when the template is parsed
        return Word(str(thing._args[0]))
    return None


def _literal(expression: Any) -> str | None:
    return str(expression.var) if isinstance(expression, FilterExpression) else None


UNSEEN = re.compile(
    r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}|{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}"
    r"|{%\s*translate\b.*?%}|_\(\"[^\"]*\"\)|_\('[^']*'\)",
    re.DOTALL,
)
# Han and the signs of Chinese sentences; 《》 hold the title of a law in any language.
CHINESE = re.compile("[\u3001\u3002\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]+")


def unmarked(path: Path) -> list[str]:
    """Chinese in a template that no tag marks for translation."""
    return CHINESE.findall(UNSEEN.sub("", path.read_text()))


# Rules and acts


def in_rules() -> Iterator[Word]:
    for rule in RULES:
        file = f"{rule.holds.__module__.replace('.', '/')}.py"
        for text in filter(None, (rule.says, rule.reason, rule.cure)):
            yield Word(text, files={file})


def in_notice() -> Iterator[Word]:
    """The doubtful points, how they can be read and why they are read so; why some clauses have no rule."""
    for point in NEWEST.readings.values():
        for text in (point.question, point.why, *point.labels.values()):
            yield Word(text, files={"policy/notices/anshan_draft/readings.toml"})
    outside = [why for _source, why in OUTSIDE_NOT_AUTOMATED.values()]
    for text in (*NEWEST.not_automated.values(), *NEWEST.other_place.values(), *outside):
        yield Word(text, files={"policy/notices/anshan_draft/clauses.toml"})


def in_lists() -> Iterator[Word]:
    """What to use instead of a listed certificate; the names in the lists are quotations."""
    for file in (MINISTRIES, LIAONING):
        yield from (Word(each.instead, files={f"policy/lists/{file}"}) for each in cancelled(file) if each.instead)


def in_acts() -> Iterator[Word]:
    """An act is called as its transition says; English tells the act (decline) from the state (declined)."""
    for law in apps.get_models():
        for state in (each for each in law._meta.get_fields() if isinstance(each, FSMField)):
            names = {act.name for act in state.get_all_transitions(law)}
            yield from (
                Word(getattr(law, name).__doc__, context="act", files={_file_of(law)}) for name in sorted(names)
            )


def _file_of(law: type[Model]) -> str:
    return f"{law.__module__.replace('.', '/')}.py"


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
