"""定期工作: what the record tells of each periodic task."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.facts.campaign import Campaign
from report.facts.figure import Figure
from report.facts.lists import Pick, PickKind
from report.facts.records import PeriodicTask, Unit
from report.facts.snapshots import Reminder
from report.figures.periods import Period, periods
from report.figures.resolving import Facts, Result, resolve
from tests.rows import activity, altered, case, made, notice

TODAY = date(2023, 11, 24)
UNITS = [
    made(Unit, id="one", name="一科", division=True),
    made(Unit, id="two", name="二科", division=True),
    made(Unit, id="office", name="教育办"),
]


def task(id: str, **fields: Any) -> PeriodicTask:
    """A periodic task of the office."""
    return made(PeriodicTask, **({"id": id, "name": "任务", "unit": "office", "interval": "每月"} | fields))


def period(campaign: Campaign, the_task: PeriodicTask, today: date | None = TODAY, **facts: Any) -> Period:
    """What the record of a campaign with just these facts tells of a task."""
    organisation = campaign.organisation.model_copy(update={"units": UNITS, "periodic_tasks": [the_task]})
    empty = {"notices": (), "reminders": (), "picks": (), "cases": (), "activities": ()}
    changed = altered(campaign, organisation=organisation, today=today, **(empty | facts))
    return periods(resolve(changed))[the_task.id]


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def test_notices_at_their_interval_miss_nothing(campaign: Campaign) -> None:
    facts = tuple(notice(date=day) for day in days("2023-10-27", "2023-11-10", "2023-11-24"))
    found = period(campaign, task("notice", interval="每两周"), notices=facts)
    assert (found.last, found.next, found.missed) == (TODAY, date(2023, 12, 8), {})
    assert found.computed


def test_a_gap_of_two_intervals_misses_one_notice(campaign: Campaign) -> None:
    facts = tuple(notice(date=day) for day in days("2023-10-27", "2023-11-24"))
    found = period(campaign, task("notice", interval="每两周"), notices=facts)
    assert found.missed == {date(2023, 11, 10): ""}


def test_a_notice_a_week_late_is_late_and_not_missed(campaign: Campaign) -> None:
    facts = tuple(notice(date=day) for day in days("2023-11-03", "2023-11-24"))
    assert period(campaign, task("notice", interval="每两周"), notices=facts).missed == {}


def test_what_was_due_before_today_and_not_done_is_missed(campaign: Campaign) -> None:
    facts = (notice(date=date(2023, 10, 27)),)
    found = period(campaign, task("notice", interval="每两周"), notices=facts)
    assert (found.next, found.missed) == (TODAY, {date(2023, 11, 10): ""})


def test_the_interval_may_be_a_figure_in_weeks(campaign: Campaign) -> None:
    figure = made(Figure, key="a.b", label="周期", unit="周", owner="教育办", value="2", source="记录")
    known = {"a.b": Result(figure, "已填", Decimal(2))}  # type: ignore[arg-type]
    the_task = task("notice", interval=None, interval_figure="a.b")
    organisation = campaign.organisation.model_copy(update={"periodic_tasks": [the_task]})
    changed = replace(campaign, organisation=organisation, notices=(notice(date=TODAY),), today=TODAY)
    assert periods(Facts(changed, known))["notice"].next == TODAY + timedelta(weeks=2)


def test_a_month_without_a_reminder_is_missed_once_it_is_over(campaign: Campaign) -> None:
    months = [made(Reminder, month=m, date=TODAY, reply_by=TODAY, seal="") for m in ("2023-08", "2023-10")]
    found = period(campaign, task("reminder"), reminders=tuple(months))
    assert (found.last, found.next, found.missed) == ("2023-10", date(2023, 11, 30), {"2023-09": ""})


def test_a_month_that_has_its_picks_is_followed_by_the_next(campaign: Campaign) -> None:
    picks = (made(Pick, id="JD-0001", month="2023-11", kind=PickKind.BOOK, title="书"),)
    assert period(campaign, task("picks"), picks=picks).next == date(2023, 12, 31)


def test_december_is_followed_by_january(campaign: Campaign) -> None:
    picks = (made(Pick, id="JD-0001", month="2023-12", kind=PickKind.BOOK, title="书"),)
    found = period(campaign, task("picks"), today=date(2023, 12, 5), picks=picks)
    assert found.next == date(2024, 1, 31)


def test_each_division_owes_a_case_a_month(campaign: Campaign) -> None:
    cases = tuple(
        case(id=f"MQ-{n:04}", unit=unit, month=month)
        for n, (unit, month) in enumerate(
            [("一科", "2023-09"), ("二科", "2023-09"), ("一科", "2023-10"), ("一科", "2023-11")], 1
        )
    )
    found = period(campaign, task("dissection"), cases=cases)
    assert found.missed == {"2023-10": "二科"}
    assert found.next == date(2023, 11, 30)  # one division still owes this month's


def test_branch_checks_come_from_the_activities(campaign: Campaign) -> None:
    done = tuple(
        activity(id=f"HD-{n:04}", kind="支部检查", method=None, topic=None, date=day)
        for n, day in enumerate(days("2023-11-17", "2023-11-03"), 1)
    )
    found = period(campaign, task("inspection", interval="每两周"), activities=done)
    assert (found.last, found.next) == (date(2023, 11, 17), date(2023, 12, 1))


@pytest.mark.parametrize("interval", ["每待填报", "每季度"])
def test_an_interval_nobody_can_reckon_with_leaves_what_was_typed(campaign: Campaign, interval: str) -> None:
    typed = date(2023, 12, 20)
    done = (activity(kind="支部检查", method=None, topic=None),)
    found = period(campaign, task("inspection", interval=interval, next=typed), activities=done)
    assert (found.last, found.next, found.missed) == (date(2023, 11, 7), typed, None)


def test_without_a_day_of_judgement_nothing_is_missed_or_due(campaign: Campaign) -> None:
    found = period(campaign, task("notice", interval="每两周"), today=None, notices=(notice(date=TODAY),))
    assert (found.last, found.next, found.missed) == (TODAY, None, None)
    assert not found.computed


def test_a_task_without_any_record_has_only_what_was_typed(campaign: Campaign) -> None:
    found = period(campaign, task("other", next=TODAY))
    assert (found.last, found.next, found.missed, found.computed) == (None, TODAY, None, False)


@given(gaps=st.lists(st.integers(1, 60), min_size=1, max_size=8), since=st.integers(0, 60))
def test_done_and_missed_times_are_never_two_intervals_apart(
    campaign: Campaign, gaps: list[int], since: int
) -> None:
    """Whatever was late: between what was done and what is listed as missed no whole interval is lost."""
    done = [date(2023, 1, 2)]
    for gap in gaps:
        done.append(done[-1] + timedelta(days=gap))
    facts = tuple(notice(date=day) for day in done)
    today = done[-1] + timedelta(days=since)
    found = period(campaign, task("notice", interval="每两周"), today=today, notices=facts)
    assert found.missed is not None and found.next is not None
    assert not set(done) & set(found.missed)
    every = sorted([*done, *found.missed, found.next])  # type: ignore[type-var]
    assert all((after - before).days < 28 for before, after in pairwise(every))  # type: ignore[operator]
    assert found.next >= today
