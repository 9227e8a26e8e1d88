"""A result for every figure: its value, or the reason why it has none.

Pure: reads no file, no clock, no environment. Values stay exact (Decimal); `wording` rounds them, once.
Total: a definition that makes no sense yields 待填报 here and a fault in `checks`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from report.facts.campaign import COLLECTIONS, Campaign
from report.facts.counting import counted, later
from report.facts.fields import Column, number
from report.facts.figure import Derivation, Figure, Status
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.row import Row
from report.facts.record import Record
from report.figures.forms import NOTHING, Form, Rows, Yield, form_of, is_bounded


@dataclass(frozen=True)
class Result:
    """What a figure comes to.

    `value` is exact: a Decimal for a number, text for a text blank, None unless `status` is 已填. `counted`:
    what its form yields, whatever was typed. `rows`: those it was counted from. `parts`: the two results that
    a ratio or change is computed from. `refusal`: why its form cannot use the data (months that differ, a
    下降 that is a rise). `judged`: it depends on the judgement date. `backfilling`: the titles of the ledgers
    marked 补登中 that it is counted from, itself or through parts without a typed value.
    """

    figure: Figure
    status: Status
    value: Decimal | str | None = None
    counted: Decimal | None = None
    rows: tuple[Record, ...] = ()
    parts: tuple[Result, ...] = ()
    refusal: str = ""
    judged: bool = False
    backfilling: tuple[str, ...] = ()

    @property
    def unledgered(self) -> bool:
        """有填报、无台账: a value was typed and there is nothing yet to count it from, nor is it 补登中."""
        return self._uncounted and not self.backfilling

    @property
    def catching_up(self) -> bool:
        """A typed value stands that its ledger, 补登中, does not bear out yet, without a `difference`."""
        if not self.backfilling or self.figure.difference:
            return False
        return self._uncounted or (self.status is Status.KNOWN and self.disagrees)

    @property
    def partial(self) -> bool:
        """Whether the value was counted from a ledger that is 补登中, so that it may still grow."""
        if not self.backfilling or self.status is not Status.KNOWN or self.figure.value is not None:
            return False
        return not self.parts or any(part.partial for part in self.parts)

    @property
    def _uncounted(self) -> bool:
        return self.status is Status.KNOWN and self.figure.derivation is not None and self.counted is None

    @property
    def disagrees(self) -> bool:
        """Whether a value was typed that the rows do not bear out."""
        typed = typed_number(self.figure)
        return typed is not None and self.counted is not None and not _agrees(typed, self)


@dataclass(frozen=True)
class Facts:
    """All that is known of a campaign, with its figures resolved: what checks and macros work with."""

    campaign: Campaign
    results: dict[str, Result]

    @cached_property
    def counted(self) -> Campaign:
        """The campaign with the rows that count: those of the data date, as they stood then. Whatever states
        a number takes its rows from here."""
        return counted(self.campaign)

    @cached_property
    def later(self) -> dict[str, Row | None]:
        """The rows that came to be, or to where they are, after the data date, by id: each with what counts
        in its place, None if nothing does."""
        return {row.id: stood for pairs in later(self.campaign).values() for row, stood in pairs}


def resolve(campaign: Campaign) -> Facts:
    """The campaign with a result for every figure, in the order of their definition.

    A figure that is computed from others comes after them; in a circle, one of them is computed without.
    """
    results: dict[str, Result] = {}
    rows = counted(campaign)
    for key in campaign.figures:
        waiting = [key]
        while waiting:
            figure = campaign.figures[waiting[-1]]
            needed = [part for part in parts_of(figure) if part in campaign.figures]
            open_parts = [part for part in needed if part not in results and part not in waiting]
            if open_parts:
                waiting.append(open_parts[0])
            else:
                results.setdefault(figure.key, _result(figure, rows, results))
                waiting.pop()
    return Facts(campaign, {key: results[key] for key in campaign.figures})


def parts_of(figure: Figure) -> tuple[str, ...]:
    """The keys of the figures that a ratio or change is computed from; empty for any other figure."""
    form, how = form_of(figure), figure.derivation
    if form is None or form.of_pair is None:
        return ()
    return tuple(key for name in form.needs if (key := getattr(how, name)) is not None)


def typed_number(figure: Figure) -> Decimal | None:
    """The number typed beside the definition; None if it is blank, text, or out of the figure's range."""
    if figure.value is None or figure.unit is None:
        return None
    try:
        value = number(figure.value)
    except ValueError:
        return None
    return None if value.is_signed() or (is_bounded(figure) and value > 100) else value


