"""The attachments: the figures of the report, section by section, and the required books."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from report.facts.figure import SECTIONS, Figure, Status
from report.facts.records import CONTAINED, Attachment, Book, Tier
from report.figures.resolving import parts_of
from report.macros.view import View
from report.outputs.word.reading import Piece

READ = "√"
FOLLOWED = "全体党员跟进学习内容"


@dataclass(frozen=True)
class Cell:
    """A cell: its text, the style of that, and how many columns it spans."""

    pieces: tuple[Piece, ...]
    style: str = "TableText"
    span: int = 1


@dataclass(frozen=True)
class Table:
    """`widths`: of the columns, in twentieths of a point. `rows`: the first is the head, repeated
    on every page.

    `notes`: the lines below the table.
    """

    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


def attached(view: View, attachment: Attachment, stated: Collection[str]) -> Table:
    """The table of an attachment. `stated`: the keys of the figures in the text of the report."""
    return _figures(view, stated) if attachment is Attachment.FIGURES else _books(view)


def _figures(view: View, stated: Collection[str]) -> Table:
    """The numbers that the report states, two in a row, section by section; below them how rates are computed
    and which numbers have another date. Figures that are 不公开 are left out."""
    numbers = [
        figure
        for figure in view.campaign.figures.values()
        if figure.key in stated and _is_listed(view, figure)
    ]
    rows = [_head("名称", "数值", "名称", "数值")]
    for section, title in SECTIONS.items():
        mine = [figure for figure in numbers if figure.section == section]
        cells = [cell for figure in mine for cell in (_text(figure.label), _count(view, figure.key))]
        if cells:
            rows.append((Cell((Piece(title),), "TableGroup", 4),))
        if len(cells) % 4:
            cells += [_text(""), _text("")]
        rows += [tuple(cells[start : start + 4]) for start in range(0, len(cells), 4)]
    notes = [said for figure in numbers for said in _notes(view, figure)]
    return Table((3072, 1350, 3072, 1350), tuple(rows), tuple(notes))


def _is_listed(view: View, figure: Figure) -> bool:
    """Whether a figure is a number that makes sense by itself; one in a set phrase (“四个到位”) does not."""
    is_phrase = figure.label.startswith("“") and figure.label.endswith("”")
    return bool(figure.unit) and not is_phrase and view.results[figure.key].status is not Status.WITHHELD


def _notes(view: View, figure: Figure) -> Iterator[str]:
    """How a ratio or change is computed, in the words of the table; and the date of a figure that differs
    from the table's."""
    names = [view.results[key].figure.label for key in parts_of(figure) if key in view.results]
    if figure.form == "ratio" and len(names) == 2:
        yield f"{figure.label}＝{names[0]}÷{names[1]}×100%。"
    elif figure.form == "change" and len(names) == 2:
        yield f"{figure.label}＝{names[1]}与{names[0]}之差÷{names[0]}×100%。"
    day = view.figure(figure.key, counts_as_use=False).as_of
    if figure.as_of and day != view.as_of():
        yield f"{figure.label}截至{day}。"


def _books(view: View) -> Table:
    """Books by the tiers that read them, with how many each tier reads; then what every member follows."""
    books = view.campaign.books
    rows = [_head("序号", "书名", "作者", *(tier.label for tier in CONTAINED))]
    required = [book for book in books if book.tier in CONTAINED]
    for number, book in enumerate(required, 1):
        read = [READ if tier.includes(book.tier) else "" for tier in CONTAINED]
        rows.append((*_numbered(number, book), *map(_centred, read)))
    counts = [_count(view, f"books.tier_{tier.value}") for tier in CONTAINED]
    rows.append((Cell((Piece("合计"),), "TableCentred", 3), *counts))
    rows.append((Cell((Piece(FOLLOWED),), "TableGroup", 6),))
    follow = [book for book in books if book.tier is Tier.ALL]
    for number, book in enumerate(follow, 1):
        rows.append((*_numbered(number, book), *map(_centred, [READ] * len(CONTAINED))))
    count = _count(view, "books.follow_up")
    rows.append((Cell((Piece("合计"),), "TableCentred", 3), Cell(count.pieces, count.style, 3)))
    return Table((700, 3344, 1200, 1300, 1300, 1000), tuple(rows))


def _numbered(number: int, book: Book) -> tuple[Cell, ...]:
    return _centred(str(number)), _text(book.title), _centred(book.author or "")


def _count(view: View, key: str) -> Cell:
    figure = view.figure(key, counts_as_use=False)
    status = view.results[key].status
    return Cell((Piece(figure.text, key, None if status is Status.KNOWN else status),), "TableCentred")


def _head(*titles: str) -> tuple[Cell, ...]:
    return tuple(Cell((Piece(title),), "TableHead") for title in titles)


def _text(words: str) -> Cell:
    return Cell((Piece(words),))


def _centred(words: str) -> Cell:
    return Cell((Piece(words),), "TableCentred")
