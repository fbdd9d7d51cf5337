"""A database of its own for a measurement: made, filled with the ground of the tests, and dropped again."""

from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.core.management import call_command
from django.test.utils import get_runner


@contextmanager
def scratch_database() -> Iterator[None]:
    """Divisions, working days, laws and the staffed county of the tests, in a database that is dropped afterwards."""
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - Django must be set up first

    from tests.cast import staff_the_county  # noqa: PLC0415

    runner = get_runner(settings)(verbosity=0, interactive=False)
    kept = runner.setup_databases()
    try:
        for command in ("load_regions", "load_calendar", "import_laws"):
            call_command(command, verbosity=0)
        staff_the_county()
        yield
    finally:
        runner.teardown_databases(kept)
