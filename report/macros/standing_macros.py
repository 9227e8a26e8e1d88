"""Macros that add a ledger up: where a list stands, unit by unit, and how “解剖麻雀” covers the months."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from report.derived import days_over, deadline
from report.editions import DISPLAY, shown_rows
from report.faults import nearest
from report.figures import Result
from report.formatting import day_text
from report.macros.desk import Desk, MacroError
from report.macros.figure_macros import progress
from report.models import Measure, MeasurePool, Owner, Problem, ProblemPool, Status, Unit, YesNo

RATES = (
    ("rectification.measures_done", "rectification.measures_total", "rectification.completion_rate"),
    ("rectification.measures_due_done", "rectification.measures_due", "rectification.due_completion_rate"),
)
LASTING = "rectification.measures_done_lasting"
PROBLEMS, CLOSED = "rectification.problems", "rectification.problems_closed"
OWED_BY = {"party-committee": Owner.PARTY_COMMITTEE, "office": Owner.OFFICE}  # unit → whose figures it owes
OWED_BY |= {"office-party-committee": Owner.OFFICE_PARTY_COMMITTEE}


def standing(desk: Desk, page: str, name: str = "problems", unit: str = "") -> dict[str, Any]:
    """Where the rectification list stands: both rates, then problems or measures by their deadlines.

    With the id of a unit: that unit's problems and measures, of every list, without the rates.
    """
    ids = [each.id for each in desk.campaign.organisation.units]
    if name not in JUDGED:
        raise MacroError(f"standing 只写{'、'.join(JUDGED)}{nearest(name, JUDGED)}")
    if unit and unit not in ids:
        raise MacroError(f"organisation.yml 里没有“{unit}”这个单位{nearest(unit, ids)}")
    owner = desk.name_of(unit) if unit else ""
    rows = [row for row in desk.campaign.measures if row.unit == owner] if unit else JUDGED[name](desk)
    first = _problems(desk, page, owner) if unit or name == "problems" else _lasting(desk, page)
    what = "措施" if unit or name == "measures" else ""
    tiles = [
        first,
        _tile(f"{what}已过时限", late(rows), "逾期"),
        _tile(f"{what}将到时限", due_soon(rows), "临期"),
    ]
    return {"progress": [] if unit else [progress(desk, page, *keys) for keys in RATES], "tiles": tiles}


def units(desk: Desk, page: str) -> dict[str, Any]:
    """按科室: every unit that is responsible for something, with how far it is."""
    return {
        "units": [_unit(desk, page, unit) for unit in responsible(desk)],
        "judged": day_text(desk.campaign.today, missing=""),
    }


def coverage(desk: Desk, page: str) -> dict[str, Any]:
    """“解剖麻雀”, month by month and division by division: how many cases, and where one is missing."""
    cases = desk.campaign.cases
    today = desk.campaign.today
    last = f"{today:%Y-%m}" if today else max((row.month for row in cases), default="")
    months = sorted({row.month for row in cases if row.month <= last} | ({last} if last and cases else set()))
    divisions = [unit for unit in desk.campaign.organisation.units if unit.division]
    years = {month[:4] for month in months}
    return {
        "months": [f"{int(month[5:])}月" for month in months],
        "units": [
            {"name": unit.name, "cells": [_covered(desk, page, unit, month) for month in months]}
            for unit in divisions
        ],
        "year": f"{years.pop()}年" if len(years) == 1 else "",
    }


def responsible(desk: Desk) -> list[Unit]:
    """The units that some problem, measure or case is laid upon, in protocol order."""
    rows: tuple[Any, ...] = (*desk.campaign.problems, *desk.campaign.measures, *desk.campaign.cases)
    named = {row.unit for row in rows}
    return [unit for unit in desk.campaign.organisation.units if unit.name in named]


def late(rows: Iterable[Any]) -> list[Any] | None:
    """Those of the measures that are overdue; None while nothing is judged."""
    return _flagged(rows, "overdue")


def due_soon(rows: Iterable[Any]) -> list[Any] | None:
    """Those that are 临期; None while nothing is judged."""
    return _flagged(rows, "due_soon")


def oldest(desk: Desk, rows: list[Any]) -> dict[str, Any] | None:
    """The measure that may be seen and has been overdue longest: how many days, and whose it is."""
    today, seen = desk.campaign.today, shown_rows(desk.campaign, rows)
    if not seen or today is None:
        return None
    row = min(seen, key=lambda row: (deadline(row), desk.rank(row.unit)))
    return {"days": days_over(row, today), "unit": row.unit}


def of_rectification(desk: Desk) -> list[Measure]:
    """The measures of the rectification list."""
    return [row for row in desk.campaign.measures if row.pool is MeasurePool.RECTIFICATION]


def _flagged(rows: Iterable[Any], field: str) -> list[Any] | None:
    judged = [row for row in rows if getattr(row, field) is not None]
    return [row for row in judged if getattr(row, field) is YesNo.YES] if judged else None


def _problems_of(desk: Desk) -> list[Problem]:
    return [row for row in desk.campaign.problems if row.pool is ProblemPool.RECTIFICATION]


def _problems(desk: Desk, page: str, unit: str) -> dict[str, str]:
    if not unit:
        whole, closed = desk.figure(PROBLEMS, page), desk.figure(CLOSED, page)
        number = "" if whole.modifier else whole.number
        return {"label": "问题", "number": number, "unit": "条", "note": f"已销号{closed.text}", "tag": ""}
    mine = [row for row in desk.campaign.problems if row.unit == unit]
    done = sum(row.closed is not None for row in mine)
    return {"label": "问题", "number": f"{len(mine)}", "unit": "条", "note": f"已销号{done}条", "tag": ""}


def _lasting(desk: Desk, page: str) -> dict[str, str]:
    """How many of the measures done are 长期坚持, which are counted and as a rule never closed."""
    lasting, done = desk.figure(LASTING, page), desk.figure(RATES[0][0], page)
    number = "" if lasting.modifier else lasting.number
    return {"label": "其中长期坚持", "number": number, "unit": "条", "note": f"已落实{done.text}", "tag": ""}


def _tile(label: str, rows: list[Any] | None, tag: str) -> dict[str, str]:
    number = "" if rows is None else f"{len(rows)}"
    return {"label": label, "number": number, "unit": "条", "note": "", "tag": tag if rows else ""}


def _unit(desk: Desk, page: str, unit: Unit) -> dict[str, Any]:
    mine = [row for row in desk.campaign.measures if row.unit == unit.name]
    overdue, soon = late(mine), due_soon(mine)
    owner = OWED_BY.get(unit.id, Owner.DIVISIONS if unit.division else None)
    return {
        "name": unit.name,
        "href": desk.href(unit_page(unit), page),
        "problems": sum(row.unit == unit.name for row in desk.campaign.problems),
        "measures": len(mine),
        "done": sum(not row.open for row in mine),
        "overdue": None if overdue is None else len(overdue),
        "due_soon": None if soon is None else len(soon),
        "owed": sum(_owes(result, owner) for result in desk.results.values()),
    }


def _owes(result: Result, owner: Owner | None) -> bool:
    figure = result.figure
    return result.status is Status.PENDING and figure.owner is owner and not figure.base


JUDGED: dict[str, Callable[[Desk], list[Any]]] = {  # what the strip can be about
    "problems": _problems_of,
    "measures": of_rectification,
}


def unit_page(unit: Unit) -> str:
    """The source of a unit's page."""
    return f"ledgers/units/{unit.id}.md"


def _covered(desk: Desk, page: str, unit: Unit, month: str) -> dict[str, Any]:
    rows = [row for row in desk.campaign.cases if row.unit == unit.name and row.month == month]
    seen, display = shown_rows(desk.campaign, rows), desk.campaign.edition == DISPLAY
    href = desk.ledger_href("cases", page, unit=[unit.name], month=[month]) if seen else ""
    counted = seen if display else rows  # what a division owes is for the office to know
    return {"count": len(counted), "missing": not rows and not display, "href": href}
