"""Drafts the two-weekly notice and the monthly reminder: freezes numbers and rows as they stand on a day.

A draft is a record of `models.snapshots`; `as_yaml` is the file it becomes. Nothing here writes files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, TypeVar

from report.derived import days_over, deadline
from report.faults import Place
from report.figures import Result
from report.formatting import day_text, shown_number
from report.models import (
    Campaign,
    Disclosure,
    Item,
    Measure,
    MeasurePool,
    Notice,
    Problem,
    ProblemPool,
    ProblemStatus,
    Record,
    Reminder,
    Stated,
    Status,
    UnitReminder,
    UnitTally,
    YesNo,
    sealed,
)
from report.workdays import after

FROZEN = (  # the figures that a notice states, in its order
    "rectification.problems",
    "rectification.problems_closed",
    "rectification.problem_closure_rate",
    "rectification.measures_total",
    "rectification.measures_done",
    "rectification.completion_rate",
    "rectification.measures_due",
    "rectification.measures_due_done",
    "rectification.due_completion_rate",
)
R = TypeVar("R", bound=Record)

OPENED, CLOSED, OVERDUE = "opened", "closed", "overdue"
REPLY_DAYS = 3  # working days a unit has to answer a reminder
SCOPE = "局机关、基层党组织"
FEEDBACK = "公示期内可以通过“我想对局党委说一句话”提出，由教育办汇总。本站不收集个人信息。"


class NoDraft(Exception):
    """A snapshot cannot be drafted. The message says why and what to do, in Chinese."""


def draft_notice(campaign: Campaign, results: dict[str, Result], day: date) -> Notice:
    """The next notice, frozen on a day: what the rectification list gained, closed, and has overdue.

    NoDraft when the data date is unknown or later, or the day does not follow the last notice.
    """
    as_of = _data_date(campaign, results, day)
    last = campaign.notices[-1] if campaign.notices else None
    problems = [row for row in campaign.problems if row.pool is ProblemPool.RECTIFICATION]
    measures = [row for row in campaign.measures if row.pool is MeasurePool.RECTIFICATION]
    rows: tuple[Any, ...] = (*campaign.problems, *campaign.measures)
    known = {id for notice in campaign.notices for id in notice.deadlines}
    settled = {id for notice in campaign.notices for id in notice.settled}
    opened = [row for row in problems if row.id not in known]
    closed = [row for row in problems if row.status is ProblemStatus.CLOSED and row.id not in settled]
    overdue = [row for row in measures if row.overdue is YesNo.YES]
    since = last.date + timedelta(days=1) if last else min((r.registered for r in problems), default=day)
    figures = list(_stated(results, {OPENED: opened, CLOSED: closed, OVERDUE: overdue}))
    draft = _record(
        Notice,
        issue=last.issue + 1 if last else 1,
        date=day,
        since=since,
        scope=last.scope if last else SCOPE,
        feedback=last.feedback if last else FEEDBACK,
        text=[_words(since, day, as_of, {stated.key: stated for stated in figures})],
        figures=figures,
        units=list(_tallies(campaign, problems, measures)),
        opened=_public(opened, day),
        closed=_public(closed, day),
        overdue=_public(overdue, day),
        deadlines={row.id: row.deadline for row in rows if row.id not in known},
        settled=[row.id for row in closed],
        corrections=[],
        seal="",
    )
    return draft.model_copy(update={"seal": sealed(draft.frozen())})


def _data_date(campaign: Campaign, results: dict[str, Result], day: date) -> date:
    """The date of the data that a notice of this day is drawn from. NoDraft when it cannot be drawn."""
    if unknown := [key for key in FROZEN if key not in results]:
        raise NoDraft(f"figures.yml 里没有公示要用的数：{'、'.join(unknown)}，请补上")
    as_of = campaign.site.as_of
    if as_of is None:
        raise NoDraft("site.yml 的 as_of 还空着，公示必须写明数据截至哪一天，请先填上")
    if as_of != day:
        raise NoDraft(
            f"数据截至 {as_of}，公示日是 {day}；台账登到公示日后，把 site.yml 的 as_of 也改成这一天"
        )
    if not any(row.pool is ProblemPool.RECTIFICATION for row in campaign.problems):
        raise NoDraft("问题台账还没有登记检视整改的问题，没有可公示的进展，请先登记")
    if not any(row.pool is MeasurePool.RECTIFICATION for row in campaign.measures):
        raise NoDraft("措施台账还没有登记检视整改的措施，完成率和逾期都不知道，请先登记")
    if campaign.notices and day <= campaign.notices[-1].date:
        last = campaign.notices[-1]
        raise NoDraft(f"第{last.issue}期公示日是 {last.date}，新的一期要晚于它")
    return as_of


def draft_reminder(campaign: Campaign, month: str) -> Reminder:
    """The reminder of a month: every open measure overdue or due within it, by unit in protocol order.

    NoDraft when the data date is unknown or not in the month, or the month does not follow the last one.
    """
    today = _reminding_day(campaign, month)
    by_unit: defaultdict[str, list[Item]] = defaultdict(list)
    for row in sorted(campaign.measures, key=deadline):
        if row.open and _is_reminded(row, today) and row.disclosure is not Disclosure.SECRET:
            by_unit[row.unit].append(_item(row, today))
    order = [unit.name for unit in campaign.organisation.units if unit.name in by_unit]
    draft = _record(
        Reminder,
        month=month,
        date=today,
        reply_by=after(today, REPLY_DAYS),
        units=[_record(UnitReminder, unit=unit, items=by_unit[unit]) for unit in order],
        seal="",
    )
    return draft.model_copy(update={"seal": sealed(draft.frozen())})


def _reminding_day(campaign: Campaign, month: str) -> date:
    """The day on which a month's reminder is judged, in the month of its data. NoDraft when it cannot be."""
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


