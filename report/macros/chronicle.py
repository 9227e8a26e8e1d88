"""大事记: everything that happened, in order of time, from the rows of two ledgers and the notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from report.facts.editions import shown_rows
from report.facts.ledgers.activities import Activity, ActivityKind, KeyTaskName
from report.facts.ledgers.documents import Document, DocumentKind, DocumentStatus
from report.figures.wording import month_text, span_text
from report.macros.notices import notice_page, span
from report.macros.view import View

NOTICE = "公示"
OUT = (DocumentStatus.ISSUED, DocumentStatus.REPEALED)  # what has been issued; a draft is no event
FILTERS = {"kind": "类型", "host": "主办", "key_task": "重点措施", "link": "环节"}


@dataclass(frozen=True)
class Event:
    """Something that happened: on which day (None: not known yet), what, who held it, where its record is."""

    day: date | None
    what: str
    kind: str
    host: str
    id: str
    href: str
    end: date | None = None
    key_task: str = ""
    link: str = ""
    more: tuple[str, ...] = ()


def chronicle(view: View) -> dict[str, Any]:
    """大事记: activities, documents issued and notices by month; documents that wait for their date last.

    Rows that the edition does not show are only counted.
    """
    documents = [row for row in view.counted.documents if row.status in OUT]
    rows: list[Activity | Document] = [*view.counted.activities, *documents]
    seen = shown_rows(view.campaign, rows)
    events = [*(_of(view, row) for row in seen), *_notices(view)]
    dated = sorted((event for event in events if event.day), key=lambda event: _order(view, event))
    waiting = [event for event in events if event.day is None]
    months: list[dict[str, Any]] = []
    for name, group in groupby(dated, key=lambda event: f"{event.day:%Y-%m}"):
        year, _, month = month_text(name).partition("年")
        new_year = bool(months) and months[-1]["year"] != f"{year}年"
        shown = [_shown(event) for event in group]
        months.append({"id": name, "year": f"{year}年", "name": month, "new_year": new_year, "events": shown})
    return {
        "months": months,
        "waiting": [_shown(event) for event in waiting],
        "total": len(events),
        "hidden": len(rows) - len(seen),
        "controls": [control for control in _controls(view, events) if len(control["options"]) > 1],
    }


def _of(view: View, row: Activity | Document) -> Event:
    if isinstance(row, Activity):
        return Event(
            row.date,
            row.name,
            row.kind.value,
            row.host,
            row.id,
            view.row_href(row.id),
            end=row.end,
            key_task=row.key_task.value,
            link=row.link or "",
        )
    return Event(
        row.issued,
        f"印发{row.name}",
        row.kind.value,
        row.issuer,
        row.id,
        view.row_href(row.id),
        link=row.link or "",
        more=(row.number or "", "现已废止" if row.status is DocumentStatus.REPEALED else ""),
    )


def _notices(view: View) -> Iterator[Event]:
    organisation = view.campaign.organisation
    issuer = next((task.unit for task in organisation.periodic_tasks if task.id == "notice"), "")
    for notice in view.campaign.notices:
        name = f"第{notice.issue}期"
        yield Event(
            notice.date,
            f"发布{name}公示",
            NOTICE,
            organisation.name_of(issuer),
            name,
            view.href(notice_page(notice)),
            more=(span(notice),),
        )


def _order(view: View, event: Event) -> tuple[date, int, str]:
    """By day; on the same day in protocol order."""
    assert event.day is not None
    return event.day, view.campaign.organisation.rank(event.host), event.id


def _shown(event: Event) -> dict[str, Any]:
    return {
        "day": span_text(event.day, event.end) if event.day else "",
        "what": event.what,
        "fine": [*filter(None, event.more)],
        "kind": event.kind,
        "host": event.host,
        "id": event.id,
        "href": event.href,
        "data": [(name, getattr(event, name)) for name in FILTERS],
    }


def _controls(view: View, events: list[Event]) -> Iterator[dict[str, Any]]:
    """What the list can be narrowed by, each with the values that occur, in the order of their lists."""
    organisation = view.campaign.organisation
    ordered = {
        "kind": [*ActivityKind, *DocumentKind, NOTICE],
        "host": list(organisation.names.values()),
        "key_task": list(KeyTaskName),
        "link": [link.name for link in organisation.links],
    }
    for name, label in FILTERS.items():
        occurring = {getattr(event, name) for event in events}
        options = [str(value) for value in ordered[name] if value in occurring]
        yield {"name": name, "label": label, "options": options}
