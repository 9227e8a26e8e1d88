"""From definitions and rows to one result a figure: its value, or the reason why there is none.

Pure: reads no file, no clock, no environment. Values stay exact (Decimal); formatting rounds them, once.
Total: a definition that makes no sense yields 待填报 here and a fault in `checks`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from report.models import COLLECTIONS, LEDGERS, Campaign, Derivation, Figure, Status, cell, number


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
        countable = bool(self.figure.derivation or self.figure.ledger)
        return self.status is Status.KNOWN and countable and self.counted is None

    @property
    def disagrees(self) -> bool:
        """A value was typed and the rows say something else."""
        typed = typed_number(self.figure)
        return typed is not None and self.counted is not None and not _agrees(typed, self)


def resolve(campaign: Campaign) -> dict[str, Result]:
    """A result for every figure, in the order of their definition."""
    results: dict[str, Result] = {}
    for key in campaign.figures:
        _resolve(key, campaign, results, frozenset())
    return {key: results[key] for key in campaign.figures}


def typed_number(figure: Figure) -> Decimal | None:
    """The number typed beside the definition; None when blank, text, or not a number."""
    if figure.value is None or figure.unit is None:
        return None
    try:
        return number(figure.value)
    except ValueError:
        return None


def matches(row: Any, conditions: dict[str, list[str]]) -> bool:
    """Whether a row says one of the listed values under each title."""
    return all(title in row.titles() and cell(row, title) in wanted for title, wanted in conditions.items())


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


def _resolve(key: str, campaign: Campaign, results: dict[str, Result], above: frozenset[str]) -> Result:
    if key in results:
        return results[key]
    figure = campaign.figures[key]
    found = _derive(figure, campaign, results, above | {key})
    results[key] = result = _settle(figure, found)
    return result


def _settle(figure: Figure, found: _Finding) -> Result:
    typed: Decimal | str | None = typed_number(figure) if figure.unit else figure.value
    status = figure.status or found.status
    if status is Status.PENDING and typed is not None:
        status = Status.KNOWN
    if found.refusal and typed is None:
        status = Status.PENDING
    value = (typed if typed is not None else found.value) if status is Status.KNOWN else None
    return Result(figure, status, value, found.value, found.rows, found.parts, found.refusal)


def _derive(
    figure: Figure, campaign: Campaign, results: dict[str, Result], above: frozenset[str]
) -> _Finding:
    if figure.derivation is None:
        return NOTHING
    form, how = figure.derivation
    if form in FROM_ROWS:
        if how.of in campaign.incomplete:  # some rows could not be read: better no number than a wrong one
            return NOTHING
        return FROM_ROWS[form](how, campaign) if how.of in COLLECTIONS else NOTHING
    first, second = (how.part, how.whole) if form == "ratio" else (how.before, how.after)
    keys = [key for key in (first, second) if key in campaign.figures and key not in above]
    if len(keys) < 2:
        return NOTHING
    parts = tuple(_resolve(str(key), campaign, results, above) for key in keys)
    for status in (Status.CLOSED, Status.PENDING, Status.VOID):
        if any(part.status is status for part in parts):
            return _Finding(status, parts=parts)
    values = [part.value for part in parts]
    if not all(isinstance(value, Decimal) for value in values):
        return NOTHING
    return FROM_PAIR[form](figure, parts)


def _pool(how: Derivation, campaign: Campaign) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The rows a figure is about, and those of them that it counts."""
    rows = campaign.rows(str(how.of))
    if how.among:
        pool = tuple(row for row in rows if matches(row, how.among))
        return pool, tuple(row for row in pool if matches(row, how.where))
    chosen = tuple(row for row in rows if matches(row, how.where))
    return chosen, chosen


def _count(how: Derivation, campaign: Campaign) -> _Finding:
    pool, rows = _pool(how, campaign)
    return _Finding(Status.KNOWN, Decimal(len(rows)), rows) if pool else NOTHING


def _sum(how: Derivation, campaign: Campaign) -> _Finding:
    _, rows = _pool(how, campaign)
    cells = [cell(row, str(how.field)) for row in rows if how.field in row.titles()]
    if not cells or not all(cells):  # one empty cell makes the total unknown
        return _Finding(Status.PENDING, rows=rows)
    return _Finding(Status.KNOWN, sum((number(text) for text in cells), Decimal(0)), rows)


def _distinct(how: Derivation, campaign: Campaign) -> _Finding:
    _, rows = _pool(how, campaign)
    cells = {cell(row, str(how.field)) for row in rows if how.field in row.titles()} - {""}
    return _Finding(Status.KNOWN, Decimal(len(cells)), rows) if cells else NOTHING


def _norm(how: Derivation, campaign: Campaign) -> _Finding:
    _, rows = _pool(how, campaign)
    if not rows:
        return NOTHING
    months = Counter(cell(row, "月份") for row in rows)
    everywhere = {
        month: months.get(month, 0) for month in sorted({r.month for r in campaign.rows(str(how.of))})
    }
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
        return _Finding(Status.PENDING, parts=parts, refusal=f"{part}多于全部{whole}，请核对这两个数")
    return _Finding(Status.KNOWN, part * 100 / whole, parts=parts)


def _change(figure: Figure, parts: tuple[Result, ...]) -> _Finding:
    before, after = parts[0].value, parts[1].value
    assert isinstance(before, Decimal) and isinstance(after, Decimal)
    if before == 0:
        return _Finding(Status.VOID, parts=parts)
    fallen = (before - after) * 100 / before
    moved = -fallen if figure.word == RISE else fallen
    if moved < 0:
        said = f"由{before}变为{after}，不能写“{figure.word}”，请核对两个数，属实则改句子和 word"
        return _Finding(Status.PENDING, parts=parts, refusal=said)
    return _Finding(Status.KNOWN, moved, parts=parts)


RISE = "增长"
FROM_ROWS = {"count": _count, "sum": _sum, "distinct": _distinct, "norm": _norm}
FROM_PAIR = {"ratio": _ratio, "change": _change}


def _agrees(typed: Decimal, result: Result) -> bool:
    counted, figure = result.counted, result.figure
    assert counted is not None
    if figure.approx:
        return typed < counted < typed + step(typed)
    if result.parts:  # a rate is typed rounded: it agrees when rounding the exact one gives it
        places = typed.as_tuple().exponent
        return abs(typed - counted) * 2 <= Decimal(1).scaleb(int(places))
    return typed == counted


def in_ledger(figure: Figure) -> bool:
    """Whether the figure is counted from a ledger (and not from a list, or from other figures)."""
    return figure.derivation is not None and figure.derivation[1].of in LEDGERS
