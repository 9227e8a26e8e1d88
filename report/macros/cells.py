"""One cell of a ledger table: what kind it is, what it says, how it sorts, where it leads."""

from __future__ import annotations

from datetime import date
from typing import Any

from report.derived import days_over
from report.editions import REFERENCES, shown_cells
from report.formatting import day_text, month_text
from report.macros.desk import Desk
from report.models import Campaign, Case, Dated, Row, Topic, YesNo

PROGRESS = "措施落实"  # a column of no file: how many of a row's measures are done
GLYPHS = {
    **dict.fromkeys(("未启动", "解剖中", "已立项"), "waiting"),
    **dict.fromkeys(("整改中", "调研中"), "under_way"),
    **dict.fromkeys(("已完成待销号", "已落实", "已形成报告"), "done"),
    "已销号": "closed",
    "已转化": "full",
}


def view_of(desk: Desk, page: str, model: type[Row], title: str, row: Any = None) -> dict[str, Any]:
    """The cell of a row under a title, as ledger.html takes it; without a row, the head of the column."""
    field = model.titles().get(title, "")
    kind = _kind(model, field)
    head = {"label": title, "kind": kind, "lead": field == "name"}
    if row is None:
        return head
    texts = shown_cells(desk.campaign, row, title) if field else []
    view = {
        **head,
        "text": "；".join(texts),
        "fine": [],
        "href": "",
        "sort": "",
        "void": field in row.OPTIONAL,
    }
    return {**view, **_MORE[kind](desk, page, row, field, texts)}


def states(model: type[Row]) -> list[dict[str, str]]:
    """The states that a row of a ledger can be in, with their glyphs, in the order of work."""
    info = model.model_fields.get("status")
    values = [str(value) for value in info.annotation] if info and info.annotation else []
    known = [value for value in values if value in GLYPHS]
    return [{"glyph": GLYPHS[value], "text": value} for value in known]


def _kind(model: type[Row], field: str) -> str:
    if not field:
        return "progress"
    if field in ("id", "status"):
        return {"id": "id", "status": "state"}[field]
    if field in REFERENCES:
        return "refs"
    annotation = str(model.model_fields[field].annotation)
    if "date" in annotation:
        return "date"
    return "number" if "int" in annotation else "text"


def _text(desk: Desk, page: str, row: Any, field: str, texts: list[str]) -> dict[str, Any]:
    if field == "month":
        return {"text": month_of(texts[0], desk.campaign), "sort": texts[0]}
    if field in (*row.UNITS, *row.POSTS):
        return {"sort": f"{desk.rank(texts[0]) if texts else 0:03}"}
    return {}


def _number(desk: Desk, page: str, row: Any, field: str, texts: list[str]) -> dict[str, Any]:
    return {"sort": texts[0] if texts else ""}


def _id(desk: Desk, page: str, row: Any, field: str, texts: list[str]) -> dict[str, Any]:
    return {"href": f"#{row.id.lower()}"}


def _date(desk: Desk, page: str, row: Any, field: str, texts: list[str]) -> dict[str, Any]:
    """A day; a deadline with what is to be said of it."""
    more = {"tag": "", "extended": "", "reason": ""}
    said: date | None = getattr(row, field)
    if field == "deadline" and said is not None:
        if moved := getattr(row, "extended", None):
            more |= {"extended": day_of(said, desk.campaign), "reason": row.extension or ""}
            said = moved
        more["tag"] = tag(row, desk.campaign)
    assert said is None or isinstance(said, date)
    text = day_of(said, desk.campaign) if said else ""
    return {"text": text, "sort": said.isoformat() if said else "", **more}


def _state(desk: Desk, page: str, row: Any, field: str, texts: list[str]) -> dict[str, Any]:
    order = [*row.status.__class__]
    return {"glyph": GLYPHS.get(row.status, ""), "sort": f"{order.index(row.status)}"}


def _progress(desk: Desk, page: str, row: Any, field: str, texts: list[str]) -> dict[str, Any]:
    measures = measures_under(desk.campaign, row)
    done = sum(not measure.open for measure in measures)
    if not measures:
        return {"text": "", "width": None, "void": isinstance(row, Case | Topic), "sort": "0"}
    share = done * 100 // len(measures)
    return {"text": f"{done}条，共{len(measures)}条", "width": share, "void": False, "sort": f"{share:03}"}


def _refs(desk: Desk, page: str, row: Any, field: str, texts: list[str]) -> dict[str, Any]:
    return {"links": [{"text": text, "href": desk.row_href(text, page)} for text in texts]}


_MORE = {
    "text": _text,
    "number": _number,
    "id": _id,
    "date": _date,
    "state": _state,
    "progress": _progress,
    "refs": _refs,
}


def measures_under(campaign: Campaign, row: Any) -> list[Any]:
    """The measures of a problem or case; of a topic, also those of its problems."""
    found = list(campaign.measures_of.get(row.id, []))
    if isinstance(row, Topic):
        for problem in campaign.problems:
            if problem.topic == row.id:
                found += campaign.measures_of.get(problem.id, [])
    return found


def tag(row: Any, campaign: Campaign) -> str:
    """逾期9天, 临期, or nothing."""
    if not isinstance(row, Dated) or campaign.today is None:
        return ""
    if row.overdue is YesNo.YES:
        return f"逾期{days_over(row, campaign.today)}天"
    return "临期" if row.due_soon is YesNo.YES else ""


def month_of(month: str, campaign: Campaign) -> str:
    """6月 within the year of the data; with the year outside it."""
    text = month_text(month)
    year = campaign.site.as_of.year if campaign.site.as_of else None
    return text.partition("年")[2] if text.startswith(f"{year}年") else text


def day_of(day: date, campaign: Campaign) -> str:
    """10月31日 within the year of the data; with the year outside it."""
    year = campaign.site.as_of.year if campaign.site.as_of else None
    return f"{day.month}月{day.day}日" if day.year == year else day_text(day)
