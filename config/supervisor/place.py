"""Where one set of servers lives: its data, logs, sockets, lock and the record of what was started."""

import getpass
import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.supervisor.voice import Refusal

CHECKOUT = Path(__file__).resolve().parents[2]
LOCAL = CHECKOUT / ".local"
# Unix allows 104 bytes (macOS) or 108 (Linux); the longest name we put below the folder of sockets has 25.
LONGEST = 104 - 25 - 1


@dataclass(frozen=True)
class Place:
    """The folder `root` and what lies in it. Two places never share a server."""

    root: Path

    @property
    def lock(self) -> Path:
        return self.root / "supervisor.lock"

    @property
    def record(self) -> Path:
        return self.root / "supervisor.json"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def sockets(self) -> Path:
        """A short folder: a checkout may lie deeper than the path of a socket may be long."""
        for parent in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 (the folder is ours alone: `prepare` sees to it)
            folder = Path(parent) / self.name
            if len(os.fsencode(folder)) <= LONGEST:
                return folder
        raise AssertionError("a folder in /tmp is short enough")

    @property
    def outside(self) -> Path:
        """Where a server that must run as another user keeps its data when that user may not enter `root`."""
        lasting = Path("/var/tmp")  # noqa: S108 (as above)
        return (lasting if lasting.is_dir() else Path(tempfile.gettempdir())) / self.name

    @property
    def name(self) -> str:
        return f"admission-{os.getuid()}-{hashlib.sha256(os.fsencode(self.root.resolve())).hexdigest()[:10]}"

    def prepare(self) -> None:
        """Make the folders. The name of the folder of sockets can be guessed, so its owner is looked at."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.log.mkdir(exist_ok=True)
        own(self.sockets, 0o711 if os.getuid() == 0 else 0o700)


def own(folder: Path, mode: int) -> None:
    """Make `folder` with `mode` (octal), or make sure that it is a real folder of ours."""
    folder.mkdir(mode=mode, exist_ok=True)
    status = folder.lstat()
    if folder.is_symlink() or not folder.is_dir() or status.st_uid != os.getuid():
        raise Refusal(
            f"目录 {folder} 不属于 {getpass.getuser()}：请删除后再试。",
            f"The folder {folder} does not belong to {getpass.getuser()}: remove it and try again.",
        )
    folder.chmod(mode)
