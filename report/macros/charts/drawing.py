"""What every chart draws with: the numbers it gets, the sheet it draws on, the scale and where labels go."""

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
    """What one notice, aspect or unit counted: how many, and how many of them are done."""

    label: str
    whole: Number
    done: Number


@dataclass(frozen=True)
class Pair:
    """A count of last year and of this, with the change in words: 下降12.5%, 持平, 待填报."""

    label: str
    unit: str
    before: Number
    now: Number
    change: str


@dataclass(frozen=True)
class Missing:
    """What to say when there is nothing to draw: what is missing, and who fills it."""

    what: str
    who: str


@dataclass
class Drawing:
    """One picture: `paths` of SVG path data by kind, `texts` with kind, x, y, text."""

    size: str
    width: int
    height: int
    paths: dict[str, str] = field(default_factory=dict)
    texts: list[dict[str, Any]] = field(default_factory=list)

    def draw(self, kind: str, data: str) -> None:
        """One more stroke of a kind."""
        self.paths[kind] = self.paths.get(kind, "") + data

    def write(self, kind: str, x: int, y: int, text: str) -> None:
        """A text on its base line; its kind says whether it starts, ends or is centred at x."""
        self.texts.append({"kind": kind, "x": x, "y": y, "text": text})


def ticks(most: Number) -> tuple[list[int], Decimal]:
    """Round numbers from 0 up to the largest value, five at most, and the value at the top of the scale."""
    top = max(Decimal(most or 0), Decimal(1))
    steps = (unit * 10**power for power in range(30) for unit in (1, 2, 5))
    step = next(step for step in steps if top <= 4 * step)
    return list(range(0, int(top) + 1, step)), top


def labelled(count: int, room: int) -> list[int]:
    """Which of so many positions carry a label when `room` labels fit: evenly, and always the last."""
    step = max(1, -(-(count - 1) // max(1, room - 1)))
    return list(range(count - 1, -1, -step))[::-1]


def apart(levels: list[int], gap: int, highest: int, lowest: int) -> list[int]:
    """One or two heights moved to stand `gap` apart, within bounds; of two alike the first is higher."""
    if len(levels) < 2 or abs(levels[0] - levels[1]) >= gap:
        return levels
    middle = min(max(sum(levels) // 2, highest + gap // 2), lowest - gap // 2)
    first = middle - gap // 2 if levels[0] <= levels[1] else middle + gap // 2
    return [first, 2 * middle - first]


def text_width(text: str) -> int:
    """About how wide a text stands at 14px: a Chinese character 14, anything else 9."""
    return sum(9 if char.isascii() else 14 for char in text)


def last(values: Sequence[Number]) -> Number:
    """The last value that is known."""
    return next((value for value in reversed(values) if value is not None), None)


def said(value: Number, unit: str = "") -> str:
    """A value as a page writes it: 31条, 待填报."""
    return PENDING if value is None else f"{plain(Decimal(value))}{unit}"
