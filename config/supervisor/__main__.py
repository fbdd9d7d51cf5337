"""The command line: `python -m config.supervisor demo [--no-serve] [--port N]` or `… run -- COMMAND`."""

import argparse
import sys
from functools import partial

from config.supervisor import borrow, demo
from config.supervisor.place import LOCAL, Place
from config.supervisor.voice import exit_code


def main(words: list[str]) -> int:
    """Returns the exit code: 0 when an open demo is asked to stop, 128 + signal when something was cut short."""
    wanted = parser().parse_args(words)
    if wanted.act == "run":
        return exit_code(lambda: borrow.run(LOCAL, wanted.command))
    make = partial(demo.the_plan, wanted.port)
    return exit_code(lambda: demo.open_at(Place(LOCAL), make, doors_open=not wanted.no_serve))


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m config.supervisor", description=__doc__)
    acts = made.add_subparsers(dest="act", required=True)
    show = acts.add_parser("demo", help="serve the demo")
    show.add_argument("--no-serve", action="store_true", help="end after the table of cases")
    show.add_argument("--port", type=int, default=8000, help="the first port to try")
    lend = acts.add_parser("run", help="run a command with servers of its own")
    lend.add_argument("command", nargs="+")
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
