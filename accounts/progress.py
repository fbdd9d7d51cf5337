"""How far a long command has come: a bar where somebody watches a terminal, a line each tenth of the way elsewhere."""

import time
from typing import Protocol

WIDTH = 40
BLINK_SECONDS = 0.1


class Stream(Protocol):
    """What Django's command output and a file have in common."""

    def write(self, msg: str, /) -> object: ...

    def flush(self) -> None: ...

    def isatty(self) -> bool: ...


class Progress:
    """Told in any unit, as long as `total` is in the same one. Told too much or nothing at all, it stays between 0 and 100 %."""

    def __init__(self, stream: Stream, label: str, total: int) -> None:
        self.stream = stream
        self.label = label
        self.total = max(total, 1)
        self.live = stream.isatty()
        self.shown = 0
        self.drawn_at = 0.0

    def reach(self, done: int) -> None:
        """Show that `done` of the total is done."""
        percent = max(0, min(100, done * 100 // self.total))
        if self.live:
            self._draw(percent)
        elif percent // 10 > self.shown // 10:
            self.shown = percent
            self._write(f"{self.label} {percent // 10 * 10}%\n")

    def end(self) -> None:
        """Leave the terminal's line, however far it came."""
        if self.live:
            self._write("\n")

    def _draw(self, percent: int) -> None:
        now = time.monotonic()
        if percent < 100 and now - self.drawn_at < BLINK_SECONDS:
            return
        self.drawn_at = now
        done = WIDTH * percent // 100
        self._write(f"\r{self.label} [{'#' * done}{'.' * (WIDTH - done)}] {percent:3d}%")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
