"""One stay of the supervisor at a place: leftovers ended, servers started, everything stopped at the end."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from config.supervisor import valkey
from config.supervisor.place import CHECKOUT, Place
from config.supervisor.postgres import Postgres
from config.supervisor.processes import Ear, Family
from config.supervisor.record import Record
from config.supervisor.voice import say


@contextmanager
def servers(place: Place, ear: Ear, environment: Mapping[str, str], *, lasting: bool) -> Iterator[Family]:
    """A family with PostgreSQL and a Redis-protocol server, whose addresses all its members are told.

    What the environment names already (DATABASE_URL, REDIS_URL) is used and not started. The place must be held.
    """
    record = Record.read(place.record)
    if left := record.end_leftovers():
        names = ", ".join(left)
        say(f"已结束上次中断留下的进程：{names}", f"Ended what an interrupted start had left: {names}")
    database = None if environment.get("DATABASE_URL") else Postgres.find(place, lasting=lasting)
    # Locks beside the sockets name processes that are gone.
    shutil.rmtree(place.sockets, ignore_errors=True)
    place.prepare()
    family = Family(place, record, ear, environment)
    try:
        _start(family, database, with_redis=not environment.get("REDIS_URL"))
        yield family
    finally:
        family.stop_all()
        if database and not lasting:
            database.remove()
        shutil.rmtree(place.sockets, ignore_errors=True)


def _start(family: Family, database: Postgres | None, *, with_redis: bool) -> None:
    # Both are found before one is started: a missing program is told at once.
    redis = valkey.service(family.place) if with_redis else None
    if database:
        database.prepare()
        family.start(database.service())
        family.environment["DATABASE_URL"] = database.url
    if redis:
        family.start(redis)
        family.environment["REDIS_URL"] = valkey.url(family.place)


def told() -> dict[str, str]:
    """The environment of all children: ours, with the checkout's settings and words in UTF-8."""
    ours = {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **ours, "PYTHONPATH": str(CHECKOUT)}
