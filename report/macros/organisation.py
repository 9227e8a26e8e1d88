"""Macros of the organisation pages: units and posts, “六位一体” with its records, key tasks, youth groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from report.facts.editions import DISPLAY, shown_rows
from report.facts.figure import Status
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.activities import Activity
from report.facts.ledgers.documents import Document
from report.facts.records import KeyTask, Link, YouthGroup
from report.figures.wording import day_text
from report.macros.cells import day_of
from report.macros.view import View


def organisation(view: View) -> dict[str, Any]:
    """Units and posts in protocol order, and the three 带学 pairs."""
    facts = view.campaign.organisation
    return {
        "units": facts.units,
        "posts": [{"name": post.name, "unit": facts.name_of(post.unit)} for post in facts.posts],
        "pairs": facts.pairs,
    }


def mechanism(view: View) -> dict[str, Any]:
    """“六位一体”: each link with what is done, who is responsible, and what records it."""
    facts = view.campaign.organisation
    return {
        "links": [_link(view, ordinal, link) for ordinal, link in enumerate(facts.links, 1)],
        "confirmed": facts.links_confirmed,
    }


def _link(view: View, ordinal: int, link: Link) -> dict[str, Any]:
    held = [row for row in view.counted.activities if row.link == link.name]
    filed = [row for row in view.counted.documents if row.link == link.name]
    records = [
        _records(view, "activities", link, [kind.value for kind in link.activities], held),
        _records(view, "documents", link, [kind.value for kind in link.documents], filed),
    ]
    return {
        "ordinal": ordinal,
        "name": link.name,
        "duty": link.duty,
        "units": [view.campaign.organisation.name_of(unit) for unit in link.units],
        "records": [each for each in records if each["kinds"]],
        "latest": _latest(view, held, filed),
    }


def _records(
    view: View, ledger: str, link: Link, kinds: list[str], rows: Sequence[Activity | Document]
) -> dict[str, Any]:
    """How many rows of a ledger record a link, altogether and by kind. Every row counts; `hidden` are those
    that the edition does not show, and nothing leads to a ledger that shows none."""
    seen = shown_rows(view.campaign, rows)
    counts, listed = (Counter(row.kind.value for row in each) for each in (rows, seen))
    return {
        "title": LEDGERS[ledger].what,
        "total": len(rows),
        "hidden": len(rows) - len(seen),
        "href": view.ledger_href(ledger, link=[link.name]) if seen else "",
        "kinds": [
            {
                "name": kind,
                "count": counts[kind],
                "href": view.ledger_href(ledger, kind=[kind]) if listed[kind] else "",
            }
            for kind in kinds
        ],
    }


def _latest(view: View, held: list[Activity], filed: list[Document]) -> dict[str, str] | None:
    """The newest of the records that the edition shows; None if none of them has a date."""
    dated: list[tuple[date, Activity | Document]] = [
        *((row.date, row) for row in shown_rows(view.campaign, held)),
        *((row.issued, row) for row in shown_rows(view.campaign, filed) if row.issued),
    ]
    if not dated:
        return None
    day, row = max(dated, key=lambda pair: (pair[0], pair[1].id))
    return {"date": day_of(day, view.campaign), "name": row.name, "href": view.row_href(row.id)}


def tasks(view: View) -> dict[str, Any]:
    """责任分工: the key tasks, each with who leads it, who answers for it, by when, and how far it has come.

    What no task states yet is told once and takes no column; while there is nothing at all, the sections of
    the report stand there. The display edition names no posts.
    """
    rows = [_key_task(view, task) for task in view.campaign.organisation.key_tasks]
    told = {name: KeyTask.titled(name) for name in ("leaders", "units", "deadline")} | {"progress": "进展"}
    if view.campaign.edition == DISPLAY:
        del told["leaders"]
    stated = {name: any(row[name] for row in rows) for name in told}
    return {
        "tasks": rows,
        "stated": {"leaders": False} | stated | {"section": not any(stated.values())},
        "missing": [title for name, title in told.items() if not stated[name]],
        "hidden": sum(row["hidden"] for row in rows),
    }


def _key_task(view: View, task: KeyTask) -> dict[str, Any]:
    name_of = view.campaign.organisation.name_of
    held = [row for row in view.counted.activities if row.key_task.value == task.name]
    seen = shown_rows(view.campaign, held)
    known = [key for key in task.figures if view.result(key).status is not Status.PENDING]
    return {
        "name": task.name,
        "href": view.href(task.page),
        "section": view.pages.headings.get(task.page, ""),
        "progress": bool(held or known),
        "leaders": [name_of(post) for post in task.leaders],
        "units": [name_of(unit) for unit in task.units],
        "deadline": day_text(task.deadline, missing=""),
        "activities": len(held),
        "activities_href": view.ledger_href("activities", key_task=[task.name]) if seen else "",
        "hidden": len(held) - len(seen),
        "figures": [view.figure(key) for key in known],
    }


def youth_groups(view: View) -> dict[str, Any]:
    """The youth groups, with who leads each in the month of the judgement date."""
    groups = view.campaign.organisation.youth_groups
    today = view.campaign.today
    rows = [_group(group, today) for group in groups]
    return {
        "groups": rows,
        "month": f"{today.month}月" if today else "本月",
        "known": any(row["on_duty"] for row in rows),
    }


def _group(group: YouthGroup, today: date | None) -> dict[str, Any]:
    on_duty = group.on_duty(today) if today else None
    return {
        "name": group.name,
        "members": group.members,
        "rota": group.rota,
        "on_duty": on_duty or "",
    }
