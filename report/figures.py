"""From definitions and rows to one result a figure: its value, or the reason why there is none.

Pure: reads no file, no clock, no environment. Values stay exact (Decimal); formatting rounds them, once.
Total: a definition that makes no sense yields 待填报 here and a fault in `checks`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from report.models import COLLECTIONS, LEDGERS, Campaign, Derivation, Figure, Status, cell, cells, number


@dataclass(frozen=True)
class Result:
    """What a figure amounts to.

    `value` is exact: a Decimal for a number, text for a text blank, None unless `status` is 已填.
    `counted` is what the derivation yields by itself; `rows` are the rows it was counted from;
    `parts` are the two results a ratio or change is made of. `refusal` says why a derivation that has
    its data cannot be used (a month that differs, a 下降 that is a rise).
    """

    figure: Figure
    status: Status
    value: Decimal | str | None = None
    counted: Decimal | None = None
    rows: tuple[Any, ...] = ()
    parts: tuple[Result, ...] = ()
    refusal: str = ""

    @property
    def unledgered(self) -> bool:
        """有报数、无台账: a value was typed and there is nothing yet to count it from."""
        return self.status is Status.KNOWN and self.figure.derivation is not None and self.counted is None

    @property
    def judged(self) -> bool:
        """Whether it depends on the day on which deadlines are judged."""
        return self.figure.judged or any(part.judged for part in self.parts)

    @property
    def disagrees(self) -> bool:
        """A value was typed and the rows say something else."""
        typed = typed_number(self.figure)
        return typed is not None and self.counted is not None and not _agrees(typed, self)


def resolve(campaign: Campaign) -> dict[str, Result]:
    """A result for every figure, in the order of their definition.

    A figure that is made of others waits until these are resolved; in a circle one of them gets nothing.
    """
    results: dict[str, Result] = {}
    for key in campaign.figures:
        waiting = [key]
        while waiting:
            figure = campaign.figures[waiting[-1]]
            needed = [part for part in parts_of(figure) if part in campaign.figures]
            open_parts = [part for part in needed if part not in results and part not in waiting]
            if open_parts:
                waiting.append(open_parts[0])
            else:
                results.setdefault(figure.key, _settle(figure, _derive(figure, campaign, results)))
                waiting.pop()
    return {key: results[key] for key in campaign.figures}


def parts_of(figure: Figure) -> tuple[str, ...]:
    """The keys of the figures that a ratio or change is made of."""
    if figure.derivation is None:
        return ()
    how = figure.derivation[1]
    return tuple(key for key in (how.part, how.whole, how.before, how.after) if key is not None)


def typed_number(figure: Figure) -> Decimal | None:
    """The number typed beside the definition; None when blank, text, or no number that it could have."""
    if figure.value is None or figure.unit is None:
        return None
    try:
        value = number(figure.value)
    except ValueError:
        return None
    return None if value.is_signed() or (figure.ratio and value > 100) else value


def chosen(rows: tuple[Any, ...], conditions: dict[str, list[str]]) -> tuple[Any, ...]:
    """Those of the rows that say one of the listed values under each title."""
    for title, listed in conditions.items():
        if not rows or title not in rows[0].titles():
            return ()
        wanted = set(listed)
        rows = tuple(row for row in rows if not wanted.isdisjoint(cells(row, title)))
    return rows


def step(value: Decimal) -> Decimal:
    """The size of “余”: 130余 reaches to 139, 200余 to 299."""
    return Decimal(100 if value % 100 == 0 else 10)


@dataclass(frozen=True)
class _Finding:
    """What a derivation yields, before the typed value has its say."""

    status: Status
    value: Decimal | None = None
    rows: tuple[Any, ...] = ()
    parts: tuple[Result, ...] = ()
    refusal: str = ""


NOTHING = _Finding(Status.PENDING)


def _settle(figure: Figure, found: _Finding) -> Result:
    typed: Decimal | str | None = typed_number(figure) if figure.unit else figure.value
    status = figure.status or found.status
    if status is Status.PENDING and typed is not None:
        status = Status.KNOWN
    if found.refusal and typed is None:
        status = Status.PENDING
    value = (typed if typed is not None else found.value) if status is Status.KNOWN else None
    return Result(figure, status, value, found.value, found.rows, found.parts, found.refusal)


def _derive(figure: Figure, campaign: Campaign, results: dict[str, Result]) -> _Finding:
    if figure.derivation is None:
        return NOTHING
    form, how = figure.derivation
    if form in FROM_ROWS:
        if how.of in campaign.incomplete:  # some rows could not be read: better no number than a wrong one
            return NOTHING
        return FROM_ROWS[form](how, campaign) if how.of in COLLECTIONS else NOTHING
    first, second = (how.part, how.whole) if form == "ratio" else (how.before, how.after)
    parts = tuple(results[key] for key in (first, second) if key in results)
    if len(parts) < 2:
        return NOTHING
    for status in (Status.CLOSED, Status.PENDING, Status.VOID):
        if any(part.status is status for part in parts):
            return _Finding(status, parts=parts)
    known = [part.value for part in parts]
    if not all(isinstance(value, Decimal) for value in known):
        return NOTHING
    return FROM_PAIR[form](figure, parts)


def _pool(how: Derivation, campaign: Campaign) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The rows a figure is about, and those of them that it counts."""
    pool = chosen(campaign.rows(str(how.of)), how.among or how.where)
    return pool, chosen(pool, how.where) if how.among else pool


