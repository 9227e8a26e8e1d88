"""Bars: what is done filled, the rest outlined, so that a black-and-white print tells them apart too."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from report.figures.wording import PENDING
from report.macros.charts.drawing import Drawing, Measured, Number, Pair, said, text_width

BAR, BESIDE, UNDER = 16, 32, 48  # pixels: a bar, a row with its label beside it, a row with its label above
LABEL_ROOM = 200  # a longer label goes above its bar
HEADING, GROUP_GAP = 28, 16


def bars(size: tuple[str, int, int], unit: str, parts: Sequence[Measured], done: str) -> Drawing:
    """The drawing in one size (name, width, height). On a phone, labels are above their bars."""
    name, width, _ = size
    column = max(text_width(part.label) for part in parts)
    over = name == "phone" or column > LABEL_ROOM
    left, pitch = (1, UNDER) if over else (column + 12, BESIDE)
    picture = Drawing(name, width, pitch * len(parts))
    texts = [share(part, unit, done) for part in parts]
    room = width - left - 10 - max(map(text_width, texts))
    most = _most([value for part in parts for value in (part.whole, part.done)])
    for row, (part, text) in enumerate(zip(parts, texts, strict=True)):
        top = pitch * row + (24 if over else 8)
        end = _bar(picture, left, top, part, most, room)
        if over:
            picture.write("label", 0, top - 6, part.label)
            picture.draw("axis", f"M{left} {top - 3}v{BAR + 6}")
        else:
            picture.write("label-left", left - 12, top + 13, part.label)
        picture.write("value", end + 8, top + 13, text)
    if not over:
        picture.draw("axis", f"M{left} 0V{picture.height}")
    return picture


def pairs_of_bars(size: tuple[str, int, int], pairs: Sequence[Pair], years: tuple[str, str]) -> Drawing:
    """The drawing in one size: each count with its change in words, last year's bar outlined,
    this year's filled."""
    name, width, _ = size
    group = HEADING + 2 * (BAR + 8) + GROUP_GAP
    picture = Drawing(name, width, group * len(pairs) - GROUP_GAP)
    left = 12 + max(map(text_width, years))
    said_of = [[said(value, pair.unit) for value in (pair.before, pair.now)] for pair in pairs]
    room = width - left - 10 - max(text_width(text) for texts in said_of for text in texts)
    for row, (pair, texts) in enumerate(zip(pairs, said_of, strict=True)):
        top = group * row
        picture.write("label", 0, top + 15, pair.label)
        picture.write("change", text_width(pair.label) + 14, top + 15, pair.change)
        two = (Measured(years[0], pair.before, 0), Measured(years[1], pair.now, pair.now))
        for line, (part, text) in enumerate(zip(two, texts, strict=True)):
            level = top + HEADING + line * (BAR + 8)
            end = _bar(picture, left, level, part, _most([pair.before, pair.now]), room)
            picture.write("label-left", left - 12, level + 13, part.label)
            picture.write("value", end + 8, level + 13, text)
        picture.draw("axis", f"M{left} {top + HEADING - 4}v{2 * BAR + 16}")
    return picture


def share(part: Measured, unit: str, done: str) -> str:
    """The text behind a bar: 3条，共5条; whatever is unknown is called that."""
    if part.whole is None:
        return PENDING if part.done is None else f"{said(part.done, unit)}，总数{PENDING}"
    if part.done is None:
        return f"共{said(part.whole, unit)}，{done}{PENDING}"
    return f"{said(part.done, unit)}，共{said(part.whole, unit)}" if part.whole else said(part.whole, unit)


def _most(values: Sequence[Number]) -> Decimal:
    return Decimal(max((value for value in values if value is not None), default=0))


def _bar(picture: Drawing, left: int, top: int, part: Measured, most: Decimal, room: int) -> int:
    """Draws a bar and returns where it ends. A share that is neither none nor all never looks like either."""

    def length(value: Number) -> int:
        return max(2, round(room * Decimal(value) / most)) if value else 0

    if part.whole is None:
        picture.draw("track", f"M{left} {top}h{room}v{BAR}h-{room}")
        return left + room
    whole, done = length(part.whole), length(part.done)
    if whole:
        picture.draw("rest", f"M{left} {top}h{whole}v{BAR}h-{whole}z")
    if done:
        done = done if part.done == part.whole else max(1, min(done, whole - 2))
        picture.draw("share", f"M{left} {top}h{done}v{BAR}h-{done}z")
    return left + whole
