"""Whether something that must stay hidden stands in an answer: in any coding, and inside archives, sheets and papers."""

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from urllib.parse import quote

import pypdfium2
from django.http import HttpResponseBase

BETWEEN = b" \t\r\n-"
CODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in map(chr, range(0x21, 0x7F))}


class Secret:
    """One mark, and every way in which it might be written."""

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.ways = {way.lower() for way in (*self._written(), *self._turned()) if way}

    def _written(self) -> Iterator[bytes]:
        for text in (self.mark, self.mark.translate(WIDE)):
            yield from (text.encode(coding) for coding in CODINGS)
            yield quote(text, safe="").encode()
            yield json.dumps(text)[1:-1].encode()
        yield "".join(f"&#{ord(sign)};" for sign in self.mark).encode()
        yield "".join(f"&#x{ord(sign):x};" for sign in self.mark).encode()
        yield self.mark.encode().translate(None, BETWEEN)

    def _turned(self) -> Iterator[bytes]:
        plain = self.mark.encode()
        yield plain.hex().encode()
        for before in range(3):
            coded = base64.b64encode(b"\0" * before + plain)
            # Only what does not hang on the bytes before and behind.
            yield coded[(before * 8 + 5) // 6 : (before + len(plain)) * 8 // 6]


def found(secrets: list[Secret], answer: HttpResponseBase) -> set[str]:
    """The marks that stand in an answer, its heads and its body."""
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    heads = "\n".join(f"{name}: {value}" for name, value in answer.items()) + str(answer.cookies)
    whole = b"\n".join((heads.encode(), *opened(body))).lower()
    closer = whole.translate(None, BETWEEN)
    return {each.mark for each in secrets if any(way in whole or way in closer for way in each.ways)}


def opened(body: bytes) -> Iterator[bytes]:
    """A body and what is packed in it: DOCX, XLSX and ZIP part by part, a PDF as its text and what it says of itself."""
    yield body
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from opened(archive.read(name))
    elif body.startswith(b"%PDF"):
        paper = pypdfium2.PdfDocument(body)
        yield json.dumps(paper.get_metadata_dict(), ensure_ascii=False).encode()
        yield "".join(page.get_textpage().get_text_range() for page in paper).encode()
