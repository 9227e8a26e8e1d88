"""Rules between the facts: silent where things are right, and about what merely could not be read.

What each rule complains of is asserted in test_broken.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from report.checks import RULES, check
from report.figures import Result
from report.models import Campaign
from tests.trees import SECOND, appended, changed, complaints

PAPERS = """  papers:
    label: 文件
    unit: 份
    owner: 教育办
    source: 台账
    count: {of: documents}
"""


def figures_with(tree: Path, more: str) -> None:
    """Put figures at the end of the section study."""
    changed(tree, "data/figures.yml", "rectification:\n", f"{more}rectification:\n")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_is_silent_about_a_sound_campaign(
    rule: object, campaign: Campaign, results: dict[str, Result]
) -> None:
    assert callable(rule)
    assert list(rule(campaign, results)) == []


def test_all_rules_run_even_when_the_first_complains(small: Path) -> None:
    figures_with(small, PAPERS.replace("    source: 台账\n", "    value: -3\n    status: 不适用\n"))
    said = "\n".join(complaints(small))
    assert all(part in said for part in ("不能是负数", "没有出处", "不适用，却填了值"))


def test_an_explained_difference_is_no_fault(small: Path) -> None:
    figures_with(small, PAPERS + "    value: 3\n    difference: 一份正在补登\n")
    assert complaints(small) == []


def test_a_value_that_agrees_with_the_ledger_may_stand(small: Path) -> None:
    figures_with(small, PAPERS + "    value: 2\n")
    assert complaints(small) == []


def test_a_value_without_rows_behind_it_may_stand(small: Path) -> None:
    figures_with(
        small,
        PAPERS.replace("{of: documents}", "{of: documents, where: {类型: 清单方案}}") + "    value: 3\n",
    )
    assert complaints(small) == []


def test_a_figure_may_be_kept_back_with_its_value_in_place(small: Path) -> None:
    figures_with(small, PAPERS + "    value: 2\n    status: 不公开\n")
    assert complaints(small) == []


def test_a_rate_may_be_typed_without_parts(small: Path) -> None:
    figures_with(
        small,
        "  rate:\n    label: 覆盖率\n    unit: '%'\n    owner: 教育办\n    value: 87.60\n    source: 测算\n",
    )
    assert complaints(small) == []


def test_a_plan_item_may_take_one_day_or_have_none(small: Path) -> None:
    changed(small, "data/study-plan.yml", "  end: 2023-11-15\n", "  end: 2023-11-13\n")
    assert complaints(small) == []
    changed(small, "data/study-plan.yml", "  date: 2023-11-13\n  end: 2023-11-13\n", "  date:\n")
    assert complaints(small) == []


def test_a_book_may_be_recommended_again_in_another_month(small: Path) -> None:
    appended(small, "data/picks.yml", "- month: 2023-10\n  kind: 好书\n  title: 《中国共产党章程》\n")
    assert complaints(small) == []


def test_a_sample_may_use_the_books_of_its_list_and_invented_titles_that_say_so(small: Path) -> None:
    appended(small, "second/picks.yml", "- month: 2023-11\n  kind: 署名文章\n  title: 示例文章一\n")
    assert complaints(small, SECOND) == []


def test_real_data_may_recommend_any_title_with_its_author(small: Path) -> None:
    appended(
        small, "data/picks.yml", "- month: 2023-11\n  kind: 署名文章\n  title: 一篇文章\n  author: 作者\n"
    )
    assert complaints(small) == []


def test_an_issue_date_on_the_data_date_is_no_fault(small: Path) -> None:
    changed(small, "data/ledgers/documents.csv", "2023-11-03", "2023-11-24")
    assert complaints(small) == []


def test_without_a_data_date_no_document_is_too_late(small: Path) -> None:
    changed(small, "data/site.yml", "as_of: 2023-11-24", "as_of:")
    changed(small, "data/ledgers/documents.csv", "2023-11-03", "2033-11-03")
    assert complaints(small) == []


def test_an_interval_may_be_taken_from_a_figure(small: Path) -> None:
    changed(small, "data/organisation.yml", "interval: 每月", "interval_figure: study.sessions")
    assert complaints(small) == []


def test_a_ledger_names_units_and_yaml_their_ids(small: Path) -> None:
    changed(small, "data/organisation.yml", "name: 机关各支部", "name: 支部")
    changed(small, "data/ledgers/documents.csv", "第1期,,教育办", "第1期,,支部")
    assert complaints(small) == []


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("data/organisation.yml", "units: [office\n"),
        ("data/books.yml", "- id: [a\n"),
        ("data/figures.yml", "study: [\n"),
        ("data/prose.yml", "phrases: {\n"),
        ("data/ledgers/documents.csv", '编号,"类型\n'),
    ],
)
def test_a_file_that_cannot_be_read_is_the_only_thing_complained_of(
    small: Path, broken: str, line: str
) -> None:
    """What refers to it is not said to be missing."""
    (small / broken).write_text(line, encoding="utf-8")
    said = complaints(small)
    assert [fault.split(":")[:2] for fault in said] == [[broken, "1"]], said


def test_a_record_that_cannot_be_read_is_not_also_said_to_be_missing(small: Path) -> None:
    changed(small, "data/books.yml", "tier: members", "tier: member")
    said = complaints(small)
    assert len(said) == 1 and said[0].startswith("data/books.yml:3: "), said


def test_a_fault_in_one_file_does_not_hide_those_of_others(small: Path) -> None:
    changed(small, "data/site.yml", "as_of: 2023-11-24", "as_of: 2023-11-31")
    changed(small, "data/books.yml", "tier: leaders", "tier: leader")
    changed(small, "data/organisation.yml", "unit: office", "unit: ofice")
    changed(small, "docs/study/books.md", '{{ books("all") }}', '{{ books("al") }}')
    assert [fault.split(":")[0] for fault in complaints(small)] == [
        "data/books.yml", "data/organisation.yml", "data/site.yml", "docs/study/books.md",
    ]  # fmt: skip


def test_a_macro_that_trips_over_faulty_data_is_not_a_fault_of_its_page(small: Path) -> None:
    appended(small, "docs/study/books.md", "\n{{ plan() }}\n\n{{ rhythm() }}\n\n{{ organisation() }}\n")
    changed(
        small,
        "data/figures.yml",
        "  monthly_books:",
        "  youth_groups:\n    label: 小组\n    unit: 支\n    owner: 教育办\n  monthly_books:",
    )
    assert complaints(small) == []
    changed(small, "data/organisation.yml", "interval: 每月", "interval_figure: study.session")
    changed(small, "data/study-plan.yml", "[constitution]", "[constituton]")
    changed(small, "data/study-plan.yml", "organisers: office", "organisers: ofice")
    assert [fault.split(":")[0] for fault in complaints(small)] == [
        "data/organisation.yml",
        *["data/study-plan.yml"] * 2,
    ]


def test_check_sorts_its_faults_and_says_each_once(campaign: Campaign, results: dict[str, Result]) -> None:
    assert check(campaign, results) == []
