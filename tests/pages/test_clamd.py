"""查毒 by clamd itself, where it is installed: it runs in the test's own folder and knows one thing, which the test taught it."""

import hashlib
import io
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflows.models import Checked
from workflows.services import malware

CLAMD = shutil.which("clamd") or "/usr/sbin/clamd"
pytestmark = pytest.mark.skipif(not Path(CLAMD).exists(), reason="no clamd on this machine")
BAD = b"a file that the test calls malware\n"
SETTINGS = "DatabaseDirectory {0}/known\nLocalSocket {0}/clamd\nForeground yes\nStreamMaxLength 1M\n"


@pytest.fixture
def scanner(tmp_path, settings) -> Iterator[Path]:
    (tmp_path / "known").mkdir()
    taught = f"{hashlib.md5(BAD, usedforsecurity=False).hexdigest()}:{len(BAD)}:Taught.By.Test\n"
    (tmp_path / "known" / "taught.hdb").write_text(taught)
    (tmp_path / "clamd.conf").write_text(SETTINGS.format(tmp_path))
    settings.CLAMD = str(tmp_path / "clamd")
    with subprocess.Popen([CLAMD, "-c", tmp_path / "clamd.conf"], stdout=subprocess.DEVNULL) as running:
        for _again in range(100):
            if (tmp_path / "clamd").exists():
                break
            time.sleep(0.1)
        else:
            running.terminate()
            pytest.skip("clamd does not start here: a profile of the system may keep it to its own folders")
        yield tmp_path
        running.terminate()


def test_it_finds_what_it_knows_and_nothing_else(scanner):
    assert malware.check(io.BytesIO(BAD)) == Checked.INFECTED
    assert malware.check(io.BytesIO(b"%PDF-1.7 nothing")) == Checked.CLEAN
    assert malware.check(io.BytesIO(b"")) == Checked.CLEAN


def test_what_is_too_long_for_it_stays_unchecked(scanner):
    assert malware.check(io.BytesIO(b"0" * 3_000_000)) == Checked.PENDING


def test_once_it_is_gone_nothing_counts_as_checked(scanner, settings):
    settings.CLAMD += "-gone"

    assert malware.check(io.BytesIO(BAD)) == Checked.PENDING