def step(value: Decimal) -> Decimal:
    """How far “余” reaches: 130余 up to 139, 200余 up to 299."""
    return Decimal(100 if value % 100 == 0 else 10)


def in_ledger(figure: Figure) -> bool:
    """Whether a figure is counted from a ledger, not from another list or from other figures."""
    return figure.derivation is not None and figure.derivation.of in LEDGERS


def chosen(
    rows: tuple[Record, ...], columns: dict[str, Column], conditions: dict[str, list[str]]
) -> tuple[Record, ...]:
    """The rows that have one of the listed values under each title; none if a title is unknown."""
    if not conditions.keys() <= columns.keys():
        return ()
    for title, listed in conditions.items():
        wanted = set(listed)
        rows = tuple(row for row in rows if not wanted.isdisjoint(row.cells(columns[title])))
    return rows


def _result(figure: Figure, campaign: Campaign, results: dict[str, Result]) -> Result:
    form, how = form_of(figure), figure.derivation
    if form is None or how is None:
        return _settled(figure, Status.PENDING, NOTHING)
    if form.of_rows is not None:
        return _of_rows(figure, form, how, campaign)
    parts = tuple(results[key] for key in parts_of(figure) if key in results)
    untyped = (part for part in parts if part.figure.value is None)  # what was typed does not depend on rows
    marked = dict.fromkeys(title for part in untyped for title in part.backfilling)
    return replace(_of_parts(figure, form, parts), backfilling=tuple(marked))


def _of_rows(figure: Figure, form: Form, how: Derivation, campaign: Campaign) -> Result:
    """A figure counted from rows. While some could not be read it is 待填报: better no number than
    a wrong one."""
    assert form.of_rows is not None
    collection = COLLECTIONS.get(how.of or "")
    if collection is None or how.of in campaign.incomplete:
        return _settled(figure, Status.PENDING, NOTHING)
    columns = collection.record.columns()
    every = collection.of(campaign)
    pool = chosen(every, columns, how.among or how.where)
    rows = Rows(columns, every, pool, chosen(pool, columns, how.where) if how.among else pool)
    found = form.of_rows(how, rows)
    judged = any(title in columns and columns[title].judged for title in how.conditions)
    status = Status.PENDING if found.value is None else Status.KNOWN
    marked = tuple(title for title in campaign.site.backfilling if title == collection.title)
    result = _settled(figure, status, found, rows=rows.counted if rows.pool else (), judged=judged)
    return replace(result, backfilling=marked)


def _of_parts(figure: Figure, form: Form, parts: tuple[Result, ...]) -> Result:
    """A figure computed from two others. If one of them is 不公开, 待填报 or 不适用, so is it."""
    assert form.of_pair is not None
    judged = any(part.judged for part in parts)
    if len(parts) == len(form.needs):
        for status in (Status.WITHHELD, Status.PENDING, Status.VOID):
            if any(part.status is status for part in parts):
                return _settled(figure, status, NOTHING, parts=parts, judged=judged)
    values = [part.value for part in parts if isinstance(part.value, Decimal)]
    if len(values) != len(form.needs):
        return _settled(figure, Status.PENDING, NOTHING, judged=judged)
    found = form.of_pair(figure, *values)
    known = Status.PENDING if found.value is None else Status.KNOWN
    return _settled(figure, Status.VOID if found.void else known, found, parts=parts, judged=judged)


def _settled(
    figure: Figure,
    status: Status,
    found: Yield,
    rows: tuple[Record, ...] = (),
    parts: tuple[Result, ...] = (),
    judged: bool = False,
) -> Result:
    """The result. A typed value takes precedence over a counted one, and a given status over both."""
    typed: Decimal | str | None = typed_number(figure) if figure.unit else figure.value
    status = figure.status or status
    if status is Status.PENDING and typed is not None:
        status = Status.KNOWN
    if found.refusal and typed is None:
        status = Status.PENDING
    value = (typed if typed is not None else found.value) if status is Status.KNOWN else None
    return Result(figure, status, value, found.value, rows, parts, found.refusal, judged)


def _agrees(typed: Decimal, result: Result) -> bool:
    counted, figure = result.counted, result.figure
    assert counted is not None
    if figure.approx:
        return typed < counted < typed + step(typed)
    if result.parts and (typed == 0 or (is_bounded(figure) and typed == 100)):  # these two must be exact
        return typed == counted
    if result.parts:  # a rate is typed as rounded: rounding the exact one must give it
        places = typed.as_tuple().exponent
        return abs(typed - counted) * 2 <= Decimal(1).scaleb(int(places))
    return typed == counted
