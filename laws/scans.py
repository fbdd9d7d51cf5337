"""扫描件: which files are taken for a scan. What a file is, its own bytes say, never its name or what the browser claims."""

import hashlib
from typing import BinaryIO

LARGEST = 10 * 1024 * 1024
"""Bytes."""
TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
_TAIL = 1024
"""A PDF may carry a few bytes after its end mark; readers look for it in the last kilobyte."""


def type_of(file: BinaryIO) -> str:
    """pdf, png or jpg, or "" for anything else, a torn-off file included. The file is read from its start and put back."""
    file.seek(0)
    head = file.read(16)
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    file.seek(0)
    if head.startswith(b"%PDF-") and b"%%EOF" in tail:
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR" and tail.endswith(b"IEND\xaeB`\x82"):
        return "png"
    if head.startswith(b"\xff\xd8\xff") and tail.rstrip(b"\x00").endswith(b"\xff\xd9"):
        return "jpg"
    return ""


def digest(file: BinaryIO) -> str:
    """SHA-256 of the whole file, which is put back to its start."""
    file.seek(0)
    found = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return found
