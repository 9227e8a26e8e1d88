"""Macros of what was frozen: notices, corrections, reminders; and of the rhythm in which they come."""

from __future__ import annotations

from datetime import date
from typing import Any

from report.charts import Measured, Missing, line_chart
from report.editions import names_shown
from report.formatting import day_text, month_text, shown
from report.macros.desk import Desk, MacroError
from report.models import Item, Notice, PeriodicTask
from report.notices import CLOSED, FROZEN, OPENED, OVERDUE
from report.periods import Period, periods

TOTAL, DONE, RATE, DUE_RATE = FROZEN[3], FROZEN[4], FROZEN[5], FROZEN[8]
INTERVAL = "rectification.notice_interval"
NO_NOTICES = Missing("还没有发过公示", "由教育办每两周冻结一期；发出两期以后，这里画出措施与已落实的进展。")


def notice(desk: Desk, page: str, date: str) -> dict[str, Any]:
    """One notice from its snapshot alone: numbers, words, rows, feedback, corrections."""
    all_of_them = desk.campaign.notices
    place = next((n for n, each in enumerate(all_of_them) if each.date.isoformat() == date), None)
    if place is None:
        raise MacroError(f"没有 {date} 的公示，公示在 data/notices 里")
    this = all_of_them[place]
    before = all_of_them[place - 1] if place else None
    after = all_of_them[place + 1] if place + 1 < len(all_of_them) else None
    lists = {OPENED: this.opened, CLOSED: this.closed, OVERDUE: this.overdue}
    shown = {key: _items(desk, page, items) for key, items in lists.items()}
    return {
        "span": span(this),
        "scope": this.scope,
        "tiles": _tiles(this),
        "text": this.text,
        "chart": progress_chart(all_of_them[: place + 1]),
        "units": [unit.model_dump() for unit in this.units],
        **shown,
        "hidden": {key: max(0, _whole(this.value(key)) - len(shown[key])) for key in lists},
        "feedback": this.feedback,
        "corrections": [_correction(this, c) for c in this.corrections],
        "before": _neighbour(desk, page, before),
        "after": _neighbour(desk, page, after),
        "all_href": desk.href("notices/index.md", page),
    }


def notices(desk: Desk, page: str) -> dict[str, Any]:
    """Every notice with its numbers, the latest first."""
    period = periods(desk.campaign, desk.results).get("notice")
    return {
        "notices": [
            {
                "issue": f"第{each.issue}期",
                "href": desk.href(notice_page(each), page),
                "span": span(each),
                **{key: _said(each, key) for key in (OPENED, CLOSED, OVERDUE)},
                "rate": _said(each, RATE),
                "due_rate": _said(each, DUE_RATE),
                "corrected": bool(each.corrections),
            }
            for each in reversed(desk.campaign.notices)
        ],
        "interval": desk.figure(INTERVAL, page),
        "next": day_text(period.next if period else None, missing=""),
    }


def corrections(desk: Desk, page: str) -> dict[str, Any]:
    """更正: every correction of every notice, the latest first."""
    every = [(notice, c) for notice in desk.campaign.notices for c in notice.corrections]
    every.sort(key=lambda pair: pair[1].date, reverse=True)
    return {
        "corrections": [
            {
                **_correction(notice, c),
                "issue": f"第{notice.issue}期",
                "href": desk.href(notice_page(notice), page),
            }
            for notice, c in every
        ]
    }


def reminders(desk: Desk, page: str) -> dict[str, Any]:
    """提醒督办: each month, what each unit was reminded of and what it answered."""
    months = []
    for reminder in reversed(desk.campaign.reminders):
        units = []
        for each in reminder.units:
            items = _items(desk, page, each.items)
            hidden = len(each.items) - len(items)
            units.append({"unit": each.unit, "items": items, "hidden": hidden, "reply": each.reply or ""})
        months.append(
            {
                "id": reminder.month,
                "title": month_text(reminder.month),
                "date": day_text(reminder.date),
                "reply_by": day_text(reminder.reply_by),
                "total": sum(len(each.items) for each in reminder.units),
                "units": units,
            }
        )
    period = periods(desk.campaign, desk.results).get("reminder")
    return {"months": months, "next": day_text(period.next if period else None, missing="")}


