"""Rules between the facts: silent where things are right, and about what merely could not be read.

What each rule complains of is asserted in test_broken.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from report.checks import RULES, Rule, check
from report.facts.campaign import Campaign
from report.figures.resolving import Facts, Result
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
    rule: Rule, campaign: Campaign, results: dict[str, Result]
) -> None:
    assert list(rule(Facts(campaign, results))) == []


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
    changed(small, "data/ledgers/plan.csv", "2023-11-15", "2023-11-13")
    assert complaints(small) == []
    changed(small, "data/ledgers/plan.csv", "2023-11-13,2023-11-13", ",")
    assert complaints(small) == []


def test_a_book_may_be_recommended_again_in_another_month(small: Path) -> None:
    appended(small, "data/ledgers/picks.csv", "JD-0002,2023-10,好书,《中国共产党章程》,,,\n")
    assert complaints(small) == []


def test_a_sample_may_use_the_books_of_its_list_and_invented_titles_that_say_so(small: Path) -> None:
    appended(small, "second/ledgers/picks.csv", "JD-0002,2023-11,署名文章,示例文章一,,,\n")
    assert complaints(small, SECOND) == []


def test_real_data_may_recommend_any_title_with_its_author(small: Path) -> None:
    appended(small, "data/ledgers/picks.csv", "JD-0002,2023-11,署名文章,一篇文章,作者,,\n")
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


def test_deadlines_may_fall_on_the_day_they_follow(small: Path) -> None:
    """Done and closed on one day, a measure due with its problem, closed or registered on the data date."""
    problems, measures = "data/ledgers/problems.csv", "data/ledgers/measures.csv"
    changed(small, problems, "WT-0005,2023-10-20", "WT-0005,2023-11-24")
    changed(small, problems, "人事科,,2023-12-29,,,整改中,,,内部", "人事科,,2023-11-28,,,整改中,,,内部")
    changed(small, problems, "已销号,2023-11-16", "已销号,2023-11-24")
    changed(small, measures, "2023-11-06,2023-11-15,", "2023-11-24,2023-11-24,")
    assert complaints(small) == []


def test_what_was_done_late_is_late_and_no_fault(small: Path) -> None:
    changed(small, "data/ledgers/measures.csv", "已落实,2023-10-30", "已落实,2023-11-20")
    assert complaints(small) == []


def test_evidence_may_be_collected_before_it_is_asked_for(small: Path) -> None:
    changed(small, "data/ledgers/measures.csv", "整改中,,,,,内部\nCS-0003", "整改中,,,,档-009,内部\nCS-0003")
    assert complaints(small) == []


def test_a_problem_may_be_under_way_before_its_measures_are_drawn_up(small: Path) -> None:
    row = "WT-0006,2023-11-20,调查研究,重复报送,自己查,,,推动发展遇到,KT-0001,否,否,,限期整改,局党委书记"
    appended(small, "data/ledgers/problems.csv", f"{row},教育办,,2023-12-29,,,整改中,,,\n")
    assert complaints(small) == []


def test_measures_that_apply_a_topic_may_outlast_it(small: Path) -> None:
    """A topic ends with its report; what is done with it comes later."""
    changed(small, "data/ledgers/measures.csv", "长期坚持,2023-12-29", "长期坚持,2024-06-28")
    assert complaints(small) == []


def test_a_topic_that_is_only_set_up_may_begin_later(small: Path) -> None:
    changed(
        small,
        "data/ledgers/topics.csv",
        "反面典型,,,人事科,,,,已立项",
        "反面典型,,,人事科,,2023-12-04,2023-12-29,已立项",
    )
    assert complaints(small) == []


def test_a_row_may_be_less_public_than_what_it_hangs_on(small: Path) -> None:
    changed(small, "data/ledgers/measures.csv", "未启动,,,,,公开", "未启动,,,,,不公开")
    assert complaints(small) == []


def test_a_verifier_may_come_from_a_unit_that_took_part(small: Path) -> None:
    changed(
        small,
        "data/ledgers/problems.csv",
        "廉洁自律,,,否,否,,限期整改,局党委书记,人事科,,",
        "廉洁自律,,,否,否,,限期整改,局党委书记,人事科,教育办,",
    )
    assert complaints(small) == []


def test_a_deadline_moved_once_more_stays_with_the_first_one(small: Path) -> None:
    changed(
        small,
        "data/ledgers/measures.csv",
        "2023-10-31,2023-11-17,教育办调度纪要第3期",
        "2023-10-31,2023-12-15,教育办调度纪要第5期",
    )
    assert complaints(small) == []


def test_a_class_may_last_fewer_days_than_it_spans(small: Path) -> None:
    changed(small, "data/ledgers/activities.csv", "2023-11-15,读书班", "2023-11-17,读书班")
    assert complaints(small) == []


def test_without_a_data_date_nothing_is_too_late(small: Path) -> None:
    changed(small, "data/site.yml", "as_of: 2023-11-24", "as_of:")
    changed(small, "data/ledgers/activities.csv", "HD-0001,2023-10-12", "HD-0001,2033-10-12")
    changed(
        small,
        "data/ledgers/cases.csv",
        "MQ-0001,2023-11,借阅登记不全,人事科,,苗头性隐患,,,2023-12-08",
        "MQ-0001,2033-11,借阅登记不全,人事科,,苗头性隐患,,,2033-12-08",
    )
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
    changed(small, "data/organisation.yml", "units: [office]", "units: [ofice]")
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
    changed(small, "data/ledgers/plan.csv", "《中国共产党章程》", "《章程》")
    changed(small, "data/ledgers/plan.csv", "教育办", "教办")
    assert [fault.split(":")[0] for fault in complaints(small)] == [
        *["data/ledgers/plan.csv"] * 2,
        "data/organisation.yml",
    ]


def test_check_sorts_its_faults_and_says_each_once(campaign: Campaign, results: dict[str, Result]) -> None:
    assert check(Facts(campaign, results)) == []
