"""The forms in which a figure is computed. A new form is a new entry of `FORMS`; nothing else knows them.

Pure: a form is given rows, or the values of two other figures, and says what they amount to, exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from report.facts.fields import Column
from report.facts.figure import Derivation, Figure
from report.facts.record import Record

FALLS, RISES = ("下降", "减少"), ("增长",)  # what a change may be called
MONTH = "月份"  # the column by which a norm is taken
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Yield:
    """What a form makes of what it is given.

    `value` is exact; None while it is unknown, or with `void`, where there can be none. `refusal` says why
    what is there cannot be used.
    """

    value: Decimal | None = None
    void: bool = False
    refusal: str = ""


NOTHING = Yield()


@dataclass(frozen=True)
class Rows:
    """Rows of a collection: `every` one, those that are in question (`pool`), those that are `counted`.

    `columns` are those of the collection by their titles.
    """

    columns: dict[str, Column]
    every: tuple[Record, ...]
    pool: tuple[Record, ...]
    counted: tuple[Record, ...]

    def cells(self, title: str) -> list[list[str]]:
        """What each counted row says under a title; nothing under one that there is not."""
        return [row.cells(self.columns[title]) for row in self.counted if title in self.columns]

    def numbers(self, title: str) -> list[Decimal]:
        """The number under a title in each counted row; nothing when one cell is empty or no number."""
        cells = ["".join(said) for said in self.cells(title)]
        return [Decimal(said) for said in cells] if all(said.isdecimal() for said in cells) else []


@dataclass(frozen=True)
class Form:
    """One form. A definition reads `name: {arguments}`; `title` names it to a reader.

    It `needs` some arguments and `takes` others; they are named as `Derivation` names them. `of_rows` makes
    its yield of rows, `of_pair` of two other figures, whose keys are the arguments that it needs; it has one
    of the two. `adds_up`: the column that it names holds numbers; `by_month`: the collection has a column
    月份; `bounded`: a share of a whole, never more than it. `example` and `meaning` are for the data
    dictionary.
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
    """A number in a message: to two places where it has more."""
    return f"{value if value % 1 == 0 else value.quantize(Decimal('0.01')):f}"


FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form(
            "count",
            title="数行",
            needs=("of",),
            takes=("among", "where"),
            example="{of: documents, where: {类型: 子方案}}",
            meaning="数行；`among` 是范围，范围里没有行就是未知",
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
    """The form in which a figure is computed; None for one that is typed, or of a form that there is not."""
    return FORMS.get(figure.form)


def is_bounded(figure: Figure) -> bool:
    """Whether a figure is a share of a whole."""
    form = form_of(figure)
    return form is not None and form.bounded
