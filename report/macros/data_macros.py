"""Macros of the data pages: dictionary, 待填报, 核对; and the ledger as a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from report.faults import nearest
from report.figures import Result, in_ledger
from report.formatting import day_text, plain, shown
from report.macros.desk import Desk, FigureView, MacroError, PageLink, places
from report.models import LEDGERS, SECTIONS, Disclosure, Figure, Owner, Status, cell

ROWS_SHOWN = 20
LETTER = {"recipient": "主送机关", "number": "发文字号", "signer": "签发人", "date": "成文日期"}
KINDS = {"count": "数行", "sum": "合计", "distinct": "去重", "norm": "每月一致数"}


def dictionary(desk: Desk, page: str, section: str) -> dict[str, Any]:
    """The entries of one section: what each figure means, where it comes from, where it is shown."""
    return {"entries": [_entry(desk, page, key) for key in desk.section(section, base=True)]}


def pending(desk: Desk, page: str) -> dict[str, Any]:
    """What is still to be reported, by the one who reports it."""
    waiting = [f for f in desk.figures() if desk.results[f.key].status is Status.PENDING]
    stated = [f for f in waiting if not f.base]
    return {
        "owners": [group for owner in Owner if (group := _owner(desk, page, owner, stated))["figures"]],
        "bases": [desk.figure(f.key, page, record=False) for f in waiting if f.base],
        "letter": missing_elements(desk),
        **totals(stated),
    }


def totals(stated: list[Figure]) -> dict[str, int]:
    """How many blanks there are: all, those for numbers, those for text."""
    numbers = sum(places(figure) for figure in stated if figure.unit)
    total = sum(places(figure) for figure in stated)
    return {"total": total, "numbers": numbers, "texts": total - numbers}


def missing_elements(desk: Desk) -> list[str]:
    """What the report lacks as a document: the data date and the elements of the letter."""
    letter = desk.campaign.site.letter
    missing = [label for name, label in LETTER.items() if getattr(letter, name) is None]
    return missing if desk.campaign.site.as_of else ["数据截至日期", *missing]


def differences(desk: Desk, page: str) -> dict[str, Any]:
    """核对: figures reported without a ledger behind them, and those that differ from it for a reason."""
    unledgered = [key for key, result in desk.results.items() if result.unledgered]
    explained = [key for key, result in desk.results.items() if result.disagrees and result.figure.difference]
    return {
        "unledgered": [desk.figure(key, page, record=False) for key in unledgered],
        "explained": [
            {
                "f": desk.figure(key, page, record=False),
                "counted": plain(desk.results[key].counted or Decimal(0)),
                "reason": desk.results[key].figure.difference or "",
            }
            for key in explained
        ],
    }


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
    for column in (*chosen, *where):
        if column not in known:
            raise MacroError(f"{title}没有“{column}”这一列{nearest(column, known)}")

    def said(row: Any, column: str) -> str:
        return derived[column](desk, row) if column in derived else cell(row, column)

    wanted = {column: values.split("；") for column, values in where.items()}
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


def _entry(desk: Desk, page: str, key: str) -> dict[str, Any]:
    result = desk.results[key]
    rows = [row for row in result.rows if getattr(row, "disclosure", None) is not Disclosure.SECRET]
    return {
        "f": desk.figure(key, page, record=False),
        "algorithm": _algorithm(result),
        "counted_by": _counted_by(result),
        "rows": [
            {"id": getattr(row, "id", ""), "name": getattr(row, "name", None) or row.title}
            for row in rows[:ROWS_SHOWN]
        ],
        "rows_more": max(0, len(rows) - ROWS_SHOWN),
        "rows_hidden": len(result.rows) - len(rows),
        "ids": in_ledger(result.figure),
        "used": desk.used_in(key, page),
        "note": _note(result),
        "blanks": places(result.figure) if result.status is Status.PENDING else 0,
    }


def _algorithm(result: Result) -> dict[str, str] | None:
    """A rate or change as a written fraction, with the exact value before rounding."""
    if not result.parts or not isinstance(result.counted, Decimal):
        return None
    first, second = result.parts
    exact = f"{result.counted:.4f}".rstrip("0").rstrip(".")
    if result.figure.change:
        top = f"{first.figure.label}{shown(first)}－{second.figure.label}{shown(second)}"
        return {
            "part": top,
            "whole": f"{first.figure.label}{shown(first)}",
            "exact": exact,
            "shown": shown(result),
        }
    return {
        "part": f"{first.figure.label}{shown(first)}",
        "whole": f"{second.figure.label}{shown(second)}",
        "exact": exact,
        "shown": shown(result),
    }


def _counted_by(result: Result) -> str:
    if result.figure.derivation is None or result.figure.derivation[0] not in KINDS:
        return ""
    form, how = result.figure.derivation
    conditions = {**how.among, **how.where}
    said = "，".join(f"{title}为{'或'.join(values)}" for title, values in conditions.items())
    return f"{KINDS[form]}{'：' + said if said else ''}"


def _note(result: Result) -> str:
    if result.disagrees and result.figure.difference:
        return f"台账数出{plain(result.counted or Decimal(0))}，{result.figure.difference}"
    return "有报数、无台账" if result.unledgered else ""


def _owner(desk: Desk, page: str, owner: Owner, stated: list[Figure]) -> dict[str, Any]:
    mine = [figure for figure in stated if figure.owner is owner]
    return {
        "name": owner.value,
        "total": totals(mine)["total"],
        "figures": [_waiting(desk, page, figure) for figure in mine],
    }


def _waiting(desk: Desk, page: str, figure: Figure) -> dict[str, Any]:
    view: FigureView = desk.figure(figure.key, page, record=False)
    used: list[PageLink] = desk.used_in(figure.key, page)
    return {"f": view, "used": used, "blanks": places(figure), "section": SECTIONS[figure.section]}
