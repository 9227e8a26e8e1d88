"""reminder: freezes the monthly reminder (提醒督办) of study, research and rectification that are overdue
or fall due, by unit."""

from __future__ import annotations

import os
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from report.commands.freezing import (
    THIS_MONTH,
    NoDraft,
    as_yaml,
    item,
    new_record,
    standing,
    workdays_after,
    write,
)
from report.facts.campaign import Campaign
from report.facts.counting import counted
from report.facts.ledgers.row import Dated, Disclosure
from report.facts.snapshots import Item, Reminder, Subject, UnitReminder, sealed
from report.publishing import prepare

REPLY_DAYS = 3  # working days that a unit has to answer a reminder
TASK = "reminder"  # the periodic task whose unit sends it
PASSED, PLANNED = "已到时间", "本月安排"  # an item of the plan: nobody notes whether it was held


def draft_reminder(campaign: Campaign, month: str) -> Reminder:
    """The reminder of a month, by unit in protocol order, for each by subject and deadline.

    It holds the plan of the month, open topics, problems, measures and cases that are overdue or due within
    it, and whatever of these is due in three working days. NoDraft if data or judgement date is unknown or
    in another month, or if the month is not after the last one.
    """
    today = _reminding_day(campaign, month)
    campaign = counted(campaign, today)
    by_unit: defaultdict[str, list[Item]] = defaultdict(list)
    for found in (*_study(campaign, today), *_research(campaign, today), *_rectification(campaign, today)):
        by_unit[found.unit].append(found)
    order = [unit.name for unit in campaign.organisation.units if unit.name in by_unit]
    draft = new_record(
        Reminder,
        month=month,
        date=today,
        reply_by=workdays_after(today, REPLY_DAYS),
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
    if not (_dated(campaign) or campaign.topics or any(each.date for each in campaign.plan)):
        raise NoDraft("学习计划没有日期，课题、问题、措施、“解剖麻雀”也没有登记，没有可提醒的，请先登记")
    if campaign.reminders and month <= campaign.reminders[-1].month:
        last = campaign.reminders[-1].month
        raise NoDraft(f"{last} 的提醒督办已经发过，新的一期要晚于它；补发请并入下个月")
    return today


def _study(campaign: Campaign, today: date) -> Iterator[Item]:
    """The study plan of the month and of the next three working days, once for each unit that organises;
    nobody reminds those above him."""
    organisation = campaign.organisation
    sender = next((task.unit for task in organisation.periodic_tasks if task.id == TASK), None)
    lowest = organisation.rank(organisation.name_of(sender)) if sender else 0
    dated = [(each.end or each.date, each) for each in campaign.plan if each.date]
    for last, each in sorted(dated, key=lambda pair: pair[0]):
        state = PASSED if last < today else standing(last, today)
        if state is None or (last.year, last.month) < (today.year, today.month):
            continue
        for unit in (unit for unit in each.organisers if organisation.rank(unit) >= lowest):
            yield new_record(
                Item,
                id=each.id,
                name=each.title,
                unit=unit,
                deadline=last,
                state=PLANNED if state == THIS_MONTH else state,
                subject=Subject.STUDY,
            )


def _research(campaign: Campaign, today: date) -> Iterator[Item]:
    """Topics without a report yet."""
    waiting = [(row.deadline, row) for row in campaign.topics if row.deadline and row.status.is_open]
    for deadline, row in sorted(waiting, key=lambda pair: pair[0]):
        state = standing(deadline, today)
        if state and row.disclosure is not Disclosure.WITHHELD:
            fields = {"id": row.id, "name": row.name, "unit": row.unit, "deadline": deadline}
            yield new_record(Item, **fields, state=state, subject=Subject.RESEARCH)


def _rectification(campaign: Campaign, today: date) -> Iterator[Item]:
    """Open problems, measures and cases of every list."""
    for row in sorted(_dated(campaign), key=lambda row: row.due_by):
        if row.open and standing(row.due_by, today) and row.disclosure is not Disclosure.WITHHELD:
            yield item(row, today, Subject.RECTIFICATION)


def _dated(campaign: Campaign) -> tuple[Dated, ...]:
    return (*campaign.problems, *campaign.measures, *campaign.cases)


def run(root: Path, given: Namespace) -> int:
    """Freeze the reminder of a month into data/reminders."""
    survey = prepare(root, os.environ)
    draft = draft_reminder(survey.facts.campaign, given.month)
    head = f"{given.month} 提醒督办。定稿的条目不能改；收到反馈后，在各单位下写 reply。"
    return write(root, "reminders", draft.month, as_yaml(draft, head))
