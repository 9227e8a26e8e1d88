"""The ledger as a table of its rows: columns, filters, downloads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from report.facts.editions import is_shown, shown_cells, shown_columns, shown_rows
from report.facts.fields import Column
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.problems import Shortfall
from report.facts.ledgers.row import Dated, Ledger, Row, YesNo
from report.faults import nearest
from report.figures.wording import day_text
from report.macros.cells import PROGRESS, cell_of, head_of, statuses
from report.macros.view import MacroError, View


def ledger(view: View, name: str, columns: str = "", filters: str = "", **where: str) -> dict[str, Any]:
    """Rows of a ledger as a table: the columns named, or all; the rows that have the values in `where`.

    Several columns, filters or values are separated by ；. “问题＋方面” puts one column under the other in
    small print. With `filters` the table can be filtered and sorted, and offers the downloads. Rows that the
    edition does not show are left out; a ledger that is too long gives way to one table per unit, one without
    rows to a sentence.
    """
    if name not in LEDGERS:
        raise MacroError(f"没有“{name}”这份台账{nearest(name, LEDGERS)}")
    this = LEDGERS[name]
    listed = columns.split("；") if columns else list(this.row.written())
    named = [titles.split("＋") for titles in listed]
    wanted = {title: values.split("；") for title, values in where.items()}
    offered = filters.split("；") if filters else []
    _known(view, this, [title for titles in named for title in titles], offered, wanted)
    chosen = _shown(view, this, named)
    matching = [row for row in view.campaign.ledgers[name] if _holds(row, wanted)]
    rows = [row for row in matching if is_shown(view.campaign, row)]
    split = bool(filters) and view.is_split(name) and _unit_title(this) not in wanted
    controls = list(_controls(view, this, offered, wanted, rows)) if filters and not split else []
    dated = issubclass(this.row, Dated)
    return {
        "name": name,
        "title": this.title,
        "id": "-".join(("ledger", name, *(value for values in wanted.values() for value in values))),
        "columns": [head_of(columns[0]) for columns in chosen],
        "total": len(rows),
        "later": sum(row.id in view.facts.later for row in rows),
        "as_of": view.as_of(),
        "hidden": len(matching) - len(rows),
        "downloads": _downloads(view, name) if filters else None,
        "controls": controls,
        "rows": [] if split else [_row(view, row, chosen, controls) for row in rows],
        "split": list(_by_unit(view, this, rows)) if split else [],
        "signs": {"statuses": statuses(this.row), "deadlines": dated} if filters else None,
        "judged": day_text(view.campaign.today, missing=""),
        "empty": {
            "what": this.missing if filters else f"{_nothing(this, wanted)}还没有登记",
            "who": this.filled_by if filters else "",
            "caveat": this.caveat,
            "guide": view.guide(this.guide) if filters else "",
        },
    }


def answering(view: View, shortfall: str) -> dict[str, Any]:
    """How many problems answer one of the shortfalls of the report, and how many of them are closed."""
    if shortfall not in list(Shortfall):
        raise MacroError(f"没有“{shortfall}”这一条不足{nearest(shortfall, list(Shortfall))}")
    rows = [row for row in view.counted.problems if row.shortfall == shortfall]
    seen = shown_rows(view.campaign, rows)
    return {
        "total": len(rows),
        "closed": sum(row.status.is_closed for row in rows),
        "hidden": len(rows) - len(seen),
        "href": view.ledger_href("problems", shortfall=[shortfall]) if seen else "",
    }


def _nothing(this: Ledger, wanted: dict[str, list[str]]) -> str:
    """What is not registered yet: 读书班的活动, 会议研判的文件."""
    values = "、".join(value for values in wanted.values() for value in values)
    return f"{values}的{this.what}" if values else this.what


def _known(
    view: View, this: Ledger, named: list[str], offered: list[str], wanted: dict[str, list[str]]
) -> None:
    """MacroError for a column that the ledger does not have, or a value that a column cannot hold."""
    columns = this.row.columns()
    for title in (*named, *offered, *wanted):
        if title == PROGRESS.title and title in named and this.name != "measures":
            continue
        if title not in columns:
            raise MacroError(f"{this.title}没有“{title}”这一列{nearest(title, columns)}")
        possible = columns[title].kind.choices(view.campaign.organisation)
        for value in wanted.get(title, ()):
            if possible and value not in possible:
                raise MacroError(f"“{title}”没有“{value}”这个取值，可选{'、'.join(possible)}")


def _shown(view: View, this: Ledger, named: list[list[str]]) -> list[list[Column]]:
    """The columns named, without those that the edition leaves out."""
    shown = {**shown_columns(view.campaign, this.row), PROGRESS.title: PROGRESS}
    return [kept for titles in named if (kept := [shown[title] for title in titles if title in shown])]


def _holds(row: Row, wanted: dict[str, list[str]]) -> bool:
    columns = row.columns()
    return all(not set(row.cells(columns[title])).isdisjoint(values) for title, values in wanted.items())


def _row(view: View, row: Row, chosen: list[list[Column]], controls: list[dict[str, Any]]) -> dict[str, Any]:
    cells = []
    for first, *under in chosen:
        said = cell_of(view, first, row)
        fine = [(column, cell_of(view, column, row)["text"]) for column in under]
        kept = [text for column, text in fine if text and not _bears(said["text"], column, text)]
        cells.append({**said, "fine": kept})
    if row.id in view.facts.later:
        lead = next((cell for cell in cells if cell["lead"]), cells[0])
        lead["fine"] = [*lead["fine"], _later(view.facts.later[row.id])]
    columns = row.columns()
    return {
        "id": row.id.lower() if controls else "",
        "data": [
            (control["name"], "；".join(shown_cells(view.campaign, row, columns[control["label"]])))
            for control in controls
        ],
        "cells": cells,
    }


def _later(stood: Row | None) -> str:
    """What is said of a row that came to be, or to where it is, after the data date."""
    if stood is None:
        return "晚于数据截至日期，暂不计入"
    return f"这一步晚于数据截至日期，暂按{'；'.join(stood.texts('status'))}计"


def _bears(name: str, column: Column, text: str) -> bool:
    """Whether a name already bears the mark that would stand under it: 工作提示第1期 and 第1期."""
    return column.kind.name == "mark" and text in name


def _controls(
    view: View, this: Ledger, offered: list[str], wanted: dict[str, list[str]], rows: list[Row]
) -> Iterator[dict[str, Any]]:
    """The filters that are offered, then those that are only set by an address, from the dictionary."""
    shown = shown_columns(view.campaign, this.row)
    for title in (*offered, *_asked_by_figures(view, this.name, [*offered, *wanted])):
        if title not in shown:
            continue
        possible = shown[title].kind.choices(view.campaign.organisation)
        occurring = {text for row in rows for text in shown_cells(view.campaign, row, shown[title])}
        toggle = possible == list(YesNo)
        yield {
            "name": shown[title].field,
            "label": title,
            "options": []
            if toggle
            else [text for text in possible or sorted(occurring) if text in occurring],
            "toggle": toggle,
            "quiet": title not in offered,
        }


def _asked_by_figures(view: View, name: str, offered: list[str]) -> list[str]:
    """The columns whose values decide which rows a figure counts, apart from those offered already."""
    asked: dict[str, None] = {}
    for figure in view.campaign.figures.values():
        if figure.derivation and figure.derivation.of == name:
            asked |= dict.fromkeys(figure.derivation.conditions)
    return [title for title in asked if title not in offered]


def _unit_title(this: Ledger) -> str:
    column = this.row.responsible()
    return column.title if column else ""


def _by_unit(view: View, this: Ledger, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """How many rows each unit has, with the page that holds them, in protocol order."""
    for unit in view.campaign.organisation.units:
        count = sum(row.answering == unit.name for row in rows)
        if count:
            href = view.href(f"ledgers/{this.name}/{unit.id}.md")
            yield {"unit": unit.name, "count": count, "href": href}


def _downloads(view: View, name: str) -> dict[str, str]:
    return {kind: view.file_href(f"downloads/{name}.{kind}") for kind in ("csv", "xlsx")}
