"""Take in filing packages of a body below: `manage.py receive_packages FILE…`, the oldest first."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from catalogues import editions, receiving
from catalogues.receiving import PackageRefused, Received


class Command(BaseCommand):
    help = (
        "Verify each package, compare it by row with what is held of its list, and keep it, chained to the one before. "
        "An altered package is refused and its altered row named. Exit code 1 if any was refused."
    )

    door = "whoever may run commands on the server"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        kept = sum([self._received(file) for file in options["files"]])
        refused = len(options["files"]) - kept
        self.stdout.write(f"packages: {kept} received, {refused} refused")
        if refused:
            sys.exit(1)

    def _received(self, file: Path) -> bool:
        """Whether the package was taken in; what differs, or why not, is told by row."""
        try:
            with file.open("rb") as opened:
                found = receiving.receive(opened.read(receiving.LARGEST + 1))
        except OSError as error:
            self.stdout.write(_("无法读取 %(file)s：%(reason)s") % {"file": file, "reason": error.strerror})
            return False
        except PackageRefused as refused:
            for fault in refused.faults:
                self.stdout.write(f"{file}: {fault}")
            return False
        self.stdout.write(self._head(file, found))
        for line in _differing(found):
            self.stdout.write(f"  {line}")
        return True

    def _head(self, file: Path, found: Received) -> str:
        words = {"file": file, "list": found.which.title, "number": found.package.number, "since": found.since}
        if found.since:
            return _("%(file)s: 已接收%(list)s第%(number)d版，与已接收的第%(since)d版相比：") % words
        return _("%(file)s: 已接收%(list)s第%(number)d版，与本系统所载相比：") % words


def _differing(found: Received) -> Iterator[str]:
    differs = found.differs
    for row in differs.entered:
        yield _("列入 %(number)s %(title)s") % row
    for each in differs.changed:
        fields = "、".join(str(editions.SAID[name]) for name in each.what)
        yield _("变更 %(number)s %(title)s（%(fields)s）") % {**each.after, "fields": fields}
    for row in differs.left:
        yield _("退出 %(number)s %(title)s") % row
    if not differs:
        yield _("没有差别。")
