"""The processes of one supervisor: started in order, looked after, stopped in the opposite order."""

import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import psutil

from config.supervisor.place import CHECKOUT, Place
from config.supervisor.record import PATIENCE, Record, Trace, end
from config.supervisor.voice import Asked, Refusal, say

TICK = 0.1
# Deaths further back than this are forgiven; in seconds.
WINDOW = 60.0


class Ear:
    """Hears that somebody asks us to stop, and says so only where it is safe to leave: at `listen`."""

    def __init__(self) -> None:
        self.heard: int | None = None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hear)

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        self.heard = self.heard or number

    def listen(self, seconds: float = 0.0) -> None:
        """Wait for `seconds`; raise Asked as soon as somebody asked."""
        until = time.monotonic() + seconds
        while self.heard is None and (rest := until - time.monotonic()) > 0:
            time.sleep(min(rest, TICK))
        if self.heard is not None:
            raise Asked(self.heard)


@dataclass(frozen=True)
class Service:
    """A process that is to run all the time.

    `user` is the system's name of another user (root alone may say so). A service that dies more than `tries` times
    within WINDOW is not started again.
    """

    name: str
    command: Sequence[str]
    farewell: int = signal.SIGTERM
    user: str | None = None
    is_ready: Callable[[], bool] = lambda: True
    tries: int = 5


@dataclass
class Running:
    service: Service
    process: subprocess.Popen[bytes]
    deaths: list[float] = field(default_factory=list)
    again_at: float | None = None


class Family:
    """All services and steps of one place; `environment` is what each of them is told."""

    def __init__(self, place: Place, record: Record, ear: Ear, environment: Mapping[str, str]) -> None:
        self.place, self.record, self.ear = place, record, ear
        self.environment = dict(environment)
        self.running: list[Running] = []

    def start(self, service: Service, patience: float = 60.0) -> None:
        """Start `service` and wait until it is ready: `patience` in seconds. Refusal if it dies or takes longer."""
        self._set_old_log_aside(service)
        child = Running(service, self._launch(service))
        self.running.append(child)
        until = time.monotonic() + patience
        while not service.is_ready():
            if child.process.poll() is not None or time.monotonic() > until:
                raise self._gave_up(service)
            self.ear.listen(TICK)

    def _launch(self, service: Service) -> subprocess.Popen[bytes]:
        """In a session of its own: Ctrl-C at the terminal is for the supervisor, which ends all in good order."""
        with self._log_of(service).open("ab") as log:
            process = subprocess.Popen(
                service.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/" if service.user else CHECKOUT,
                env=self.environment,
                start_new_session=True,
                **as_user(service.user),
            )
        self._note(service, process)
        return process

    def _note(self, service: Service, process: subprocess.Popen[bytes]) -> None:
        with suppress(psutil.Error):
            self.record.note(Trace.of(service.name, process.pid, service.command, service.farewell))

    def step(self, name: str, command: Sequence[str], *, at_terminal: bool = False) -> int:
        """Run a command to its end and return its exit code. `at_terminal`: it hears Ctrl-C itself and may read."""
        source = None if at_terminal else subprocess.DEVNULL
        process = subprocess.Popen(
            command, stdin=source, cwd=CHECKOUT, env=self.environment, start_new_session=not at_terminal
        )
        self._note(Service(name, command), process)
        try:
            while process.poll() is None:
                self.ear.listen(TICK)
        except Asked as asked:
            if at_terminal and asked.signal == signal.SIGINT:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(PATIENCE)
            raise
        finally:
            _end(process, signal.SIGTERM)
            self.record.forget(name)
        return process.returncode

    def look_after(self) -> None:
        """Watch until somebody asks to stop (Asked) or a service cannot be kept alive (Refusal)."""
        while True:
            self.ear.listen(5 * TICK)
            for child in self.running:
                self._look_at(child)

    def _look_at(self, child: Running) -> None:
        now = time.monotonic()
        if child.again_at is not None:
            if now >= child.again_at:
                child.process, child.again_at = self._launch(child.service), None
        elif child.process.poll() is not None:
            self._bury(child, now)

    def _bury(self, child: Running, now: float) -> None:
        """Start it again later, each time twice as late, or give up."""
        child.deaths = [death for death in child.deaths if now - death < WINDOW]
        if len(child.deaths) == child.service.tries:
            raise self._gave_up(child.service)
        pause = 0.5 * 2 ** len(child.deaths)
        child.deaths.append(now)
        child.again_at = now + pause
        name, code = child.service.name, child.process.returncode
        say(
            f"{name} 意外退出（{code}），{pause:g} 秒后重新启动。",
            f"{name} ended unexpectedly ({code}); it is started again in {pause:g} s.",
        )

    def stop_all(self) -> None:
        """End every service, last started first."""
        while self.running:
            child = self.running.pop()
            _end(child.process, child.service.farewell)
            self.record.forget(child.service.name)

    def _gave_up(self, service: Service) -> Refusal:
        log = self._log_of(service)
        last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        return Refusal(
            f"{last}\n{service.name} 无法运行，日志见 {log}", f"{service.name} does not run; its log is {log}"
        )

    def _log_of(self, service: Service) -> Path:
        return self.place.log / f"{service.name}.log"

    def _set_old_log_aside(self, service: Service) -> None:
        log = self._log_of(service)
        if log.exists():
            log.replace(log.with_suffix(".log.1"))


def _end(process: subprocess.Popen[bytes], farewell: int) -> None:
    if process.poll() is None:
        with suppress(psutil.NoSuchProcess):
            end(psutil.Process(process.pid), farewell)
        process.wait()


def as_user(user: str | None) -> dict[str, Any]:
    """What subprocess needs to run a command as `user`, with that user's rights alone."""
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": [], "umask": 0o077}
