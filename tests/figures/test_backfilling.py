"""补登中: while a ledger is filled, typed numbers stand, what is missing is said; then faults come back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.checks.figures import derivations_agree
from report.facts.campaign import Campaign
from report.facts.figure import Figure, Owner
from report.figures.filling import filled_in
from report.figures.forms import FORMS
from report.figures.resolving import Facts, Result, resolve
from report.figures.wording import backfilled, shown
from tests.figures.test_resolving import figure, how
from tests.rows import activity, altered, document, with_ledgers

MEETINGS = {"类型": ["领导小组会议"]}
MARK = "活动台账"


def facts_of(campaign: Campaign, *figures: Figure, marked: str = MARK, **ledgers: Any) -> Facts:
    """These figures over these rows, while a ledger is 补登中."""
    site = campaign.site.model_copy(update={"backfilling": [marked] if marked else []})
    held = altered(with_ledgers(campaign, **ledgers), site=site)
    return resolve(altered(held, figures={each.key: each for each in figures}))


def meetings(**fields: Any) -> Figure:
    return figure("x", source="会议记录", **{"count": how(of="activities", where=MEETINGS), **fields})


def held(number: int) -> list[Any]:
    return [activity(id=f"HD-{n:04}", kind="领导小组会议") for n in range(1, number + 1)]


def result(campaign: Campaign, typed: Figure, rows: int, marked: str = MARK) -> Result:
    return facts_of(campaign, typed, marked=marked, activities=held(rows)).results["study.x"]


@pytest.mark.parametrize(
    ("typed", "approx", "rows", "said"),
    [
        ("30", False, 12, "活动台账补登中：填报30，已登记12，还差18"),
        ("30", False, 0, "活动台账补登中：填报30，已登记0，还差30"),
        ("30", False, 33, "活动台账补登中：填报30，已登记33，多出3"),
        ("30", False, 30, ""),
        ("130", True, 32, "活动台账补登中：填报130余，已登记32，至少还差99"),
        ("130", True, 131, ""),
        ("130", True, 142, "活动台账补登中：填报130余，已登记142，多出3"),
        (None, False, 12, "活动台账补登中：没有填报数，已登记12"),
        (None, False, 0, ""),
    ],
)
def test_what_is_missing_is_said(
    campaign: Campaign, typed: str | None, approx: bool, rows: int, said: str
) -> None:
    assert backfilled(result(campaign, meetings(value=typed, approx=approx), rows)) == said


@given(typed=st.integers(0, 40), rows=st.integers(0, 40))
def test_the_typed_number_stands_and_switching_off_brings_the_fault_back(
    campaign: Campaign, typed: int, rows: int
) -> None:
    number = meetings(value=f"{typed}")
    marked = facts_of(campaign, number, activities=held(rows))
    plain = facts_of(campaign, number, marked="", activities=held(rows))
    assert shown(marked.results["study.x"]) == f"{typed}次" == shown(plain.results["study.x"])
    assert list(derivations_agree(marked)) == []
    assert len(list(derivations_agree(plain))) == (rows > 0 and rows != typed)
    assert backfilled(plain.results["study.x"]) == ""
    assert bool(backfilled(marked.results["study.x"])) == (rows != typed or not rows)


def test_a_ledger_that_is_not_marked_is_held_to_its_numbers(campaign: Campaign) -> None:
    facts = facts_of(campaign, meetings(value="30"), marked="文件台账", activities=held(12))
    assert [fault.message for fault in derivations_agree(facts)] == [
        "x填的是30，台账数出12；请改成一致，或删去 value，确有原因的写在 difference"
    ]


def test_a_difference_that_was_explained_stays_so(campaign: Campaign) -> None:
    """It is not asked to go either while rows come in, only when nothing was typed."""
    for rows in (0, 12, 30):
        explained = meetings(value="30", difference="口径不同")
        facts = facts_of(campaign, explained, activities=held(rows))
        assert list(derivations_agree(facts)) == [] and backfilled(facts.results["study.x"]) == ""
    alone = facts_of(campaign, meetings(difference="口径不同"), activities=held(3))
    assert [fault.message for fault in derivations_agree(alone)] == [
        "x没有填 value，用不着 difference，请删去"
    ]


def rate(**fields: Any) -> Figure:
    return figure("rate", unit="%", ratio=how(part="study.x", whole="study.y"), **fields)


def test_a_rate_is_being_filled_only_while_it_hangs_on_rows(campaign: Campaign) -> None:
    whole = figure("y", value="40")
    typed = facts_of(campaign, meetings(value="30"), whole, rate(), activities=held(12)).results["study.rate"]
    assert (shown(typed), backfilled(typed)) == ("75.0%", "") and not typed.partial
    counted = facts_of(campaign, meetings(), whole, rate(), activities=held(12)).results["study.rate"]
    assert counted.partial and backfilled(counted) == "活动台账补登中：没有填报数，按已登记的算是30.0"
    both = facts_of(campaign, meetings(), whole, rate(value="75"), activities=held(12))
    assert list(derivations_agree(both)) == []
    assert backfilled(both.results["study.rate"]) == "活动台账补登中：填报75，按已登记的算是30.0"
    wrong = facts_of(campaign, meetings(value="30"), whole, rate(value="80"), activities=held(12))
    assert len(list(derivations_agree(wrong))) == 1  # of typed numbers, rows or no rows


def test_a_whole_that_is_not_registered_yet_holds_up_nothing(campaign: Campaign) -> None:
    """40 done of 12 registered: no rate, and no fault either, until the ledger is filled."""
    part, whole = figure("y", value="40"), meetings()
    over = figure("rate", unit="%", ratio=how(part="study.y", whole="study.x"))
    facts = facts_of(campaign, part, whole, over, activities=held(12))
    assert list(derivations_agree(facts)) == [] and shown(facts.results["study.rate"]) == "待填报"
    assert (
        len(list(derivations_agree(facts_of(campaign, part, whole, over, marked="", activities=held(12)))))
        == 1
    )


# ------------------------------------------------------------------ where a blank is filled in


@pytest.mark.parametrize(
    ("blank", "said"),
    [
        ({}, "填在 data/figures.yml"),
        (
            {"count": how(of="activities", where=MEETINGS)},
            "填在活动台账，类型为领导小组会议的行（data/ledgers/activities.csv）",
        ),
        (
            {"count": how(of="problems", among={"清单": ["检视整改"]}, where={"状态": ["已销号"]})},
            "填在问题台账，清单为检视整改的行（data/ledgers/problems.csv）",
        ),
        ({"count": how(of="topics")}, "填在课题台账的行（data/ledgers/topics.csv）"),
        (
            {"sum": how(of="documents", field="份数", where={"类型": ["规章制度", "工作提示"]})},
            "填在文件台账，类型为规章制度或工作提示的行，“份数”一列有的还空着（data/ledgers/documents.csv）",
        ),
        ({"count": how(of="youth_groups")}, "填在机关青年理论学习小组的条目（data/organisation.yml）"),
        ({"ratio": how(part="study.y", whole="study.z")}, "由y、z算出，先填z"),
    ],
)
def test_a_blank_says_where_it_is_filled_in(campaign: Campaign, blank: dict[str, Any], said: str) -> None:
    assert blank.keys() <= FORMS.keys()
    others = figure("y", value="3"), figure("z")
    facts = facts_of(campaign, figure("x", **blank), *others, documents=[document(copies=None)])
    assert str(filled_in(facts, facts.results["study.x"])) == said


def test_every_blank_of_the_real_data_is_filled_in_somewhere(first_day: Facts) -> None:
    blanks = [each for each in first_day.results.values() if each.status == "待填报"]
    assert blanks and {each.figure.owner for each in blanks} == set(Owner)
    for each in blanks:
        where = filled_in(first_day, each)
        assert where.file.startswith("facts/") or where.said.startswith("由"), each.figure.key
