"""A page of an attached file as a PNG, made by a process of its own with little memory and time.

``python -m workflows.papers.picture FILE KIND PAGE`` writes the number of pages on a line, then the picture.
"""

import io
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image

WIDTH, HEIGHT = 1200, 1700
"""Pixels at most."""
MEMORY, SECONDS = 1536 * 1024**2, 15
ROOT = Path(__file__).resolve().parents[2]


class NoPicture(RuntimeError):
    """The page cannot be drawn, or there is no such page."""


@dataclass(frozen=True)
class Picture:
    png: bytes
    pages: int


def of_page(path: Path, kind: str, page: int) -> Picture:
    """The page, counted from 1, of a PDF, PNG or JPEG. Raises NoPicture."""
    command = [sys.executable, "-m", "workflows.papers.picture", str(path), kind, str(page)]
    try:
        made = subprocess.run(command, cwd=ROOT, env={}, capture_output=True, timeout=2 * SECONDS, check=False)
    except subprocess.TimeoutExpired as late:
        raise NoPicture("timeout") from late
    pages, _line, png = made.stdout.partition(b"\n")
    if made.returncode or not pages.isdigit():
        raise NoPicture(made.stderr.decode(errors="replace")[-200:])
    return Picture(png, int(pages))


def _drawn(path: str, kind: str, page: int) -> tuple[Image.Image, int]:
    if kind != "pdf":
        if page != 1:
            raise NoPicture("one page only")
        picture = Image.open(path, formats=("PNG", "JPEG"))
        picture.thumbnail((WIDTH, HEIGHT))
        return picture.convert("RGB"), 1
    document = pypdfium2.PdfDocument(path)
    if not 1 <= page <= len(document):
        raise NoPicture("no such page")
    width, height = document[page - 1].get_size()
    scale = min(WIDTH / max(width, 1), HEIGHT / max(height, 1), 4)
    return document[page - 1].render(scale=scale).to_pil().convert("RGB"), len(document)


def main() -> None:
    """Draw, within the limits, and say nothing else."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    _program, path, kind, page = sys.argv
    picture, pages = _drawn(path, kind, int(page))
    png = io.BytesIO()
    picture.save(png, "PNG")
    sys.stdout.buffer.write(b"%d\n" % pages + png.getvalue())


if __name__ == "__main__":
    main()
