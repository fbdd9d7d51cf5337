"""Small faults put into a module of the policy, one at a time: another comparison, and for or, a limit one off …

What is left alone: texts for people, types, imports, and `Step`, which orders what is told and decides nothing.
"""

import ast
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

Replace = Callable[[Any], ast.AST]
Variant = tuple[str, Replace]

COMPARED = {
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.Is: [ast.IsNot], ast.IsNot: [ast.Is], ast.In: [ast.NotIn],
    ast.NotIn: [ast.In], ast.Lt: [ast.LtE, ast.GtE], ast.LtE: [ast.Lt, ast.Gt], ast.Gt: [ast.GtE, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt],
}  # fmt: skip
REVERSED = {"any_of": "all_of", "all_of": "any_of", "any": "all", "all": "any", "min": "max", "max": "min"}
RECKONED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr,
            ast.BitOr: ast.BitAnd}  # fmt: skip
LISTS = (ast.Tuple, ast.List, ast.Set)
# Parts of a syntax tree that say nothing about what is decided.
UNTOUCHED = {"annotation", "returns", "type_comment", "names", "bases"}
FOR_PEOPLE = {"_", "gettext_noop", "TypeError", "ValueError", "KeyError"}
# How a class or a memory is made is no decision either.
MADE = {"dataclass", "lru_cache", "field", "TypeVar"}
OTHER_TEXT = "另"
LONGEST_SHOWN = 90


@dataclass(frozen=True)
class Mutant:
    """One fault: in which file and line, what was changed, and what gives the tree of the module with the fault in it."""

    file: str
    line: int
    change: str
    faulty: Callable[[], ast.Module]

    @property
    def name(self) -> str:
        """By this the file of equivalent mutants knows it: no line, which moves."""
        return f"{self.file}: {self.change}"


def mutants(file: str, source: str, enums: dict[str, type[Enum]]) -> Iterator[Mutant]:
    """Every mutant of a module. `enums`: the enumerations that it may name, whose members are exchanged."""
    for place, node in enumerate(_decisive(ast.parse(source))):
        shown = ast.unparse(node)
        shown = shown if len(shown) < LONGEST_SHOWN else f"{shown[: LONGEST_SHOWN - 1]}…"
        for number, (change, _replace) in enumerate(_variants(node, enums)):
            faulty = functools.partial(_faulty, source, enums, place, number)
            yield Mutant(file, node.lineno, f"{shown} → {change}", faulty)


def _faulty(source: str, enums: dict[str, type[Enum]], place: int, number: int) -> ast.Module:
    """The tree of `source` with the variant `number` of its decisive node `place`."""
    tree = ast.parse(source)
    node = list(_decisive(tree))[place]
    _change, replace = list(_variants(node, enums))[number]
    _put(tree, node, replace(node))
    return ast.fix_missing_locations(tree)


def _decisive(node: ast.AST) -> Iterator[Any]:
    """The expressions and statements under `node` that decide something, in the order of the source."""
    for name, value in ast.iter_fields(node):
        if name in UNTOUCHED:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_for_people(child):
                if isinstance(child, ast.expr | ast.stmt):
                    yield child
                yield from _decisive(child)


def _is_for_people(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in {"reason", "cure"}
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", "") in FOR_PEOPLE | MADE
    if isinstance(node, ast.Assign):
        return _names_a_type(node)
    labelled = isinstance(node, ast.Tuple) and any(_is_for_people(each) for each in node.elts)
    return labelled or isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom | ast.Raise)


def _names_a_type(node: ast.Assign) -> bool:
    """Whether a type, or the list of what is exported, is given its name: Bases = tuple[Basis, ...] | None."""
    named = isinstance(node.value, ast.Subscript | ast.BinOp) and isinstance(node.targets[0], ast.Name)
    return any(getattr(each, "id", "") == "__all__" for each in node.targets) or (
        named
        and not any(
            isinstance(each, ast.Call | ast.Set | ast.Constant) for each in ast.walk(node.value) if not _is_none(each)
        )
        and getattr(node.targets[0], "id", "").istitle()
    )


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value in {None, ...}


def _variants(node: Any, enums: dict[str, type[Enum]]) -> Iterator[Variant]:
    for wanted, vary in VARIED:
        if isinstance(node, wanted):
            yield from vary(node)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in enums:
        yield from _another_member(node, enums[node.value.id])


