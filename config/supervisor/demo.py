"""The demo: what is run once before it opens, what runs while it is open, what is said when it stands."""

import http.client
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass

from config.supervisor.place import LOCAL, Place
from config.supervisor.processes import Ear, Family, Service
from config.supervisor.record import Record, held
from config.supervisor.session import servers, told
from config.supervisor.voice import Asked, Refusal, say

HOST = "127.0.0.1"
PORTS_TRIED = 100
# Whoever reports a demand is not to be found in a log: no address, no browser.
WITHOUT_ADDRESS = ["--access-logformat", '%(t)s "%(m)s %(U)s" %(s)s %(B)s']


@dataclass(frozen=True)
class Plan:
    """What a demo consists of: commands in order by name; `services` none where it does not open."""

    steps: Sequence[tuple[str, Sequence[str]]]
    services: Sequence[Service]
    address: str
    last_words: Sequence[str]


def open_at(place: Place, make: Callable[[], Plan], *, doors_open: bool) -> int:
    """Run a plan and serve until somebody asks to stop; returns 0. Refusal if it fails, Asked if cut short before.

    The plan is made when what an interrupted start left is ended: its port is free again then.
    """
    with held(place) as ours:
        if not ours:
            raise already_open(place)
        with servers(place, Ear(), told(), lasting=True) as family:
            plan = make()
            for name, command in plan.steps:
                _take(family, name, command)
            if doors_open:
                _serve(family, plan)
                say("正在停止……", "Stopping …")
    return 0


def _take(family: Family, name: str, command: Sequence[str]) -> None:
    began = time.monotonic()
    if code := family.step(name, command):
        raise Refusal(f"步骤 {name} 未完成（退出码 {code}）。", f"The step {name} failed (exit code {code}).", code)
    took = time.monotonic() - began
    say(f"—— {name}：{took:.1f} 秒", f"   {name}: {took:.1f} s")


def _serve(family: Family, plan: Plan) -> None:
    for service in plan.services:
        family.start(service)
    family.step("last words", plan.last_words)
    family.record.address = plan.address
    family.record.write()
    say(f"示例系统已就绪：{plan.address}（按 Ctrl-C 停止）", f"The demo is ready at {plan.address} (Ctrl-C stops it)")
    with suppress(Asked):
        family.look_after()


def already_open(place: Place) -> Refusal:
    address = Record.read(place.record).address
    if not address:
        return Refusal("示例系统正在另一终端启动，请稍候。", "The demo is being started in another terminal.")
    return Refusal(f"示例系统已在运行：{address}", f"The demo already runs at {address}")


def the_plan(port: int) -> Plan:
    """The real one: `port` is the first one tried."""
    number = free_port(port)
    return Plan(
        steps=[(name, manage(name)) for name in ("migrate", "set_up_demo", "run_cases")],
        services=[web(number), worker(), beat()],
        address=f"http://{HOST}:{number}/",
        last_words=manage("show_accounts"),
    )


def manage(command: str) -> list[str]:
    quiet = ["--verbosity", "0"] if command == "migrate" else []
    return [sys.executable, "manage.py", command, *quiet]


def web(port: int) -> Service:
    options = ["--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", *options, "--access-logfile", "-", *WITHOUT_ADDRESS]
    return Service("web", command, is_ready=lambda: answers(port))


def worker() -> Service:
    alone = ["--without-gossip", "--without-mingle"]
    return Service("worker", [*celery(), "worker", "--concurrency", "2", "--loglevel", "INFO", *alone])


def beat() -> Service:
    return Service(
        "beat", [*celery(), "beat", "--schedule", str(LOCAL / "beat"), "--pidfile", "", "--loglevel", "INFO"]
    )


def celery() -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "config"]


def free_port(first: int) -> int:
    """The first port from `first` on that nobody listens at."""
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        with closing(socket.socket()) as attempt:
            # A port that was in use a minute ago is free to a server.
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind((HOST, port))
            except OSError:
                continue
            return port
    raise Refusal(f"从 {first} 起没有可用的端口。", f"No port is free from {first} on.")


def answers(port: int) -> bool:
    """Whether the web answers, with anything but a fault of its own."""
    try:
        with closing(http.client.HTTPConnection(HOST, port, timeout=5)) as connection:
            connection.request("GET", "/login/")
            return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
