"""Macros that add ledgers up: where a list stands, unit by unit, and which months “解剖麻雀” covers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from report.facts import progress
from report.facts.editions import DISPLAY, shown_rows
from report.facts.figure import Owner, Status
from report.facts.ledgers.measures import Measure, MeasurePool
from report.facts.ledgers.row import Dated, YesNo
from report.facts.progress import everything, rectification, responsible
from report.facts.records import Unit
from report.facts.snapshots import LATE, SOON
from report.faults import nearest
from report.figures.resolving import Result
from report.figures.wording import day_text
from report.macros.cells import Tag, Tile
from report.macros.figures import progress as rate_line
from report.macros.view import MacroError, View

RATES = (
    ("rectification.measures_done", "rectification.measures_total", "rectification.completion_rate"),
    ("rectification.measures_due_done", "rectification.measures_due", "rectification.due_completion_rate"),
)
LASTING = "rectification.measures_done_lasting"
RECTIFICATION_LIST, ALL_LISTS = "检视整改清单", "三份清单合计"  # what a tally counts
PROBLEMS, CLOSED = "rectification.problems", "rectification.problems_closed"
OWED_BY = {"party-committee": Owner.PARTY_COMMITTEE, "office": Owner.OFFICE}  # unit → whose figures it owes
OWED_BY |= {"office-party-committee": Owner.OFFICE_PARTY_COMMITTEE}


def standing(view: View, name: str = "problems", unit: str = "") -> dict[str, Any]:
    """Where the rectification list stands: both rates, then problems or measures by their deadlines, each
    number with the way to the rows that it counts. Nothing while nothing is known.

    With the id of a unit: that unit's problems and measures of every list, without the rates.
    """
    units = {each.id: each for each in view.campaign.organisation.units}
    if name not in JUDGED:
        raise MacroError(f"standing 只写{'、'.join(JUDGED)}{nearest(name, JUDGED)}")
    if unit and unit not in units:
        raise MacroError(f"organisation.yml 里没有“{unit}”这个单位{nearest(unit, units)}")
    if unit:
        return {"of": ALL_LISTS, "progress": [], "tiles": _tiles_of(view, units[unit])}
    tally = rectification(view.counted)
    shown: dict[str, Any] = {"of": RECTIFICATION_LIST, "progress": [], "tiles": []}
    if not (tally.problems or tally.measures or _reported(view)):
        return shown
    if name == "problems":
        shown["tiles"] = [_problems(view), *_due("", tally.problems, view, name)]
    else:
        shown["tiles"] = [_lasting(view), *_due("措施", tally.measures, view, name)]
    return shown | {"progress": [rate_line(view, *keys) for keys in RATES]}


def units(view: View) -> dict[str, Any]:
    """按科室: every unit that is responsible for something, with how far it has come."""
    return {
        "units": [_unit(view, unit) for unit in responsible(view.campaign)],
        "judged": day_text(view.campaign.today, missing=""),
    }


def coverage(view: View) -> dict[str, Any]:
    """“解剖麻雀” by month and division: how many cases there are, and where one is missing."""
    cases = view.counted.cases
    today = view.campaign.today
    last = f"{today:%Y-%m}" if today else max((row.month for row in cases), default="")
    months = sorted({row.month for row in cases if row.month <= last} | ({last} if last and cases else set()))
    divisions = view.campaign.organisation.divisions
    years = {month[:4] for month in months}
    return {
        "months": [f"{int(month[5:])}月" for month in months],
        "units": [
            {"name": unit.name, "cells": [_covered(view, unit, month) for month in months]}
            for unit in divisions
        ],
        "year": f"{years.pop()}年" if len(years) == 1 else "",
    }


def oldest(view: View, rows: Sequence[Measure]) -> dict[str, Any] | None:
    """Of the measures that the edition shows, the one overdue longest: for how many days, and whose it is."""
    today, seen = view.campaign.today, shown_rows(view.campaign, rows)
    if not seen or today is None:
        return None
    row = min(seen, key=lambda row: (row.due_by, view.campaign.organisation.rank(row.unit)))
    return {"days": row.days_over(today), "unit": row.unit}


def _reported(view: View) -> bool:
    """Whether anything is known of the rectification list without its rows."""
    keys = {PROBLEMS, CLOSED, LASTING}.union(*RATES)
    return any(view.results[key].status is not Status.PENDING for key in keys)


def _tiles_of(view: View, unit: Unit) -> list[Tile]:
    """A unit's problems, and its measures by their deadlines."""
    mine = everything(view.counted).of(unit)
    problems = Tile("问题", f"{len(mine.problems)}", "条", f"已销号{len(mine.closed)}条")
    measures = Tile("措施", f"{len(mine.measures)}", "条", f"已落实{len(mine.done)}条")
    return [problems, measures, *_due("措施", mine.measures)]


