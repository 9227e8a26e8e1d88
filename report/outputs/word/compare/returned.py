"""Reads a returned copy: its paragraphs as they read once every tracked change is accepted.

Office programs save the same text in many ways; only text, paragraphs and bookmarks matter here. Blanks are
left out, since programs and people add them anywhere. A row of a table is one paragraph.
"""

from __future__ import annotations

import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from report.outputs.word.writing import JUDGED, KEY, parsed

LARGEST = 64 * 1024 * 1024  # bytes of text; a report has a few hundred thousand
BETWEEN_CELLS = "│"
GONE = frozenset(("del", "moveFrom"))  # tracked as deleted or as moved elsewhere
UNREAD = frozenset(("delText", "instrText", "Fallback", "rt"))  # rt: the pronunciation of a word
STRUCK = frozenset(("strike", "dstrike", "vanish"))  # formatting that means: not to be read
NOTES = {"comments": "批注", "footnotes": "脚注", "endnotes": "尾注"}
BLANKS = re.compile(r"[\s\u200b\u2060\ufeff]+")
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, etree.XMLSyntaxError),
    *(KeyError, ValueError, EOFError, OSError, NotImplementedError, RuntimeError),
)


class NotACopy(Exception):
    """The file is not a readable copy of the report. The message says so in Chinese."""


@dataclass(frozen=True)
class Mark:
    """Where a figure is in a text, from `start` to `end`; `place` counts the figure's places from 1."""

    key: str
    place: int
    start: int
    end: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; or a row of a table, with BETWEEN_CELLS between its cells."""

    text: str
    marks: tuple[Mark, ...]
    is_row: bool = False


@dataclass(frozen=True)
class Copy:
    """A copy of the report. `notes`: what people wrote beside the text.

    `fingerprint`: that of the data it was made from; empty if the program that saved it dropped it.
    """

    paragraphs: tuple[Paragraph, ...]
    fingerprint: str
    notes: tuple[str, ...] = ()


def read_copy(content: bytes, keys: dict[str, str]) -> Copy:
    """The paragraphs of a Word document that hold text. NotACopy if it is not one.

    `keys`: those of the figures, by how the names of their bookmarks begin.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            main = next(_related(file, "", "officeDocument"))
            document = _part(file, main)
            notes = tuple(_notes(file, main))
            fingerprint = _keywords(file)
    except (*BROKEN, StopIteration):
        raise NotACopy(_why(content)) from None
    if _name(document) != "document":
        raise NotACopy(_why(content))
    reader = _Reader(keys)
    reader.read(document)
    return Copy(reader.paragraphs(), fingerprint, notes)


def judged_on(content: bytes) -> str:
    """The judgement date of a copy, as 2023-11-24; empty if it does not say."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            found = re.search(rf"{JUDGED}(\d{{4}}-\d\d-\d\d)", _keywords(file))
    except BROKEN:
        return ""
    return found[1] if found else ""


def _related(file: zipfile.ZipFile, part: str, kind: str) -> Iterator[str]:
    """The paths of the parts of this kind that a part refers to; with an empty `part`, those
    of the package."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    for related in _part(file, listed) if listed in file.namelist() else ():
        if _value(related, "Type").rpartition("/")[2] == kind:
            yield posixpath.normpath(posixpath.join("/", folder, _value(related, "Target")))[1:]


def _part(file: zipfile.ZipFile, name: str) -> Any:
    if file.getinfo(name).file_size > LARGEST:
        raise NotACopy("这个文件大得不像一份报告，请核对")
    return etree.fromstring(file.read(name), etree.XMLParser(resolve_entities=False, no_network=True))


def _notes(file: zipfile.ZipFile, main: str) -> Iterator[str]:
    """What people wrote beside the text: comments, footnotes and endnotes."""
    for kind, title in NOTES.items():
        for part in _related(file, main, kind):
            for note in _part(file, part):
                said = "".join(element.text or "" for element in note.iter() if _name(element) == "t")
                if said.strip() and not said.startswith(f"{KEY}："):
                    author = _value(note, "author")
                    yield f"{title}{f'（{author}）' if author else ''}：{said.strip()}"


