"""notice: freezes the next two-weekly notice (公示), with numbers and rows as they stand on its day."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from report.commands.freezing import NoDraft, as_yaml, item, new_record, workdays_after, write
from report.facts.campaign import Campaign
from report.facts.ledgers.measures import LEDGER as MEASURES
from report.facts.ledgers.measures import Measure
from report.facts.ledgers.problems import LEDGER as PROBLEMS
from report.facts.ledgers.problems import Problem
from report.facts.ledgers.row import Disclosure, Row
from report.facts.progress import Tally, rectification
from report.facts.snapshots import (
    CLOSED,
    FROZEN,
    OPENED,
    OVERDUE,
    Amount,
    Item,
    Notice,
    Stated,
    UnitTally,
    sealed,
)
from report.figures.resolving import Facts, Result
from report.figures.wording import day_text, shown_number
from report.publishing import prepare

SCOPE = "局机关、基层党组织"
FEEDBACK = "公示期内可以通过“我想对局党委说一句话”提出，由教育办汇总。本站不收集个人信息。"
COUNTED = (PROBLEMS.title, MEASURES.title)  # the ledgers that a notice counts
STATED = ("shown_until", "receiver", "contact")  # what site.yml has to know before a notice


def draft_notice(facts: Facts, day: date) -> Notice:
    """The next notice, frozen on a day: what the rectification list gained and closed, and what is overdue.

    NoDraft if the data does not end on that day or is too incomplete, or if the day is not after
    the last notice.
    """
    campaign = facts.counted
    tally = rectification(campaign)
    as_of = _data_date(facts, tally, day)
    last = campaign.notices[-1] if campaign.notices else None
    rows: tuple[Problem | Measure, ...] = (*campaign.problems, *campaign.measures)
    known = {id for notice in campaign.notices for id in notice.deadlines}
    settled = {id for notice in campaign.notices for id in notice.settled}
    opened = [row for row in tally.problems if row.id not in known]
    closed = [row for row in tally.closed if row.id not in settled]
    overdue = tally.overdue or []
    first = min((row.registered for row in tally.problems), default=day)
    since = last.date + timedelta(days=1) if last else first
    figures = list(_stated(facts.results, {OPENED: opened, CLOSED: closed, OVERDUE: overdue}))
    draft = new_record(
        Notice,
        issue=last.issue + 1 if last else 1,
        date=day,
        since=since,
        **_shown(campaign, day),
        scope=last.scope if last else SCOPE,
        feedback=last.feedback if last else FEEDBACK,
        text=[_words(since, day, as_of, {stated.key: stated for stated in figures})],
        figures=figures,
        units=list(_tallies(campaign, tally)),
        opened=_public(opened, day),
        closed=_public(closed, day),
        overdue=_public(overdue, day),
        deadlines={row.id: row.deadline for row in rows if row.id not in known},
        settled=[row.id for row in closed],
        corrections=[],
        seal="",
    )
    return draft.model_copy(update={"seal": sealed(draft.frozen())})


def _data_date(facts: Facts, tally: Tally, day: date) -> date:
    """The data date for a notice of this day. NoDraft if no notice can be drafted."""
    campaign = facts.campaign
    if unknown := [key for key in FROZEN if key not in facts.results]:
        raise NoDraft(f"figures.yml 里没有公示要用的数：{'、'.join(unknown)}，请补上")
    as_of = campaign.site.as_of
    if as_of is None:
        raise NoDraft("site.yml 的 as_of 还空着，公示必须写明数据截至哪一天，请先填上")
    if as_of != day:
        raise NoDraft(
            f"数据截至 {as_of}，公示日是 {day}；台账登到公示日后，把 site.yml 的 as_of 也改成这一天"
        )
    if not tally.problems:
        raise NoDraft("问题台账还没有登记检视整改的问题，没有可公示的进展，请先登记")
    if not tally.measures:
        raise NoDraft("措施台账还没有登记检视整改的措施，完成率和逾期都不知道，请先登记")
    if marked := [title for title in COUNTED if title in campaign.site.backfilling]:
        raise NoDraft(f"{'、'.join(marked)}补登中，定稿的数会不全；登齐以后从 site.yml 的 backfilling 里删去")
    if campaign.notices and day <= campaign.notices[-1].date:
        last = campaign.notices[-1]
        raise NoDraft(f"第{last.issue}期公示日是 {last.date}，新的一期要晚于它")
    return as_of


def _shown(campaign: Campaign, day: date) -> dict[str, Any]:
    """公示期, 受理单位 and 联系方式 of a notice of this day, as far as site.yml knows them."""
    site, contact = campaign.site, campaign.site.contact
    return {
        "shown_from": day,
        "shown_until": None if site.notice_days is None else workdays_after(day, site.notice_days),
        "receiver": campaign.organisation.name_of(contact.unit) if contact and contact.unit else None,
        "contact": (contact.ways() or None) if contact else None,
    }


def _public(rows: Iterable[Problem | Measure], day: date) -> list[Item]:
    """The 公开 rows among these, as they stand."""
    return [item(row, day) for row in rows if row.disclosure is Disclosure.PUBLIC]


def _stated(results: dict[str, Result], counted: Mapping[str, Sequence[Row]]) -> Iterator[Stated]:
    """The numbers of a notice: first those it counts itself, then the figures of the report."""
    labels = {OPENED: "新增问题", CLOSED: "销号问题", OVERDUE: "逾期措施"}
    for key, rows in counted.items():
        yield new_record(Stated, key=key, label=labels[key], value=str(len(rows)), unit="条")
    for key in FROZEN:
        figure = results[key].figure
        value = shown_number(results[key])
        yield new_record(Stated, key=key, label=figure.label, value=value, unit=figure.unit or "")


def _tallies(campaign: Campaign, tally: Tally) -> Iterator[UnitTally]:
    """How far each responsible unit has come, in protocol order."""
    for unit in campaign.organisation.units:
        mine = tally.of(unit)
        if mine.problems or mine.measures:
            yield new_record(
                UnitTally,
                unit=unit.name,
                problems=len(mine.problems),
                measures=len(mine.measures),
                done=len(mine.done),
                overdue=len(mine.overdue or ()),
            )


def _words(since: date, day: date, as_of: date, stated: dict[str, Stated]) -> str:
    """A first draft of the text, for a person to edit."""

    def say(key: str) -> Amount:
        return Amount(stated[key].value, stated[key].unit)

    pre = "rectification."
    start = day_text(since)
    end = day_text(day) if since.year != day.year else f"{day.month}月{day.day}日"
    return (
        f"{start}至{end}，检视整改清单新增问题{say(OPENED)}，销号问题{say(CLOSED)}。"
        f"截至{day_text(as_of)}，收集整理问题{say(pre + 'problems')}，已销号{say(pre + 'problems_closed')}，"
        f"问题销号率{say(pre + 'problem_closure_rate')}；制定整改措施{say(pre + 'measures_total')}，"
        f"已落实{say(pre + 'measures_done')}，措施完成率{say(pre + 'completion_rate')}，"
        f"其中已到期{say(pre + 'measures_due')}，落实{say(pre + 'measures_due_done')}，"
        f"到期措施完成率{say(pre + 'due_completion_rate')}；逾期措施{say(OVERDUE)}。"
    )


def run(root: Path, given: Namespace) -> int:
    """Freeze the next notice into data/notices."""
    survey = prepare(root, {**os.environ, "REPORT_DATE": given.day})
    today = survey.facts.campaign.today
    assert today is not None, "the judgement date was given"
    draft = draft_notice(survey.facts, today)
    head = f"第{draft.issue}期公示。定稿的数和条目不能改；text、scope、feedback 可以改。\n"
    head += "数确实错了的，在 corrections 里写一条更正。"
    code = write(root, "notices", str(draft.date), as_yaml(draft, head))
    if blank := [draft.titled(field) for field in STATED if getattr(draft, field) is None]:
        print(f"{'、'.join(blank)}待填报：要写明的，先填 site.yml，再删去这个文件重新运行。")
    return code
