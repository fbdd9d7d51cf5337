"""Bring divisions into the database: all of them or none."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from accounts.models import Level, Region
from accounts.regions_file import LAYOUTS, MOST_FAULTS, VILLAGES, Divisions, Faults, Layout

CITY_FILE = Path(__file__).parent / "data" / "anshan.csv"

INCOMING = "CREATE TEMP TABLE incoming (code text, name text, level smallint, line integer) ON COMMIT DROP"
DROP = "DROP TABLE incoming"
COPY = "COPY incoming (code, name, level, line) FROM STDIN"
# Two imports at once wait for each other; whoever only reads does not wait.
LOCK = "LOCK TABLE accounts_region IN SHARE ROW EXCLUSIVE MODE"
# Under the lock nobody can come between these two. INSERT … ON CONFLICT takes a third longer for a whole country.
RENAME = """
    UPDATE accounts_region AS region SET name = incoming.name, level = incoming.level FROM incoming
    WHERE region.code = incoming.code AND (region.name, region.level) IS DISTINCT FROM (incoming.name, incoming.level)
"""
ADD = """
    INSERT INTO accounts_region (code, name, level) SELECT code, name, level FROM incoming
    WHERE NOT EXISTS (SELECT FROM accounts_region AS region WHERE region.code = incoming.code)
"""
TWICE = """
    SELECT level, line, first, count(*) OVER () FROM (
        SELECT level, line, min(line) OVER (PARTITION BY code) AS first FROM incoming
    ) AS marked WHERE line > first ORDER BY level, line LIMIT %s
"""


class BadFiles(Exception):
    """Nothing was imported."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(f"{faults.count} faults")
        self.faults = faults


@dataclass
class Imported:
    """How many divisions were read at each level; `stand_ins` are lines that only repeat the level above."""

    levels: dict[Level, int] = field(default_factory=dict)
    stand_ins: int = 0

    @property
    def regions(self) -> int:
        return sum(self.levels.values())


@transaction.atomic
def import_country(villages: Path, tell: Callable[[int], None] = lambda done: None) -> Imported:
    """Import `villages` and the files of the levels above that lie beside it; names change, nothing is deleted.

    `tell` hears how many bytes of all files are read (see `size`). Raises BadFiles, or OSError.
    """
    files = _files(villages)
    known, faults, done = _known(), Faults(), 0
    read: list[Divisions] = []
    with connection.cursor() as cursor:
        cursor.execute(INCOMING)
        for path, layout in files:
            divisions = Divisions(path, layout, known=known, faults=faults, tell=_further(tell, done))
            _copy(cursor, divisions)
            done += path.stat().st_size
            read.append(divisions)
        _judge(cursor, read, faults)
        _write(cursor)
    return Imported({d.layout.level: d.rows for d in read}, sum(d.stand_ins for d in read))


@transaction.atomic
def load_city(path: Path = CITY_FILE) -> int:
    """Load the divisions that come along (code of twelve digits, name, level); return how many. Twice is harmless."""
    with path.open(encoding="utf-8", newline="") as file, connection.cursor() as cursor:
        rows = [f"{row['code']}\t{row['name']}\t{row['level']}\t0\n".encode() for row in csv.DictReader(file)]
        cursor.execute(INCOMING)
        _copy(cursor, rows)
        _write(cursor)
    return len(rows)


def size(villages: Path) -> int:
    """Bytes that `import_country` will read. Raises OSError."""
    return sum(path.stat().st_size for path, _layout in _files(villages))


def _files(villages: Path) -> list[tuple[Path, Layout]]:
    """The files from the province down, as far as they are there."""
    above = [(villages.with_name(layout.file_name), layout) for layout in LAYOUTS if layout is not VILLAGES]
    return [*((path, layout) for path, layout in above if path.is_file()), (villages, VILLAGES)]


def _known() -> set[bytes]:
    """The own digits of the divisions above the villages that are in the database."""
    rows = Region.objects.filter(level__lt=Level.VILLAGE).values_list("code", "level")
    return {code[:level].encode() for code, level in rows.iterator()}


def _further(tell: Callable[[int], None], done: int) -> Callable[[int], None]:
    return lambda more: tell(done + more)


def _copy(cursor: CursorWrapper, rows: Iterable[bytes]) -> None:
    with cursor.copy(COPY) as copy:
        for row in rows:
            copy.write(row)


def _write(cursor: CursorWrapper) -> None:
    for statement in (LOCK, RENAME, ADD, DROP):
        cursor.execute(statement)


def _judge(cursor: CursorWrapper, read: list[Divisions], faults: Faults) -> None:
    """Raise BadFiles unless all that was read can stand."""
    _tell_orphans(read, faults)
    if not all(divisions.in_order for divisions in read):
        _tell_twice(cursor, read, faults)
    if faults.count:
        raise BadFiles(faults)


def _tell_orphans(read: list[Divisions], faults: Faults) -> None:
    """A parent that its own file does not name is a fault of the line; if that file is missing, of the folder."""
    there = {divisions.layout.level for divisions in read}
    for divisions in (each for each in read if each.orphans):
        parent = divisions.layout.ancestors[0]
        if parent in there:
            for code, line in divisions.orphans.items():
                divisions.fault(
                    line, f"所在区划 {code.decode()} 不存在", f"the division {code.decode()} it lies in does not exist"
                )
        else:
            _tell_missing_file(divisions, parent)


def _tell_missing_file(divisions: Divisions, parent: Level) -> None:
    number, example = len(divisions.orphans), next(iter(divisions.orphans)).decode()
    names = ", ".join(layout.file_name for layout in LAYOUTS if layout.level <= parent)
    divisions.fault(
        0,
        f"有 {number} 个上级区划（如 {example}）在库中没有名称；请把同一来源的 {names} 放在同一文件夹",
        f"{number} divisions above (such as {example}) have no name in the database; put {names} of the same source "
        "into the same folder",
    )


def _tell_twice(cursor: CursorWrapper, read: list[Divisions], faults: Faults) -> None:
    by_level = {divisions.layout.level: divisions for divisions in read}
    cursor.execute(TWICE, [MOST_FAULTS])
    rows = cursor.fetchall()
    for level, line, first, _count in rows:
        by_level[level].fault(line, f"代码与第 {first} 行重复", f"the code was already on line {first}")
    if rows:
        faults.count += rows[0][3] - len(rows)
