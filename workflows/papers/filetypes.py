"""What an attached file is: its own bytes say, never its name. What is no plain document is refused with a reason."""

import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image

from laws import scans

TYPES = {
    **scans.TYPES,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
}
# The part without which the archive is no document of that kind (ISO/IEC 29500, GB/T 33190).
PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
MOST_ENTRIES, MOST_UNPACKED, MOST_RATIO = 2_000, 200 * 1024**2, 200
"""Of an archive: its parts, its bytes when unpacked, how many times larger any part of more than 1 MiB becomes."""
MOST_PIXELS = 60_000_000
_CHUNK = 1024**2


class NotADocument(ValueError):
    """The file is refused; the sentence says why."""


def type_of(file: BinaryIO) -> str:
    """A key of TYPES. Raises NotADocument. The file is put back to its start."""
    kind = scans.type_of(file)
    if not kind:
        file.seek(0)
        if file.read(4) != b"PK\x03\x04":
            raise NotADocument(_("只能上传 PDF、PNG、JPEG、DOCX、XLSX 或者 OFD 文件；改名的其他文件不受理。"))
        kind = _archive(file)
    elif kind in ("png", "jpg"):
        _picture(file)
    file.seek(0)
    return kind


def _picture(file: BinaryIO) -> None:
    file.seek(0)
    try:
        with Image.open(file, formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
    except (OSError, ValueError, Image.DecompressionBombError) as wrong:
        raise NotADocument(_("图片已损坏或者过大。")) from wrong
    if width * height > MOST_PIXELS:
        raise NotADocument(_("图片已损坏或者过大。"))


def _archive(file: BinaryIO) -> str:
    """docx, xlsx or ofd; every part is unpacked once, and no further than the limits allow."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _require_bounds(entries)
            kind = next((kind for part, kind in PARTS.items() if part in archive.namelist()), "")
            if not kind:
                raise NotADocument(_("压缩文件不能作为附件，请上传其中的文件。"))
            _require_harmless(entries)
            for entry in entries:
                _unpack(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as wrong:
        if isinstance(wrong, NotADocument):
            raise
        raise NotADocument(_("文件已损坏、加密或者不完整。")) from wrong
    return kind


def _require_bounds(entries: list[zipfile.ZipInfo]) -> None:
    """What the archive says of itself is bounded; that it does not lie, unpacking shows."""
    whole = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > _CHUNK and entry.file_size > MOST_RATIO * max(entry.compress_size, 1) for entry in entries
    )
    if len(entries) > MOST_ENTRIES or whole > MOST_UNPACKED or swollen:
        raise NotADocument(_("文件解压后过大，可能是压缩炸弹，不予受理。"))


def _require_harmless(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names):
        raise NotADocument(_("文件内部的路径不正常，不予受理。"))
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs", ".zip")) for name in names):
        raise NotADocument(_("文件带有宏或者程序，不予受理；请另存为不带宏的文件。"))


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    read = 0
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            read += len(chunk)
            if read > entry.file_size:
                raise NotADocument(_("文件解压后过大，可能是压缩炸弹，不予受理。"))
