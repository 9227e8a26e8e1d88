"""Macros of the data pages: dictionary, 待填报, 核对."""

from __future__ import annotations

from typing import Any

from report.editions import DISPLAY, shown_rows
from report.figures import Result, in_ledger
from report.formatting import exact, shown, shown_counted
from report.macros.desk import Desk, FigureView, PageLink, places
from report.models import LEDGERS, SECTIONS, Figure, Owner, Status

ROWS_SHOWN = 20
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
        "letter": desk.campaign.site.missing(),
        **totals(stated),
    }


def totals(stated: list[Figure]) -> dict[str, int]:
    """How many blanks there are: all, those for numbers, those for text."""
    numbers = sum(places(figure) for figure in stated if figure.unit)
    total = sum(places(figure) for figure in stated)
    return {"total": total, "numbers": numbers, "texts": total - numbers}


def differences(desk: Desk, page: str) -> dict[str, Any]:
    """核对: figures reported without a ledger behind them, and those that differ from it for a reason."""
    unledgered = [key for key, result in desk.results.items() if result.unledgered]
    explained = [key for key, result in desk.results.items() if result.disagrees and result.figure.difference]
    return {
        "unledgered": [desk.figure(key, page, record=False) for key in unledgered],
        "explained": [
            {
                "f": desk.figure(key, page, record=False),
                "counted": shown_counted(desk.results[key]),
                "reason": desk.results[key].figure.difference or "",
            }
            for key in explained
        ],
    }


def _entry(desk: Desk, page: str, key: str) -> dict[str, Any]:
    result = desk.results[key]
    rows = shown_rows(desk.campaign, result.rows)
    return {
        "f": desk.figure(key, page, record=False),
        "algorithm": _algorithm(result),
        "counted_by": _counted_by(result),
        "rows": [
            {
                "id": getattr(row, "id", ""),
                "name": getattr(row, "name", None) or row.title,
                "href": desk.row_href(getattr(row, "id", ""), page),
            }
            for row in rows[:ROWS_SHOWN]
        ],
        "rows_more": max(0, len(rows) - ROWS_SHOWN),
        "rows_total": len(rows),
        "rows_href": _rows_href(desk, page, result),
        "rows_hidden": len(result.rows) - len(rows),
        "history": _history(desk, key),
        "ids": in_ledger(result.figure),
        "used": desk.used_in(key, page),
        "note": _note(result),
        "blanks": places(result.figure) if result.status is Status.PENDING else 0,
    }


def _rows_href(desk: Desk, page: str, result: Result) -> str:
    """The ledger with its filter set to just the rows that were counted; empty for other lists."""
    if result.figure.derivation is None or not in_ledger(result.figure):
        return ""
    how = result.figure.derivation[1]
    titles = LEDGERS[str(how.of)][0].titles()
    conditions = {titles[title]: values for title, values in how.conditions.items()}
    return desk.ledger_href(str(how.of), page, **conditions)


def _history(desk: Desk, key: str) -> list[dict[str, Any]]:
    """What each notice said of a figure; the display edition leaves the office's history out."""
    if desk.campaign.edition == DISPLAY:
        return []
    stated = [(n, s) for n in desk.campaign.notices for s in n.figures if s.key == key]
    return [
        {
            "issue": f"第{notice.issue}期",
            "text": f"{notice.value(key)}{figure.unit}" if notice.value(key) != Status.PENDING else "",
            "corrected": any(correction.key == key for correction in notice.corrections),
        }
        for notice, figure in stated
    ]


def _algorithm(result: Result) -> dict[str, str] | None:
    """A rate or change as a written fraction, with the exact value before rounding."""
    if not result.parts or result.counted is None or result.figure.derivation is None:
        return None
    first, second = (f"{part.figure.label}{shown(part)}" for part in result.parts)
    return {
        "part": f"{first}－{second}" if result.figure.change else first,
        "whole": first if result.figure.change else second,
        "exact": exact(result.counted, result.figure.derivation[1].digits),
        "shown": shown(result),
    }


def _counted_by(result: Result) -> str:
    if result.figure.derivation is None or result.figure.derivation[0] not in KINDS:
        return ""
    form, how = result.figure.derivation
    said = "，".join(f"{title}为{'或'.join(values)}" for title, values in how.conditions.items())
    return f"{KINDS[form]}{'：' + said if said else ''}"


def _note(result: Result) -> str:
    if result.disagrees and result.figure.difference:
        return f"台账数出{shown_counted(result)}，{result.figure.difference}"
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