def _count(how: Derivation, campaign: Campaign) -> _Finding:
    pool, rows = _pool(how, campaign)
    return _Finding(Status.KNOWN, Decimal(len(rows)), rows) if pool else NOTHING


def _sum(how: Derivation, campaign: Campaign) -> _Finding:
    pool, rows = _pool(how, campaign)
    if how.among and pool and not rows:
        return _Finding(Status.KNOWN, Decimal(0))
    texts = [cell(row, str(how.field)) for row in rows if how.field in row.titles()]
    try:
        numbers = [number(text) for text in texts]
    except ValueError:  # one empty cell makes the total unknown
        numbers = []
    if not numbers:
        return _Finding(Status.PENDING, rows=rows)
    return _Finding(Status.KNOWN, sum(numbers, Decimal(0)), rows)


def _distinct(how: Derivation, campaign: Campaign) -> _Finding:
    pool, rows = _pool(how, campaign)
    if how.among and pool and not rows:
        return _Finding(Status.KNOWN, Decimal(0))
    kinds = {text for row in rows if how.field in row.titles() for text in cells(row, str(how.field))}
    return _Finding(Status.KNOWN, Decimal(len(kinds)), rows) if kinds else NOTHING


def _norm(how: Derivation, campaign: Campaign) -> _Finding:
    _, rows = _pool(how, campaign)
    if not rows or MONTH not in rows[0].titles():
        return NOTHING
    months = Counter(cell(row, MONTH) for row in rows)
    every_month = sorted({cell(row, MONTH) for row in campaign.rows(str(how.of))})
    everywhere = {month: months[month] for month in every_month}
    if len(set(everywhere.values())) > 1:
        said = "、".join(f"{month}有{count}" for month, count in everywhere.items())
        return _Finding(Status.PENDING, rows=rows, refusal=f"各月不一致（{said}），请核对各月后改齐")
    return _Finding(Status.KNOWN, Decimal(next(iter(months.values()))), rows)


def _ratio(figure: Figure, parts: tuple[Result, ...]) -> _Finding:
    part, whole = parts[0].value, parts[1].value
    assert isinstance(part, Decimal) and isinstance(whole, Decimal)
    if whole == 0:
        return _Finding(Status.VOID, parts=parts)
    if part > whole:
        said = f"{said_of(part)}多于全部{said_of(whole)}，请核对这两个数"
        return _Finding(Status.PENDING, parts=parts, refusal=said)
    return _Finding(Status.KNOWN, part * 100 / whole, parts=parts)


def _change(figure: Figure, parts: tuple[Result, ...]) -> _Finding:
    before, after = parts[0].value, parts[1].value
    assert isinstance(before, Decimal) and isinstance(after, Decimal)
    if before == 0:
        return _Finding(Status.VOID, parts=parts)
    if figure.word not in (*FALLS, *RISES):
        return NOTHING
    fallen = (before - after) * 100 / before
    moved = fallen if figure.word in FALLS else -fallen
    if moved < 0:
        said = f"由{said_of(before)}变为{said_of(after)}，不能写“{figure.word}”"
        return _Finding(Status.PENDING, parts=parts, refusal=f"{said}，请核对两个数，属实则改句子和 word")
    return _Finding(Status.KNOWN, moved, parts=parts)


def said_of(value: Decimal) -> str:
    """A number in a message: to two places where it has more."""
    return f"{value if value % 1 == 0 else value.quantize(Decimal('0.01')):f}"


FALLS, RISES = ("下降", "减少"), ("增长",)  # what a change may be called
MONTH = "月份"  # the column by which a norm is taken
FROM_ROWS = {"count": _count, "sum": _sum, "distinct": _distinct, "norm": _norm}
FROM_PAIR = {"ratio": _ratio, "change": _change}


def _agrees(typed: Decimal, result: Result) -> bool:
    counted, figure = result.counted, result.figure
    assert counted is not None
    if figure.approx:
        return typed < counted < typed + step(typed)
    if result.parts and (typed == 0 or (figure.ratio and typed == 100)):  # nothing, all: not by rounding
        return typed == counted
    if result.parts:  # a rate is typed rounded: it agrees when rounding the exact one gives it
        places = typed.as_tuple().exponent
        return abs(typed - counted) * 2 <= Decimal(1).scaleb(int(places))
    return typed == counted


def in_ledger(figure: Figure) -> bool:
    """Whether the figure is counted from a ledger (and not from a list, or from other figures)."""
    return figure.derivation is not None and figure.derivation[1].of in LEDGERS
