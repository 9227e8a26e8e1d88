"""What an edition shows: rows by their 公开 column, and pages that are only for the office.

A 不公开 row is counted and never shown. The display edition shows 公开 rows only and leaves out the office's
working pages. Whatever puts rows before a reader takes them from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from report.facts.campaign import Campaign
from report.facts.fields import POST, Column
from report.facts.ledgers.row import Disclosure, Row
from report.facts.record import Record

R = TypeVar("R", bound=Record)

DISPLAY = "display"
WORKING_PAGES = (  # pages, or how their paths begin
    "data/pending.md",
    "data/reconcile.md",
    "ledgers/units",
    "ledgers/reminders.md",
    "ledgers/rhythm.md",
    "handbook/",
)


def is_working_page(page: str) -> bool:
    """Whether a page is one of the office's working pages."""
    return page.startswith(WORKING_PAGES)


def leaves_out(campaign: Campaign, page: str) -> bool:
    """Whether this edition leaves a page out."""
    return campaign.edition == DISPLAY and is_working_page(page)


def is_shown(campaign: Campaign, record: Record) -> bool:
    """Whether readers of this edition may see a record; any record but a ledger row is open to all."""
    if not isinstance(record, Row):
        return True
    if campaign.edition == DISPLAY:
        return record.disclosure is Disclosure.PUBLIC
    return record.disclosure is not Disclosure.WITHHELD


def shown_rows(campaign: Campaign, rows: Iterable[R]) -> list[R]:
    """The rows that this edition shows."""
    return [row for row in rows if is_shown(campaign, row)]


def shown_columns(campaign: Campaign, row: type[Row]) -> dict[str, Column]:
    """The columns of a ledger that this edition shows, by title. The display edition names no posts."""
    every = row.columns()
    return {
        title: each for title, each in every.items() if campaign.edition != DISPLAY or each.kind is not POST
    }


def shown_cells(campaign: Campaign, row: Row, column: Column) -> list[str]:
    """The values of a row under a column, without the ids of rows that this edition does not show."""
    said = row.cells(column)
    if not column.kind.ledgers:
        return said
    return [text for text in said if text not in campaign.by_id or is_shown(campaign, campaign.by_id[text])]


def names_shown(campaign: Campaign, id: str) -> bool:
    """Whether a row named in a snapshot may still be shown: not if it is gone or has become 不公开."""
    row = campaign.by_id.get(id)
    return row is not None and is_shown(campaign, row)
