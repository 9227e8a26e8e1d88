"""Macros of the data pages: dictionary, 待填报, 核对."""

from __future__ import annotations

from typing import Any

from report.facts.campaign import COLLECTIONS
from report.facts.editions import DISPLAY, shown_rows
from report.facts.figure import SECTIONS, Figure, Owner, Status
from report.facts.ledgers import LEDGERS
from report.figures.filling import conditions, filled_in
from report.figures.forms import form_of
from report.figures.resolving import Result, in_ledger
from report.figures.wording import backfilled, exact, registered, shown, shown_counted
from report.macros.view import View

ROWS_SHOWN = 20


def dictionary(view: View, section: str) -> dict[str, Any]:
    """The entries of one section: what each figure means, where it comes from, where it is shown."""
    return {"entries": [_entry(view, key) for key in view.section(section)]}


def pending(view: View) -> dict[str, Any]:
    """What is still to be reported, by who reports it."""
    waiting = [f for f in view.campaign.figures.values() if view.results[f.key].status is Status.PENDING]
    return {
        "owners": [group for owner in Owner if (group := _owner(view, owner, waiting))["figures"]],
        "letter": view.campaign.site.missing(),
        "site": view.campaign.site.place.path,
        **totals(waiting),
    }


def totals(figures: list[Figure]) -> dict[str, int]:
    """How many figures these are: in all, numbers, texts."""
    numbers = sum(bool(figure.unit) for figure in figures)
    return {"total": len(figures), "numbers": numbers, "texts": len(figures) - numbers}


def tally(view: View) -> dict[str, Any]:
    """How many figures there are in each state."""
    return view.tally(view.results)


def differences(view: View) -> dict[str, Any]:
    """核对: figures whose ledger is 补登中, those that were reported without a ledger behind them, and those
    that differ from it for a reason."""
    unledgered = [key for key, result in view.results.items() if result.unledgered]
    explained = [key for key, result in view.results.items() if result.disagrees and result.figure.difference]
    behind = [key for key, result in view.results.items() if result.catching_up]
    behind += [key for key, result in view.results.items() if result.partial]
    return {
        "ledgers": view.campaign.site.backfilling,
        "behind": [_behind(view, key) for key in behind],
        "unledgered": [view.figure(key, counts_as_use=False) for key in unledgered],
        "explained": [
            {
                "f": view.figure(key, counts_as_use=False),
                "counted": shown_counted(view.results[key]),
                "reason": view.results[key].figure.difference or "",
            }
            for key in explained
        ],
    }


def _behind(view: View, key: str) -> dict[str, Any]:
    """A figure whose ledger is 补登中: what was typed, and how far the rows have come."""
    result = view.results[key]
    return {
        "f": view.figure(key, counts_as_use=False),
        "typed": "" if result.partial else shown(result),
        "registered": registered(result),
        "ledgers": "、".join(result.backfilling),
    }


def _entry(view: View, key: str) -> dict[str, Any]:
    result = view.results[key]
    rows = shown_rows(view.campaign, result.rows)
    return {
        "f": view.figure(key, counts_as_use=False),
        "algorithm": _algorithm(result),
        "counted_by": _counted_by(result),
        "rows": [
            {"id": id, "name": record.called, "href": view.row_href(id)}
            for record in rows[:ROWS_SHOWN]
            for id in [getattr(record, "id", "")]
        ],
        "rows_more": max(0, len(rows) - ROWS_SHOWN),
        "rows_total": len(rows),
        "rows_href": _rows_href(view, result),
        "rows_hidden": len(result.rows) - len(rows),
        "history": _history(view, key),
        "ids": in_ledger(result.figure),
        "used": view.used_in(key),
        "edit": view.edit_href(result.figure.place),
        "note": _note(result),
    }


def _rows_href(view: View, result: Result) -> str:
    """The address of the ledger with its filter set to the rows that were counted; empty
    for other figures."""
    if result.figure.derivation is None or not in_ledger(result.figure):
        return ""
    how = result.figure.derivation
    columns = LEDGERS[str(how.of)].row.columns()
    conditions = {columns[title].field: values for title, values in how.conditions.items()}
    return view.ledger_href(str(how.of), **conditions)


def _history(view: View, key: str) -> list[dict[str, Any]]:
    """What each notice states for a figure; the display edition leaves this out."""
    if view.campaign.edition == DISPLAY:
        return []
    amounts = [(notice, notice.amount(key)) for notice in view.campaign.notices]
    return [
        {
            "issue": f"第{notice.issue}期",
            "text": str(amount) if amount.text != Status.PENDING else "",
            "corrected": any(correction.key == key for correction in notice.corrections),
        }
        for notice, amount in amounts
        if amount.text
    ]


def _algorithm(result: Result) -> dict[str, str] | None:
    """A ratio or change as a fraction in words, with the exact value before rounding; None
    for other figures."""
    how = result.figure.derivation
    if not result.parts or result.counted is None or how is None:
        return None
    first, second = (f"{part.figure.label}{shown(part)}" for part in result.parts)
    changes = result.figure.form == "change"
    return {
        "part": f"{first}－{second}" if changes else first,
        "whole": first if changes else second,
        "exact": exact(result.counted, how.digits),
        "shown": shown(result),
    }


def _counted_by(result: Result) -> str:
    """How the rows are counted: 按行计数：活动台账，类型为领导小组会议; empty for other figures."""
    form, how = form_of(result.figure), result.figure.derivation
    if form is None or form.of_rows is None or how is None:
        return ""
    said = conditions(how, [*how.conditions])
    return f"{form.title}：{'，'.join(filter(None, (COLLECTIONS[str(how.of)].title, said)))}"


def _note(result: Result) -> str:
    if result.disagrees and result.figure.difference:
        return f"台账数出{shown_counted(result)}，{result.figure.difference}"
    return backfilled(result) or ("有填报、无台账" if result.unledgered else "")


def _owner(view: View, owner: Owner, waiting: list[Figure]) -> dict[str, Any]:
    mine = [figure for figure in waiting if figure.owner is owner]
    return {
        "name": owner.value,
        "total": len(mine),
        "figures": [_waiting(view, figure) for figure in mine],
    }


def _waiting(view: View, figure: Figure) -> dict[str, Any]:
    where = filled_in(view.facts, view.results[figure.key])
    return {
        "f": view.figure(figure.key, counts_as_use=False),
        "used": view.used_in(figure.key),
        "where": where,
        "ledger_href": view.ledger_href(where.ledger) if where.ledger else "",
        "section": SECTIONS[figure.section],
        "base": figure.base,
    }
