"""A small demo for the tests: `python -m tests.machine.stage ROOT PLAN` opens the plan (JSON) at the place ROOT.

The plan: {"steps": {name: command}, "services": {name: command}, "port": web's port or 0, "tries": number}.
"""

import json
import sys
from pathlib import Path

from config.supervisor import demo
from config.supervisor.place import Place
from config.supervisor.processes import Service
from config.supervisor.voice import exit_code


def plan(told: dict) -> demo.Plan:
    port = told["port"]
    services = [_service(name, command, port, told["tries"]) for name, command in told["services"].items()]
    address = f"http://127.0.0.1:{port}/"
    return demo.Plan(list(told["steps"].items()), services, address, last_words=["echo", "accounts"])


def _service(name: str, command: list[str], port: int, tries: int) -> Service:
    if name == "web":
        return Service(name, command, tries=tries, is_ready=lambda: demo.answers(port))
    return Service(name, command, tries=tries)


if __name__ == "__main__":
    root, told = Path(sys.argv[1]), json.loads(sys.argv[2])
    sys.exit(exit_code(lambda: demo.open_at(Place(root), lambda: plan(told), doors_open=bool(told["services"]))))