def _keywords(file: zipfile.ZipFile) -> str:
    """What the copy says about the data it was made from; empty if nothing."""
    try:
        properties = _part(file, next(_related(file, "", "core-properties")))
    except (*BROKEN, StopIteration):
        return ""
    return "".join(element.text or "" for element in properties.iter() if _name(element) == "keywords")


def _why(content: bytes) -> str:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "这是旧格式的 .doc，或者加了打开密码，请在Word或者WPS里去掉密码，另存为 .docx"
    return "这不是 .docx 文件，或者文件不完整，请在Word或者WPS里打开，另存为 .docx"


@dataclass
class _Draft:
    is_row: bool = False
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    cells: int = 0


class _Reader:
    """Walks the document and collects paragraphs; one inside another (a text box) is kept apart."""

    def __init__(self, keys: dict[str, str]) -> None:
        self.keys = keys
        self.drafts: list[_Draft] = []
        self.open: list[_Draft] = []
        self.joined: _Draft | None = None  # its paragraph mark was deleted, so that the next one continues it
        self.begun: dict[str, tuple[str, _Draft, int]] = {}

    def paragraphs(self) -> tuple[Paragraph, ...]:
        held = [draft for draft in self.drafts if draft.text.strip(BETWEEN_CELLS)]
        return tuple(Paragraph(draft.text, tuple(draft.marks), draft.is_row) for draft in held)

    def read(self, element: Any) -> None:
        for child in element:
            name = _name(child)
            if name in GONE or name in UNREAD or _is_gone(child, name):
                continue
            if name == "p":
                self._paragraph(child)
            elif name == "tr":
                self._within(self._opened(is_row=True), child)
            elif name == "tc":
                self._cell(child)
            elif name == "t":
                self._say(BLANKS.sub("", child.text or ""))
            elif name == "noBreakHyphen":
                self._say("-")
            elif name == "bookmarkStart" and self.open:
                draft = self.open[-1]
                self.begun[_value(child, "id")] = (_value(child, "name"), draft, len(draft.text))
            elif name == "bookmarkEnd" and self.open:
                self._end(_value(child, "id"))
            else:
                self.read(child)

    def _paragraph(self, element: Any) -> None:
        if self.open and self.open[-1].is_row:
            self.read(element)
            return
        draft, self.joined = self.joined or self._opened(), None
        self._within(draft, element)
        if any(_holds(part, "rPr", "del") for part in element if _name(part) == "pPr"):
            self.joined = draft

    def _opened(self, is_row: bool = False) -> _Draft:
        self.drafts.append(_Draft(is_row))
        return self.drafts[-1]

    def _within(self, draft: _Draft, element: Any) -> None:
        self.open.append(draft)
        self.read(element)
        self.open.pop()

    def _cell(self, element: Any) -> None:
        draft = self.open[-1]
        draft.cells += 1
        if draft.cells > 1:
            self._say(BETWEEN_CELLS)
        self.read(element)

    def _say(self, text: str) -> None:
        if self.open:
            self.open[-1].text += text

    def _end(self, number: str) -> None:
        """A bookmark marks a figure if it is within one paragraph and not empty."""
        name, draft, start = self.begun.pop(number, ("", _Draft(), 0))
        named = parsed(name, self.keys)
        if named and draft is self.open[-1] and len(draft.text) > start:
            draft.marks.append(Mark(*named, start, len(draft.text)))


def _is_gone(element: Any, name: str) -> bool:
    """Whether a row or cell is tracked as deleted, or a run is formatted as deleted."""
    if name == "tr":
        return _holds(element, "trPr", "del")
    if name == "tc":
        return _holds(element, "tcPr", "cellDel")
    return name == "r" and any(_holds(element, "rPr", sign) for sign in STRUCK)


def _holds(element: Any, within: str, name: str) -> bool:
    """Whether the properties of an element contain a sign that is switched on."""
    signs = [sign for part in element if _name(part) == within for sign in part if _name(sign) == name]
    return any(_value(sign, "val") not in ("0", "false", "off", "none") for sign in signs)


def _name(element: Any) -> str:
    """An element's name without its namespace, the only thing in which the two kinds of .docx differ."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _value(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if etree.QName(key).localname == name), "")
