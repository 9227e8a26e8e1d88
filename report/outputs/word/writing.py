"""Writes paragraphs and tables: figures in bookmarks, blanks highlighted, all formatting from the styles."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.run import Run
from lxml import etree

from report.outputs.word.attachments import Cell, Table
from report.outputs.word.letter import blank_text, label_of
from report.outputs.word.reading import Piece

EAST_ASIAN = re.compile("[“”‘’—…]")  # Word would take these for Western punctuation, half as wide
CHARACTER = 320  # twentieths of a point: the width of a character of the body
KEPT = 2  # rows of a table that are kept with the notes below it
IN_TABLES = "Table"  # how the names of table styles begin

Properties = dict[str, dict[str, str]]  # attributes by the name of the property


class Writer:
    """Appends to a document.

    `labels`: those of the figures. `notes`: the lines of the comment on each figure; empty for a copy without
    comments. `author`: name and initials for the comments.
    """

    def __init__(
        self, document: Document, labels: dict[str, str], notes: dict[str, list[str]], author: tuple[str, str]
    ) -> None:
        self.document, self.labels, self.author = document, labels, author
        self.notes = dict(notes)  # a figure gets its comment at its first place
        self.body = document.element.body
        self.places: Counter[str] = Counter()
        self.marks = 0

    def paragraph(self, style: str, pieces: Iterable[Piece] = (), **properties: dict[str, str]) -> Any:
        """Append a paragraph; `properties`: its own, in addition to those of its style."""
        written = self._paragraph(style, pieces, properties)
        self.body.insert(len(self.body) - 1, written)
        return written

    def empty(self, lines: int, **properties: dict[str, str]) -> None:
        """Append empty lines, which official documents use for spacing."""
        for _ in range(lines):
            self.paragraph("Normal", (), **properties)

    def lines(self, style: str, lines: tuple[str, ...]) -> None:
        """Append a paragraph with the given line breaks."""
        written = self.paragraph(style)
        for number, line in enumerate(lines):
            if number:
                written.append(_tree("r", _tree("br")))
            written.append(run(line))

    def table(self, table: Table) -> None:
        """Append a table as wide as the text; its head is repeated on every page, and no row is
        broken across pages."""
        sizes = [_tree("gridCol", w=str(width)) for width in table.widths]
        written = _tree(
            "tbl",
            _tree(
                "tblPr",
                _tree("tblStyle", val="ReportTable"),
                _tree("tblW", w=str(sum(table.widths)), type="dxa"),
                _tree("jc", val="center"),
                _tree("tblLayout", type="fixed"),
            ),
            _tree("tblGrid", *sizes),
        )
        for number, row in enumerate(table.rows):
            head = [_tree("tblHeader")] if number == 0 else []
            written.append(_tree("tr", _tree("trPr", _tree("cantSplit"), *head)))
            last = bool(table.notes) and number >= len(table.rows) - KEPT
            start = 0
            for cell in row:
                width = sum(table.widths[start : start + cell.span])
                written[-1].append(self._cell(cell, width, {"keepNext": {}} if last else {}))
                start += cell.span
        self.body.insert(len(self.body) - 1, written)

    def _cell(self, cell: Cell, width: int, kept: Properties) -> Any:
        span = [_tree("gridSpan", val=str(cell.span))] if cell.span > 1 else []
        properties = _tree("tcPr", _tree("tcW", w=str(width), type="dxa"), *span)
        return _tree("tc", properties, self._paragraph(cell.style, cell.pieces, kept))

    def _paragraph(self, style: str, pieces: Iterable[Piece], properties: Properties) -> Any:
        own = [_tree(name, **values) for name, values in properties.items()]
        written = _tree("p", _tree("pPr", _tree("pStyle", val=style), *own))
        for piece in pieces:
            self.add(written, piece, style.startswith(IN_TABLES))
        return written

    def add(self, paragraph: Any, piece: Piece, in_table: bool = False, /, **properties: str) -> None:
        """Append a piece to a paragraph, as a run with these properties. In a table a blank is only its
        status, since the row names the figure."""
        text = piece.text
        if piece.blank:
            text = f"【{piece.blank}】" if in_table else blank_text(piece, label_of(piece, self.labels))
        if not text:
            return
        written = run(text, highlighted=piece.blank is not None, **properties)
        if not piece.key:
            paragraph.append(written)
            return
        self.places[piece.key] += 1
        name, number = bookmark(piece.key, self.places[piece.key]), str(self.marks)
        self.marks += 1
        paragraph.append(_tree("bookmarkStart", id=number, name=name))
        paragraph.append(written)
        paragraph.append(_tree("bookmarkEnd", id=number))
        if said := self.notes.pop(piece.key, None):
            self._comment(written, said)

    def _comment(self, written: Any, said: list[str]) -> None:
        author, initials = self.author
        comment = self.document.add_comment(Run(written, self.document), "", author, initials)
        paragraphs = [comment.paragraphs[0], *(comment.add_paragraph() for _ in said[1:])]
        for paragraph, line in zip(paragraphs, said, strict=True):
            paragraph._p.append(run(line))
        del comment._comment_elm.attrib[qn("w:date")]  # else no two copies would be equal


def run(text: str, highlighted: bool = False, **properties: str) -> Any:
    """A run of text. Punctuation that is Chinese here and Western elsewhere is marked as Chinese."""
    style = [_tree("rStyle", val=properties.pop("rStyle"))] if "rStyle" in properties else []
    fonts = [_tree("rFonts", hint="eastAsia")] if EAST_ASIAN.search(text) else []
    own = [_tree(name, val=value) for name, value in properties.items()]
    marked = [_tree("highlight", val="yellow")] if highlighted else []
    written = _tree("r")
    if looks := [*style, *fonts, *own, *marked]:
        written.append(_tree("rPr", *looks))
    for number, words in enumerate(text.split("\t")):
        if number:
            written.append(_tree("tab"))
        if words:
            written.append(_tree("t", said=words))
    return written


def indent(side: str, characters: float) -> dict[str, str]:
    """An indent of so many characters, in both of the units that Word stores."""
    return {side: str(round(characters * CHARACTER)), f"{side}Chars": str(round(characters * 100))}


def hanging(first: float, characters: float) -> dict[str, str]:
    """The indents of a paragraph whose first line begins at `first` and whose other lines are further in.

    Only as lengths: for hanging lines, Word measures an indent in characters from another edge.
    """
    lengths = {"left": first + characters, "hanging": characters}
    return {side: str(round(length * CHARACTER)) for side, length in lengths.items()}


def _tree(tag: str, *children: Any, said: str = "", **attributes: str) -> Any:
    """An element of WordprocessingML with its attributes, and its children or its text."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    element.extend(children)
    if said:
        element.text = said
        element.set(qn("xml:space"), "preserve")
    return element


