"""A filing package: whatever byte of it is altered, the verifier says so and names the row."""

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogues import verify
from catalogues.verify import ABOUT, CONTENT, DECISIONS, DIFFERENCE, ENTRIES, MANIFEST, SEAL, archive, canonical, faults

ROWS = [
    {"number": f"准〔2026〕210321-{n:04d}号", "title": title, "bases": ["《统计法》第七条"]}
    for n, title in enumerate(["农业普查表", "防汛值守\n台账", "人民调解委员会", ""], start=1)
]


def package(rows=ROWS, previous: str = "", edition: int = 1) -> bytes:
    lines = {
        ABOUT: [{"title": "台安县清单", "edition": edition, "previous": previous}],
        ENTRIES: rows,
        DIFFERENCE: [{"what": "entered", "number": row["number"], "row": row} for row in rows],
        DECISIONS: [],
    }
    files = {name: b"".join(canonical(line) for line in lines[name]) for name in CONTENT}
    return archive(files, verify.manifest_of(files))


WHOLE = package()


def where(member: str) -> tuple[int, int]:
    """First byte of a member's content, and the first one after it."""
    with zipfile.ZipFile(BytesIO(WHOLE)) as packed:
        info = packed.getinfo(member)
        start = info.header_offset + 30 + len(member)
        return start, start + info.file_size


def flipped(place: int, flip: int) -> bytes:
    altered = bytearray(WHOLE)
    altered[place] ^= flip
    return bytes(altered)


def test_a_package_as_it_was_made_has_no_fault_and_any_program_opens_it():
    assert faults(WHOLE) == []
    with zipfile.ZipFile(BytesIO(WHOLE)) as packed:
        assert packed.testzip() is None
        assert packed.namelist() == [*CONTENT, MANIFEST, SEAL]


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
@settings(max_examples=1500, deadline=None)
def test_no_flipped_byte_goes_unnoticed(place, flip):
    assert faults(flipped(place, flip))


@given(st.integers(0, 10**6), st.integers(1, 255), st.sampled_from([ABOUT, ENTRIES, DIFFERENCE]))
@settings(max_examples=600, deadline=None)
def test_a_flipped_byte_of_a_row_is_named_with_its_file_and_line(at, flip, member):
    start, stop = where(member)
    place = start + at % (stop - start)
    line = WHOLE[start:place].count(b"\n") + 1
    (fault,) = faults(flipped(place, flip))
    number = "" if member == ABOUT else ROWS[line - 1]["number"]
    assert (fault.file, fault.line, fault.number) == (member, line, number)


@pytest.mark.parametrize("member", [MANIFEST, SEAL])
@given(st.integers(0, 10**6), st.integers(1, 255))
@settings(max_examples=200, deadline=None)
def test_an_altered_manifest_or_seal_is_not_taken_for_an_altered_row(member, at, flip):
    start, stop = where(member)
    assert [fault.file for fault in faults(flipped(start + at % (stop - start), flip))] == [member]


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
@settings(max_examples=400, deadline=None)
def test_outside_the_members_the_byte_is_named(place, flip):
    inside = [where(member) for member in (*CONTENT, MANIFEST, SEAL)]
    if any(start <= place < stop for start, stop in inside):
        return
    (fault,) = faults(flipped(place, flip))
    assert fault.file == "archive" and "字节" in fault.says


@given(st.integers(0, len(WHOLE) - 1))
@settings(max_examples=200, deadline=None)
def test_a_cut_off_package_is_damaged(length):
    assert faults(WHOLE[:length])


def rebuilt(change) -> bytes:
    """Somebody who knows the layout alters the content and packs it anew, without the manifest."""
    members = verify._members(WHOLE)
    files = {name: members[name] for name in CONTENT}
    change(files)
    return archive(files, members[MANIFEST])


def test_a_row_altered_struck_or_added_by_one_who_packs_anew_is_named():
    def alter(files):
        files[ENTRIES] = files[ENTRIES].replace("人民调解".encode(), "人民调査".encode())

    def strike(files):
        files[ENTRIES] = b"".join(
            files[ENTRIES].splitlines(keepends=True)[:2] + files[ENTRIES].splitlines(keepends=True)[3:]
        )

    def add(files):
        files[ENTRIES] += canonical({"number": "假", "title": "假"})

    named = [[(fault.line, fault.number) for fault in faults(rebuilt(change))] for change in (alter, strike, add)]
    assert named == [[(3, ROWS[2]["number"])], [(3, ROWS[2]["number"])], [(5, "")]]


def test_each_package_names_the_one_before_it():
    first = package()
    seal = verify.seal_of(verify._members(first)[MANIFEST])
    second, stranger = package(previous=seal, edition=2), package(previous="0" * 64, edition=2)
    assert verify.chain_faults([first, second]) == []
    assert len(verify.chain_faults([first, stranger])) == 1


def run(*paths: Path) -> subprocess.CompletedProcess[str]:
    """As on a machine that has nothing but Python and this one file."""
    code = (
        "import sys, runpy; sys.modules['django'] = None; sys.argv[1:] = sys.argv[1:]; "
        "runpy.run_module('catalogues.verify', run_name='__main__', alter_sys=True)"
    )
    command = [sys.executable, "-S", "-c", code, *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"})


def test_it_runs_alone_and_its_exit_says_what_it_found(tmp_path):
    whole, altered = tmp_path / "whole.zip", tmp_path / "altered.zip"
    whole.write_bytes(WHOLE)
    start, _stop = where(ENTRIES)
    altered.write_bytes(flipped(start + 20, 1))
    good, bad, none, missing = run(whole), run(altered), run(), run(tmp_path / "no.zip")
    assert (good.returncode, good.stdout.splitlines()[-1]) == (0, "verify: 1 packages, 0 faults")
    assert bad.returncode == 1 and f"{ENTRIES} 第1行 line 1 {ROWS[0]['number']}" in bad.stdout
    assert (none.returncode, missing.returncode) == (2, 2)


def test_the_same_content_is_the_same_bytes():
    assert package() == package(json.loads(json.dumps(ROWS)))
