"""The demo's supervisor, with real servers and small services: how it starts, is looked after, and stops."""

import json
import os
import signal
import sys
import urllib.request

import psycopg
import pytest

from config.supervisor.postgres import Postgres
from tests.machine.conftest import Stage, ended, until

COUNT = """
import os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS starts (at timestamptz DEFAULT now())")
    connection.execute("INSERT INTO starts DEFAULT VALUES")
    print("starts:", connection.execute("SELECT count(*) FROM starts").fetchone()[0])
"""
LETTERS = """
import os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    connection.execute("CREATE EXTENSION pg_trgm")
    print("alike:", connection.execute("SELECT similarity('村民委员会', '村民委员') > 0.5").fetchone()[0])
    print("master:", connection.execute("SELECT current_setting('is_superuser')").fetchone()[0])
"""
# Says when it is asked to go, and goes.
POLITE = """
import signal, sys, time
def go(*_):
    open(sys.argv[1], "a").write(sys.argv[2] + " ")
    sys.exit()
signal.signal(signal.SIGTERM, go)
time.sleep(300)
"""


def python(program: str, *words: str) -> list[str]:
    return [sys.executable, "-c", program, *words]


def test_the_data_is_there_again_at_the_next_start(stage: Stage):
    for number in (1, 2):
        said = stage.open(steps={"count": python(COUNT)}).communicate(timeout=60)[0]
        assert f"starts: {number}\n" in said


def test_chinese_is_letters_to_the_database_and_the_product_is_not_its_master(stage: Stage):
    said = stage.open(steps={"letters": python(LETTERS)}).communicate(timeout=60)[0]
    assert "alike: True\nmaster: off\n" in said


def test_the_doors_stay_closed_after_a_step_that_failed(stage: Stage):
    steps = {"fails": python("raise SystemExit(3)"), "never": ["touch", str(stage.place.root / "never")]}
    supervisor = stage.open(steps=steps, services=stage.web)
    said = supervisor.communicate(timeout=60)[0]
    assert "步骤 fails 未完成（退出码 3）" in said
    assert supervisor.returncode == 3
    assert not (stage.place.root / "never").exists()
    assert stage.alive() == {}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_ends_everything_without_a_complaint(stage: Stage, number):
    supervisor = stage.open_and_wait(services=stage.web)
    assert set(stage.alive()) == {"postgres", "valkey", "web"}
    supervisor.send_signal(number)
    said = supervisor.communicate(timeout=60)[0]
    assert supervisor.returncode == 0
    assert "Traceback" not in said
    assert all(ended(process) for process in stage.seen)
    assert not stage.place.sockets.exists()


def test_a_step_is_cut_short_when_somebody_asks_to_stop(stage: Stage):
    supervisor = stage.open(steps={"long": ["sleep", "300"]})
    until(lambda: "long" in stage.alive(), "the step runs")
    stage.seen = set(stage.alive().values())
    supervisor.send_signal(signal.SIGINT)
    said = supervisor.communicate(timeout=60)[0]
    assert (supervisor.returncode, "Traceback" in said) == (130, False)
    assert all(ended(process) for process in stage.seen)


def test_services_end_in_the_opposite_order_of_their_start(stage: Stage):
    farewells = stage.place.root / "farewells"
    polite = {name: python(POLITE, str(farewells), name) for name in ("first", "second")}
    # The web is started last, so the others have had the time to learn their manners.
    supervisor = stage.open_and_wait(services={**polite, **stage.web})
    supervisor.send_signal(signal.SIGTERM)
    supervisor.communicate(timeout=60)
    assert farewells.read_text() == "second first "


