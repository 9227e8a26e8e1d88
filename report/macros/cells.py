"""A cell of a ledger table: what it says, how it sorts, where it leads. The kind of its column decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from report.facts.campaign import Campaign
from report.facts.editions import shown_cells
from report.facts.fields import Column, Kind, RowStatus
from report.facts.ledgers.activities import Activity
from report.facts.ledgers.cases import Case
from report.facts.ledgers.measures import Measure
from report.facts.ledgers.row import Dated, Extendable, Row, YesNo
from report.facts.ledgers.topics import Topic
from report.facts.snapshots import LATE, SOON
from report.figures.wording import day_text, month_text
from report.macros.view import View

PROGRESS = Column(  # how many of a row's measures are done: a column of tables, not of ledgers
    "", "措施落实", Kind("progress"), required=False, several=False, written=False
)


@dataclass(frozen=True)
class Tag:
    """A mark beside a deadline or a row; it is filled if it is `late`, otherwise hollow."""

    text: str
    late: bool


@dataclass(frozen=True)
class Tile:
    """A number that stands by itself. `number` is empty while it is unknown, and then it has no unit.
    `href`: the rows that it counts."""

    label: str
    number: str
    unit: str
    note: str = ""
    tag: Tag | None = None
    href: str = ""


def head_of(column: Column) -> dict[str, Any]:
    """The head of a column, as ledger.html takes it."""
    shape, _ = CELLS.get(column.kind.name, PLAIN)
    return {"label": column.title, "kind": shape, "lead": column.field == "name"}


def cell_of(view: View, column: Column, row: Row) -> dict[str, Any]:
    """The cell of a row in a column, as ledger.html takes it."""
    texts = shown_cells(view.campaign, row, column) if column.field else []
    _, more = CELLS.get(column.kind.name, PLAIN)
    plain = {"text": "；".join(texts), "fine": [], "href": "", "sort": "", "void": column.absent}
    return {**head_of(column), **plain, **more(view, row, column, texts)}


def statuses(row: type[Row]) -> list[dict[str, str]]:
    """The statuses that the rows of a ledger can have, with their glyphs, in the order of work."""
    columns = (column for column in row.columns().values() if column.kind.name == "status")
    listed = next((column.kind.statuses for column in columns), ())
    return [{"glyph": status.stage, "text": status.value} for status in listed if status.stage]


def _plain(view: View, row: Row, column: Column, texts: list[str]) -> dict[str, Any]:
    return {}


def _month(view: View, row: Row, column: Column, texts: list[str]) -> dict[str, Any]:
    return {"text": month_of(texts[0], view.campaign), "sort": texts[0]} if texts else {}


def _ranked(view: View, row: Row, column: Column, texts: list[str]) -> dict[str, Any]:
    """A unit or post sorts in protocol order."""
    return {"sort": f"{view.campaign.organisation.rank(texts[0]) if texts else 0:03}"}


def _number(view: View, row: Row, column: Column, texts: list[str]) -> dict[str, Any]:
    return {"sort": texts[0] if texts else ""}


def _id(view: View, row: Row, column: Column, texts: list[str]) -> dict[str, Any]:
    return {"href": view.row_href(row.id)}


def _day(view: View, row: Row, column: Column, texts: list[str]) -> dict[str, Any]:
    """A day; if it is the deadline, with how the row stands with it."""
    more: dict[str, Any] = {"tag": None, "extended": "", "reason": ""}
    said: date | None = getattr(row, column.field)
    if isinstance(row, Dated) and column.field == "deadline":
        if isinstance(row, Extendable) and row.extended:
            more |= {"extended": day_of(row.deadline, view.campaign), "reason": row.extension or ""}
        said = row.due_by
        more["tag"] = tag(row, view.campaign)
    if said is None:
        return {"text": "", **more}
    until = row.end if isinstance(row, Activity) and column.field == "date" else None
    return {"text": days_of(said, until, view.campaign), "sort": said.isoformat(), **more}


def _status(view: View, row: Row, column: Column, texts: list[str]) -> dict[str, Any]:
    status: RowStatus = getattr(row, column.field)
    return {"glyph": status.stage or "", "sort": f"{[*type(status)].index(status)}"}


def _progress(view: View, row: Row, column: Column, texts: list[str]) -> dict[str, Any]:
    measures = measures_under(view.campaign, row)
    done = sum(not measure.open for measure in measures)
    if not measures:
        return {"text": "", "width": None, "void": isinstance(row, Case | Topic), "sort": "0"}
    share = done * 100 // len(measures)
    return {"text": f"{done}条，共{len(measures)}条", "width": share, "void": False, "sort": f"{share:03}"}


def _refs(view: View, row: Row, column: Column, texts: list[str]) -> dict[str, Any]:
    return {"links": [{"text": text, "href": view.row_href(text)} for text in texts]}


Cell = Callable[[View, Row, Column, list[str]], dict[str, Any]]
PLAIN: tuple[str, Cell] = ("text", _plain)
CELLS: dict[str, tuple[str, Cell]] = {  # kind of column → how the template shows a cell, and what it holds
    "month": ("text", _month),
    "unit": ("text", _ranked),
    "post": ("text", _ranked),
    "count": ("number", _number),
    "id": ("id", _id),
    "day": ("date", _day),
    "status": ("state", _status),
    "progress": ("progress", _progress),
    "refs": ("refs", _refs),
}


def measures_under(campaign: Campaign, row: Row) -> list[Measure]:
    """The measures of a problem or case; of a topic, also those of its problems."""
    found = list(campaign.measures_of.get(row.id, []))
    if isinstance(row, Topic):
        for problem in campaign.problems:
            if problem.topic == row.id:
                found += campaign.measures_of.get(problem.id, [])
    return found


def tag(row: Dated, campaign: Campaign) -> Tag | None:
    """逾期9天 or 临期; None if it is neither."""
    if campaign.today is None:
        return None
    if row.overdue is YesNo.YES:
        return Tag(f"{LATE}{row.days_over(campaign.today)}天", late=True)
    return Tag(SOON, late=False) if row.due_soon is YesNo.YES else None


def month_of(month: str, campaign: Campaign) -> str:
    """6月 in the year of the data date; other months with their year."""
    text = month_text(month)
    year = campaign.site.as_of.year if campaign.site.as_of else None
    return text.partition("年")[2] if text.startswith(f"{year}年") else text


def days_of(first: date, last: date | None, campaign: Campaign) -> str:
    """9月18日至20日; a single day if it ends on the day on which it begins."""
    text = day_of(first, campaign)
    if last is None or last == first:
        return text
    end = day_of(last, campaign)
    return (
        f"{text}至{last.day}日" if (first.year, first.month) == (last.year, last.month) else f"{text}至{end}"
    )


def day_of(day: date, campaign: Campaign) -> str:
    """10月31日 in the year of the data date; other days with their year."""
    year = campaign.site.as_of.year if campaign.site.as_of else None
    return f"{day.month}月{day.day}日" if day.year == year else day_text(day)
