"""重放: judge past requests by other terms, however many there are, and print what would have become of them."""

import csv
import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Level, Region
from catalogues.formulas import harmless
from policy import notice
from policy.assessment import Outcome
from policy.rulebook import named
from workflows.models import RequestPart
from workflows.services import replaying
from workflows.services.replaying import Changed, Found

BYTE_ORDER_MARK = "utf-8-sig"


class Command(BaseCommand):
    help = "Judge past requests by other readings, limits, dates or rules. Writes nothing to the database."
    door = "whoever may run commands on the server; reads only"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--county", action="append", default=[], help="12-digit code; may be repeated; all if none")
        parser.add_argument("--first", type=date.fromisoformat, help="submitted on this day or later (2026-01-31)")
        parser.add_argument("--last", type=date.fromisoformat, help="submitted on this day or earlier")
        parser.add_argument("--on", type=date.fromisoformat, help="by the edition and the rules of this day")
        parser.add_argument("--reading", action="append", default=[], metavar="NAME=CHOICE")
        parser.add_argument(
            "--limit", action="append", default=[], metavar="NAME=NUMBER", help="lists: names, by commas"
        )
        parser.add_argument("--without", action="append", default=[], metavar="RULE", help="a rule switched off")
        parser.add_argument("--begins", action="append", default=[], metavar="RULE=DAY", help="stands from that day on")
        parser.add_argument("--csv", type=Path, help="write the parts with another outcome to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        counties = options["county"] or Region.objects.filter(level=Level.COUNTY).values_list("code", flat=True)
        rows = replaying.past(counties, options["first"], options["last"])
        began, number = time.monotonic(), rows.count()
        try:
            found = replaying.run(rows, _changed(options), lambda done: self.stderr.write(f"{done}/{number}"))
        except ValueError as wrong:
            raise CommandError(str(wrong)) from wrong
        self._tell(found)
        if options["csv"]:
            _write(found, options["csv"])
        self.stdout.write(
            f"replayed: {found.total}, other outcome: {len(found.turned)}, unreadable: {found.unreadable}, "
            f"{time.monotonic() - began:.1f} s"
        )

    def _tell(self, found: Found) -> None:
        for (old, new), count in sorted(
            found.matrix.items(), key=lambda cell: tuple(map(list(Outcome).index, cell[0]))
        ):
            self.stdout.write(f"{count:>8}  {old.label} → {new.label}")
        for clause, turned in found.by_clause:
            self.stdout.write(f"{turned:>8}  {clause}")


def _changed(options: dict[str, Any]) -> Changed:
    begins = {rule: date.fromisoformat(day) for rule, day in map(_pair, options["begins"])}
    for rule in (*options["without"], *begins):
        if named(rule) is None:
            raise CommandError(f"没有规则 {rule}。 There is no such rule.")
    return Changed(
        readings={name: _reading(name, value) for name, value in map(_pair, options["reading"])},
        limits={name: _limit(name, value) for name, value in map(_pair, options["limit"])},
        on=options["on"],
        without=frozenset(options["without"]),
        begins=begins,
    )


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise CommandError(f"{given}：应写作 名称=值。 Write NAME=VALUE.")
    return name, value


def _reading(name: str, value: str) -> str | int:
    point = notice.READINGS.get(name)
    return int(value) if point and not point.options else value


def _limit(name: str, value: str) -> Any:
    limit = notice.LIMITS.get(name)
    return value.split(",") if limit and isinstance(limit.value, list) else int(value)


def _write(found: Found, path: Path) -> None:
    parts = RequestPart.objects.select_related("request__department").in_bulk([each.part for each in found.turned])
    with path.open("w", encoding=BYTE_ORDER_MARK, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["申请编号", "事项名称", "申请单位", "原结果", "新结果", "条款"])
        for each in found.turned:
            part = parts[each.part]
            writer.writerow(
                [part.request.number, harmless(part.title), harmless(part.request.department.name),
                 each.old.label, each.new.label, "；".join(each.clauses)]
            )  # fmt: skip
