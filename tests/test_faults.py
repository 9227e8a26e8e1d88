"""A fault prints as one line that leads an editor to the place, whatever was typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from report.faults import LONGEST, Fault, FaultsError, Place, nearest, printable, visible


def test_a_fault_reads_path_line_message() -> None:
    assert (
        str(Place("data/site.yml", 7).fault("这一天不存在，请核对"))
        == "data/site.yml:7: 这一天不存在，请核对"
    )


def test_a_place_without_a_line_is_the_file_as_a_whole() -> None:
    assert str(Place("data/site.yml")) == "data/site.yml:0"


def test_faults_are_sorted_by_file_and_line_and_stand_once() -> None:
    faults = [Fault("b", 2, "乙"), Fault("a", 10, "丙"), Fault("a", 9, "甲"), Fault("b", 2, "乙")]
    assert str(FaultsError(faults)) == "a:9: 甲\na:10: 丙\nb:2: 乙"


def test_the_same_fault_in_many_rows_of_a_column_is_one_line_that_counts_them() -> None:
    """The first keeps its form; others stand where they are."""
    rows = [*range(2, 20), 22, *range(30, 40)]
    faults = [Fault("a.csv", row, f"“月份”：“{row}-23”不是月份，应写成 2023-11") for row in rows]
    other = Fault("a.csv", 5, "“日期”：“5-23”不是月份，应写成 2023-11")
    error = FaultsError([*faults, other])
    assert str(error).split("\n") == [
        "a.csv:2: “月份”：“2-23”不是月份，应写成 2023-11（共29行：第2至19、22、30至39行）",
        str(other),
    ]
    assert len(error.faults) == 30


def test_three_rows_are_told_one_by_one_and_of_many_ranges_the_first() -> None:
    assert str(FaultsError(Fault("a.csv", row, "甲") for row in (2, 4, 6))).count("\n") == 2
    told = str(FaultsError(Fault("a.csv", row, "甲") for row in range(2, 40, 2)))
    assert told == "a.csv:2: 甲（共19行：第2、4、6、8、10、12等行）"


def test_faults_of_other_files_and_with_other_words_are_told_apart() -> None:
    apart = [Fault(f"{name}.csv", 2, "甲") for name in "abcdef"]
    apart += [Fault("a.csv", row, f"填的是{row}") for row in range(3, 9)]
    apart += [Fault("a.yml", row, f"没有“{row}”这一项") for row in range(3, 9)]
    assert str(FaultsError(apart)).split("\n") == sorted(map(str, apart))


def test_a_line_break_or_an_escape_sequence_in_a_message_does_not_reach_the_terminal() -> None:
    assert str(Fault("a\nb", 1, "“x\x1b[2J\u2028y\ud800”")) == "a b:1: “x\ufffd[2J\ufffdy\ufffd”"


def test_a_message_is_cut_where_what_was_typed_is_endless() -> None:
    assert len(str(Fault("a", 1, "长" * 10_000))) < LONGEST + 10


@given(st.text())
def test_printable_text_is_one_line_that_any_terminal_can_show(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert all(visible(char) for char in shown)
    assert len(shown.splitlines()) <= 1
    shown.encode("utf-8")


def test_the_nearest_words_are_named_best_first_and_far_ones_are_not() -> None:
    assert nearest("sesions", ["sessions", "subplans"]) == "，最接近的是sessions"
    assert nearest("类别", ["类型", "状态"]) == "，最接近的是类型"
    assert nearest("xyz", ["sessions", "subplans"]) == ""
    assert nearest("anything", []) == ""


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=5))
def test_the_nearest_words_are_among_those_known(word: str, known: list[str]) -> None:
    said = nearest(word, known)
    assert said == "" or any(other in said for other in known)
