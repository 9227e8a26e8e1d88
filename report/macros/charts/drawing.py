"""What every chart draws with: its numbers, its sheet, its scale, and where labels go. Lengths
are in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from report.figures.wording import PENDING, plain

Number = int | Decimal | None
SIZES = (("wide", 688, 300), ("phone", 360, 260))


@dataclass(frozen=True)
class Measured:
    """What a notice, aspect or unit counts: how many there are, and how many of them are done."""

    label: str
    whole: Number
    done: Number


@dataclass(frozen=True)
class Pair:
    """A count last year and this year, with the change in words: 下降12.5%, 持平, 待填报."""

    label: str
    unit: str
    before: Number
    now: Number
    change: str


@dataclass(frozen=True)
class Missing:
    """What to say if there is nothing to draw: what is missing, and who fills it in."""

    what: str
    who: str


@dataclass
class Drawing:
    """A picture: `paths` of SVG path data by kind, `texts` with kind, x, y and text."""

    size: str
    width: int
    height: int
    paths: dict[str, str] = field(default_factory=dict)
    texts: list[dict[str, Any]] = field(default_factory=list)

    def draw(self, kind: str, data: str) -> None:
        """Add a stroke of a kind."""
        self.paths[kind] = self.paths.get(kind, "") + data

    def write(self, kind: str, x: int, y: int, text: str) -> None:
        """Add a text on its base line; its kind decides whether it starts, ends or is centred at x."""
        self.texts.append({"kind": kind, "x": x, "y": y, "text": text})


def ticks(most: Number) -> tuple[list[int], Decimal]:
    """Round numbers from 0 up to the largest value, at most five, and the value at the top of the scale."""
    top = max(Decimal(most or 0), Decimal(1))
    steps = (unit * 10**power for power in range(30) for unit in (1, 2, 5))
    step = next(step for step in steps if top <= 4 * step)
    return list(range(0, int(top) + 1, step)), top


def labelled(count: int, room: int) -> list[int]:
    """Which of `count` positions carry a label if there is room for `room` labels: evenly, and
    always the last."""
    step = max(1, -(-(count - 1) // max(1, room - 1)))
    return list(range(count - 1, -1, -step))[::-1]


def apart(levels: list[int], gap: int, highest: int, lowest: int) -> list[int]:
    """One or two heights, moved `gap` apart within bounds; if both are the same, the first goes higher."""
    if len(levels) < 2 or abs(levels[0] - levels[1]) >= gap:
        return levels
    middle = min(max(sum(levels) // 2, highest + gap // 2), lowest - gap // 2)
    first = middle - gap // 2 if levels[0] <= levels[1] else middle + gap // 2
    return [first, 2 * middle - first]


def text_width(text: str) -> int:
    """Roughly how wide a text is at 14px: 14 for a Chinese character, 9 for any other."""
    return sum(9 if char.isascii() else 14 for char in text)


def last(values: Sequence[Number]) -> Number:
    """The last known value; None if none is known."""
    return next((value for value in reversed(values) if value is not None), None)


def said(value: Number, unit: str = "") -> str:
    """A value as a page writes it: 31条, 待填报."""
    return PENDING if value is None else f"{plain(Decimal(value))}{unit}"
