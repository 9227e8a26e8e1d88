"""What is attached: the figures of the report, section by section, and the books that have to be read."""

from __future__ import annotations

from collections.abc import Collection
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
    """`widths` of the columns in twentieths of a point; the first row is the head, repeated on every page.

    `notes` stand below it.
    """

    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


def attached(desk: Desk, attachment: Attachment, stated: Collection[str]) -> Table:
    """The table of an attachment; `stated` are the keys of the figures in the text."""
    return _figures(desk, stated) if attachment is Attachment.FIGURES else _books(desk)


def _figures(desk: Desk, stated: Collection[str]) -> Table:
    """The numbers that the report states, two beside each other, section by section; below them how the
    rates are reckoned. What is not for the public is left out."""
    numbers = [figure for figure in desk.figures() if figure.unit and figure.key in stated]
    numbers = [figure for figure in numbers if desk.results[figure.key].status is not Status.CLOSED]
    rows = [_head("名称", "数", "名称", "数")]
    for section, title in SECTIONS.items():
        cells = [
            cell for f in numbers if f.section == section for cell in (_text(f.label), _count(desk, f.key))
        ]
        if cells:
            rows.append((Cell((Piece(title),), "TableGroup", 4),))
        if len(cells) % 4:
            cells += [_text(""), _text("")]
        rows += [tuple(cells[start : start + 4]) for start in range(0, len(cells), 4)]
    rates = [f"{figure.label}：{figure.basis}。" for figure in numbers if figure.ratio or figure.change]
    notes = tuple(f"{'注：' if number == 1 else ''}{number}.{said}" for number, said in enumerate(rates, 1))
    return Table((2922, 1500, 2922, 1500), tuple(rows), notes)


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
    return Table((700, 3144, 1000, 1300, 1500, 1200), tuple(rows))


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
