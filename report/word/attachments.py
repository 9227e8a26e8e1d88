"""What is attached: the main figures, section by section, and the books that everybody has to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from report.macros.desk import Desk
from report.models import CONTAINED, SECTIONS, TIER_NAMES, Attachment, Book, Status, Tier
from report.word.reading import Piece

READ = "√"
FOLLOWED = "全体党员跟进学习内容"


@dataclass(frozen=True)
class Cell:
    """A cell: what it says, the style of its text, over how many columns it reaches."""

    pieces: tuple[Piece, ...]
    style: str = "TableText"
    span: int = 1


@dataclass(frozen=True)
class Table:
    """`widths` of the columns in twentieths of a point; the first row is the head, repeated on every page."""

    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]


def attached(desk: Desk, attachment: Attachment) -> Table:
    """The table of an attachment."""
    return {Attachment.FIGURES: _figures, Attachment.BOOKS: _books}[attachment](desk)


def _figures(desk: Desk) -> Table:
    rows = [_head("名称", "数", "口径")]
    for section, title in SECTIONS.items():
        listed = list(_figures_of(desk, section))
        if listed:
            rows += [(Cell((Piece(title),), "TableGroup", 3),), *listed]
    return Table((3200, 1900, 3744), tuple(rows))


def _figures_of(desk: Desk, section: str) -> Iterator[tuple[Cell, ...]]:
    """The numbers of a section that the report states; not those that are not for the public."""
    for figure in desk.figures():
        result = desk.results[figure.key]
        if figure.section != section or figure.base or not figure.unit or result.status is Status.CLOSED:
            continue
        view = desk.figure(figure.key, "", record=False)
        blank = result.status if result.status is Status.PENDING else None
        value = Piece(view.text, figure.key, blank)
        yield _text(view.label), Cell((value,), "TableCentred"), _text(view.basis)


def _books(desk: Desk) -> Table:
    """Books by the tiers that read them, with how many each reads; then what every member follows."""
    books = desk.campaign.books
    rows = [_head("序号", "书名", "作者", *(TIER_NAMES[tier] for tier in CONTAINED))]
    required = [book for book in books if book.tier in CONTAINED]
    for number, book in enumerate(required, 1):
        read = [READ if _reads(tier, book) else "" for tier in CONTAINED]
        rows.append((*_numbered(number, book), *map(_centred, read)))
    counts = [_count(desk, f"books.tier_{tier.value}") for tier in CONTAINED]
    rows.append((Cell((Piece("合计"),), "TableCentred", 3), *counts))
    rows.append((Cell((Piece(FOLLOWED),), "TableGroup", 6),))
    follow = [book for book in books if book.tier is Tier.ALL]
    for number, book in enumerate(follow, 1):
        rows.append((*_numbered(number, book), *map(_centred, [READ] * len(CONTAINED))))
    count = _count(desk, "books.follow_up")
    rows.append((Cell((Piece("合计"),), "TableCentred", 3), Cell(count.pieces, count.style, 3)))
    return Table((700, 3244, 900, 1300, 1500, 1200), tuple(rows))


def _reads(tier: Tier, book: Book) -> bool:
    return CONTAINED.index(book.tier) <= CONTAINED.index(tier)


def _numbered(number: int, book: Book) -> tuple[Cell, ...]:
    return _centred(str(number)), _text(book.title), _centred(book.author or "")


def _count(desk: Desk, key: str) -> Cell:
    view = desk.figure(key, "", record=False)
    status = desk.results[key].status
    return Cell((Piece(view.text, key, None if status is Status.KNOWN else status),), "TableCentred")


def _head(*titles: str) -> tuple[Cell, ...]:
    return tuple(Cell((Piece(title),), "TableHead") for title in titles)


def _text(words: str) -> Cell:
    return Cell((Piece(words),))


def _centred(words: str) -> Cell:
    return Cell((Piece(words),), "TableCentred")
