"""Reads a copy that comes back: its paragraphs as they read once every tracked change is accepted.

Office programs save the same text in many ways; what matters here is text, paragraphs and bookmarks. Blanks
are left out, since programs and people put them where they like.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from report.word.bookmarks import parsed

DOCUMENT, PROPERTIES = "word/document.xml", "docProps/core.xml"
LARGEST = 64 * 1024 * 1024  # bytes of text; a report has a few hundred thousand
GONE = frozenset(("del", "moveFrom"))  # tracked as deleted, or as moved away from here
UNREAD = frozenset(("delText", "instrText", "Fallback"))
BLANKS = re.compile(r"[\s\u200b\u2060\ufeff]+")


class NotACopy(Exception):
    """The file is no Word document that can be read. The message says so in Chinese."""


@dataclass(frozen=True)
class Mark:
    """Where a figure stands in a text: its place is counted from 1."""

    key: str
    place: int
    start: int
    end: int


@dataclass(frozen=True)
class Paragraph:
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Copy:
    """`fingerprint` is that of the data it was made of; empty when the program that saved it dropped it."""

    paragraphs: tuple[Paragraph, ...]
    fingerprint: str


def read_copy(content: bytes, keys: dict[str, str]) -> Copy:
    """The paragraphs of a Word document that hold text. NotACopy when it is none.

    `keys` are those of the figures by what the names of their bookmarks begin with.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            document = _part(file, DOCUMENT)
            properties = _part(file, PROPERTIES) if PROPERTIES in file.namelist() else None
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError, RuntimeError, EOFError):
        raise NotACopy(_why(content)) from None
    reader = _Reader(keys)
    reader.read(document)
    fingerprint = "".join(_texts(properties, "keywords")) if properties is not None else ""
    return Copy(reader.paragraphs(), fingerprint)


def _part(file: zipfile.ZipFile, name: str) -> Any:
    if file.getinfo(name).file_size > LARGEST:
        raise NotACopy("这个文件大得不像一份报告，请核对")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(file.read(name), parser)


def _why(content: bytes) -> str:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "这是旧格式的 .doc，或者加了打开密码，请在Word或者WPS里去掉密码，另存为 .docx"
    return "这不是 .docx 文件，或者文件不完整，请在Word或者WPS里打开，另存为 .docx"


def _texts(tree: Any, name: str) -> list[str]:
    return [element.text or "" for element in tree.iter() if _name(element) == name]


def _name(element: Any) -> str:
    """An element's name without its namespace: the two kinds of .docx differ in nothing else."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


@dataclass
class _Draft:
    text: str = ""
    marks: list[Mark] = field(default_factory=list)


class _Reader:
    """Walks the document and collects paragraphs; one inside another (a text box) stands by itself."""

    def __init__(self, keys: dict[str, str]) -> None:
        self.keys = keys
        self.drafts: list[_Draft] = []
        self.open: list[_Draft] = []
        self.joined: _Draft | None = None  # whose mark was deleted: the next paragraph goes on in it
        self.begun: dict[str, tuple[str, _Draft, int]] = {}

    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(draft.text, tuple(draft.marks)) for draft in self.drafts if draft.text)

    def read(self, element: Any) -> None:
        for child in element:
            name = _name(child)
            if name in GONE or name in UNREAD or (name == "tr" and _is_marked(child, "trPr", "del")):
                continue
            if name == "p":
                self._paragraph(child)
            elif name == "t":
                self._say(child.text or "")
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
        draft = self.joined
        if draft is None:
            draft = _Draft()
            self.drafts.append(draft)
        self.joined = None
        self.open.append(draft)
        self.read(element)
        self.open.pop()
        properties = next((child for child in element if _name(child) == "pPr"), None)
        if properties is not None and _is_marked(properties, "rPr", "del"):
            self.joined = draft

    def _say(self, text: str) -> None:
        if self.open:
            self.open[-1].text += BLANKS.sub("", text)

    def _end(self, number: str) -> None:
        """A bookmark that lies in one paragraph and holds something marks a figure."""
        name, draft, start = self.begun.pop(number, ("", _Draft(), 0))
        named = parsed(name, self.keys)
        if named and draft is self.open[-1] and len(draft.text) > start:
            draft.marks.append(Mark(*named, start, len(draft.text)))


def _is_marked(element: Any, within: str, change: str) -> bool:
    """Whether a change is tracked in the properties of a paragraph's mark or of a row."""
    return any(_name(sign) == change for part in element if _name(part) == within for sign in part)


def _value(element: Any, name: str) -> str:
    return next((value for key, value in element.attrib.items() if etree.QName(key).localname == name), "")
