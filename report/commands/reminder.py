"""reminder: freezes the monthly reminder (提醒督办) of open measures that are overdue or fall
due, by unit."""

from __future__ import annotations

import os
from argparse import Namespace
from collections import defaultdict
from datetime import date
from pathlib import Path

from report.commands.freezing import NoDraft, as_yaml, item, new_record, write
from report.facts.campaign import Campaign
from report.facts.ledgers.measures import Measure
from report.facts.ledgers.row import Disclosure, YesNo
from report.facts.snapshots import Item, Reminder, UnitReminder, sealed
from report.facts.workdays import after
from report.publishing import prepare

REPLY_DAYS = 3  # working days that a unit has to answer a reminder


def draft_reminder(campaign: Campaign, month: str) -> Reminder:
    """The reminder of a month: every open measure overdue or due within it, by unit in protocol order.

    NoDraft if data or judgement date is unknown or in another month, or if the month is not after
    the last one.
    """
    today = _reminding_day(campaign, month)
    by_unit: defaultdict[str, list[Item]] = defaultdict(list)
    for row in sorted(campaign.measures, key=lambda row: row.due_by):
        if row.open and _is_reminded(row, today) and row.disclosure is not Disclosure.WITHHELD:
            by_unit[row.unit].append(item(row, today))
    order = [unit.name for unit in campaign.organisation.units if unit.name in by_unit]
    draft = new_record(
        Reminder,
        month=month,
        date=today,
        reply_by=after(today, REPLY_DAYS),
        units=[new_record(UnitReminder, unit=unit, items=by_unit[unit]) for unit in order],
        seal="",
    )
    return draft.model_copy(update={"seal": sealed(draft.frozen())})


def _reminding_day(campaign: Campaign, month: str) -> date:
    """The day as of which the reminder is judged, in its month. NoDraft if no reminder can be drafted."""
    today, as_of = campaign.today, campaign.site.as_of
    if today is None or as_of is None:
        raise NoDraft("site.yml 的 as_of 还空着，不知道台账登到哪一天，请先填上")
    if f"{as_of:%Y-%m}" != month:
        raise NoDraft(f"数据截至 {as_of}，不在 {month}；台账登全后，把 site.yml 的 as_of 改成那个月的日期")
    if f"{today:%Y-%m}" != month:
        raise NoDraft(f"判定日 {today} 不在 {month}，请核对 REPORT_DATE")
    if not campaign.measures:
        raise NoDraft("措施台账还没有登记，没有可提醒的，请先登记")
    if campaign.reminders and month <= campaign.reminders[-1].month:
        last = campaign.reminders[-1].month
        raise NoDraft(f"{last} 的提醒督办已经发过，新的一期要晚于它；补发请并入下个月")
    return today


def _is_reminded(row: Measure, today: date) -> bool:
    """Whether an open measure is overdue, due within the month, or 临期."""
    due = row.due_by
    return due <= today or (due.year, due.month) == (today.year, today.month) or row.due_soon is YesNo.YES


def run(root: Path, given: Namespace) -> int:
    """Freeze the reminder of a month into data/reminders."""
    survey = prepare(root, os.environ)
    draft = draft_reminder(survey.facts.campaign, given.month)
    head = f"{given.month} 提醒督办。定稿的条目不能改；收到反馈后，在各单位下写 reply。"
    return write(root, "reminders", draft.month, as_yaml(draft, head))
