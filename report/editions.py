"""What an edition shows: rows by their 公开 column, and pages that are only for the office.

A row 不公开 counts and appears nowhere. The display edition shows 公开 rows alone and leaves the office's
working pages out. Whatever puts rows before a reader takes them from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from report.models import Campaign, Disclosure, Row, cells

DISPLAY = "display"
WORKING_PAGES = (  # a path, or the beginning of one
    "data/pending.md",
    "data/reconcile.md",
    "ledgers/units",
    "ledgers/reminders.md",
    "ledgers/rhythm.md",
    "handbook/",
)
REFERENCES = ("parent", "topic", "applied")  # the fields that hold ids of other rows


def is_working_page(page: str) -> bool:
    """Whether a page is one of the office's own."""
    return page.startswith(WORKING_PAGES)


def leaves_out(campaign: Campaign, page: str) -> bool:
    """Whether the edition has no such page."""
    return campaign.edition == DISPLAY and is_working_page(page)


def is_shown(campaign: Campaign, row: Any) -> bool:
    """Whether a reader of the edition may see a row; what has no 公开 column, everybody may."""
    disclosure = getattr(row, "disclosure", Disclosure.PUBLIC)
    if campaign.edition == DISPLAY:
        return bool(disclosure is Disclosure.PUBLIC)
    return disclosure is not Disclosure.SECRET


def shown_rows(campaign: Campaign, rows: Iterable[Any]) -> list[Any]:
    """Those of the rows that the edition shows."""
    return [row for row in rows if is_shown(campaign, row)]


def shown_titles(campaign: Campaign, model: type[Row]) -> list[str]:
    """The columns of a ledger that the edition shows: for everybody it goes down to units, not to posts."""
    titles = model.titles()
    return [
        title for title, field in titles.items() if campaign.edition != DISPLAY or field not in model.POSTS
    ]


def shown_cells(campaign: Campaign, row: Any, title: str) -> list[str]:
    """What a row says under a title, without the ids of rows that the edition does not show."""
    said = cells(row, title)
    if row.titles()[title] not in REFERENCES:
        return said
    return [text for text in said if text not in campaign.by_id or is_shown(campaign, campaign.by_id[text])]


def names_shown(campaign: Campaign, id: str) -> bool:
    """Whether a row that a snapshot names may still be shown: not once it was made 不公开, or is gone."""
    row = campaign.by_id.get(id)
    return row is not None and is_shown(campaign, row)
