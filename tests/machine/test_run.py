"""Servers lent to one command: `python -m config.supervisor run -- COMMAND`."""

import subprocess
import sys
from pathlib import Path

from config.supervisor.place import CHECKOUT
from tests.machine.conftest import bare

USE = """
import os, psycopg, redis, sys
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    print(connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()[0])
    connection.execute("CREATE TABLE mark ()")
print(redis.Redis.from_url(os.environ["REDIS_URL"]).set("mark", 1, nx=True))
print(os.environ["DATABASE_URL"])
sys.exit(5)
"""


def lend(*command: str) -> subprocess.CompletedProcess[str]:
    supervisor = [sys.executable, "-m", "config.supervisor", "run", "--", *command]
    return subprocess.run(supervisor, cwd=CHECKOUT, env=bare(), capture_output=True, text=True, timeout=90, check=False)


def test_each_command_finds_empty_servers_and_its_exit_code_is_passed_on():
    for _ in range(2):
        lent = lend(sys.executable, "-c", USE)
        assert lent.stdout.splitlines()[:2] == ["0", "True"], lent.stderr
        assert lent.returncode == 5


def test_two_commands_at_once_have_different_servers():
    inner = [sys.executable, "-m", "config.supervisor", "run", "--", sys.executable, "-c", USE]
    both = f"{USE.replace('sys.exit(5)', '')}\nimport subprocess\nsys.stdout.flush()\n" + (
        "del os.environ['DATABASE_URL'], os.environ['REDIS_URL']\n" + f"sys.exit(subprocess.run({inner!r}).returncode)"
    )
    said = lend(sys.executable, "-c", both).stdout.splitlines()
    assert said[:2] == said[3:5] == ["0", "True"]
    assert said[2] != said[5]


def test_nothing_of_the_servers_is_left_behind():
    address = lend(sys.executable, "-c", USE).stdout.splitlines()[2]
    sockets = Path(address.split("@")[1].split("/")[0].replace("%2F", "/"))
    assert not sockets.parent.exists()
