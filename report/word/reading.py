"""The report as the site's page of the whole has it: title, headings, paragraphs and tables.

What only the screen needs is left out: links between pages, notes for the office, macros that stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html

from report.macros.desk import MODIFIERS
from report.models import Status
from report.pages.whole import FIGURES_ANCHOR

HEADINGS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4}  # 一、（一）1.（1）
BLANKS = {f"fig--{modifier}": status for status, modifier in MODIFIERS.items() if modifier}
ASIDE = frozenset(("aside", "work"))  # marks of paragraphs that are no part of the report
LINE_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence. `key`: of the figure that it states; `blank`: why it has no value.

    A blank without a key is that of the data date.
    """

    text: str
    key: str = ""
    blank: Status | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph (level 0) or a heading of level 1 to 4."""

    level: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Grid:
    """A table that an editor wrote: rows of cells; the first row is its head."""

    rows: tuple[tuple[tuple[Piece, ...], ...], ...]


@dataclass(frozen=True)
class Report:
    """`title` in phrases that stay in one line each; `blocks` in their order."""

    title: tuple[str, ...]
    blocks: tuple[Block | Grid, ...]

    def pieces(self) -> Iterator[Piece]:
        """Every piece of the text, from its beginning to its end."""
        for block in self.blocks:
            if isinstance(block, Block):
                yield from block.pieces
            else:
                yield from (piece for row in block.rows for cell in row for piece in cell)

    def keys(self) -> set[str]:
        """The figures that it states."""
        return {piece.key for piece in self.pieces() if piece.key}


def read_report(page: str) -> Report:
    """The report in the HTML of the page of the whole. ValueError for a page that has no title."""
    (title,) = html.document_fromstring(page).iter("h1")
    phrases = tuple(str(phrase.text_content()) for phrase in title.find_class("nb"))
    blocks = tuple(_blocks(title.itersiblings()))
    return Report(phrases or (_text(tuple(_pieces(title))),), blocks)


def _blocks(elements: Any) -> Iterator[Block | Grid]:
    for element in elements:
        if element.get("id") == FIGURES_ANCHOR:  # the data behind the report: attached, not told
            return
        if not ASIDE.isdisjoint((element.get("class") or "").split()):
            continue
        if element.tag in HEADINGS:
            yield Block(HEADINGS[element.tag], tuple(_pieces(element)))
        elif element.tag == "p":
            yield Block(0, tuple(_pieces(element)))
        elif element.tag in ("ul", "ol", "blockquote"):
            yield from (Block(0, tuple(_pieces(item))) for item in element if item.text_content().strip())
        elif element.tag == "table":
            yield Grid(tuple(tuple(tuple(_pieces(cell)) for cell in row) for row in element.iter("tr")))


def _pieces(element: Any) -> Iterator[Piece]:
    """The text below an element, figures apart from the words around them."""
    words = ""
    for part in _parts(element):
        if isinstance(part, Piece):
            if words:
                yield Piece(words)
            words = ""
            yield part
        else:
            words += LINE_BREAK.sub("", part)
    if words:
        yield Piece(words)


def _parts(element: Any) -> Iterator[str | Piece]:
    yield element.text or ""
    for child in element:
        classes = (child.get("class") or "").split()
        if "fig" in classes:
            blank = next((BLANKS[name] for name in classes if name in BLANKS), None)
            yield Piece(str(child.text_content()), child.get("data-key") or "", blank)
        elif "headerlink" not in classes and isinstance(child.tag, str):
            yield from _parts(child)
        yield child.tail or ""


def _text(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)
