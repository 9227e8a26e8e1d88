"""What an edition shows: rows by their 公开 column, and pages that are only for the office.

A row 不公开 counts and appears nowhere. The display edition shows 公开 rows alone and leaves the office's
working pages out. Whatever puts rows before a reader takes them from here.
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
WORKING_PAGES = (  # a path, or the beginning of one
    "data/pending.md",
    "data/reconcile.md",
    "ledgers/units",
    "ledgers/reminders.md",
    "ledgers/rhythm.md",
    "handbook/",
)


def is_working_page(page: str) -> bool:
    """Whether a page is one of the office's own."""
    return page.startswith(WORKING_PAGES)


def leaves_out(campaign: Campaign, page: str) -> bool:
    """Whether the edition has no such page."""
    return campaign.edition == DISPLAY and is_working_page(page)


def is_shown(campaign: Campaign, record: Record) -> bool:
    """Whether a reader of the edition may see a record; what is not a row of a ledger, everybody may."""
    if not isinstance(record, Row):
        return True
    if campaign.edition == DISPLAY:
        return record.disclosure is Disclosure.PUBLIC
    return record.disclosure is not Disclosure.SECRET


def shown_rows(campaign: Campaign, rows: Iterable[R]) -> list[R]:
    """Those of the rows that the edition shows."""
    return [row for row in rows if is_shown(campaign, row)]


def shown_columns(campaign: Campaign, row: type[Row]) -> dict[str, Column]:
    """The columns of a ledger that the edition shows: for everybody it goes down to units, not to posts."""
    every = row.columns()
    return {
        title: each for title, each in every.items() if campaign.edition != DISPLAY or each.kind is not POST
    }


def shown_cells(campaign: Campaign, row: Row, column: Column) -> list[str]:
    """What a row says under a column, without the ids of rows that the edition does not show."""
    said = row.cells(column)
    if not column.kind.ledgers:
        return said
    return [text for text in said if text not in campaign.by_id or is_shown(campaign, campaign.by_id[text])]


def names_shown(campaign: Campaign, id: str) -> bool:
    """Whether a row that a snapshot names may still be shown: not once it was made 不公开, or is gone."""
    row = campaign.by_id.get(id)
    return row is not None and is_shown(campaign, row)