PREFIX = "fig_"
LONGEST = 40  # characters of a bookmark's name, at most
NUMBERED = 3  # of these, for the number: _1 to _99
JUDGED = "判定日"  # in a copy's properties, before its judgement date
KEY = "键"  # how comments in the copy for review begin
NAME = re.compile(rf"({PREFIX}\w+)_(\d+)")


def bookmark(key: str, number: int) -> str:
    """The name of the bookmark for a place where a figure stands; `number` counts these places from 1."""
    return f"{_stem(key)}_{number}"


def keys_by_stem(keys: Iterable[str]) -> dict[str, str]:
    """The keys of figures by how the names of their bookmarks begin."""
    return {_stem(key): key for key in keys}


def parsed(name: str, keys: dict[str, str]) -> tuple[str, int] | None:
    """The figure's key and the place that a bookmark names; None if the bookmark is not one of ours."""
    found = NAME.fullmatch(name)
    if found is None or found[1] not in keys:
        return None
    return keys[found[1]], int(found[2])


def _stem(key: str) -> str:
    """How the names of a key's bookmarks begin; a long key is cut, and digits of its hash tell it apart."""
    stem = PREFIX + key.replace(".", "_")
    if len(stem) <= LONGEST - NUMBERED:
        return stem
    digits = hashlib.sha256(key.encode()).hexdigest()[:6]
    return f"{stem[: LONGEST - NUMBERED - 7]}_{digits}"


PARTS = Path(__file__).parent / "package"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can hold
WRITTEN = datetime(*EPOCH)  # the times of creation and change


def empty_document() -> Document:
    """A document with page format, styles, headers and footers, but without content."""
    return docx.Document(io.BytesIO(_template()))


def packed(document: Document) -> bytes:
    """A document as a file; its parts have a fixed order and a fixed time."""
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
    """A part without comments and indentation, which are for people who read it."""
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
