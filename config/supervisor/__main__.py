"""The command line: `python -m config.supervisor demo [--no-serve] [--port N]` or `… run -- COMMAND`."""

import argparse
import sys

from config.supervisor import borrow, demo
from config.supervisor.place import LOCAL, Place
from config.supervisor.voice import Asked, Refusal, say, say_refusal


def main(words: list[str]) -> int:
    """Returns the exit code: 0 when an open demo is asked to stop, 128 + signal when something was cut short."""
    asked_for = parser().parse_args(words)
    try:
        if asked_for.act == "run":
            return borrow.run(LOCAL, asked_for.command)
        demo.open_at(Place(LOCAL), demo.the_plan(asked_for.port), doors_open=not asked_for.no_serve)
    except Refusal as refusal:
        say_refusal(refusal)
        return refusal.code
    except Asked as asked:
        say("已全部停止。", "Everything is stopped.")
        return 128 + asked.signal
    return 0


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
