"""What counts on the data date: later rows wait, what was done later is not done yet, and the rest stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.checks.closure import CLOSURE_RULES
from report.checks.ledgers import LEDGER_RULES
from report.facts.campaign import Campaign
from report.facts.counting import counted, later
from report.facts.ledgers import LEDGERS, ledger_of
from report.facts.reading.loading import load
from report.facts.reading.settings import settings
from report.figures.resolving import Facts, resolve
from tests.rows import MAKERS, activity, case, cell, document, measure, problem, topic, with_ledgers
from tests.trees import ROOT, changed, complaints

DAY = date(2023, 11, 24)
NEXT = DAY + timedelta(days=1)
VERIFIED = {"verifier": "教育办主任", "status": "已销号"}
PLAIN = {"extended": None, "extension": None}


def on(campaign: Campaign, *rows: Any, as_of: date = DAY, today: date | None = None) -> dict[str, Any]:
    """What counts of these rows on a day, by id."""
    held: dict[str, list[Any]] = {}
    for row in rows:
        held.setdefault(ledger_of(row).name, []).append(row)
    site = campaign.site.model_copy(update={"as_of": as_of})
    facts = with_ledgers(replace(campaign, site=site, today=today or as_of), **held)
    return {row.id: row for rows in counted(facts).ledgers.values() for row in rows}


@pytest.mark.parametrize(
    ("row", "waits"),
    [
        (problem(registered=DAY, deadline=NEXT), False),
        (problem(registered=NEXT, deadline=NEXT), True),
        (activity(date=DAY), False),
        (activity(date=NEXT), True),
        (activity(date=DAY, end=NEXT), True),  # held only when it is over
        (document(issued=DAY), False),
        (document(issued=NEXT), True),
        (document(issued=None), False),
        (case(month="2023-11"), False),
        (case(month="2023-12"), True),
        (topic(started=NEXT, status="已立项"), False),  # a plan
    ],
    ids=lambda each: each if isinstance(each, bool) else None,
)
def test_a_row_counts_from_the_day_it_tells(campaign: Campaign, row: Any, waits: bool) -> None:
    assert (row.id not in on(campaign, row)) is waits


def test_what_belongs_to_a_row_that_waits_waits_with_it(campaign: Campaign) -> None:
    assert on(campaign, problem(registered=NEXT), measure()) == {}
    assert on(campaign, case(month="2023-12"), measure(parent="MQ-0001")) == {}


def test_what_was_done_later_is_not_done_yet(campaign: Campaign) -> None:
    done = measure(status="已落实", done=NEXT)
    stood = on(campaign, problem(), done)["CS-0001"]
    assert (stood.status, stood.done, stood.evidence) == ("整改中", None, "档2023-1")
    assert on(campaign, problem(), measure(status="已落实", done=DAY))["CS-0001"].status == "已落实"


def test_what_was_closed_later_stands_as_it_was_before(campaign: Campaign) -> None:
    closed = measure(done=DAY, closed=NEXT, **VERIFIED)
    stood = on(campaign, problem(closed=NEXT, **VERIFIED), closed)
    assert (stood["CS-0001"].status, stood["CS-0001"].done) == ("已落实", DAY)
    assert (stood["CS-0001"].closed, stood["CS-0001"].verifier) == (None, None)
    assert (stood["WT-0001"].status, stood["WT-0001"].closed) == ("已完成待销号", None)


def test_a_problem_is_no_further_than_its_measures(campaign: Campaign) -> None:
    done = measure(status="已落实", done=NEXT)
    assert on(campaign, problem(status="已完成待销号"), done)["WT-0001"].status == "整改中"
    closed = measure(done=NEXT, closed=NEXT, **VERIFIED)
    assert on(campaign, problem(closed=NEXT, **VERIFIED), closed)["WT-0001"].status == "整改中"
    under = measure(parent="MQ-0001", done=DAY, closed=NEXT, **VERIFIED)
    assert on(campaign, case(status="已销号"), under)["MQ-0001"].status == "整改中"


def test_a_topic_had_not_begun_nor_been_applied_before_its_days(campaign: Campaign) -> None:
    assert on(campaign, topic(started=NEXT, status="调研中"))["KT-0001"].status == "已立项"
    alone = on(campaign, topic(applied=["WJ-0001"]), document(issued=NEXT))["KT-0001"]
    assert (alone.status, alone.applied) == ("已形成报告", [])
    both = topic(applied=["WJ-0001", "WJ-0002"])
    stood = on(campaign, both, document(issued=NEXT), document(id="WJ-0002"))["KT-0001"]
    assert (stood.status, stood.applied) == ("已转化", ["WJ-0002"])


def test_deadlines_are_judged_by_what_was_done_on_the_day_of_judgement(campaign: Campaign) -> None:
    """Overdue on the data date; no more a day later, when it was done, though it counts as it stood."""
    rows = problem(), measure(status="已落实", done=NEXT, deadline=DAY - timedelta(days=3), **PLAIN)
    assert cell(on(campaign, *rows)["CS-0001"], "逾期") == "是"
    stood = on(campaign, *rows, today=NEXT)["CS-0001"]
    assert (stood.status, cell(stood, "逾期"), cell(stood, "已到期")) == ("整改中", "否", "是")


def test_while_all_count_or_the_day_is_unknown_nothing_is_changed(campaign: Campaign) -> None:
    assert counted(campaign) is campaign and later(campaign) == {}
    site = campaign.site.model_copy(update={"as_of": None})
    unknown = with_ledgers(replace(campaign, site=site), problems=[problem(registered=NEXT)])
    assert counted(unknown) is unknown and later(unknown) == {}


def test_what_is_later_is_told_with_what_counts_in_its_place(campaign: Campaign) -> None:
    rows = [measure(status="已落实", done=NEXT), measure(id="CS-0002")]
    facts = with_ledgers(campaign, problems=[problem()], measures=rows, activities=[activity(date=NEXT)])
    found = {
        name: [(row.id, stood and stood.texts("status")) for row, stood in pairs]
        for name, pairs in later(facts).items()
    }
    assert found == {"measures": [("CS-0001", ["整改中"])], "activities": [("HD-0001", None)]}


@pytest.fixture(scope="module")
def sample() -> Campaign:
    loaded, faults = load(settings(ROOT, {"REPORT_DATA": "demo/data"}))
    assert faults == []
    return loaded


@given(back=st.integers(0, 120))
def test_what_counts_on_any_day_holds_together(sample: Campaign, back: int) -> None:
    """Statuses fit days, measures and references, whatever the data date is moved to."""
    as_of = DAY - timedelta(days=back)
    site = sample.site.model_copy(update={"as_of": as_of})
    facts = Facts(counted(replace(sample, site=site, today=as_of)), {})
    assert [fault for rule in (*CLOSURE_RULES, *LEDGER_RULES) for fault in rule(facts)] == []


@given(
    days=st.lists(st.integers(1, 300), min_size=6, max_size=6), parents=st.lists(st.booleans(), min_size=1)
)
def test_figures_are_those_of_the_data_without_the_later_rows(
    sample: Campaign, days: list[int], parents: list[bool]
) -> None:
    when = dict(zip(LEDGERS, (DAY + timedelta(days=n) for n in days), strict=True))
    made: dict[str, list[Any]] = {
        "problems": [problem(id="WT-9001", registered=when["problems"], unit="教育办")],
        "activities": [activity(id="HD-9001", date=when["activities"], topic=None)],
        "documents": [document(id="WJ-9001", issued=when["documents"])],
        "cases": [case(id="MQ-9001", month=f"{when['cases'].replace(day=1) + timedelta(days=32):%Y-%m}")],
        "measures": [
            measure(id=f"CS-900{n}", parent="WT-9001" if of_problem else "MQ-9001", status="已落实", done=DAY)
            for n, of_problem in enumerate(parents)
        ],
    }
    assert made.keys() < MAKERS.keys()
    more = {name: [*rows, *made.get(name, [])] for name, rows in sample.ledgers.items()}
    said, without = resolve(with_ledgers(sample, **more)).results, resolve(sample).results
    assert {key: (each.value, each.counted, each.status) for key, each in said.items()} == {
        key: (each.value, each.counted, each.status) for key, each in without.items()
    }


@given(again=st.sets(st.integers(0, 200)))
def test_what_was_done_later_counts_as_if_it_were_not_done(sample: Campaign, again: set[int]) -> None:
    """Measures done by the data date, but moved behind it, and the same measures still under way."""
    done, undone = [], []
    for n, row in enumerate(sample.measures):
        moved = (
            n in again and row.status == "已落实" and sample.by_id[row.parent].texts("status") == ["整改中"]
        )
        done.append(row.model_copy(update={"done": NEXT}) if moved else row)
        back = {"status": type(row.status)("整改中"), "done": None}
        undone.append(row.model_copy(update=back) if moved else row)
    others = {name: [*rows] for name, rows in sample.ledgers.items() if name != "measures"}
    said, wanted = (resolve(with_ledgers(sample, measures=rows, **others)).results for rows in (done, undone))
    assert {key: each.value for key, each in said.items()} == {
        key: each.value for key, each in wanted.items()
    }


# ------------------------------------------------------------------ 随最新登记


def test_the_data_date_may_follow_the_last_day_that_any_row_tells(small: Path) -> None:
    changed(small, "data/site.yml", "as_of: 2023-11-24", "as_of: 随最新登记")
    loaded, faults = load(settings(small, {}))
    assert faults == []
    days = [row.registered for row in loaded.problems] + [
        row.issued for row in loaded.documents if row.issued
    ]
    assert loaded.site.follows and loaded.site.as_of and loaded.site.as_of >= max(days)
    assert loaded.today == loaded.site.as_of and counted(loaded) is loaded
    assert complaints(small) == []


def test_it_does_not_follow_beyond_the_day_of_judgement(small: Path) -> None:
    changed(small, "data/site.yml", "as_of: 2023-11-24", "as_of: 随最新登记")
    loaded, faults = load(settings(small, {"REPORT_DATE": "2023-11-03"}))
    assert faults == [] and loaded.site.as_of is not None
    assert loaded.site.as_of <= date(2023, 11, 3)
    assert later(loaded)


def test_without_rows_the_day_it_follows_is_unknown(small: Path) -> None:
    changed(small, "data/site.yml", "as_of: 2023-11-24", "as_of: 随最新登记")
    for path in (small / "data/ledgers").glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8-sig").split("\n")[0] + "\n", encoding="utf-8")
    loaded, _ = load(settings(small, {}))
    assert loaded.site.as_of is None and loaded.today is None
    assert loaded.site.missing()["数据截至日期，现写“随最新登记”，要写定"] == "as_of"


def test_a_year_that_slipped_is_shown_where_it_stands(small: Path) -> None:
    """What the data date follows may be a slip; then the row is named, not the data date."""
    changed(small, "data/site.yml", "as_of: 2023-11-24", "as_of: 随最新登记")
    path = small / "data/ledgers/documents.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2023-11-03", "2033-11-03"), encoding="utf-8")
    said = complaints(small)
    assert any(line.startswith("data/ledgers/documents.csv:") and "2033-11-03 最晚" in line for line in said)