def _problems(view: View) -> Tile:
    whole, closed = view.figure(PROBLEMS), view.figure(CLOSED)
    number, href = ("" if whole.modifier else whole.number), rows_href(view, "problems")
    return Tile("问题", number, "条", f"已销号{closed.text}", href=href if view.counted.problems else "")


def _due(what: str, rows: Sequence[Dated], view: View | None = None, ledger: str = "") -> list[Tile]:
    """Tiles: how many of the rows are overdue, and how many are 临期; with the way to them in a ledger."""
    found = (
        (f"{what}已过时限", progress.overdue(rows), LATE, "overdue"),
        (f"{what}将到时限", progress.due_soon(rows), SOON, "due_soon"),
    )
    return [
        Tile(
            label,
            "" if rows is None else f"{len(rows)}",
            "条",
            tag=Tag(tag, late=tag == LATE) if rows else None,
            href=rows_href(view, ledger, field) if view and rows else "",
        )
        for label, rows, tag, field in found
    ]


def rows_href(view: View, ledger: str, *fields: str) -> str:
    """The rows of the rectification list in a ledger, those for which the fields say 是."""
    asked = {field: [str(YesNo.YES)] for field in fields}
    return view.ledger_href(ledger, pool=[MeasurePool.RECTIFICATION], **asked)


def _lasting(view: View) -> Tile:
    """How many of the measures done are 长期坚持; these count as done, but as a rule are never closed."""
    lasting, done = view.figure(LASTING), view.figure(RATES[0][0])
    return Tile("其中长期坚持", "" if lasting.modifier else lasting.number, "条", f"已落实{done.text}")


def _unit(view: View, unit: Unit) -> dict[str, Any]:
    mine = everything(view.counted).of(unit)
    owner = OWED_BY.get(unit.id, Owner.DIVISIONS if unit.division else None)
    return {
        "name": unit.name,
        "href": view.href(unit_page(unit)),
        "problems": len(mine.problems),
        "measures": len(mine.measures),
        "done": len(mine.done),
        "overdue": None if mine.overdue is None else len(mine.overdue),
        "due_soon": None if mine.due_soon is None else len(mine.due_soon),
        "owed": sum(_owes(result, owner) for result in view.results.values()),
    }


def _owes(result: Result, owner: Owner | None) -> bool:
    figure = result.figure
    return result.status is Status.PENDING and figure.owner is owner


JUDGED = ("problems", "measures")  # what `standing` can be about


def unit_page(unit: Unit) -> str:
    """The page of a unit: ledgers/units/<id>.md."""
    return f"ledgers/units/{unit.id}.md"


def _covered(view: View, unit: Unit, month: str) -> dict[str, Any]:
    rows = [row for row in view.counted.cases if row.unit == unit.name and row.month == month]
    seen, display = shown_rows(view.campaign, rows), view.campaign.edition == DISPLAY
    href = view.ledger_href("cases", unit=[unit.name], month=[month]) if seen else ""
    counted = seen if display else rows  # which cases are missing is for the office alone
    return {"count": len(counted), "missing": not rows and not display, "href": href}
