"""What was started and may still run: written down at once, so that the next start can end what a killed one left."""

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

import psutil

from config.supervisor.place import Place

# The start time of a process is the clock's at boot plus ticks: setting the clock moves it a little.
SAME_START = 2.0
PATIENCE = 10.0


@dataclass(frozen=True)
class Trace:
    """One process as it was started.

    `born` in seconds since 1970, as the system says; `command` as we said it; `farewell`: the signal that ends it in
    good order.
    """

    name: str
    pid: int
    born: float
    command: list[str]
    farewell: int = signal.SIGTERM

    @classmethod
    def of(cls, name: str, pid: int, command: Sequence[str], farewell: int = signal.SIGTERM) -> Self:
        """Raise psutil.Error if it is gone already."""
        return cls(name, pid, psutil.Process(pid).create_time(), list(command), farewell)

    def process(self) -> psutil.Process | None:
        """The same process if it still runs; None if its number has gone to another."""
        with suppress(psutil.Error):
            found = psutil.Process(self.pid)
            same = abs(found.create_time() - self.born) < SAME_START and self._is_command_of(found)
            return found if same else None
        return None

    def _is_command_of(self, process: psutil.Process) -> bool:
        """A script runs as its interpreter followed by itself, so the words after the first are compared."""
        said = self.command[1:]
        return process.cmdline()[-len(said) :] == said if said else True


@dataclass
class Record:
    """The file `path`: the address served, and the traces in the order of starting."""

    path: Path
    address: str = ""
    traces: list[Trace] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> Self:
        """An empty record where there is no file, or a broken one."""
        with suppress(FileNotFoundError, ValueError, TypeError, KeyError):
            kept = json.loads(path.read_text())
            return cls(path, kept["address"], [Trace(**trace) for trace in kept["traces"]])
        return cls(path)

    def note(self, trace: Trace) -> None:
        self.traces = [kept for kept in self.traces if kept.name != trace.name] + [trace]
        self.write()

    def forget(self, name: str) -> None:
        self.traces = [kept for kept in self.traces if kept.name != name]
        self.write()

    def write(self) -> None:
        """All or nothing: a start that is killed here leaves the old file."""
        draft = self.path.with_suffix(".new")
        kept = {"address": self.address, "traces": [asdict(trace) for trace in self.traces]}
        draft.write_text(json.dumps(kept, ensure_ascii=False, indent=1))
        draft.replace(self.path)

    def end_leftovers(self) -> list[str]:
        """End what an earlier supervisor left, last started first; returns the names of what still ran."""
        self.address = ""
        self.write()
        found = [(trace, trace.process()) for trace in reversed(self.traces)]
        alive = [(trace, process) for trace, process in found if process]
        for trace, process in alive:
            end(process, trace.farewell)
        self.traces = []
        self.write()
        return [trace.name for trace, _ in alive]


def end(process: psutil.Process, farewell: int, patience: float = PATIENCE) -> None:
    """Ask `process` to end; after `patience` seconds end it with everything it started."""
    with suppress(psutil.NoSuchProcess):
        below = process.children(recursive=True)
        process.send_signal(farewell)
        if is_gone(process, patience):
            return
        for each in (process, *below):
            with suppress(psutil.NoSuchProcess):
                each.kill()
        is_gone(process, patience)


def is_gone(process: psutil.Process, patience: float) -> bool:
    """Wait up to `patience` seconds. Dead but not yet buried counts: in a container nobody may bury the orphans."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


@contextmanager
def held(place: Place) -> Iterator[bool]:
    """Hold the place as long as this lasts; False if somebody else does. A killed holder lets go by dying."""
    place.root.mkdir(parents=True, exist_ok=True)
    handle = os.open(place.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _lock(handle)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