def as_yaml(snapshot: Notice | Reminder, head: str) -> str:
    """The file of a snapshot: a comment at its head, then its fields, one value a line, the seal last."""
    from io import StringIO

    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 100_000  # a value stays on its line
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    yaml.dump(snapshot.model_dump(mode="json", exclude_none=True, exclude={"seal"}), stream)
    yaml.dump({"seal": snapshot.seal}, stream)
    comment = "".join(f"# {line}\n" for line in head.split("\n"))
    return f"{comment}\n{stream.getvalue()}"


def _record(model: type[R], **fields: Any) -> R:
    return model(place=Place(""), lines={}, **fields)


def _is_reminded(row: Measure, today: date) -> bool:
    """Whether an open measure is overdue, due within the month, or 临期."""
    due = deadline(row)
    return due <= today or (due.year, due.month) == (today.year, today.month) or row.due_soon is YesNo.YES


def _public(rows: Iterable[Problem | Measure], day: date) -> list[Item]:
    """The 公开 ones among the rows, as they stand."""
    return [_item(row, day) for row in rows if row.disclosure is Disclosure.PUBLIC]


def _item(row: Problem | Measure, day: date) -> Item:
    """A row with how its deadline stands on a day."""
    state = None
    if row.overdue is YesNo.YES:
        state = f"逾期{days_over(row, day)}天"
    elif row.due_soon is YesNo.YES:
        state = "临期"
    elif row.due is YesNo.NO and row.open and f"{deadline(row):%Y-%m}" == f"{day:%Y-%m}":
        state = "本月到期"
    return _record(Item, id=row.id, name=row.name, unit=row.unit, deadline=deadline(row), state=state)


def _stated(results: dict[str, Result], counted: dict[str, list[Any]]) -> Iterator[Stated]:
    """The numbers of a notice: those of its own, then the figures of the report."""
    labels = {OPENED: "新增问题", CLOSED: "销号问题", OVERDUE: "逾期措施"}
    for key, rows in counted.items():
        yield _record(Stated, key=key, label=labels[key], value=str(len(rows)), unit="条")
    for key in FROZEN:
        figure = results[key].figure
        yield _record(
            Stated, key=key, label=figure.label, value=shown_number(results[key]), unit=figure.unit or ""
        )


def _tallies(campaign: Campaign, problems: list[Problem], measures: list[Measure]) -> Iterator[UnitTally]:
    """How far each unit that is responsible for something is, in protocol order."""
    for unit in campaign.organisation.units:
        mine = [row for row in measures if row.unit == unit.name]
        theirs = sum(row.unit == unit.name for row in problems)
        if not mine and not theirs:
            continue
        yield _record(
            UnitTally,
            unit=unit.name,
            problems=theirs,
            measures=len(mine),
            done=sum(not row.open for row in mine),
            overdue=sum(row.overdue is YesNo.YES for row in mine),
        )


def _words(since: date, day: date, as_of: date, stated: dict[str, Stated]) -> str:
    """A first draft of the words, for a person to edit."""

    def say(key: str) -> str:
        value = stated[key].value
        return value if value in list(Status) else f"{value}{stated[key].unit}"

    pre = "rectification."
    start = day_text(since)
    end = day_text(day) if since.year != day.year else f"{day.month}月{day.day}日"
    return (
        f"{start}至{end}，新增问题{say(OPENED)}，销号问题{say(CLOSED)}。"
        f"截至{day_text(as_of)}，收集整理问题{say(pre + 'problems')}，已销号{say(pre + 'problems_closed')}，"
        f"问题销号率{say(pre + 'problem_closure_rate')}；制定整改措施{say(pre + 'measures_total')}，"
        f"已落实{say(pre + 'measures_done')}，措施完成率{say(pre + 'completion_rate')}，"
        f"其中已到期{say(pre + 'measures_due')}，落实{say(pre + 'measures_due_done')}，"
        f"到期措施完成率{say(pre + 'due_completion_rate')}；逾期措施{say(OVERDUE)}。"
    )
