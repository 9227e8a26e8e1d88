"""What an edition shows. That nothing leaks through pages, downloads or feeds is asserted with these."""

from __future__ import annotations

from dataclasses import replace

import pytest

from report.facts.campaign import Campaign
from report.facts.editions import (
    is_shown,
    is_working_page,
    leaves_out,
    names_shown,
    shown_cells,
    shown_columns,
    shown_rows,
)
from report.facts.fields import POST
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.activities import Activity
from report.facts.ledgers.cases import Case
from report.facts.ledgers.measures import Measure
from report.facts.ledgers.problems import Problem
from report.facts.ledgers.row import Disclosure
from report.facts.ledgers.topics import Topic
from report.facts.records import Book
from tests.rows import made, measure, problem, topic, with_ledgers
from tests.trees import MINIMAL, complaints


@pytest.mark.parametrize(
    ("edition", "seen"),
    [("work", [Disclosure.PUBLIC, Disclosure.INTERNAL]), ("display", [Disclosure.PUBLIC])],
)
def test_each_edition_shows_its_rows(campaign: Campaign, edition: str, seen: list[Disclosure]) -> None:
    rows = [problem(id=f"WT-000{n}", disclosure=each) for n, each in enumerate(Disclosure)]
    facts = with_ledgers(campaign, edition, problems=rows)
    assert [row.disclosure for row in shown_rows(facts, facts.problems)] == seen


def test_what_has_no_disclosure_everybody_may_see(campaign: Campaign) -> None:
    book = made(Book, id="a", title="书", tier="members")
    assert is_shown(replace(campaign, edition="display"), book)


def test_a_row_that_says_nothing_is_for_the_office_and_a_bad_example_for_nobody(campaign: Campaign) -> None:
    """The defaults of the 公开 column, as loaded from a file."""
    silent = next(row for row in campaign.topics if row.id == "KT-0003")
    assert (silent.kind, silent.disclosure) == ("反面典型", Disclosure.WITHHELD)
    assert topic(kind="反面典型", disclosure=Disclosure.INTERNAL).disclosure is Disclosure.INTERNAL
    assert {ledger.row.model_fields["disclosure"].default for ledger in LEDGERS.values()} == {"内部"}


def test_ids_of_rows_that_are_not_shown_are_left_out(campaign: Campaign) -> None:
    rows = {
        "topics": [topic(applied=["CS-0001", "CS-0002", "CS-0003", "CS-0009"])],
        "measures": [measure(id=f"CS-000{n}", disclosure=each) for n, each in enumerate(Disclosure, 1)],
    }
    for edition, seen in (("work", ["CS-0001", "CS-0002"]), ("display", ["CS-0001"])):
        facts = with_ledgers(campaign, edition, **rows)
        assert shown_cells(facts, facts.topics[0], Topic.columns()["转化去向"]) == [
            *seen,
            "CS-0009",
        ]  # that one is a fault
        assert shown_cells(facts, facts.topics[0], Topic.columns()["课题"]) == ["窗口服务"]


def test_the_display_edition_goes_down_to_units_and_not_to_posts(campaign: Campaign) -> None:
    display = replace(campaign, edition="display")
    for model in (Problem, Measure, Case, Activity):
        posts = {title for title, column in model.columns().items() if column.kind is POST}
        assert posts
        assert set(shown_columns(campaign, model)) - set(shown_columns(display, model)) == posts
    shown = shown_columns(display, Measure)
    assert "审核人" not in shown and "责任单位" in shown


def test_a_row_in_a_snapshot_is_named_while_it_is_shown(campaign: Campaign) -> None:
    facts = with_ledgers(campaign, "display", problems=[problem(), problem(id="WT-0002", disclosure="内部")])
    assert names_shown(facts, "WT-0001")
    assert not names_shown(facts, "WT-0002")
    assert not names_shown(facts, "WT-0003")


def test_only_the_display_edition_leaves_the_working_pages_out(campaign: Campaign) -> None:
    page = "handbook/messages.md"
    assert is_working_page(page) and not leaves_out(campaign, page)
    assert leaves_out(replace(campaign, edition="display"), page)
    assert not leaves_out(replace(campaign, edition="display"), "report/study.md")


@pytest.mark.parametrize("edition", ["", "work", "display"])
def test_every_edition_of_a_sound_tree_is_sound(edition: str) -> None:
    assert complaints(MINIMAL, {"REPORT_EDITION": edition}) == []


@pytest.mark.parametrize("edition", ["Display", "展示版", "work ", "all"])
def test_there_is_no_other_edition(edition: str) -> None:
    said = complaints(MINIMAL, {"REPORT_EDITION": edition})
    assert said == [f"REPORT_EDITION:0: 没有“{edition}”这个版本，只能写work、display"]
