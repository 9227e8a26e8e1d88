"""Writes paragraphs and tables: figures within bookmarks, blanks highlighted, all looks from the styles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.run import Run

from report.word.attachments import Cell, Table
from report.word.bookmarks import bookmark
from report.word.letter import blank_text, label_of
from report.word.reading import Piece

EAST_ASIAN = re.compile("[“”‘’—…]")  # signs that Word would take for Western ones, and print half as wide
CHARACTER = 320  # twentieths of a point: a character of the body
KEPT = 2  # rows of a table that stay with the notes below it
IN_TABLES = "Table"  # how the styles of tables begin

Properties = dict[str, dict[str, str]]  # by name, each with its attributes


class Writer:
    """Appends to a document. `notes`: what the comment on each figure says; none in a copy without comments.

    `labels` are those of the figures; `author` is whose the comments are.
    """

    def __init__(
        self, document: Document, labels: dict[str, str], notes: dict[str, list[str]], author: tuple[str, str]
    ) -> None:
        self.document, self.labels, self.author = document, labels, author
        self.notes = dict(notes)  # a figure gets its comment where it stands first
        self.body = document.element.body
        self.places: Counter[str] = Counter()
        self.marks = 0

    def paragraph(self, style: str, pieces: Iterable[Piece] = (), **properties: dict[str, str]) -> Any:
        """A paragraph at the end of the document; `properties` are its own, beside those of its style."""
        written = self._paragraph(style, pieces, properties)
        self.body.insert(len(self.body) - 1, written)
        return written

    def empty(self, lines: int, **properties: dict[str, str]) -> None:
        """Empty lines, as official documents have them."""
        for _ in range(lines):
            self.paragraph("Normal", (), **properties)

    def lines(self, style: str, lines: tuple[str, ...]) -> None:
        """A paragraph of lines that break where they should."""
        written = self.paragraph(style)
        for number, line in enumerate(lines):
            if number:
                written.append(_tree("r", _tree("br")))
            written.append(run(line))

    def table(self, table: Table) -> None:
        """A table as wide as the type area, its head repeated on every page, no row torn apart."""
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
        """A piece at the end of a paragraph, its run with properties of its own. In a table, whose row names
        the figure, a blank is only its word."""
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
        del comment._comment_elm.attrib[qn("w:date")]  # the clock would make each copy another


def run(text: str, highlighted: bool = False, **properties: str) -> Any:
    """A run of text; signs that are Chinese here and Western elsewhere are said to be Chinese."""
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
    """An indent of so many characters, in both of the units that Word keeps."""
    return {side: str(round(characters * CHARACTER)), f"{side}Chars": str(round(characters * 100))}


def hanging(first: float, characters: float) -> dict[str, str]:
    """A first line that begins at `first`, and all others so many characters further in.

    In lengths alone: where lines hang, Word reckons an indent in characters from another edge.
    """
    lengths = {"left": first + characters, "hanging": characters}
    return {side: str(round(length * CHARACTER)) for side, length in lengths.items()}


def _tree(tag: str, *children: Any, said: str = "", **attributes: str) -> Any:
    """An element of WordprocessingML with its attributes, its children or its text."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    element.extend(children)
    if said:
        element.text = said
        element.set(qn("xml:space"), "preserve")
    return element
