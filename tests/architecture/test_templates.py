"""What the content policy would refuse stands in no template, and nothing is fetched from another host."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from config import wording

ROOT = Path(settings.BASE_DIR)
LOOK = ROOT / "config" / "static"
TEMPLATES = [path for path in wording.template_files() if path.suffix != ".txt"]
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|<script\b(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:|\|safe\b", re.IGNORECASE
)
# The name space of SVG is a name, not an address that is asked.
ADDRESS = re.compile(r"(?:https?:)?//(?!www\.w3\.org/2000/svg)[\w-]+\.[\w.]+")


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_a_template_holds_no_inline_style_or_script_and_trusts_no_text(path):
    assert INLINE.findall(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_a_template_names_no_other_host(path):
    assert ADDRESS.findall(path.read_text()) == []


def test_style_sheets_and_scripts_name_no_other_host_and_no_data_address():
    sheets = [path for path in LOOK.rglob("*") if path.suffix in {".css", ".js", ".svg"}]

    assert sheets
    assert [path.name for path in sheets if ADDRESS.search(path.read_text()) or 'url("data:' in path.read_text()] == []


@pytest.mark.parametrize(
    "forbidden",
    ['<p style="x">', "<style>", "<script>x</script>", '<a onclick="x">', '<a href="javascript:x">', "{{ x|safe }}"],
)
def test_the_search_for_inline_code_finds_it(forbidden):
    assert INLINE.search(forbidden)
