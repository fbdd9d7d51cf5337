"""Drive the worked cases through the whole engine and print what came out; exit 1 on any difference."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Region
from policy import cases as files
from workflows.demo import cases
from workflows.demo.cases import Played
from workflows.models import State

FOLDER = settings.BASE_DIR / "tests" / "cases"
COUNTY = "210381000000"


class Command(BaseCommand):
    help = "Play the cases from submission to their end (in a transaction that is taken back) and compare."
    door = "whoever may run commands on the server; leaves nothing behind"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="case files; all of tests/cases by default")
        parser.add_argument("--cures", action="store_true", help="also print what would cure each part")
        parser.add_argument("--county", default=COUNTY, help="12-digit code of the county in which they are played")

    def handle(self, *args: Any, **options: Any) -> None:
        county = Region.objects.filter(pk=options["county"]).first()
        if county is None:
            raise CommandError(
                f"没有区划 {options['county']}，请先运行 load_regions。 No such division; run load_regions."
            )
        paths = options["files"] or sorted(FOLDER.glob("*.toml"))
        played = cases.play([case for path in paths for case in files.load(path)], county)
        for each in played:
            self._print(each)
            if options["cures"]:
                self._print_cures(each)
        right, total = cases.summary(played)
        self.stdout.write(f"cases: {right}/{total}")
        if right != total:
            sys.exit(1)

    def _print_cures(self, played: Played) -> None:
        for part, cures in zip(played.case.parts, played.cures, strict=True):
            for cure in cures:
                self.stdout.write(f"    补救 {part.title} · {cure.citation} · {cure.says}")

    def _print(self, played: Played) -> None:
        mark = "✓" if played.as_expected else "✗"
        self.stdout.write(f"{mark} {played.case.id} {played.case.title} · {State(played.state).label}")
        for part, outcome, clauses in zip(played.case.parts, played.outcomes, played.clauses, strict=True):
            line = f"    {part.title} · {part.outcome.label} · {outcome.label} · {'、'.join(sorted(clauses)) or '—'}"
            if clauses != part.clauses:
                line += f" （应为 {'、'.join(sorted(part.clauses)) or '—'}）"
            self.stdout.write(line)
        if played.state != played.case.state:
            self.stdout.write(f"    应为 {State(played.case.state).label}")