def test_after_a_killed_supervisor_the_next_start_ends_what_was_left_and_keeps_the_data(stage: Stage):
    supervisor = stage.open_and_wait(steps={"count": python(COUNT)}, services=stage.web)
    supervisor.kill()
    supervisor.communicate(timeout=60)
    orphans = set(stage.alive().values())
    assert orphans == stage.seen
    supervisor = stage.open_and_wait(steps={"count": python(COUNT)}, services=stage.web)
    assert all(ended(process) for process in orphans)
    supervisor.send_signal(signal.SIGTERM)
    said = supervisor.communicate(timeout=60)[0]
    assert "Ended what an interrupted start had left: web, valkey, postgres" in said
    assert "starts: 2\n" in said


def test_after_everything_was_killed_the_next_start_finds_its_data(stage: Stage):
    supervisor = stage.open_and_wait(steps={"count": python(COUNT)}, services=stage.web)
    for process in (supervisor, *stage.alive().values()):
        process.kill()
    supervisor.communicate(timeout=60)
    lock = Postgres.find(stage.place, lasting=True).data / "postmaster.pid"
    # The number now belongs to somebody else, as after a new start of the machine.
    lock.write_text(lock.read_text().replace(lock.read_text().split()[0], str(os.getpid()), 1))
    said = stage.open(steps={"count": python(COUNT)}).communicate(timeout=60)[0]
    assert "starts: 2\n" in said


def test_a_second_start_names_the_address_of_the_first_and_changes_nothing(stage: Stage):
    stage.open_and_wait(services=stage.web)
    second = stage.open(services=stage.web)
    said = second.communicate(timeout=60)[0]
    address = f"http://127.0.0.1:{stage.port}/"
    assert said == f"示例系统已在运行：{address}\nThe demo already runs at {address}\n"
    assert second.returncode == 1
    assert set(stage.alive().values()) == stage.seen
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("name", ["web", "postgres", "valkey"])
def test_a_service_that_dies_is_started_again(stage: Stage, name):
    stage.open_and_wait(services=stage.web)
    before = stage.alive()[name]
    before.kill()
    until(lambda: stage.alive().get(name, before) != before, f"{name} runs again")
    if name == "postgres":
        until(Postgres.find(stage.place, lasting=True).is_ready, "the database answers again")


def test_a_service_that_keeps_dying_ends_the_demo_with_a_sentence_and_its_log(stage: Stage):
    frail = {"frail": python("import time; print('out of paper', flush=True); time.sleep(1); raise SystemExit(7)")}
    supervisor = stage.open(services={**stage.web, **frail}, tries=1)
    said = supervisor.communicate(timeout=60)[0]
    assert supervisor.returncode == 1
    assert "frail ended unexpectedly (7); it is started again in 0.5 s." in said
    assert f"out of paper\nfrail 无法运行，日志见 {stage.place.log / 'frail.log'}" in said
    assert stage.alive() == {}


def test_servers_named_in_the_environment_are_used_and_none_is_started(stage: Stage):
    named = {"DATABASE_URL": "postgresql://clerk@db.example/county", "REDIS_URL": "redis://cache.example:6379/2"}
    show = python("import json, os; print(json.dumps([os.environ['DATABASE_URL'], os.environ['REDIS_URL']]))")
    said = stage.open(steps={"show": show}, environment=named).communicate(timeout=60)[0]
    assert json.dumps(list(named.values())) in said
    assert sorted(path.name for path in stage.place.log.iterdir()) == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root may not run PostgreSQL itself")
def test_as_root_no_folder_of_anybody_is_opened_to_others(stage: Stage, tmp_path):
    tmp_path.chmod(0o700)
    said = stage.open(steps={"count": python(COUNT)}).communicate(timeout=60)[0]
    assert "starts: 1\n" in said
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    database = Postgres.find(stage.place, lasting=True)
    assert database.data.stat().st_mode & 0o777 == 0o700
    assert database.data.stat().st_uid != 0


def test_the_private_database_listens_at_no_port(stage: Stage):
    stage.open_and_wait(services=stage.web)
    processes = stage.alive()
    assert [seen.laddr for name in ("postgres", "valkey") for seen in processes[name].net_connections("inet")] == []
    with psycopg.connect(Postgres.find(stage.place, lasting=True).url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
