"""Which facts a rule can look at: read off the compiled rule and off what it calls, since no single request shows all.

A rule and what it calls name the facts `facts`; a test holds this against what rules really look at.
"""

import dis
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any

from policy.facts import Facts
from policy.rulebook import Rule

_NAMES = tuple(Facts.__dataclass_fields__)


@lru_cache(maxsize=256)
def looked_at(rule: Rule) -> tuple[str, ...]:
    """The names of the facts, in the order of `Facts`; `kind` is left out, every rule has its kinds."""
    found = set(_of(rule.holds, set()))
    return tuple(name for name in _NAMES if name in found and name != "kind")


def _of(function: Any, seen: set[object]) -> Iterator[str]:
    if not isinstance(function, FunctionType) or function in seen:
        return
    seen.add(function)
    for code in _codes(function.__code__):
        yield from _attributes(code)
        for name in code.co_names:
            called = function.__globals__.get(name)
            if getattr(called, "__module__", "").startswith("policy."):
                yield from _of(called, seen)
            elif getattr(called, "__name__", "").startswith("policy."):
                yield from _in_module(called, code, seen)


def _in_module(module: Any, code: CodeType, seen: set[object]) -> Iterator[str]:
    """What is called as module.function."""
    for name in code.co_names:
        called = getattr(module, name, None)
        if getattr(called, "__module__", "") == module.__name__:
            yield from _of(called, seen)


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The code and all that is written inside it: lambdas, comprehensions."""
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def _attributes(code: CodeType) -> Iterator[str]:
    """The names read as `facts.name`."""
    before = None
    for each in dis.get_instructions(code):
        reads = each.opname in {"LOAD_ATTR", "LOAD_METHOD"}
        if reads and before is not None and before.argval == "facts" and each.argval in _NAMES:
            yield str(each.argval)
        before = each
