"""What makes the report an official document: how its title is broken, and where the signature goes.

Lengths are in characters of the body's size; a digit or Latin letter is half as wide.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from report.facts.figure import Status
from report.facts.records import DATA_DATE, Letter
from report.figures.wording import day_text
from report.outputs.word.reading import Piece

TITLE_WIDTH = 20  # characters, of the title's size
MARK_SIZES = (62, 36)  # points: the largest and the smallest size of the issuer's name in red
NARROWEST = 40  # per cent
TYPE_AREA = 442.2  # points: the width of the text on the page, 156 mm
SEALED_INDENT = 4  # 成文日期右空四字
UNSEALED_INDENT = 2  # 署名右空二字
STEP = 2  # 不加盖印章：成文日期首字比署名首字右移二字


@dataclass(frozen=True)
class Signature:
    """署名 and 成文日期, each with its indent from the right; `above`: the empty lines before them."""

    above: int
    sender: Piece
    sender_indent: float
    date: Piece
    date_indent: float


def element(letter: Letter, name: str) -> Piece:
    """A field of the letter as it is printed, or a blank that waits for it."""
    value = getattr(letter, name)
    text = day_text(value) if isinstance(value, date) else value
    return Piece(text) if text else Piece(str(Letter.model_fields[name].title), blank=Status.PENDING)


def blank_text(piece: Piece, label: str) -> str:
    """A blank as a draft shows it."""
    assert piece.blank is not None
    return f"【{piece.blank}：{label}】"


def printed(piece: Piece) -> str:
    """An element as a draft shows it, known or not."""
    return blank_text(piece, piece.text) if piece.blank else piece.text


def label_of(piece: Piece, labels: dict[str, str]) -> str:
    """What a blank waits for: a figure, by its label; an element of the letter; or the data date."""
    if piece.key:
        return labels[piece.key]
    return DATA_DATE if piece.text == Status.PENDING else piece.text


def signature(letter: Letter) -> Signature:
    """Where 署名 and 成文日期 go. With a seal the name is centred on the date; without one the date begins
    two characters to the right of the name."""
    sender, day = element(letter, "sender"), element(letter, "date")
    names, days = width(printed(sender)), width(printed(day))
    if letter.sealed:
        indent = max(SEALED_INDENT, (names - days) / 2)
        return Signature(2, sender, indent + (days - names) / 2, day, indent)
    indent = max(UNSEALED_INDENT, names - days + UNSEALED_INDENT - STEP)
    return Signature(1, sender, indent + days + STEP - names, day, indent)


def title_lines(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The title in as few lines as possible, as equal in length as possible; phrases are not broken."""
    best: tuple[str, ...] = ()
    for lines in _broken(phrases):
        if _unevenness(lines) < _unevenness(best):
            best = lines
    return best


def mark_size(text: str) -> tuple[int, int]:
    """The size of the issuer's name in red, in points, and its width in per cent: as large as fits in a line,
    and narrowed before it becomes too small."""
    largest, least = MARK_SIZES
    size = max(least, min(largest, int(TYPE_AREA / width(text))))
    return size, max(NARROWEST, min(100, int(100 * TYPE_AREA / (width(text) * size))))


def width(text: str) -> float:
    """How wide a text is, in characters of its size."""
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def _broken(phrases: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every way to break the phrases into lines."""
    if len(phrases) < 2:
        yield phrases
        return
    for lines in _broken(phrases[1:]):
        yield (phrases[0], *lines)
        yield (phrases[0] + lines[0], *lines[1:])


def _unevenness(lines: tuple[str, ...]) -> tuple[float, ...]:
    """What makes one way worse than another: lines that are too long, then more lines,
    then unequal lengths."""
    if not lines:
        return (float("inf"),)
    widths = [width(line) for line in lines]
    return (sum(max(0, w - TITLE_WIDTH) for w in widths), len(lines), max(widths) - min(widths))
