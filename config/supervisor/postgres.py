"""The private PostgreSQL: a socket, no port; the role and the database of the product, neither of them all-powerful.

PostgreSQL refuses to run as root. There it runs as another user, and where that user may not enter the checkout (one
under /root), its programs are copied and its data kept outside; no permission of anybody's folder is widened.
"""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from config.supervisor import programs
from config.supervisor.place import Place, own
from config.supervisor.processes import Service, as_user
from config.supervisor.record import end
from config.supervisor.voice import Refusal

NAME = "admission"
USER = "embedded_postgres"
BUILT_IN_LOCALES = 17
# What is thrown away afterwards need not survive a power cut.
HASTY = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


@dataclass(frozen=True)
class Postgres:
    """`home` is the folder that holds the data; `user` is None unless we are root; `lasting`: keep the data."""

    place: Place
    bin: Path
    major: int
    home: Path
    user: str | None
    lasting: bool

    @classmethod
    def find(cls, place: Place, *, lasting: bool) -> Self:
        folder = programs.postgres()
        major = programs.major(folder)
        if os.getuid() != 0:
            return cls(place, folder, major, place.root, None, lasting)
        user = ensure_user()
        home = place.root if may_enter(user, place.root) else place.outside
        if home == place.outside:
            own(home, 0o755)
        if not may_enter(user, folder / "postgres"):
            folder = copy_wheel(folder, place.outside)
        return cls(place, folder, major, home, user, lasting)

    @property
    def data(self) -> Path:
        """Named for the version: data of another version cannot be read."""
        return self.home / f"postgres-{self.major}"

    @property
    def sockets(self) -> Path:
        return self.place.sockets / "pg"

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@{quote(str(self.sockets), safe='')}/{NAME}"

    def prepare(self) -> None:
        """Make the folders, and the data where there is none; a half-made one of a killed start is made anew."""
        self._folder(self.sockets)
        self._clear_lock()
        if (self.data / "PG_VERSION").exists() and self.lasting:
            return
        shutil.rmtree(self.data, ignore_errors=True)
        draft = self.data.with_suffix(".new")
        shutil.rmtree(draft, ignore_errors=True)
        self._folder(draft)
        self._initdb(draft)
        draft.rename(self.data)

    def _clear_lock(self) -> None:
        """End whatever still works in our data, and the lock with it.

        PostgreSQL takes a lock for held while any process has the number written there: a dead one that nobody buried
        (in a container), or a stranger after the machine was started anew. We look at who really works in the folder.
        """
        lock = self.data / "postmaster.pid"
        if lock.exists():
            for process in at_work_in(self.data):
                end(process, signal.SIGINT)
            lock.unlink(missing_ok=True)

    def _folder(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.user:
            entry = pwd.getpwnam(self.user)
            os.chown(folder, entry.pw_uid, entry.pw_gid)

    def _initdb(self, folder: Path) -> None:
        """C.UTF-8: Chinese characters are letters to it (pg_trgm asks), and it sorts alike on every machine."""
        tried = ""
        for locale in self._locales():
            options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", *locale]
            made = self._call("initdb", f"--pgdata={folder}", *options)
            if made.returncode == 0:
                return
            tried = made.stderr.strip()
        raise Refusal(f"{tried}\n无法建立数据库目录 {self.data}", f"No database could be made in {self.data}")

    def _locales(self) -> list[list[str]]:
        plain = [["--locale=C.UTF-8"], ["--locale=en_US.UTF-8"]]
        built_in = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        return [built_in, *plain] if self.major >= BUILT_IN_LOCALES else plain

    def _call(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.bin / program), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **as_user(self.user))

    def service(self) -> Service:
        """SIGINT is PostgreSQL's fast shutdown: it does not wait for whoever is still connected."""
        settings = ("-c", "listen_addresses=", "-c", "unix_socket_permissions=0700", "-c", "max_connections=200")
        command = [str(self.bin / "postgres"), "-D", str(self.data), "-k", str(self.sockets), *settings]
        return Service(
            "postgres",
            [*command, *(() if self.lasting else HASTY)],
            farewell=signal.SIGINT,
            user=self.user,
            is_ready=self.is_ready,
        )

    def is_ready(self) -> bool:
        """It answers, and the role and the database are there."""
        try:
            with psycopg.connect(self._as_master, autocommit=True) as connection:
                self._ensure_database(connection)
        except psycopg.OperationalError:
            return False
        return True

    @property
    def _as_master(self) -> str:
        return make_conninfo(host=str(self.sockets), user="postgres", dbname="postgres", connect_timeout=2)

    def _ensure_database(self, connection: psycopg.Connection) -> None:
        """Tests make databases of their own, so the role may; it is not the master, as in production."""
        name = sql.Identifier(NAME)
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(name))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))

    def remove(self) -> None:
        """Throw the data away, with the folders that only it needed."""
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.place.outside, ignore_errors=True)


def at_work_in(folder: Path) -> list[psutil.Process]:
    """The living processes whose current folder it is, the eldest (the one that answers for the others) first."""
    found = [process for process in psutil.process_iter(["cwd", "create_time"]) if process.info["cwd"] == str(folder)]
    return sorted(found, key=lambda process: process.info["create_time"])


def ensure_user() -> str:
    """The system's user for the server: the wheel's own choice of name, `nobody` where none can be made."""
    for command in ([], ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER]):
        try:
            if command:
                subprocess.run(command, check=True, capture_output=True)
            return pwd.getpwnam(USER).pw_name
        except (KeyError, OSError, subprocess.CalledProcessError):
            continue
    return "nobody"


def may_enter(user: str, path: Path) -> bool:
    """Whether `user` may enter the folder, or run the program, at `path`."""
    return subprocess.run(["test", "-x", str(path)], check=False, cwd="/", **as_user(user)).returncode == 0


def copy_wheel(folder: Path, home: Path) -> Path:
    """Copy the wheel whose programs lie in `folder` to where everybody may read it, once for each version of it.

    Returns the folder of the copied programs. They look for their libraries beside the package.
    """
    package = folder.parents[1]
    own(home, 0o755)
    target = home / f"programs-{folder.stat().st_mtime_ns}"
    if not target.exists():
        draft = home / "programs.new"
        shutil.rmtree(draft, ignore_errors=True)
        for part in package.parent.glob(f"{package.name}*"):
            if part.suffix in {"", ".libs"}:
                shutil.copytree(part, draft / part.name, symlinks=True)
        _let_read([draft, *draft.rglob("*")])
        draft.rename(target)
    return target / folder.relative_to(package.parent)


def _let_read(paths: Sequence[Path]) -> None:
    for path in paths:
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
