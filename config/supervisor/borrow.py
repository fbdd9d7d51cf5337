"""Servers lent to one command, as `make test` and `make race` want them: fresh, and thrown away afterwards."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from config.supervisor.place import Place
from config.supervisor.processes import Ear
from config.supervisor.record import held
from config.supervisor.session import servers, told
from config.supervisor.voice import Refusal

AT_ONCE = 20


def run(root: Path, command: Sequence[str]) -> int:
    """Run `command` with servers of its own under `root`; returns its exit code."""
    with free_place(root) as place, servers(place, Ear(), told(), lasting=False) as family:
        return family.step("command", command, at_terminal=True)


@contextmanager
def free_place(root: Path) -> Iterator[Place]:
    """The first place nobody holds: several commands may run at once, beside the demo."""
    for number in range(1, AT_ONCE + 1):
        place = Place(root / f"run-{number}")
        with held(place) as ours:
            if ours:
                yield place
                return
    raise Refusal(f"已有 {AT_ONCE} 个命令在运行。", f"{AT_ONCE} commands run at once already.")
