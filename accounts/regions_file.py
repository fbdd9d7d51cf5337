"""Read divisions (行政区划) from the five files of a whole country, line by line, as rows for COPY.

A file is UTF-8, with or without byte order mark, any line end; one division a line, its code without padding, its
name, and the codes of the divisions it lies in. Whatever is wrong with a line is a fault with the line's number.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from accounts.models.region import CODE_DIGITS, Level, Region

COLUMN = {
    Level.PROVINCE: "provinceCode",
    Level.CITY: "cityCode",
    Level.COUNTY: "areaCode",
    Level.TOWNSHIP: "streetCode",
}
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST_NAME = Region._meta.get_field("name").max_length or 0
TELL_EVERY = 4096
MOST_FAULTS = 20


@dataclass(frozen=True)
class Fault:
    """What is wrong with one line (from 1) of a file, in Chinese and in English. Line 0 is the file as a whole."""

    file: str
    line: int
    chinese: str
    english: str

    def __str__(self) -> str:
        if not self.line:
            return f"{self.file}：{self.chinese}\n    {self.file}: {self.english}"
        return f"{self.file} 第 {self.line} 行：{self.chinese}\n    {self.file} line {self.line}: {self.english}"


@dataclass
class Faults:
    """All faults are counted; the first of them are kept, so that a file of nothing else fits into memory."""

    kept: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, fault: Fault) -> None:
        self.count += 1
        if len(self.kept) < MOST_FAULTS:
            self.kept.append(fault)


class _Bad(Exception):
    """A line cannot be used: the sentence in Chinese and in English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(chinese)
        self.chinese, self.english = chinese, english


@dataclass(frozen=True)
class Layout:
    """One kind of file: the level of its divisions, and which ancestors' codes follow the name, the parent first."""

    level: Level
    file_name: str
    ancestors: tuple[Level, ...] = ()

    @property
    def columns(self) -> list[str]:
        return ["code", "name", *(COLUMN[level] for level in self.ancestors)]

    @property
    def parent_digits(self) -> int:
        return int(self.ancestors[0]) if self.ancestors else 0


LAYOUTS = [
    Layout(Level.PROVINCE, "provinces.csv"),
    Layout(Level.CITY, "cities.csv", (Level.PROVINCE,)),
    Layout(Level.COUNTY, "areas.csv", (Level.CITY, Level.PROVINCE)),
    Layout(Level.TOWNSHIP, "streets.csv", (Level.COUNTY, Level.PROVINCE, Level.CITY)),
    Layout(Level.VILLAGE, "villages.csv", (Level.TOWNSHIP, Level.PROVINCE, Level.CITY, Level.COUNTY)),
]
VILLAGES = LAYOUTS[-1]


