"""Macros of what was frozen: notices, corrections, reminders; and of the rhythm of periodic tasks."""

from __future__ import annotations

from datetime import date
from typing import Any

from report.facts.editions import DISPLAY, names_shown
from report.facts.figure import Status
from report.facts.records import PeriodicTask
from report.facts.snapshots import (
    CLOSED,
    FROZEN,
    LATE,
    OPENED,
    OVERDUE,
    Amount,
    Correction,
    Item,
    Notice,
    Subject,
)
from report.figures.periods import Period, periods
from report.figures.wording import PENDING, day_text, month_text, shown
from report.macros.addresses import OPINIONS, PLAN
from report.macros.cells import Tag, Tile
from report.macros.charts.drawing import Measured, Missing
from report.macros.charts.views import line_chart
from report.macros.view import MacroError, View

TOTAL, DONE, RATE, DUE_RATE = FROZEN[3], FROZEN[4], FROZEN[5], FROZEN[8]
INTERVAL = "rectification.notice_interval"
NO_NOTICES = Missing("还没有公示", "发出两期以后，在这里画出措施与已落实的进展。")


def notice(view: View, date: str) -> dict[str, Any]:
    """A notice as its snapshot has it: numbers, words, rows, feedback, corrections."""
    all_of_them = view.campaign.notices
    place = next((n for n, each in enumerate(all_of_them) if each.date.isoformat() == date), None)
    if place is None:
        raise MacroError(f"没有 {date} 的公示，公示在 data/notices 里")
    this = all_of_them[place]
    before = all_of_them[place - 1] if place else None
    after = all_of_them[place + 1] if place + 1 < len(all_of_them) else None
    lists = {OPENED: this.opened, CLOSED: this.closed, OVERDUE: this.overdue}
    shown = {key: _items(view, items) for key, items in lists.items()}
    return {
        "span": span(this),
        "scope": this.scope,
        "shown": _shown(this),
        "tiles": _tiles(this),
        "text": this.text,
        "chart": progress_chart(all_of_them[: place + 1]),
        "units": [unit.model_dump() for unit in this.units],
        **shown,
        "hidden": {key: max(0, int(this.amount(key).number or 0) - len(shown[key])) for key in lists},
        "feedback": this.feedback,
        "opinions_href": view.href(OPINIONS) if OPINIONS in view.pages.titles else "",
        "corrections": [_correction(this, c) for c in this.corrections],
        "before": _neighbour(view, before),
        "after": _neighbour(view, after),
        "all_href": view.href("notices/index.md"),
    }


def notices(view: View) -> dict[str, Any]:
    """Every notice with its numbers, the latest first."""
    period = periods(view.facts).get("notice")
    return {
        "notices": [
            {
                "issue": f"第{each.issue}期",
                "href": view.href(notice_page(each)),
                "span": span(each),
                "until": day_text(each.shown_until, missing=""),
                **{key: _known(each.amount(key)) for key in (OPENED, CLOSED, OVERDUE)},
                "rate": _known(each.amount(RATE)),
                "due_rate": _known(each.amount(DUE_RATE)),
                "corrected": bool(each.corrections),
            }
            for each in reversed(view.campaign.notices)
        ],
        "interval": view.figure(INTERVAL) if view.campaign.notices else None,
        "next": day_text(period.next if period else None, missing=""),
        "wait": wait(view, "notice", "公示"),
        "guide": view.guide("handbook/issue-notice.md"),
    }


def corrections(view: View) -> dict[str, Any]:
    """更正: every correction of every notice, the latest first."""
    every = [(notice, c) for notice in view.campaign.notices for c in notice.corrections]
    every.sort(key=lambda pair: pair[1].date, reverse=True)
    return {
        "corrections": [
            {
                **_correction(notice, c),
                "issue": f"第{notice.issue}期",
                "href": view.href(notice_page(notice)),
            }
            for notice, c in every
        ]
    }


def reminders(view: View) -> dict[str, Any]:
    """提醒督办: each month, what each unit was reminded of, by subject, and what it answered."""
    months = []
    for reminder in reversed(view.campaign.reminders):
        units = []
        for each in reminder.units:
            ordered = [item for held in _by_subject(each.items).values() for item in held]
            items = _items(view, ordered)
            hidden = len(ordered) - len(items)
            units.append({"unit": each.unit, "items": items, "hidden": hidden, "reply": each.reply or ""})
        listed = [item for each in reminder.units for item in each.items]
        months.append(
            {
                "id": reminder.month,
                "title": month_text(reminder.month),
                "date": day_text(reminder.date),
                "reply_by": day_text(reminder.reply_by),
                "total": len(listed),
                "subjects": [
                    {"name": subject, "count": len(held)} for subject, held in _by_subject(listed).items()
                ],
                "units": units,
            }
        )
    return {
        "months": months,
        "wait": wait(view, "reminder", "提醒督办"),
        "guide": view.guide("handbook/send-reminder.md"),
    }


def _by_subject(items: list[Item]) -> dict[Subject, list[Item]]:
    """The items of each subject that has some, in the report's order. The first reminders had one alone."""
    held = {subject: [item for item in items if item.about is subject] for subject in Subject}
    return {subject: found for subject, found in held.items() if found}


