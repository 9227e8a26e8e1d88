"""The empty document out of its parts in package/, and a finished one as the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path

import docx
from docx.document import Document
from lxml import etree

PARTS = Path(__file__).parent / "package"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can name
WRITTEN = datetime(*EPOCH)  # what stands where office programs want to know when


def empty_document() -> Document:
    """A document with page, styles, headers and footers, and nothing in it."""
    return docx.Document(io.BytesIO(_template()))


def packed(document: Document) -> bytes:
    """A document as a file: parts in one order, all of one time."""
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as saved:
        return _zipped({name: saved.read(name) for name in saved.namelist()})


@cache
def _template() -> bytes:
    names = ("[Content_Types].xml", *sorted(_names()))
    return _zipped({name: _stripped((PARTS / name).read_bytes()) for name in names})


def _names() -> list[str]:
    paths = [path for path in PARTS.rglob("*") if path.is_file() and not path.name.startswith("[")]
    return [path.relative_to(PARTS).as_posix() for path in paths]


def _stripped(part: bytes) -> bytes:
    """A part without the comments and indents that are for its reader."""
    parser = etree.XMLParser(remove_comments=True, remove_blank_text=True)
    return bytes(etree.tostring(etree.fromstring(part, parser), encoding="UTF-8", standalone=True))


def _zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, content)
    return stream.getvalue()
