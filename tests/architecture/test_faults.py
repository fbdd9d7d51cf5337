"""docs/faults.md: each of the thirty faults names tests that exist and bear its number, or a reason."""

import ast
import re
from pathlib import Path

import pytest

ROWS = re.findall(r"^\| (B\d\d) \| (.+?) \| (.+) \|$", Path("docs/faults.md").read_text("utf-8"), re.MULTILINE)
TESTS = {
    node.name
    for path in Path("tests").rglob("test_*.py")
    for node in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(node, ast.FunctionDef)
}


def test_every_fault_has_its_row():
    assert [number for number, _what, _check in ROWS] == [f"B{number:02}" for number in range(1, 31)]


@pytest.mark.parametrize(("number", "what", "check"), ROWS, ids=[row[0] for row in ROWS])
def test_a_fault_names_tests_that_exist_or_says_why_there_is_none(number, what, check):
    named = set(re.findall(r"`(test_\w+)`", check))
    assert "](https://" in what
    assert named <= TESTS, sorted(named - TESTS)
    bears_its_number = {name for name in named if name.startswith(f"test_{number.lower()}_")}
    assert bears_its_number or len(re.sub(r"`[^`]*`", "", check)) > 60, check


def test_a_test_with_the_number_of_a_fault_stands_in_the_table():
    numbered = {name for name in TESTS if re.match(r"test_b\d\d_", name)}
    assert numbered == {name for row in ROWS for name in re.findall(r"`(test_b\d\d_\w+)`", row[2])}
