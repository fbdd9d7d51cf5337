"""How many statements a connection sends: libpq's own trace is read, so BEGIN, COMMIT and savepoints count too."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SENT = re.compile(rb"^F\t\d+\t(?:Query|Execute)\t", re.MULTILINE)


class Sent:
    """Counts what is sent on one psycopg connection while it is traced."""

    def __init__(self, connection: Any) -> None:
        self.pgconn = connection.pgconn
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the trace

    @contextmanager
    def counted(self) -> Iterator["Sent"]:
        """Trace, and stop when done."""
        from psycopg.pq import Trace  # noqa: PLC0415

        self.pgconn.trace(self.file.fileno())
        self.pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        try:
            yield self
        finally:
            self.pgconn.untrace()

    def so_far(self) -> int:
        """How many statements were sent since the trace began."""
        self.file.seek(0)
        return len(SENT.findall(self.file.read()))
