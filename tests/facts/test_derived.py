"""Derived columns: the list of a measure, what is due, overdue, due soon, the link of a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.facts.campaign import Campaign
from report.facts.derived import soon, with_derived
from report.facts.ledgers import ledger_of
from report.facts.ledgers.activities import ActivityKind
from report.facts.ledgers.cases import CaseStatus
from report.facts.ledgers.documents import DocumentKind
from report.facts.ledgers.measures import Measure, MeasureStatus
from report.facts.ledgers.problems import ProblemStatus
from report.facts.workdays import is_workday
from tests.rows import activity, case, cell, document, measure, problem, topic, with_ledgers

TODAY = date(2023, 11, 24)  # a Friday; the third working day after it is Wednesday 29
JUDGED = ("已到期", "逾期", "临期")


def judged(campaign: Campaign, row: Any, today: date | None = TODAY) -> str:
    """是 and 否 for 已到期, 逾期, 临期, as one text; dashes where nothing is judged."""
    name = ledger_of(row).name
    facts = with_ledgers(replace(campaign, today=today), **{name: [row]})
    return "".join(cell(facts.ledgers[name][0], title) or "—" for title in JUDGED)


def due(day: date, **fields: Any) -> Measure:
    """An open measure that is to be done by a day."""
    return measure(**({"deadline": day, "extended": None, "extension": None} | fields))


# ------------------------------------------------------------------ 清单


def test_a_measure_belongs_to_the_list_of_what_it_hangs_on(campaign: Campaign) -> None:
    pools = {row.id: row.pool for row in campaign.measures}
    assert pools["CS-0001"] == "检视整改"
    assert pools["CS-0006"] == "调查研究"  # of a problem that research found
    assert pools["CS-0007"] == "解剖麻雀"
    assert pools["CS-0009"] == "调查研究"  # of a topic that found no problem


def test_a_measure_that_hangs_on_nothing_known_belongs_to_no_list(campaign: Campaign) -> None:
    facts = with_ledgers(campaign, measures=[measure(parent="WT-0099")])
    assert facts.measures[0].pool is None


# ------------------------------------------------------------------ deadlines


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 11, 23), "是是否"),  # yesterday
        (date(2023, 11, 24), "是否是"),  # today: due, and the last day to do it
        (date(2023, 11, 25), "否否是"),  # a Saturday
        (date(2023, 11, 29), "否否是"),  # the third working day
        (date(2023, 11, 30), "否否否"),
    ],
)
def test_an_open_measure_is_due_overdue_or_due_soon(campaign: Campaign, day: date, expected: str) -> None:
    assert judged(campaign, due(day)) == expected


@pytest.mark.parametrize("status", [MeasureStatus.DONE, MeasureStatus.CLOSED])
def test_what_is_done_is_due_and_nothing_else(campaign: Campaign, status: MeasureStatus) -> None:
    """A measure that was done late is not overdue any more."""
    assert judged(campaign, due(date(2023, 11, 1), status=status)) == "是否否"
    assert judged(campaign, due(TODAY, status=status)) == "是否否"
    assert judged(campaign, due(date(2023, 11, 27), status=status)) == "否否否"


def test_the_extended_deadline_counts(campaign: Campaign) -> None:
    moved = due(date(2023, 11, 1), extended=date(2023, 11, 28), extension="调度纪要")
    assert moved.due_by == date(2023, 11, 28)
    assert judged(campaign, moved) == "否否是"
    assert moved.days_over(date(2023, 12, 1)) == 3


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2023, 9, 26), date(2023, 10, 7)),  # 27, 28, then the Saturday worked in exchange
        (date(2023, 9, 28), date(2023, 10, 9)),
        (date(2023, 10, 6), date(2023, 10, 9)),
        (date(2023, 11, 26), date(2023, 11, 29)),
    ],
)
def test_holidays_and_days_in_exchange_move_what_is_due_soon(
    campaign: Campaign, today: date, last: date
) -> None:
    assert judged(campaign, due(last), today).endswith("是")
    assert judged(campaign, due(last + timedelta(days=1)), today).endswith("否")


def test_problems_and_cases_are_judged_like_measures(campaign: Campaign) -> None:
    over, near = date(2023, 11, 1), date(2023, 11, 27)
    assert judged(campaign, problem(deadline=over)) == "是是否"
    assert judged(campaign, problem(deadline=over, status=ProblemStatus.DONE)) == "是否否"
    assert judged(campaign, case(deadline=near)) == "否否是"
    assert judged(campaign, case(deadline=over, status=CaseStatus.DISSECTING)) == "是是否"
    assert judged(campaign, case(deadline=over, status=CaseStatus.CLOSED)) == "是否否"


@pytest.mark.parametrize("row", [due(TODAY), problem(), case()], ids=lambda row: type(row).__name__)
def test_without_a_day_of_judgement_nothing_is_judged(campaign: Campaign, row: Any) -> None:
    assert judged(campaign, row, today=None) == "———"


def test_a_day_beyond_the_calendar_still_tells_what_is_overdue(campaign: Campaign) -> None:
    """The check refuses it; what can be said without a calendar is said."""
    assert soon(date(2031, 1, 6)) is None
    assert judged(campaign, due(TODAY), date(2031, 1, 6)) == "是是否"


# ------------------------------------------------------------------ 环节


def test_an_activity_falls_under_the_link_that_asks_for_its_kind(campaign: Campaign) -> None:
    rows = [activity(kind=ActivityKind.GROUP_MEETING), activity(id="HD-0002", kind=ActivityKind.HEARING)]
    facts = with_ledgers(campaign, activities=rows)
    assert [row.link for row in facts.activities] == ["会议研判", None]


def test_a_document_falls_under_the_link_that_asks_for_its_kind(campaign: Campaign) -> None:
    rows = [document(kind=DocumentKind.SUPERIOR), document(id="WJ-0002", kind=DocumentKind.RULE)]
    facts = with_ledgers(campaign, documents=rows)
    assert [row.link for row in facts.documents] == ["会议研判", None]


# ------------------------------------------------------------------ against a naive re-computation

days = st.dates(date(2023, 9, 1), date(2023, 12, 20))
measures = st.lists(
    st.builds(
        measure,
        id=st.integers(1, 99).map("CS-{:04}".format),
        parent=st.sampled_from(["WT-0001", "WT-0002", "MQ-0001", "KT-0001", "KT-0002", "WT-0404"]),
        deadline=days,
        extended=st.none() | days,
        status=st.sampled_from(MeasureStatus),
    ),
    max_size=5,
)
HUNG_ON = {
    "WT-0001": "检视整改", "WT-0002": "调查研究", "MQ-0001": "解剖麻雀", "KT-0001": "调查研究",
    "KT-0002": "调查研究", "WT-0404": "",
}  # fmt: skip


def naive(row: Measure, today: date) -> str:
    """The same as `judged`, counted day by day."""
    last = row.extended or row.deadline
    is_open = row.status in ("未启动", "整改中")
    working_days = sum(is_workday(today + timedelta(days=n)) for n in range(1, (last - today).days))
    near = last == today or (last > today and working_days < 3)
    return "".join("否是"[answer] for answer in (last <= today, is_open and last < today, is_open and near))


@given(measures, days)
def test_derived_columns_are_what_a_naive_computation_says(
    campaign: Campaign, rows: list[Measure], today: date
) -> None:
    facts = with_ledgers(
        replace(campaign, today=today),
        measures=rows,
        problems=[problem(), problem(id="WT-0002", pool="调查研究", aspect=None)],
        cases=[case()],
        topics=[topic(), topic(id="KT-0002")],
    )
    for row, given_row in zip(facts.measures, rows, strict=True):
        assert cell(row, "清单") == HUNG_ON[row.parent]
        assert "".join(cell(row, title) for title in JUDGED) == naive(given_row, today)


@given(measures, days)
def test_deriving_twice_changes_nothing_and_touches_no_written_column(
    campaign: Campaign, rows: list[Measure], today: date
) -> None:
    once = with_ledgers(replace(campaign, today=today), measures=rows)
    assert with_derived(once).measures == once.measures
    for row, given_row in zip(once.measures, rows, strict=True):
        assert all(cell(row, title) == cell(given_row, title) for title in Measure.written())