class Divisions:
    """The divisions of one file, to be iterated once; what it tells about itself is complete afterwards.

    `known` holds the own digits of all divisions that others may lie in; those read here join it. `orphans` are the
    parents that are not among them, with the first line that names each. `in_order`: each code was larger than the one
    before, so that none came twice. `stand_ins` counts lines such as 441900 under 4419, which name their parent once
    more because the level is missing there (东莞、中山、儋州、金门); they yield no row.
    """

    def __init__(
        self, path: Path, layout: Layout, *, known: set[bytes], faults: Faults, tell: Callable[[int], None]
    ) -> None:
        self.path, self.layout, self.known, self.faults, self.tell = path, layout, known, faults, tell
        self.orphans: dict[bytes, int] = {}
        self.in_order = True
        self.stand_ins = 0
        self.rows = 0
        self._plain = re.compile(_plain_line(layout))
        self._parent_digits = layout.parent_digits
        self._empty_group = b"0" * (layout.level - layout.parent_digits)
        self._zeros = b"0" * (CODE_DIGITS - layout.level)
        self._level = int(layout.level)
        self._last = self._parent = b""

    def __iter__(self) -> Iterator[bytes]:
        """Yield each division as a line of COPY: code, name, level, and the number of the line in the file."""
        with self.path.open("rb") as file:
            if not self._reads_header(file.readline()):
                return
            done = file.tell()
            for number, line in enumerate(file, start=2):
                done += len(line)
                if number % TELL_EVERY == 0:
                    self.tell(done)
                row = self._read(number, line)
                if row:
                    yield row
            self.tell(done)

    def fault(self, line: int, chinese: str, english: str) -> None:
        """Note that a line of this file cannot be used."""
        self.faults.add(Fault(self.path.name, line, chinese, english))

    def _reads_header(self, line: bytes) -> bool:
        wanted = ",".join(self.layout.columns)
        if line.removeprefix(BYTE_ORDER_MARK).strip().replace(b'"', b"") == wanted.encode():
            return True
        self.fault(1, f"第一行应为 {wanted}", f"the first line must be {wanted}")
        return False

    def _read(self, number: int, line: bytes) -> bytes | None:
        """The line as a row of COPY; None if it holds none."""
        try:
            plain = self._plain.match(line)
            code, name = plain.group("code", "name") if plain else self._unusual(line)
            if name and name.decode().isspace():
                raise _Bad("名称为空", "the name is empty")
            if code:
                return self._row(number, code, name)
        except UnicodeDecodeError:
            self.fault(number, "不是 UTF-8 编码", "this is not UTF-8")
        except _Bad as bad:
            self.fault(number, bad.chinese, bad.english)
        return None

    def _row(self, number: int, code: bytes, name: bytes) -> bytes | None:
        digits = self._parent_digits
        if digits and code[:digits] != self._parent:
            self._parent = code[:digits]
            if self._parent not in self.known:
                self.orphans.setdefault(self._parent, number)
        if self._zeros:
            self.known.add(code)
        if digits and code[digits:] == self._empty_group:
            self.stand_ins += 1
            return None
        self.rows += 1
        self.in_order = self.in_order and code > self._last
        self._last = code
        return b"%s%s\t%s\t%d\t%d\n" % (code, self._zeros, name, self._level, number)

    def _unusual(self, line: bytes) -> tuple[bytes, bytes]:
        """Read a line that is not plain: with quotes, blanks, a backslash or a fault. Raises _Bad."""
        text = line.decode().rstrip("\r\n")
        if not text.strip():
            return b"", b""
        code, name, *ancestors = _cells(text, self.layout)
        _want_digits(code, self.layout.level)
        _want_name(name)
        _want_ancestors(code, ancestors, self.layout)
        return code.encode(), name.replace("\\", "\\\\").encode()


def _cells(text: str, layout: Layout) -> list[str]:
    try:
        cells = [cell.strip() for cell in next(csv.reader([text], skipinitialspace=True))]
    except csv.Error as error:
        raise _Bad("不是 CSV 的一行", "this is no line of CSV") from error
    wanted, found = len(layout.columns), len(cells)
    if wanted != found:
        raise _Bad(f"应有 {wanted} 列，实有 {found} 列", f"{wanted} columns are wanted, {found} are there")
    return cells


def _want_digits(code: str, digits: int) -> None:
    if len(code) != digits or not (code.isascii() and code.isdigit()):
        raise _Bad(f"代码应为 {digits} 位数字，实为“{code}”", f"the code must be {digits} digits, and is “{code}”")


def _want_name(name: str) -> None:
    if not name:
        raise _Bad("名称为空", "the name is empty")
    if len(name) > LONGEST_NAME:
        raise _Bad(f"名称超过 {LONGEST_NAME} 字", f"the name is longer than {LONGEST_NAME} characters")
    if not name.isprintable():
        raise _Bad("名称含不可见字符", "the name has characters that cannot be seen")


def _want_ancestors(code: str, ancestors: list[str], layout: Layout) -> None:
    for level, found in zip(layout.ancestors, ancestors, strict=True):
        wanted = code[:level]
        if found != wanted:
            column = COLUMN[level]
            raise _Bad(
                f"{column} 应为 {wanted}（取自代码 {code}），实为“{found}”",
                f"{column} must be {wanted} (as the code {code} begins), and is “{found}”",
            )


def _plain_line(layout: Layout) -> bytes:
    """The pattern of a faultless line, groups code and name. It decides in one step for nearly all of them."""
    code = rb"(?P<d2>[0-9]{2})"
    for level, more in ((Level.CITY, 2), (Level.COUNTY, 2), (Level.TOWNSHIP, 3), (Level.VILLAGE, 3)):
        if level <= layout.level:
            code = rb"(?P<d%d>%s[0-9]{%d})" % (level, code, more)
    ancestors = b"".join(rb",(?P=d%d)" % level for level in layout.ancestors)
    name = rb'(?P<quote>"?)(?P<name>[^\x00-\x20",\\\x7f]{1,%d})(?P=quote)' % LONGEST_NAME
    return rb"(?P<code>%s),%s%s\r?\n?\Z" % (code, name, ancestors)
