"""The ledger as a table of its rows: columns, filters, downloads, and what each kind of cell shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from report.checks.derivation_rules import choices
from report.editions import is_shown, shown_cells, shown_titles
from report.faults import nearest
from report.formatting import day_text
from report.macros.cells import PROGRESS, states, view_of
from report.macros.desk import Desk, MacroError
from report.models import LEDGERS, Row, YesNo, cells

DATED = ("problems", "measures", "cases")
FILLED_BY = {
    "problems": (
        "问题台账还没有登记",
        "由教育办按来源逐条登记；登记后，问题条数、方面和销号由这里数出。",
    ),
    "measures": (
        "措施台账还没有登记",
        "由各科室登记，审核后销号；登记后，完成率和到期情况由这里算出。",
    ),
    "topics": ("课题台账还没有登记", "由各科室登记；登记后，课题、典型和特色课题的个数由这里数出。"),
    "cases": ("案例台账还没有登记", "由各科室每月登记“解剖麻雀”案例；登记后，个数和销号率由这里算出。"),
    "activities": (
        "活动台账还没有登记",
        "由主办单位登记，一场一行；登记后，会议、研讨、走访的次数由这里数出。",
    ),
    "documents": ("文件台账还没有登记", "由教育办登记；登记后，工作提示、子方案和规章制度的个数由这里数出。"),
}


def ledger(
    desk: Desk, page: str, name: str, columns: str = "", filters: str = "", **where: str
) -> dict[str, Any]:
    """Rows of a ledger as a table: the columns named (all, when none is), those that hold to `where`.

    Several columns, filters or values are separated by ；. “问题＋方面” puts one column under another as a
    fine line. With `filters` the table can be narrowed and sorted, and offers the downloads. Rows that the
    edition does not show are left out; a ledger that is too long gives way to one table a unit.
    """
    if name not in LEDGERS:
        raise MacroError(f"没有“{name}”这份台账{nearest(name, LEDGERS)}")
    model, _, title = LEDGERS[name]
    listed = columns.split("；") if columns else list(model.columns())
    chosen = [column.split("＋") for column in listed]
    wanted = {column: values.split("；") for column, values in where.items()}
    offered = filters.split("；") if filters else []
    _known(desk, name, [part for parts in chosen for part in parts], offered, wanted)
    chosen = _shown_columns(desk, model, chosen)
    matching = [row for row in desk.campaign.rows(name) if _holds(row, wanted)]
    rows = [row for row in matching if is_shown(desk.campaign, row)]
    split = bool(filters) and desk.is_split(name) and _unit_title(model) not in wanted
    controls = list(_controls(desk, name, offered, wanted, rows)) if filters and not split else []
    empty = dict(zip(("what", "who"), FILLED_BY[name], strict=True)) | {"then": ""}
    return {
        "name": name,
        "title": title,
        "id": "-".join((name, *(value for values in wanted.values() for value in values))),
        "columns": [view_of(desk, page, model, parts[0]) for parts in chosen],
        "total": len(rows),
        "hidden": len(matching) - len(rows),
        "downloads": _downloads(desk, page, name) if filters else None,
        "controls": controls,
        "rows": [] if split else [_row(desk, page, row, chosen, controls) for row in rows],
        "split": list(_by_unit(desk, page, name, rows)) if split else [],
        "key": {"states": states(model), "deadlines": name in DATED} if filters else None,
        "judged": day_text(desk.campaign.today, missing=""),
        "empty": empty if filters else None,
    }


def _known(
    desk: Desk, name: str, chosen: list[str], offered: list[str], wanted: dict[str, list[str]]
) -> None:
    """MacroError for a column that the ledger does not have, or a value that a column cannot hold."""
    model, _, title = LEDGERS[name]
    known = list(model.titles())
    for column in (*chosen, *offered, *wanted):
        if column not in known and not (column == PROGRESS and column in chosen and name != "measures"):
            raise MacroError(f"{title}没有“{column}”这一列{nearest(column, known)}")
        possible = choices(model, column, desk.campaign) if column in known else []
        for value in wanted.get(column, ()):
            if possible and value not in possible:
                raise MacroError(f"“{column}”没有“{value}”这个取值，可选{'、'.join(possible)}")


def _shown_columns(desk: Desk, model: type[Row], chosen: list[list[str]]) -> list[list[str]]:
    """The columns without those that the edition leaves out."""
    shown = {*shown_titles(desk.campaign, model), PROGRESS}
    return [kept for parts in chosen if (kept := [part for part in parts if part in shown])]


def _holds(row: Row, wanted: dict[str, list[str]]) -> bool:
    return all(not set(cells(row, column)).isdisjoint(values) for column, values in wanted.items())


def _row(
    desk: Desk, page: str, row: Any, chosen: list[list[str]], controls: list[dict[str, Any]]
) -> dict[str, Any]:
    model = type(row)
    views = []
    for first, *under in chosen:
        view = view_of(desk, page, model, first, row)
        fine = [view_of(desk, page, model, title, row)["text"] for title in under]
        views.append({**view, "fine": [text for text in fine if text]})
    return {
        "id": row.id.lower() if controls else "",
        "data": [
            (control["name"], "；".join(shown_cells(desk.campaign, row, control["label"])))
            for control in controls
        ],
        "cells": views,
    }


def _controls(
    desk: Desk, name: str, offered: list[str], wanted: dict[str, list[str]], rows: list[Any]
) -> Iterator[dict[str, Any]]:
    """The filters that are offered, then those that only an address from the dictionary uses."""
    model = LEDGERS[name][0]
    shown = shown_titles(desk.campaign, model)
    for column in (*offered, *_asked_by_figures(desk, name, [*offered, *wanted])):
        if column not in shown:
            continue
        toggle = choices(model, column, desk.campaign) == list(YesNo)
        occurring = {text for row in rows for text in shown_cells(desk.campaign, row, column)}
        ordered = choices(model, column, desk.campaign) or sorted(occurring)
        yield {
            "name": model.titles()[column],
            "label": column,
            "options": [] if toggle else [text for text in ordered if text in occurring],
            "toggle": toggle,
            "quiet": column not in offered,
        }


def _asked_by_figures(desk: Desk, name: str, offered: list[str]) -> list[str]:
    """The columns by which figures are counted from the ledger, apart from those offered already."""
    asked: dict[str, None] = {}
    for figure in desk.figures():
        if figure.derivation and figure.derivation[1].of == name:
            asked |= dict.fromkeys(figure.derivation[1].conditions)
    return [column for column in asked if column not in offered]


def _unit_title(model: type[Row]) -> str:
    return str(model.model_fields[model.UNITS[0]].title)


def _by_unit(desk: Desk, page: str, name: str, rows: list[Any]) -> Iterator[dict[str, Any]]:
    """How many rows each unit has, with the page that holds them, in protocol order."""
    title = _unit_title(LEDGERS[name][0])
    for unit in desk.campaign.organisation.units:
        count = sum(cells(row, title) == [unit.name] for row in rows)
        if count:
            href = desk.href(f"ledgers/{name}/{unit.id}.md", page)
            yield {"unit": unit.name, "count": count, "href": href}


def _downloads(desk: Desk, page: str, name: str) -> dict[str, str]:
    return {kind: desk.file_href(f"downloads/{name}.{kind}", page) for kind in ("csv", "xlsx")}
