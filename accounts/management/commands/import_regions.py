"""Import the divisions of the whole country from the villages.csv of the package china-division and its siblings."""

import resource
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import regions_import
from accounts.progress import Progress
from accounts.regions_file import Faults

# getrusage counts in bytes on macOS, in KiB elsewhere.
PEAK_UNITS_IN_MB = 1024 * 1024 if sys.platform == "darwin" else 1024


class Command(BaseCommand):
    help = (
        "Import all villages of FILE (columns code,name,streetCode,provinceCode,cityCode,areaCode), and the levels above "
        "from provinces.csv, cities.csv, areas.csv and streets.csv beside it. All or nothing; faults are told by line."
    )
    door = "whoever may run commands on the server"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            imported = self._import(options["file"])
        except regions_import.BadFiles as bad:
            raise CommandError(_report(bad.faults)) from bad
        except OSError as error:
            reason = f"{error.filename}: {error.strerror}"
            raise CommandError(
                f"无法读取文件，未导入。The file cannot be read, nothing was imported. {reason}"
            ) from error
        for level, count in imported.levels.items():
            self.stdout.write(f"{level.label} {count}")
        if imported.stand_ins:
            self.stdout.write(
                f"略去 {imported.stand_ins} 行重复上级区划的占位行 (lines that only repeat the level above)"
            )
        seconds = time.monotonic() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PEAK_UNITS_IN_MB
        self.stdout.write(f"regions: {imported.regions} imported in {seconds:.1f} s, peak {peak:.0f} MB")

    def _import(self, file: Path) -> regions_import.Imported:
        progress = Progress(self.stderr, "regions", regions_import.size(file))
        try:
            return regions_import.import_country(file, progress.reach)
        finally:
            progress.end()


def _report(faults: Faults) -> str:
    lines = [str(fault) for fault in faults.kept]
    if faults.count > len(faults.kept):
        more = faults.count - len(faults.kept)
        lines.append(f"……另有 {more} 处\n    … and {more} more")
    number = "1 fault" if faults.count == 1 else f"{faults.count} faults"
    lines.append(f"共 {faults.count} 处错误，未导入任何区划。{number}, nothing was imported.")
    return "\n".join(lines)
