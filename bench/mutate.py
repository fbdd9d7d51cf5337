"""How many small faults in the rules the cases find: `python -m bench.mutate` (or `make mutate`).

Each mutant runs in a child process: the modules that rest on the faulty one are read anew, then the cases are tried
(bench/judges.py). Exit 1 if fewer than 98 of 100 mutants are found. Known equivalents: equivalent_mutants.toml.
"""

import argparse
import ast
import copy
import functools
import importlib
import os
import resource
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.mutants import mutants

ROOT = Path(__file__).resolve().parents[1]
FILES = [
    *sorted((ROOT / "policy" / "rules").glob("[!_]*.py")),
    *(ROOT / "policy" / f"{name}.py" for name in (
        "assessment", "calendar", "certificates", "clock", "responsibility", "standing_forms", "sufficiency", "terms",
        "three_valued", "witness",
    )),
]  # fmt: skip
NOTICE = ROOT / "policy" / "notices" / "anshan_draft"
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
# A fault that turns a loop into an endless one is found; without one, all cases take a second.
ENOUGH, SECONDS_EACH = 0.98, 6


@dataclass(frozen=True)
class Fault:
    """A mutant as it is tried: `plant` puts it into this process, and gives the modules that are to be read anew."""

    name: str
    place: str
    module: str
    plant: Callable[[], None]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="*", help="only faults of the files that end so")
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = options.parse_args()
    tomllib.loads = functools.cache(tomllib.loads)  # the children share what is read once
    judges = importlib.import_module("bench.judges")
    if failure := judges.first_failure(""):
        print(f"without any fault: {failure}")
        return 1
    for module in [*sys.modules]:
        if module.startswith("policy."):
            resting_on(module)  # worked out once, for all children
    reasons = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))
    faults = [
        each
        for each in (*in_modules(), *in_the_notice())
        if each.place.split(":")[0].endswith(tuple(given.files) or "")
    ]
    return report(faults, reasons, given.jobs)


def report(faults: list[Fault], reasons: Mapping[str, list[str]], jobs: int) -> int:
    """Try all faults, tell the survivors, the equivalents and the sum; the exit code."""
    known = {name: why for why, names in reasons.items() for name in names}
    equal = [each for each in faults if each.name in known]
    tried = [each for each in faults if each.name not in known]
    began = time.monotonic()
    survivors = 0
    for each in run(tried, jobs):
        survivors += 1
        print(f"survives {each.place} {each.name.partition(': ')[2]}", flush=True)
    for name in dict.fromkeys(each.name for each in equal):
        print(f"equivalent: {name} ({known[name]})")
    for name in known.keys() - {each.name for each in faults} if len(faults) > len(known) else ():
        print(f"no longer there: {name}")
    killed = len(tried) - survivors
    print(f"{len(equal)} equivalent, {time.monotonic() - began:.0f} s")
    print(f"mutants killed: {killed}/{len(tried)}")
    return 0 if killed >= ENOUGH * len(tried) else 1


def in_modules() -> Iterator[Fault]:
    for path in FILES:
        file = path.relative_to(ROOT).as_posix()
        module = file.removesuffix(".py").replace("/", ".")
        for each in mutants(file, path.read_text(encoding="utf-8"), enums_of(sys.modules[module])):
            yield Fault(each.name, f"{file}:{each.line}", module, functools.partial(_plant, module, each.faulty))


def enums_of(module: ModuleType) -> dict[str, type[Enum]]:
    """The enumerations that a module names, but for the order in which rules are tried."""
    named = vars(module).items()
    return {name: each for name, each in named if isinstance(each, type) and issubclass(each, Enum) and name != "Step"}


def in_the_notice() -> Iterator[Fault]:
    """Each limit one off or one name short; each reading another one."""
    for file, field in (("clauses.toml", "value"), ("readings.toml", "chosen")):
        path = NOTICE / file
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
        for name, table in (data["limits"] if field == "value" else data).items():
            line = text[: text.index(f"{name}]")].count("\n") + 1
            for other in others(table[field], table.get("options", ())):
                where = path.relative_to(ROOT).as_posix()
                plant = functools.partial(_plant_in, text, data, name, field, other)
                yield Fault(f"{where}: {name} = {other}", f"{where}:{line}", "policy.notice", plant)


def others(value: Any, options: list[str]) -> list[Any]:
    if isinstance(value, list):
        return [value[:place] + value[place + 1 :] for place in range(len(value))]
    return [each for each in options if each != value] or [value - 1, value + 1]


def run(faults: list[Fault], jobs: int) -> Iterator[Fault]:
    """Those that nothing finds. Faults that take too long are found."""
    waiting, running = list(reversed(faults)), {}
    while waiting or running:
        while waiting and len(running) < jobs:
            fault = waiting.pop()
            running[_child(fault)] = fault
        pid, status = os.wait()
        fault = running.pop(pid)
        if status == 0:
            yield fault


def _child(fault: Fault) -> int:
    sys.stdout.flush()
    if pid := os.fork():
        return pid
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_EACH, SECONDS_EACH))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    code = 1
    try:
        forget(fault.module)
        fault.plant()
        code = 1 if importlib.import_module("bench.judges").first_failure(fault.module) else 0
    finally:
        os._exit(code)


def forget(module: str) -> None:
    """Let `module` and all that rest on it be read anew when they are next imported."""
    anew = resting_on(module)
    if any(name.startswith("policy.rules") for name in anew):
        anew |= resting_on("policy.rulebook")
    for name in anew:
        sys.modules.pop(name, None)
        parent, _dot, own = name.rpartition(".")
        if parent in sys.modules and hasattr(sys.modules[parent], own):
            delattr(sys.modules[parent], own)


@functools.cache
def resting_on(module: str) -> set[str]:
    """The module and those of ours that import it, or what imports it …"""
    ours = {
        name: each
        for name, each in sys.modules.items()
        if name.split(".")[0] in {"policy", "tests"} or name == "bench.judges"
    }
    imports = {name: _imported(each) for name, each in ours.items()}
    found, grown = {module}, True
    while grown:
        more = {name for name, used in imports.items() if used & found} - found
        found, grown = found | more, bool(more)
    return found


def _imported(module: ModuleType) -> set[str]:
    if not module.__file__:
        return set()
    used = set()
    for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            used |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
        elif isinstance(node, ast.Import):
            used |= {each.name for each in node.names}
    return used


class _Planted:
    """Finds one module, and gives it with its fault."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.name, self.tree = name, tree

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> Any:
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def create_module(self, _spec: Any) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(ROOT / f"{self.name.replace('.', '/')}.py")
        exec(compile(self.tree, module.__file__, "exec"), vars(module))  # noqa: S102 - that is the point


def _plant(name: str, faulty: Callable[[], ast.Module]) -> None:
    sys.meta_path.insert(0, _Planted(name, faulty()))  # type: ignore[arg-type]


def _plant_in(text: str, data: Any, name: str, field: str, value: Any) -> None:
    faulty = copy.deepcopy(data)
    (faulty["limits"] if field == "value" else faulty)[name][field] = value
    read = tomllib.loads
    tomllib.loads = lambda given: faulty if given == text else read(given)


if __name__ == "__main__":
    sys.exit(main())
