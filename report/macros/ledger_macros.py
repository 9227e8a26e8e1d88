"""The ledger as a table of its rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from report.checks.derivation_rules import choices
from report.faults import nearest
from report.formatting import day_text
from report.macros.desk import Desk, MacroError
from report.models import LEDGERS, Disclosure, cell


def _link(desk: Desk, row: Any) -> str:
    """The link of “六位一体” under which a document is filed."""
    links = desk.campaign.organisation.links
    return next((link.name for link in links if row.kind in link.documents), "")


DERIVED: dict[str, dict[str, Callable[[Desk, Any], str]]] = {"documents": {"环节": _link}}


def ledger(desk: Desk, page: str, name: str, columns: str = "", **where: str) -> dict[str, Any]:
    """Rows of a ledger as a table: the columns named (all, when none is), filtered by column values.

    Several values or columns are separated by ；. Rows 不公开 are left out.
    """
    if name not in LEDGERS:
        raise MacroError(f"没有“{name}”这份台账{nearest(name, LEDGERS)}")
    model, _, title = LEDGERS[name]
    derived = DERIVED.get(name, {})
    known = (*model.titles(), *derived)
    chosen = columns.split("；") if columns else list(model.titles())
    wanted = {column: values.split("；") for column, values in where.items()}
    for column in (*chosen, *wanted):
        if column not in known:
            raise MacroError(f"{title}没有“{column}”这一列{nearest(column, known)}")
        possible = _possible(desk, name, column)
        for value in wanted.get(column, ()):
            if possible and value not in possible:
                raise MacroError(f"“{column}”没有“{value}”这个取值，可选{'、'.join(possible)}")

    def said(row: Any, column: str) -> str:
        return derived[column](desk, row) if column in derived else cell(row, column)

    rows = [
        [{"label": c, "text": _dated(row, c) or said(row, c), "lead": c == "名称"} for c in chosen]
        for row in desk.campaign.rows(name)
        if row.disclosure is not Disclosure.SECRET
        and all(said(row, column) in values for column, values in wanted.items())
    ]
    return {"name": name, "title": title, "columns": chosen, "rows": rows}


def _dated(row: Any, column: str) -> str:
    """A date as pages write it; empty for a cell that holds something else."""
    value = getattr(row, row.titles().get(column, ""), None)
    return day_text(value) if isinstance(value, date) else ""


def _possible(desk: Desk, name: str, column: str) -> list[str]:
    """The closed list that a column draws on; empty when it is open."""
    if column in DERIVED.get(name, {}):
        return [link.name for link in desk.campaign.organisation.links]
    return choices(LEDGERS[name][0], column, desk.campaign)
