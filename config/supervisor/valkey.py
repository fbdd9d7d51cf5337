"""The private Redis-protocol server: a socket, no port, nothing kept (the table is the queue, ADR 0008)."""

import redis

from config.supervisor import programs
from config.supervisor.place import Place
from config.supervisor.processes import Service


def url(place: Place) -> str:
    return f"unix://{place.sockets / 'redis.sock'}?db=0"


def service(place: Place) -> Service:
    options = {
        "port": "0",
        "unixsocket": str(place.sockets / "redis.sock"),
        "unixsocketperm": "700",
        "dir": str(place.sockets),
        "save": "",
        "appendonly": "no",
        "daemonize": "no",
        # Known again by its command line after a crash of ours: it must not write another over it.
        "set-proc-title": "no",
    }
    command = [str(programs.valkey()), *(word for name, value in options.items() for word in (f"--{name}", value))]
    return Service("valkey", command, is_ready=lambda: answers(url(place)))


def answers(address: str) -> bool:
    try:
        with redis.Redis.from_url(address, socket_timeout=2) as server:
            return bool(server.ping())
    except redis.RedisError:
        return False
