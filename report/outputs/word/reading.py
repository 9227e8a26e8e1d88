"""The report as the page of the whole has it: title, headings, paragraphs and tables.

What is only for the screen is left out: links between pages, notes for the office, block macros.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import document_fromstring

from report.facts.figure import Status
from report.pages.rendering import FIGURES_ANCHOR

HEADINGS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 4}  # 一、（一）1.（1）
LISTS = ("ul", "ol")
ON_SCREEN = frozenset(("div", "nav", "figure", "svg", "hr", "script", "style", "button", "form"))
ASIDE = frozenset(("aside", "work"))  # classes of paragraphs that are not part of the report
ON_PAGES = frozenset(("headerlink", "fig__bracket"))  # a copy has brackets of its own around a blank
LINE_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence. `key`: that of the figure it states; `blank`: why it has no value.

    A blank without a key waits for the data date or for an element of the letter.
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
        """Its text."""
        return words(self.pieces)


@dataclass(frozen=True)
class GridCell:
    """A cell: its text, and its alignment: left, center, right, or empty if none was given."""

    pieces: tuple[Piece, ...]
    align: str = ""


@dataclass(frozen=True)
class Grid:
    """A table from a page: rows of cells; the first row is the head."""

    rows: tuple[tuple[GridCell, ...], ...]


@dataclass(frozen=True)
class Report:
    """`title`: in phrases that are not broken. `blocks`: in their order."""

    title: tuple[str, ...]
    blocks: tuple[Block | Grid, ...]

    def pieces(self) -> Iterator[Piece]:
        """Every piece of the text, from its beginning to its end."""
        for block in self.blocks:
            if isinstance(block, Block):
                yield from block.pieces
            else:
                yield from (piece for row in block.rows for cell in row for piece in cell.pieces)

    def stated(self) -> set[str]:
        """The keys of the figures that the report states."""
        return {piece.key for piece in self.pieces() if piece.key}


def read_report(html: str) -> Report:
    """The report from the HTML of the page of the whole. ValueError if that has no title."""
    (title,) = document_fromstring(html).iter("h1")
    phrases = tuple(str(phrase.text_content()) for phrase in title.find_class("nb"))
    blocks = tuple(_blocks(title.itersiblings()))
    return Report(phrases or (words(_pieces(title)),), blocks)


def words(pieces: Iterable[Piece]) -> str:
    """The text of pieces."""
    return "".join(piece.text for piece in pieces)


def _blocks(elements: Any) -> Iterator[Block | Grid]:
    """Headings, paragraphs, list items and tables; of any other element, at least the text."""
    for element in elements:
        if element.get("id") == FIGURES_ANCHOR:  # the data after the report goes into an attachment
            return
        tag = element.tag
        if tag in ON_SCREEN or not ASIDE.isdisjoint((element.get("class") or "").split()):
            continue
        if tag in LISTS:
            yield from _items(element)
        elif tag == "blockquote":
            yield from _blocks(element)
        elif tag == "table":
            rows = (tuple(map(_cell, row)) for row in element.iter("tr"))
            yield Grid(tuple(rows))
        elif isinstance(tag, str) and element.text_content().strip():
            yield Block(HEADINGS.get(tag, 0), tuple(_pieces(element)))


def _items(element: Any) -> Iterator[Block | Grid]:
    """The items of a list: numbers become text, paragraphs and lists inside become blocks of their own."""
    below = (*LISTS, "p")
    for number, item in enumerate(element.iterchildren("li"), int(element.get("start") or 1)):
        own = tuple(_pieces(item, leave_out=below))
        blocks: list[Block | Grid] = [Block(0, own)] if words(own).strip() else []
        blocks += _blocks(child for child in item if child.tag in below)
        if element.tag == "ol" and blocks and isinstance(blocks[0], Block):
            blocks[0] = Block(0, _led(f"{number}.", blocks[0].pieces))
        yield from blocks


def _led(lead: str, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Pieces with `lead` in front: it joins the first piece, unless that is a figure."""
    first, *others = pieces
    if first.key or first.blank:
        return Piece(lead), *pieces
    return Piece(lead + first.text.lstrip()), *others


def _cell(element: Any) -> GridCell:
    return GridCell(tuple(_pieces(element)), element.get("align") or "")


def _pieces(element: Any, leave_out: tuple[str, ...] = ()) -> Iterator[Piece]:
    """The text of an element, with figures apart from the text around them. `leave_out`: tags of
    children to skip."""
    plain = ""
    for part in _parts(element, leave_out):
        if isinstance(part, Piece):
            if plain:
                yield Piece(plain)
            plain = ""
            yield part
        else:
            plain += LINE_BREAK.sub("", part)
    if plain:
        yield Piece(plain)


def _parts(element: Any, leave_out: tuple[str, ...] = ()) -> Iterator[str | Piece]:
    yield element.text or ""
    for child in element:
        if child.tag in leave_out:
            continue
        classes = (child.get("class") or "").split()
        if "fig" in classes:
            why = child.get("data-blank")
            blank = Status(why) if why else None
            yield Piece(str(child.text_content()), child.get("data-key") or "", blank)
        elif ON_PAGES.isdisjoint(classes) and isinstance(child.tag, str):
            yield from _parts(child)
        yield child.tail or ""