def rhythm(view: View) -> dict[str, Any]:
    """定期工作: every periodic task with its interval, its last and next time, and when it was missed.

    Only the office sees which were missed.
    """
    known = periods(view.facts)
    tasks = [_task(view, known[task.id]) for task in view.campaign.organisation.periodic_tasks]
    return {
        "tasks": tasks,
        "recorded": any(task["last"] or task["next"] for task in tasks),
        "office": view.campaign.edition != DISPLAY,
    }


def _task(view: View, period: Period) -> dict[str, Any]:
    missed = period.missed
    return {
        "name": period.task.name,
        "interval": interval(view, period.task),
        "unit": view.campaign.organisation.name_of(period.task.unit),
        "last": _moment(period.last) if period.last else "",
        "next": day_text(period.next, missing=""),
        "missed": None
        if missed is None
        else [f"{_moment(when)}{'：' + who if who else ''}" for when, who in missed.items()],
    }


def interval(view: View, task: PeriodicTask) -> dict[str, Any]:
    """How often a task is due: 每月, 每两周; or 每 and a blank while the figure that says it
    is not reported."""
    counted = view.results.get(task.interval_figure or "")
    if task.interval or counted is None:
        return {"text": task.interval or "", "waits": False}
    waits = counted.status is Status.PENDING
    return {"text": "每" if waits else f"每{shown(counted)}", "waits": waits}


def wait(view: View, task: str, what: str) -> str:
    """How often a periodic task is done and when next, as known: 每月提醒督办，下次2023年11月30日."""
    period = periods(view.facts).get(task)
    often = interval(view, period.task) if period else {"text": "", "waits": True}
    following = day_text(period.next if period else None, missing="")
    return f"{'定期' if often['waits'] else often['text']}{what}{f'，下次{following}' if following else ''}"


def _moment(when: date | str) -> str:
    return month_text(when) if isinstance(when, str) else day_text(when)


def progress_chart(notices: tuple[Notice, ...]) -> dict[str, Any]:
    """All measures and those done, notice by notice, as they were stated."""
    moments = [
        Measured(f"{n.date.month}月{n.date.day}日", _whole(n.amount(TOTAL)), _whole(n.amount(DONE)))
        for n in notices
    ]
    return line_chart("progress", "整改措施与已落实，按期（条）", "条", moments, ("措施", "落实"), NO_NOTICES)


def notice_page(notice: Notice) -> str:
    """The page of a notice: notices/2023-11-24.md."""
    return f"notices/{notice.date.isoformat()}.md"


def span(notice: Notice, short: bool = False) -> str:
    """统计期间: 2023年11月11日至11月24日; `short`: without the year."""
    text = between(notice.since, notice.date)
    return text.partition("年")[2] if short and notice.since.year == notice.date.year else text


def between(first: date, last: date) -> str:
    """2023年11月11日至11月24日."""
    end = day_text(last)
    return f"{day_text(first)}至{end.partition('年')[2] if first.year == last.year else end}"


def _tiles(notice: Notice) -> list[Tile]:
    due = notice.amount(DUE_RATE)
    overdue = notice.amount(OVERDUE)
    return [
        _tile("新增问题", notice.amount(OPENED)),
        _tile("销号问题", notice.amount(CLOSED)),
        _tile("措施完成率", notice.amount(RATE), f"到期措施{_known(due) or PENDING}"),
        _tile("逾期措施", overdue, tag=Tag(LATE, late=True) if overdue.number else None),
    ]


def _tile(label: str, amount: Amount, note: str = "", tag: Tag | None = None) -> Tile:
    known = amount.number is not None
    return Tile(label, amount.text if known else "", amount.unit if known else "", note, tag)


def _known(amount: Amount) -> str:
    """A frozen number with its unit; empty if it was a word such as 待填报."""
    return "" if amount.number is None else str(amount)


def _whole(amount: Amount) -> int | None:
    return None if amount.number is None else int(amount.number)


def _items(view: View, items: list[Item]) -> list[dict[str, Any]]:
    """The rows that a snapshot names, without those that have become 不公开 since. In place of an id, which
    readers do not know, an item of the study plan has the name of the plan."""
    return [
        {
            "id": "学习计划" if item.is_planned else item.id,
            "href": view.href(PLAN) if item.is_planned else view.row_href(item.id),
            "name": item.name,
            "unit": item.unit,
            "subject": item.about,
            "deadline": day_text(item.deadline, missing=""),
            "state": item.state or "",
            "tag": Tag(item.state or "", late=item.is_late) if item.is_late or item.is_soon else None,
        }
        for item in items
        if item.is_planned or names_shown(view.campaign, item.id)
    ]


def _shown(notice: Notice) -> dict[str, Any] | None:
    """公示期, 受理单位, 联系方式; "" for what is unknown, None for a notice from before they were stated."""
    if notice.shown_from is None:
        return None
    return {
        "days": between(notice.shown_from, notice.shown_until) if notice.shown_until else "",
        "from": day_text(notice.shown_from),
        "receiver": notice.receiver or "",
        "contact": notice.contact or "",
    }


def _correction(notice: Notice, correction: Correction) -> dict[str, str]:
    stated = next((each for each in notice.figures if each.key == correction.key), None)
    unit = stated.unit if stated else ""
    return {
        "date": day_text(correction.date),
        "label": stated.label if stated else correction.key,
        "was": str(Amount(correction.was, unit)),
        "now": str(Amount(correction.now, unit)),
        "reason": correction.reason,
    }


def _neighbour(view: View, other: Notice | None) -> dict[str, str] | None:
    return {"text": f"第{other.issue}期", "href": view.href(notice_page(other))} if other else None
