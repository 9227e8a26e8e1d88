"""The tables that are no ledgers are read and written like them, and their ids have two forms."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.facts.lists import LISTS, PLAN, TABLES
from report.facts.reading.files import Files
from report.facts.reading.loading import load
from report.facts.reading.settings import Settings, settings
from report.facts.records import Tier
from tests.outputs.test_downloads import cells_of, typed
from tests.rows import made
from tests.trees import ROOT, changed, complaints, minimal_facts


@pytest.mark.parametrize("name", LISTS)
def test_a_row_says_under_each_title_what_its_file_says(name: str) -> None:
    campaign, faults = load(settings(ROOT, {"REPORT_DATA": "demo/data"}))
    assert faults == []
    text = (ROOT / "demo/data" / LISTS[name].file).read_text(encoding="utf-8-sig")
    rows = campaign.tables[name]
    assert rows
    for row, written in zip(rows, csv.DictReader(text.splitlines()), strict=True):
        assert {title: row.cell(column) for title, column in row.written().items()} == written


@pytest.mark.parametrize("name", TABLES)
def test_ids_are_numbered_under_the_prefix_of_the_table(name: str) -> None:
    table = TABLES[name]
    others = [other for other in TABLES.values() if other is not table]
    assert table.has_id(table.id_of(1)) and table.has_id(table.id_of(12345))
    assert not any(table.has_id(other.id_of(1)) for other in others)
    assert not any(table.has_id(id) for id in ("", f"{table.prefix}-1", f"{table.prefix}0001", "学习"))


def test_an_id_that_a_calendar_knows_from_before_stays_valid_in_the_plan_alone() -> None:
    assert PLAN.has_id("core-session-july")
    assert not any(table.has_id("core-session-july") for table in TABLES.values() if table is not PLAN)


def test_the_tier_with_a_comma_in_its_name_is_one_of_several(small: Path) -> None:
    changed(small, "data/ledgers/plan.csv", "副处级以上领导干部", "普通党员、干部；局主官")
    assert complaints(small) == []
    campaign, _ = load(settings(small, {}))
    assert campaign.plan[0].tiers == [Tier.MEMBERS, Tier.CHIEFS]


def test_a_book_with_a_comma_in_its_title_is_one_of_several(small: Path) -> None:
    changed(small, "data/books.yml", "《专题摘编》", "《专题摘编》（第一、二卷）")
    changed(
        small, "data/ledgers/plan.csv", "《中国共产党章程》", "《专题摘编》（第一、二卷）；《中国共产党章程》"
    )
    assert complaints(small) == []


def test_an_unreadable_list_is_one_fault(small: Path) -> None:
    """Nothing is said of the figure that is counted from it, nor of what hangs on a missing date."""
    changed(small, "data/ledgers/picks.csv", "2023-11", "11月")
    (said,) = complaints(small)
    assert said.startswith("data/ledgers/picks.csv:2: “月份”")


@pytest.mark.parametrize("name", LISTS)
@given(data=st.data())
def test_any_row_comes_back_as_it_was_written(
    name: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    table, folder = LISTS[name], tmp_path_factory.getbasetemp()
    columns = table.row.written()
    fields = {each.field: cells_of(each, minimal_facts().campaign.organisation) for each in columns.values()}
    rows = data.draw(st.lists(st.builds(made, st.just(table.row), **fields), max_size=4))
    (folder / "ledgers").mkdir(exist_ok=True)
    with (folder / table.file).open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [[*columns], *([row.cell(each) for each in columns.values()] for row in rows)]
        )
    files = Files(Settings(folder, folder, None, "work"))
    assert typed(files.table(table, table.row)) == typed(rows)
    assert files.faults == []
