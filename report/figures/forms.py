"""The forms that a figure can be computed by. A new form is a new entry of `FORMS`; nothing else knows of it.

Pure: a form is given rows, or the values of two other figures, and returns the exact result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from report.facts.fields import Column
from report.facts.figure import Derivation, Figure
from report.facts.record import Record

FALLS, RISES = ("下降", "减少"), ("增长",)  # the verbs that a change may have
MONTH = "月份"  # the column that a norm goes by
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Yield:
    """What a form yields.

    `value`: exact; None while it is unknown. `void`: there can be no value. `refusal`: why the data there is
    cannot be used, in Chinese; empty if it can.
    """

    value: Decimal | None = None
    void: bool = False
    refusal: str = ""


NOTHING = Yield()


@dataclass(frozen=True)
class Rows:
    """Rows of a collection: `every` one, those in scope (`pool`), and those of them that are `counted`.

    `columns`: those of the collection by title.
    """

    columns: dict[str, Column]
    every: tuple[Record, ...]
    pool: tuple[Record, ...]
    counted: tuple[Record, ...]

    def cells(self, title: str) -> list[list[str]]:
        """The values of each counted row under a title; nothing if there is no such column."""
        return [row.cells(self.columns[title]) for row in self.counted if title in self.columns]

    def numbers(self, title: str) -> list[Decimal]:
        """The number under a title in each counted row; nothing when one cell is empty or no number."""
        cells = ["".join(said) for said in self.cells(title)]
        return [Decimal(said) for said in cells] if all(said.isdecimal() for said in cells) else []


@dataclass(frozen=True)
class Form:
    """A form. A definition reads `name: {arguments}`; `title` is its name for readers.

    It `needs` some arguments and `takes` others, named as in `Derivation`. It has one of two
    functions: `of_rows` computes from rows; `of_pair` from two other figures, whose keys are the
    needed arguments. `adds_up`: the column in `field` must hold numbers. `by_month`: the collection
    must have a column 月份. `bounded`: the result is a share of a whole, at most 100. `example` and
    `meaning` are for the data dictionary.
    """

    name: str
    title: str
    needs: tuple[str, ...]
    takes: tuple[str, ...]
    example: str
    meaning: str
    of_rows: Callable[[Derivation, Rows], Yield] | None = None
    of_pair: Callable[[Figure, Decimal, Decimal], Yield] | None = None
    adds_up: bool = False
    by_month: bool = False
    bounded: bool = False


def _count(how: Derivation, rows: Rows) -> Yield:
    return Yield(Decimal(len(rows.counted))) if rows.pool else NOTHING


def _sum(how: Derivation, rows: Rows) -> Yield:
    if how.among and rows.pool and not rows.counted:
        return Yield(Decimal(0))
    numbers = rows.numbers(str(how.field))
    return Yield(sum(numbers, Decimal(0))) if numbers else NOTHING


def _distinct(how: Derivation, rows: Rows) -> Yield:
    if how.among and rows.pool and not rows.counted:
        return Yield(Decimal(0))
    kinds = {text for said in rows.cells(str(how.field)) for text in said}
    return Yield(Decimal(len(kinds))) if kinds else NOTHING


def _norm(how: Derivation, rows: Rows) -> Yield:
    if not rows.counted or MONTH not in rows.columns:
        return NOTHING
    column = rows.columns[MONTH]
    counts = Counter(row.cell(column) for row in rows.counted)
    by_month = {month: counts[month] for month in sorted({row.cell(column) for row in rows.every})}
    if len(set(by_month.values())) > 1:
        said = "、".join(f"{month}有{count}" for month, count in by_month.items())
        return Yield(refusal=f"各月不一致（{said}），请核对各月后改齐")
    return Yield(Decimal(next(iter(counts.values()))))


def _ratio(figure: Figure, part: Decimal, whole: Decimal) -> Yield:
    if whole == 0:
        return Yield(void=True)
    if part > whole:
        return Yield(refusal=f"{said_of(part)}多于全部{said_of(whole)}，请核对这两个数")
    return Yield(part * HUNDRED / whole)


def _change(figure: Figure, before: Decimal, after: Decimal) -> Yield:
    if before == 0:
        return Yield(void=True)
    if figure.word not in (*FALLS, *RISES):
        return NOTHING
    fallen = (before - after) * HUNDRED / before
    moved = fallen if figure.word in FALLS else -fallen
    if moved < 0:
        said = f"由{said_of(before)}变为{said_of(after)}，不能写“{figure.word}”"
        return Yield(refusal=f"{said}，请核对两个数，属实则改句子和 word")
    return Yield(moved)


def said_of(value: Decimal) -> str:
    """A number as messages quote it, to two decimal places at most."""
    return f"{value if value % 1 == 0 else value.quantize(Decimal('0.01')):f}"


FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form(
            "count",
            title="按行计数",
            needs=("of",),
            takes=("among", "where"),
            example="{of: documents, where: {类型: 子方案}}",
            meaning="按行计数；`among` 是范围，范围里没有行就是未知",
            of_rows=_count,
        ),
        Form(
            "sum",
            title="合计",
            needs=("of", "field"),
            takes=("among", "where"),
            example="{of: documents, field: 份数}",
            meaning="合计一列；有一格空着就是未知",
            of_rows=_sum,
            adds_up=True,
        ),
        Form(
            "distinct",
            title="去重",
            needs=("of", "field"),
            takes=("among", "where"),
            example="{of: documents, field: 类型}",
            meaning="一列里有几种",
            of_rows=_distinct,
        ),
        Form(
            "norm",
            title="每月一致数",
            needs=("of",),
            takes=("among", "where"),
            example="{of: picks, where: {种类: 好书}}",
            meaning="各月一致的个数，不一致即报错",
            of_rows=_norm,
            by_month=True,
        ),
        Form(
            "ratio",
            title="比",
            needs=("part", "whole"),
            takes=("digits",),
            example="{part: 键, whole: 键, digits: 1}",
            meaning="百分比，四舍五入；没有全部完成不显示 100",
            of_pair=_ratio,
            bounded=True,
        ),
        Form(
            "change",
            title="同比",
            needs=("before", "after"),
            takes=("digits",),
            example="{from: 键, to: 键, digits: 1}",
            meaning="同比，`word` 写下降、减少或增长",
            of_pair=_change,
        ),
    )
}


def form_of(figure: Figure) -> Form | None:
    """The form that a figure is computed by; None if it is typed, or if there is no form of that name."""
    return FORMS.get(figure.form)


def is_bounded(figure: Figure) -> bool:
    """Whether a figure is a share of a whole, and so at most 100%."""
    form = form_of(figure)
    return form is not None and form.bounded
