"""定期工作: when each periodic task was last done, when it is next due, and when it was missed.

How a task is known to be done depends on its id in organisation.yml: notices and reminders from their
snapshots, “解剖麻雀” from the cases, picks from their months, the office party committee's checks
from the activities.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from report.facts.campaign import Campaign
from report.facts.ledgers.activities import ActivityKind
from report.facts.records import PeriodicTask
from report.figures.resolving import Facts, Result

WEEKS = {"周": 1, "一周": 1, "两周": 2, "二周": 2, "三周": 3, "四周": 4}  # how an interval is worded
LONGEST = Decimal(520)  # weeks; a longer interval counts as this
MONTHLY = ("月", "一个月", "每月")


@dataclass(frozen=True)
class Period:
    """A periodic task: when it was `last` done, when it is `next` due, and when it was `missed`, by whom.

    `last` and the keys of `missed` are days, or months as 2023-11; its values are names, "" for nobody in
    particular. `next` is None while nothing tells it, `missed` while it cannot be judged.
    """

    task: PeriodicTask
    last: date | str | None = None
    next: date | None = None
    missed: dict[date | str, str] | None = None

    @property
    def computed(self) -> bool:
        """Whether `next` follows from when the task was last done."""
        return self.last is not None and self.next is not None


def periods(facts: Facts) -> dict[str, Period]:
    """Every periodic task by its id, as of the judgement date."""
    return {task.id: _period(task, facts) for task in facts.campaign.organisation.periodic_tasks}


def _period(task: PeriodicTask, facts: Facts) -> Period:
    campaign = facts.counted
    weeks, monthly = _interval(task, facts.results)
    days = _days_done(task.id, campaign)
    if days and weeks and campaign.today:
        return _every(task, days, timedelta(weeks=weeks), campaign.today)
    done = _months_done(task.id, campaign)
    if not done and monthly:
        done = {"": {f"{day:%Y-%m}" for day in days}} if days else {}
    if any(done.values()) and campaign.today:
        return _monthly(task, done, campaign.today)
    last: date | str | None = (
        max(days) if days else max((m for months in done.values() for m in months), default=None)
    )
    return Period(task, last=last, next=task.next)


def _interval(task: PeriodicTask, results: dict[str, Result]) -> tuple[int, bool]:
    """The interval in weeks, 0 if it is not a number of weeks; and whether it is a month."""
    figure = results.get(task.interval_figure or "")
    if figure and isinstance(figure.value, Decimal):
        return int(min(figure.value, LONGEST)), False
    said = re.sub("^每", "", str(figure.value if figure else task.interval or ""))
    return WEEKS.get(said, 0), said in MONTHLY


def _days_done(task: str, campaign: Campaign) -> list[date]:
    """The days on which a task was done, in order."""
    if task == "notice":
        return [notice.date for notice in campaign.notices]
    if task == "inspection":
        return sorted(row.date for row in campaign.activities if row.kind is ActivityKind.BRANCH_CHECK)
    return []


def _months_done(task: str, campaign: Campaign) -> dict[str, set[str]]:
    """The months in which a task was done, by the name of who has to do it; "" for nobody in particular."""
    if task == "reminder" and campaign.reminders:
        return {"": {reminder.month for reminder in campaign.reminders}}
    if task == "picks" and campaign.picks:
        return {"": {pick.month for pick in campaign.picks}}
    if task == "dissection" and campaign.cases:
        divisions = [unit.name for unit in campaign.organisation.divisions]
        return {name: {row.month for row in campaign.cases if row.unit == name} for name in divisions}
    return {}


def _every(task: PeriodicTask, days: list[date], step: timedelta, today: date) -> Period:
    """A task due every `step`: each whole interval in which it was not done was missed."""
    missed: dict[date | str, str] = {}
    for before, after in pairwise(days):
        missed |= dict.fromkeys(_expected(before, after - step, step), "")
    missed |= dict.fromkeys(_expected(days[-1], today - timedelta(days=1), step), "")
    following = days[-1] + step
    while following < today:
        following += step
    return Period(task, last=days[-1], next=following, missed=missed)


def _expected(last: date, until: date, step: timedelta) -> Iterator[date]:
    """The days on which a task was due after it was last done, up to and including `until`."""
    while (last := last + step) <= until:
        yield last


def _monthly(task: PeriodicTask, done: dict[str, set[str]], today: date) -> Period:
    """A monthly task: a month that is over was missed by everybody who did not do it."""
    every = sorted(set().union(*done.values()))
    this = f"{today:%Y-%m}"
    missed: dict[date | str, str] = {}
    for month in _months(every[0], this):
        late = [name for name, months in done.items() if month not in months]
        if late and month < this:
            missed[month] = "、".join(name for name in late if name)
    complete = all(this in months for months in done.values())
    return Period(task, last=every[-1], next=_month_end(today, 1 if complete else 0), missed=missed)


def _months(first: str, last: str) -> Iterator[str]:
    """The months from the first to the last, as 2023-06."""
    year, month = (int(part) for part in first.split("-"))
    while (said := f"{year:04}-{month:02}") <= last:
        yield said
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _month_end(day: date, later: int) -> date:
    """The last day of a day's month (`later` 0) or of the next month (1)."""
    year, month = (day.year, day.month + later) if day.month + later <= 12 else (day.year + 1, 1)
    return date(year, month, calendar.monthrange(year, month)[1])