def _compare(node: ast.Compare) -> Iterator[Variant]:
    for other in COMPARED.get(type(node.ops[0]), []) if len(node.ops) == 1 else []:
        yield other.__name__, lambda there, other=other: ast.Compare(there.left, [other()], there.comparators)
    for place, side in enumerate(node.comparators):
        if isinstance(side, ast.Constant) and isinstance(side.value, str):
            yield f"other text {place}", lambda there, place=place: _with_text(there, place)


def _with_text(there: ast.Compare, place: int) -> ast.Compare:
    there.comparators[place] = ast.Constant(OTHER_TEXT)
    return there


def _bool_op(node: ast.BoolOp) -> Iterator[Variant]:
    other = ast.Or if isinstance(node.op, ast.And) else ast.And
    yield other.__name__, lambda there: ast.BoolOp(other(), there.values)
    for place in range(len(node.values)):
        yield f"without operand {place}", lambda there, place=place: _without(there, "values", place)


def _without(there: Any, field: str, place: int) -> Any:
    left = [each for number, each in enumerate(getattr(there, field)) if number != place]
    if isinstance(there, ast.BoolOp) and len(left) == 1:
        return left[0]
    setattr(there, field, left)
    return there


def _not(node: ast.UnaryOp) -> Iterator[Variant]:
    if isinstance(node.op, ast.Not):
        yield "without not", lambda there: there.operand


def _if_expression(_node: ast.IfExp) -> Iterator[Variant]:
    yield "always", lambda there: there.body
    yield "never", lambda there: there.orelse


def _if(node: ast.If | ast.While) -> Iterator[Variant]:
    if not isinstance(node.test, ast.Compare | ast.UnaryOp):
        yield "if not", _turned


def _turned(there: Any) -> Any:
    there.test = ast.UnaryOp(ast.Not(), there.test)
    return there


def _call(node: ast.Call) -> Iterator[Variant]:
    name = getattr(node.func, "id", "")
    if name in REVERSED:
        yield REVERSED[name], lambda there: ast.Call(ast.Name(REVERSED[name], ast.Load()), there.args, there.keywords)
    if name == "negate":
        yield "not negated", lambda there: there.args[0]


def _list(node: Any) -> Iterator[Variant]:
    if isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        for place in range(len(node.elts) if len(node.elts) > 1 else 0):
            yield f"without element {place}", lambda there, place=place: _without(there, "elts", place)


def _constant(node: ast.Constant) -> Iterator[Variant]:
    if isinstance(node.value, bool):
        yield str(not node.value), lambda there: ast.Constant(not there.value)
    elif isinstance(node.value, int):
        for step in (1, -1):
            yield f"{node.value + step}", lambda there, step=step: ast.Constant(there.value + step)


def _reckoning(node: ast.BinOp) -> Iterator[Variant]:
    other = RECKONED.get(type(node.op))
    if other:
        yield other.__name__, lambda there: ast.BinOp(there.left, other(), there.right)


def _return(node: ast.Return) -> Iterator[Variant]:
    if isinstance(node.value, ast.Constant) and node.value.value is None:
        for instead in (True, False):
            yield f"return {instead}", lambda _there, instead=instead: ast.Return(ast.Constant(instead))


def _another_member(node: ast.Attribute, enum: type[Enum]) -> Iterator[Variant]:
    members = list(enum.__members__)
    if node.attr in members and len(members) > 1:
        other = members[(members.index(node.attr) + 1) % len(members)]
        yield other, lambda there: ast.Attribute(there.value, other, ast.Load())


VARIED: list[tuple[Any, Callable[[Any], Iterator[Variant]]]] = [
    (ast.Compare, _compare), (ast.BoolOp, _bool_op), (ast.UnaryOp, _not), (ast.IfExp, _if_expression),
    ((ast.If, ast.While), _if), (ast.Call, _call), (LISTS, _list), (ast.Constant, _constant),
    (ast.BinOp, _reckoning), (ast.Return, _return),
]  # fmt: skip


def _put(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    """Put `new` where `old` stands in the tree."""
    if old is new:
        return
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
                return
            if isinstance(value, list) and any(each is old for each in value):
                setattr(parent, name, [new if each is old else each for each in value])
                return
