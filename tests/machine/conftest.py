"""A supervisor of its own for each test, in a folder of its own; only what it started is ended afterwards."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from config.supervisor.demo import free_port
from config.supervisor.place import CHECKOUT, Place
from config.supervisor.record import Record

PATIENCE = 60


def bare() -> dict[str, str]:
    """The environment without anybody's servers."""
    return {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait for something bounded in time, and fail with `what` if it does not come."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"waited {PATIENCE} s in vain: {what}"
        time.sleep(0.05)


class Stage:
    """A place and the supervisors a test starts there."""

    def __init__(self, root: Path) -> None:
        self.place = Place(root)
        self.port = free_port(20000 + os.getpid() % 20000)
        self.started: list[subprocess.Popen[str]] = []
        self.seen: set[psutil.Process] = set()

    @property
    def web(self) -> dict[str, list[str]]:
        return {"web": [sys.executable, "-m", "http.server", str(self.port), "--bind", "127.0.0.1"]}

    def open(self, *, steps=None, services=None, tries=5, environment=None) -> subprocess.Popen[str]:
        told = {"steps": steps or {}, "services": services or {}, "port": self.port, "tries": tries}
        command = [sys.executable, "-m", "tests.machine.stage", str(self.place.root), json.dumps(told)]
        supervisor = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env={**bare(), **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.started.append(supervisor)
        return supervisor

    def open_and_wait(self, **plan) -> subprocess.Popen[str]:
        supervisor = self.open(**plan)
        until(lambda: self._is_open() or supervisor.poll() is not None, "the demo opens")
        assert supervisor.poll() is None, supervisor.communicate()[0]
        self.seen |= set(self.alive().values())
        return supervisor

    def _is_open(self) -> bool:
        """By the record of this start: a killed one leaves its own."""
        return Record.read(self.place.record).address != "" and self.seen.isdisjoint(self.alive().values())

    def alive(self) -> dict[str, psutil.Process]:
        """What runs here by the record, by name."""
        found = {trace.name: trace.process() for trace in Record.read(self.place.record).traces}
        return {name: process for name, process in found.items() if process}

    def tidy(self) -> None:
        for supervisor in self.started:
            if supervisor.poll() is None:
                supervisor.send_signal(signal.SIGTERM)
                with suppress(subprocess.TimeoutExpired):
                    supervisor.communicate(timeout=PATIENCE)
        Record.read(self.place.record).end_leftovers()
        for folder in (self.place.outside, self.place.sockets):
            shutil.rmtree(folder, ignore_errors=True)


def ended(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.fixture
def stage(tmp_path) -> Iterator[Stage]:
    (tmp_path / "local").mkdir()
    made = Stage(tmp_path / "local")
    yield made
    made.tidy()
