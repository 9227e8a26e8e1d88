"""What is attached: the figures of the report, section by section, and the books that have to be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from report.figures import parts_of
from report.macros.desk import Desk
from report.models import CONTAINED, SECTIONS, TIER_NAMES, Attachment, Book, Figure, Status, Tier
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
    rates are reckoned and what has another date. What is not for the public is left out."""
    numbers = [figure for figure in desk.figures() if figure.key in stated and _is_listed(desk, figure)]
    rows = [_head("名称", "数值", "名称", "数值")]
    for section, title in SECTIONS.items():
        mine = [figure for figure in numbers if figure.section == section]
        cells = [cell for figure in mine for cell in (_text(figure.label), _count(desk, figure.key))]
        if cells:
            rows.append((Cell((Piece(title),), "TableGroup", 4),))
        if len(cells) % 4:
            cells += [_text(""), _text("")]
        rows += [tuple(cells[start : start + 4]) for start in range(0, len(cells), 4)]
    notes = [said for figure in numbers for said in _notes(desk, figure)]
    return Table((3072, 1350, 3072, 1350), tuple(rows), tuple(notes))


def _is_listed(desk: Desk, figure: Figure) -> bool:
    """Whether it is a number that may be read by itself: one in a set phrase (“四个到位”) says nothing."""
    is_phrase = figure.label.startswith("“") and figure.label.endswith("”")
    return bool(figure.unit) and not is_phrase and desk.results[figure.key].status is not Status.CLOSED


def _notes(desk: Desk, figure: Figure) -> Iterator[str]:
    """How a rate or change is reckoned, in the words of the table; a day that is not that of the table."""
    names = [desk.results[key].figure.label for key in parts_of(figure) if key in desk.results]
    if figure.ratio and len(names) == 2:
        yield f"{figure.label}＝{names[0]}÷{names[1]}×100%。"
    elif figure.change and len(names) == 2:
        yield f"{figure.label}＝{names[1]}与{names[0]}之差÷{names[0]}×100%。"
    day = desk.figure(figure.key, "", record=False).as_of
    if figure.as_of and day != desk.as_of():
        yield f"{figure.label}截至{day}。"


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
    return Table((700, 3344, 1200, 1300, 1300, 1000), tuple(rows))


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
