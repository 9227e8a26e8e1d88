"""The frozen data sets: what the report states and leaves open on the first day; what the sample fills."""

from __future__ import annotations

from collections import Counter

import pytest

from report.facts.figure import Figure, Owner, Status
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.activities import Method
from report.facts.ledgers.problems import Aspect
from report.facts.reading.loading import load
from report.facts.reading.settings import settings
from report.figures.resolving import Facts, resolve, typed_number
from report.macros.data import totals
from tests.rows import altered
from tests.trees import DATA_SETS, FIRST_DAY, ROOT

WRITTEN = {  # the 18 numbers that the report states
    "overview.emphases": 5,
    "responsibility.warmup_measures": 4,
    "books.tier_members": 3,
    "books.tier_leaders": 4,
    "books.tier_chiefs": 5,
    "books.follow_up": 3,
    "responsibility.mechanism_links": 6,
    "responsibility.group_meetings": 6,
    "responsibility.office_dispatches": 3,
    "responsibility.work_tips": 4,
    "responsibility.subplans": 4,
    "responsibility.key_tasks": 5,
    "study.levels": 2,
    "research.in_place": 4,
    "research.methods": 6,
    "rectification.target_aspects": 6,
    "rectification.notice_interval": 2,
    "development.identities": 4,
}


@pytest.fixture(scope="module")
def sample() -> Facts:
    """The sample under the definitions of the first day."""
    loaded, faults = load(settings(FIRST_DAY, {"REPORT_DATA": str(ROOT / DATA_SETS["sample"])}))
    assert faults == []
    return resolve(loaded)


def stated(facts: Facts, status: Status) -> list[Figure]:
    """The figures of a status that the report states."""
    return [r.figure for r in facts.results.values() if r.status is status and not r.figure.base]


def test_the_first_day_knows_the_eighteen_numbers_of_the_report_and_no_other(first_day: Facts) -> None:
    known = {key: r.value for key, r in first_day.results.items() if r.status is Status.KNOWN}
    assert known == WRITTEN


def test_the_first_day_waits_for_what_the_report_leaves_blank(first_day: Facts) -> None:
    waiting = stated(first_day, Status.PENDING)
    assert totals(waiting) == {"total": 53, "numbers": 42, "texts": 11}
    owners = Counter(figure.owner for figure in waiting)
    assert [owners[owner] for owner in Owner] == [8, 19, 8, 18]
    assert [f.key for f in stated(first_day, Status.WITHHELD)] == ["development.endorsement"]


def test_the_first_day_invents_no_row(first_day: Facts) -> None:
    campaign = first_day.campaign
    assert {name: len(rows) for name, rows in campaign.ledgers.items() if rows} == {"documents": 12}
    assert campaign.notices == campaign.reminders == campaign.picks == ()


@pytest.mark.parametrize("key", ["responsibility.subplans", "responsibility.work_tips", "books.tier_chiefs"])
def test_what_can_be_counted_is_not_typed(key: str, first_day: Facts) -> None:
    assert typed_number(first_day.results[key].figure) is None
    assert first_day.results[key].rows


def test_the_closed_lists_are_those_of_the_report() -> None:
    assert "、".join(Method) == "座谈访谈、随机走访、问卷调查、专家调查、抽样调查、统计分析"
    aspects = "、".join(aspect for aspect in Aspect if aspect is not Aspect.OTHER)
    assert aspects == "理论学习、政治素质、能力本领、担当作为、工作作风、廉洁自律"


def test_the_sample_leaves_four_blanks(sample: Facts) -> None:
    campaign = sample.campaign
    assert totals(stated(sample, Status.PENDING))["total"] == 4
    assert campaign.site.sample
    assert len({item.date.strftime("%Y-%m") for item in campaign.plan if item.date}) == 6
    assert len({pick.month for pick in campaign.picks}) == 6


def test_the_sample_is_a_whole_bureau(sample: Facts) -> None:
    campaign = sample.campaign
    sizes = {name: len(campaign.ledgers[name]) for name in LEDGERS}
    wanted = {"problems": 50, "measures": 150, "topics": 20, "activities": 150, "documents": 40}
    assert all(wanted[name] <= sizes[name] <= wanted[name] * 1.2 for name in wanted), sizes
    assert len({row.month for row in campaign.cases}) == 6
    assert len(campaign.notices) == 5 and campaign.reminders


def test_the_sample_counts_whatever_can_be_counted(sample: Facts) -> None:
    """Only the figure that shows what a difference looks like is typed beside its rows."""
    counted = [result for result in sample.results.values() if result.figure.derivation]
    assert [r.figure.key for r in counted if r.figure.value is not None] == ["study.personal_plans"]
    assert [r.figure.key for r in counted if r.counted is None] == []
    assert not any(result.unledgered for result in sample.results.values())


def test_both_data_sets_tell_the_same_books(first_day: Facts, sample: Facts) -> None:
    ours, theirs = ([(b.id, b.title, b.tier) for b in f.campaign.books] for f in (first_day, sample))
    assert ours == theirs


def test_what_rests_on_deadlines_is_known_to_be_judged(sample: Facts) -> None:
    assert {key for key, result in sample.results.items() if result.judged} == {
        "rectification.measures_due",
        "rectification.measures_due_done",
        "rectification.due_completion_rate",
    }


def test_the_report_leaves_open_what_is_due_while_no_day_is_known(sample: Facts) -> None:
    """The number of measures, and of those done, does not depend on a day."""
    unjudged = {"due": None, "overdue": None, "due_soon": None}
    measures = tuple(row.model_copy(update=unjudged) for row in sample.campaign.measures)
    results = resolve(altered(sample.campaign, measures=measures)).results
    for key in ("measures_due", "measures_due_done", "due_completion_rate"):
        assert results[f"rectification.{key}"].status is Status.PENDING
    for key in ("measures_total", "measures_done", "completion_rate"):
        assert results[f"rectification.{key}"].status is Status.KNOWN
