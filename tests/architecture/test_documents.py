"""The documents point at what is there, name what is there, and say the same in both languages."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What git knows or would add: neither environments nor anybody's scratch.
LISTED = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#+) ", re.MULTILINE)
STEP = re.compile(r"^ *(?P<file>[\w/]+\.py) +(?P<names>[\w.]+(?:\([\w.]*\))?(?:(?:, | → )[\w.]+)*)", re.MULTILINE)


def documents() -> list[Path]:
    listed = subprocess.run(LISTED, cwd=ROOT, capture_output=True, text=True, check=False).stdout.splitlines()
    found = [ROOT / name for name in listed] or [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    return sorted(path for path in found if path.exists())


def prose(path: Path) -> str:
    return FENCE.sub("", path.read_text("utf-8"))


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_points_to_a_file(path):
    targets = [target.partition("#")[0] for target in LINK.findall(prose(path)) if ":" not in target]
    assert [target for target in targets if target and not (path.parent / target).exists()] == []


def test_the_documents_are_found_with_their_links():
    linked = [path for path in documents() if LINK.search(prose(path))]
    assert {ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "docs" / "README.md"} <= set(linked)


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "docs").glob("*.md") if path.name != "README.md"))
def test_every_document_stands_in_the_index(name):
    assert f"({name})" in (ROOT / "docs" / "README.md").read_text("utf-8")


def test_both_readmes_have_the_same_headings():
    english, chinese = (HEADING.findall(prose(ROOT / name)) for name in ("README.md", "README.zh-CN.md"))
    assert english == chinese


def test_both_readmes_have_the_same_blocks_of_code():
    english, chinese = (FENCE.findall((ROOT / name).read_text("utf-8")) for name in ("README.md", "README.zh-CN.md"))
    assert english == chinese
    assert len(english) >= 4


def test_both_readmes_have_tables_of_the_same_size_and_lists_of_the_same_length():
    english, chinese = (shape(ROOT / name) for name in ("README.md", "README.zh-CN.md"))
    assert english == chinese


def shape(path: Path) -> list[str]:
    """Table rows by their number of cells, items of lists by their sign, in their order."""
    lines = prose(path).splitlines()
    return [f"|{line.count('|')}" if line.startswith("|") else line[:2] for line in lines if line[:2] in ITEMS]


ITEMS = ("| ", "- ", *(f"{number}." for number in range(1, 10)))


def steps() -> list[tuple[str, str]]:
    walk = (ROOT / "docs" / "walk.md").read_text("utf-8")
    found = [(step["file"], re.sub(r"\([\w.]*\)", "", step["names"])) for step in STEP.finditer(walk)]
    return sorted({(file, name) for file, names in found for name in re.split(r", | → ", names)})


@pytest.mark.parametrize(("file", "name"), steps(), ids=lambda each: each)
def test_every_function_of_the_walk_stands_in_its_file(file, name):
    source = (ROOT / file).read_text("utf-8")
    defined = re.findall(r"(?:def|class) (\w+)", source)
    assert set(name.split(".")) <= set(defined)


def test_the_walk_is_read():
    assert len(steps()) > 60


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_names_no_path_of_a_machine(path):
    assert re.findall(r"(?<![\w.])/(?:home|root|work|tmp|Users)/", path.read_text("utf-8")) == []


def test_the_licence_is_the_whole_agpl():
    text = (ROOT / "LICENSE").read_text("utf-8")
    sections = [int(number) for number in re.findall(r"^  (\d+)\. [A-Z]", text, re.MULTILINE)]
    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert sections == list(range(18))
    assert "END OF TERMS AND CONDITIONS" in text
