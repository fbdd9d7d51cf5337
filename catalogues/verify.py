"""核验备案包: `python -m catalogues.verify FILE…` says whether a filing package is as it was made, and if not, which row.

Standard library only, no database: whoever receives a package can run this file alone. Several files of one list, oldest
first, are also checked as a chain. Exit 0 if all is well, 1 if something was altered, 2 if a file cannot be read.
"""

import hashlib
import json
import struct
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

ABOUT, ENTRIES, DIFFERENCE, DECISIONS = "about.jsonl", "entries.jsonl", "difference.jsonl", "decisions.jsonl"
CONTENT = (ABOUT, ENTRIES, DIFFERENCE, DECISIONS)
MANIFEST, SEAL = "manifest.json", "SEAL"
ARCHIVE = "archive"
NAMES = (*CONTENT, MANIFEST, SEAL)
# The 30 bytes before a member's name, and the 46 and 22 bytes of the directory: PKWARE APPNOTE 4.3.7, 4.3.12, 4.3.16.
LOCAL, CENTRAL, END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
NEEDED, FIRST_DAY = 20, 33  # version 2.0; 1 January 1980, the earliest day that the format can hold


def canonical(line: Mapping[str, Any]) -> bytes:
    """One line: the only way in which this content is written."""
    return (json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def manifest_of(files: Mapping[str, bytes]) -> bytes:
    """Every file by its digest, and every line of it by its number and its digest."""
    lines = {name: [_named(line) for line in _split(files[name])] for name in CONTENT}
    return canonical({"files": {name: {"sha256": digest(files[name]), "lines": lines[name]} for name in CONTENT}})


def seal_of(manifest: bytes) -> str:
    """The digest of the manifest: by it the next package names this one."""
    return digest(manifest)


def _split(content: bytes) -> list[bytes]:
    """The lines with their ends; only a line feed ends one."""
    *whole, tail = content.split(b"\n")
    return [line + b"\n" for line in whole] + ([tail] if tail else [])


def _named(line: bytes) -> list[str]:
    try:
        row = json.loads(line)
    except ValueError:
        row = {}
    return [str(row.get("number", "")) if isinstance(row, dict) else "", digest(line)]


def archive(files: Mapping[str, bytes], manifest: bytes) -> bytes:
    """The members one after the other, stored as they are, then the directory."""
    members = {**{name: files[name] for name in CONTENT}, MANIFEST: manifest, SEAL: f"{seal_of(manifest)}\n".encode()}
    body, directory = b"", b""
    for name, content in members.items():
        checks = (zlib.crc32(content), len(content), len(content))
        directory += (
            CENTRAL.pack(
                b"PK\x01\x02", NEEDED, NEEDED, 0, 0, 0, FIRST_DAY, *checks, len(name), 0, 0, 0, 0, 0, len(body)
            )
            + name.encode()
        )
        body += LOCAL.pack(b"PK\x03\x04", NEEDED, 0, 0, 0, FIRST_DAY, *checks, len(name), 0) + name.encode() + content
    end = END.pack(b"PK\x05\x06", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return body + directory + end


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was made: the file inside the package, the line (from 1, 0 for none) and its number."""

    file: str
    line: int
    number: str
    says: str

    def __str__(self) -> str:
        row = f" 第{self.line}行 line {self.line}" if self.line else ""
        number = f" {self.number}" if self.number else ""
        return f"{self.file}{row}{number}: {self.says}"


class Damaged(Exception):
    """The archive itself cannot be read; the message says from which byte."""


def faults(package: bytes) -> list[Fault]:
    """Everything in the package that is not as it was made; none if all is well."""
    try:
        members = _members(package)
    except Damaged as damage:
        return [Fault(ARCHIVE, 0, "", str(damage))]
    found = [*_content_faults(members), *_seal_faults(members)]
    if found:
        return found
    whole = archive(members, members[MANIFEST])
    if whole != package:
        return [Fault(ARCHIVE, 0, "", _at(_first_difference(whole, package)))]
    return []


def _members(package: bytes) -> dict[str, bytes]:
    """The members in their order, found by their headers alone. Raises Damaged."""
    found, at = {}, 0
    for name in NAMES:
        head = package[at : at + LOCAL.size]
        if len(head) < LOCAL.size:
            raise Damaged(_at(at))
        signature, *_unused, size, again, length, extra = LOCAL.unpack(head)
        start = at + LOCAL.size + length + extra
        named = package[at + LOCAL.size : at + LOCAL.size + length]
        if (
            signature != b"PK\x03\x04"
            or named != name.encode()
            or size != again
            or extra
            or start + size > len(package)
        ):
            raise Damaged(_at(at))
        found[name], at = package[start : start + size], start + size
    return found


def _content_faults(members: Mapping[str, bytes]) -> Iterator[Fault]:
    """Lines that are not those that the manifest names. Nothing, if the manifest is what was altered."""
    if digest(manifest_of(members)) == _sealed(members) or seal_of(members[MANIFEST]) != _sealed(members):
        return
    named = json.loads(members[MANIFEST])["files"]
    for name in CONTENT:
        if digest(members[name]) != named[name]["sha256"]:
            yield from _line_faults(name, _split(members[name]), named[name]["lines"])


def _line_faults(name: str, lines: Sequence[bytes], named: Sequence[Sequence[str]]) -> Iterator[Fault]:
    for position, (number, kept) in enumerate(named):
        line = lines[position] if position < len(lines) else b""
        if digest(line) != kept:
            yield Fault(name, position + 1, number, "此行已被改动 this row was altered")
            if len(lines) != len(named):
                return  # what follows is only shifted
    if len(lines) > len(named):
        yield Fault(name, len(named) + 1, "", "此行为增添 this row was added")


def _seal_faults(members: Mapping[str, bytes]) -> Iterator[Fault]:
    sealed, made = _sealed(members), manifest_of(members)
    if seal_of(members[MANIFEST]) == sealed:
        return
    if digest(made) == sealed:
        yield Fault(MANIFEST, 0, "", "目录已被改动 the manifest was altered")
    elif made == members[MANIFEST]:
        yield Fault(SEAL, 0, "", "封签已被改动 the seal was altered")
    else:
        yield Fault(MANIFEST, 0, "", "目录与封签、内容均不符 the manifest fits neither seal nor content")


def _sealed(members: Mapping[str, bytes]) -> str:
    return members[SEAL].decode("ascii", "replace").removesuffix("\n")


def _at(offset: int) -> str:
    return f"压缩包自第{offset}字节起损坏 the archive is damaged from byte {offset} on"


def _first_difference(one: bytes, other: bytes) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def about(package: bytes) -> dict[str, Any]:
    """Whose list it is, which edition, and which package came before. The package must be without faults."""
    told: dict[str, Any] = json.loads(_members(package)[ABOUT])
    return told


def rows(package: bytes, file: str) -> list[dict[str, Any]]:
    """The lines of one file inside. The package must be without faults."""
    return [json.loads(line) for line in _split(_members(package)[file])]


def seal(package: bytes) -> str:
    """The digest by which the next package names this one. The package must be without faults."""
    return seal_of(_members(package)[MANIFEST])


def chain_faults(packages: Sequence[bytes]) -> list[str]:
    """Where a package does not name the one before it; all must be without faults."""
    found = []
    for before, after in pairwise(packages):
        kept, named = seal_of(_members(before)[MANIFEST]), about(after)["previous"]
        if kept != named:
            found.append(
                f"第{about(after)['edition']}版未接上一备案包 this edition does not name the package before it"
            )
    return found


def main(paths: Sequence[str], say: Callable[[str], object] = print) -> int:
    """Check each file, then the chain."""
    if not paths:
        say("用法 usage: python -m catalogues.verify FILE…")
        return 2
    packages, wrong = [], 0
    for path in paths:
        try:
            packages.append(Path(path).read_bytes())
        except OSError as error:
            say(f"{path}: 无法读取 cannot be read ({error.strerror})")
            return 2
        found = faults(packages[-1])
        for fault in found:
            say(f"{path}: {fault}")
        wrong += len(found)
        if not found:
            told, seal = about(packages[-1]), seal_of(_members(packages[-1])[MANIFEST])
            say(f"{path}: 完好 intact, {told['title']} 第{told['edition']}版 {seal}")
    broken = chain_faults(packages) if not wrong else []
    for sentence in broken:
        say(sentence)
    say(f"verify: {len(packages)} packages, {wrong + len(broken)} faults")
    return 1 if wrong or broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
