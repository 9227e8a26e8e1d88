"""Two lines over time: the whole dashed with squares, the part that is done solid with discs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from report.macros.charts.drawing import (
    Drawing,
    Measured,
    Number,
    apart,
    labelled,
    last,
    said,
    text_width,
    ticks,
)

HEAD, FOOT, LINE = 20, 34, 20  # room above the plot, below it, and for a line of text


def lines(
    size: tuple[str, int, int], unit: str, moments: Sequence[Measured], names: tuple[str, str]
) -> Drawing:
    """The drawing in one size (name, width, height). At least one value must be known."""
    series = {"whole": [m.whole for m in moments], "done": [m.done for m in moments]}
    ends = _ends(series, names, unit)
    marks, top = ticks(max(v for values in series.values() for v in values if v is not None))
    picture = Drawing(*size)
    left = max(10 + max(text_width(str(m)) for m in marks), text_width(moments[0].label) // 2)
    right = picture.width - 14 - max(map(text_width, ends.values()))
    floor = picture.height - FOOT
    xs = _spread(len(moments), left, right)

    def y(value: Number) -> int:
        return round(floor - (floor - HEAD) * Decimal(value or 0) / top)

    for mark in marks:
        picture.draw("grid" if mark else "axis", f"M{left} {y(mark)}H{right}")
        picture.write("tick", left - 10, y(mark) + 5, str(mark))
    for i in labelled(len(moments), 1 + (right - left) // (10 + max(text_width(m.label) for m in moments))):
        picture.write("when", xs[i], floor + 24, moments[i].label)
    for kind, values in series.items():
        points = [None if v is None else (x, y(v)) for x, v in zip(xs, values, strict=True)]
        _line(picture, kind, points)
    beside = 12 + (right if len(moments) > 1 else xs[0])
    levels = apart([y(last(series[kind])) for kind in ends], LINE, HEAD - 8, floor)
    for (kind, text), level in zip(ends.items(), levels, strict=True):
        picture.write(f"end-{kind}", beside, level + 5, text)
    return picture


def _ends(series: dict[str, list[Number]], names: tuple[str, str], unit: str) -> dict[str, str]:
    """The text at the end of each line that has an end: 措施31条."""
    ends = ((kind, name, last(values)) for (kind, values), name in zip(series.items(), names, strict=True))
    return {kind: name + said(end, unit) for kind, name, end in ends if end is not None}


def _spread(count: int, left: int, right: int) -> list[int]:
    """The x of each moment: from edge to edge; a single one in the middle."""
    if count == 1:
        return [(left + right) // 2]
    return [left + (right - left) * i // (count - 1) for i in range(count)]


def _line(picture: Drawing, kind: str, points: list[tuple[int, int] | None]) -> None:
    """A line, broken where a value is unknown, with a mark at every known value."""
    for _, run in groupby(points, key=lambda point: point is not None):
        stretch = [point for point in run if point is not None]
        if len(stretch) > 1:
            picture.draw(f"line-{kind}", "M" + "L".join(f"{x} {y}" for x, y in stretch))
    for x, y in (point for point in points if point is not None):
        picture.draw(f"dot-{kind}", f"M{x - 4} {y - 4}h8v8h-8z" if kind == "whole" else f"M{x} {y}h0")