def rhythm(desk: Desk, page: str) -> dict[str, Any]:
    """工作节律: every periodic task with its interval, its last and next time, and when it was missed."""
    known = periods(desk.campaign, desk.results)
    return {"tasks": [_task(desk, known[task.id]) for task in desk.campaign.organisation.periodic_tasks]}


def _task(desk: Desk, period: Period) -> dict[str, Any]:
    missed = period.missed
    return {
        "name": period.task.name,
        "interval": interval(desk, period.task),
        "unit": desk.name_of(period.task.unit),
        "last": _moment(period.last) if period.last else "",
        "next": day_text(period.next, missing=""),
        "missed": None
        if missed is None
        else [f"{_moment(when)}{'：' + who if who else ''}" for when, who in missed.items()],
    }


def interval(desk: Desk, task: PeriodicTask) -> str:
    """How often a task comes: 每月, 每两周, 每待填报."""
    counted = desk.results.get(task.interval_figure or "")
    return task.interval or (f"每{shown(counted)}" if counted else "")


def _moment(when: date | str) -> str:
    return month_text(when) if isinstance(when, str) else day_text(when)


def progress_chart(notices: tuple[Notice, ...]) -> dict[str, Any]:
    """Measures and those done, notice by notice, as they were stated."""
    moments = [
        Measured(f"{n.date.month}月{n.date.day}日", _number(n.value(TOTAL)), _number(n.value(DONE)))
        for n in notices
    ]
    return line_chart("progress", "整改措施与已落实，按期（条）", "条", moments, ("措施", "落实"), NO_NOTICES)


def notice_page(notice: Notice) -> str:
    """The source of a notice's page."""
    return f"notices/{notice.date.isoformat()}.md"


def span(notice: Notice, short: bool = False) -> str:
    """2023年11月11日至11月24日; short: without the year."""
    first = day_text(notice.since)
    last = day_text(notice.date)
    if notice.since.year == notice.date.year:
        last = last.partition("年")[2]
        first = first.partition("年")[2] if short else first
    return f"{first}至{last}"


def _tiles(notice: Notice) -> list[dict[str, str]]:
    due = _said(notice, DUE_RATE)
    overdue = notice.value(OVERDUE)
    return [
        _tile("新增问题", notice.value(OPENED), "条"),
        _tile("销号问题", notice.value(CLOSED), "条"),
        {**_tile("措施完成率", _known(notice.value(RATE)), "%"), "note": f"到期措施{due or '待填报'}"},
        {**_tile("逾期措施", overdue, "条"), "tag": "逾期" if _whole(overdue) else ""},
    ]


def _tile(label: str, number: str, unit: str) -> dict[str, str]:
    return {"label": label, "number": number, "unit": unit if number else "", "note": "", "tag": ""}


def _known(value: str) -> str:
    """A frozen number; empty when it was a word such as 待填报."""
    return value if value.replace(".", "").isdecimal() else ""


def _said(notice: Notice, key: str) -> str:
    """A number of a notice with its unit; empty while it was 待填报."""
    unit = next((stated.unit for stated in notice.figures if stated.key == key), "")
    value = _known(notice.value(key))
    return f"{value}{unit}" if value else ""


def _whole(value: str) -> int:
    return int(value) if value.isdecimal() else 0


def _number(value: str) -> int | None:
    return int(value) if value.isdecimal() else None


def _items(desk: Desk, page: str, items: list[Item]) -> list[dict[str, str]]:
    """The rows a snapshot names, without those that were made 不公开 since."""
    return [
        {
            "id": item.id,
            "href": desk.row_href(item.id, page),
            "name": item.name,
            "unit": item.unit,
            "deadline": day_text(item.deadline, missing=""),
            "state": item.state or "",
        }
        for item in items
        if names_shown(desk.campaign, item.id)
    ]


def _correction(notice: Notice, correction: Any) -> dict[str, str]:
    stated = next((s for s in notice.figures if s.key == correction.key), None)
    unit = stated.unit if stated else ""
    return {
        "date": day_text(correction.date),
        "label": stated.label if stated else correction.key,
        "was": f"{correction.was}{unit}",
        "now": f"{correction.now}{unit}",
        "reason": correction.reason,
    }


def _neighbour(desk: Desk, page: str, other: Notice | None) -> dict[str, str] | None:
    return {"text": f"第{other.issue}期", "href": desk.href(notice_page(other), page)} if other else None
