"""The commands a person runs: what they write, what they refuse, and that a refusal writes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import report.__main__ as commands
from report.facts.workdays import expires
from tests.trees import appended, changed, complaints


@pytest.fixture
def tree(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small tree that the commands take for their own."""
    monkeypatch.setattr(commands, "ROOT", small)
    for name in ("REPORT_DATA", "REPORT_DATE", "REPORT_EDITION"):
        monkeypatch.delenv(name, raising=False)
    return small


NEEDED = ("problems_closed", "problem_closure_rate", "measures_total", "measures_due", "measures_due_done")


def ready_for_a_notice(tree: Path) -> None:
    """The tree with every figure that a notice states, its data up to the day of the next one."""
    changed(tree, "data/site.yml", "as_of: 2023-11-24", "as_of: 2023-12-08")
    for name in NEEDED:
        appended(tree, "data/figures.yml", f"  {name}:\n    label: {name}\n    unit: 条\n    owner: 教育办\n")


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_check_says_how_much_it_looked_at(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["check"]) == 0
    assert capsys.readouterr().out.startswith("没有发现问题：")


def test_check_says_which_rows_wait_for_the_data_date(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands.main(["check"])
    assert "晚于" not in capsys.readouterr().out
    changed(tree, "data/site.yml", "as_of: 2023-11-24", "as_of: 2023-11-02")
    changed(tree, "data/ledgers/documents.csv", "2023-11-03,,,已印发,,内部", "2023-11-03,,,已印发,,不公开")
    assert commands.main(["check"]) == 0
    said = capsys.readouterr().out
    assert said.count("\n另有") == 1 and "行晚于数据截至日期 2023-11-02，暂不计入：" in said
    assert "活动台账 HD-0002" in said and "文件台账 不列出的1行" in said and "WJ-0001" not in said
    assert "行在数据截至日期 2023-11-02 以后才落实、销号或者启动，暂按这一天的状态计：" in said


def test_check_reminds_in_time_that_holidays_run_out(
    tree: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    last = next(year for year in range(2023, 2100) if expires(date(year, 11, 24)))
    for day, reminded in (("10-30", False), ("11-24", True)):
        monkeypatch.setenv("REPORT_DATE", f"{last}-{day}")
        assert commands.main(["check"]) == 0
        assert ("提醒：来年的节假日安排还没有装上" in capsys.readouterr().out) is reminded


def test_check_lists_every_fault_and_fails(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(tree, "data/site.yml", "publisher: 教育办", "publisher:")
    changed(tree, "data/ledgers/documents.csv", "WJ-0002", "WJ-0001")
    assert commands.main(["check"]) == 1
    said = capsys.readouterr()
    assert "data/site.yml:5: " in said.out and "data/ledgers/documents.csv:3: " in said.out
    assert said.err == "共2处，改好后再试。\n"


def test_a_notice_is_written_once_and_passes_the_check(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ready_for_a_notice(tree)
    assert commands.main(["notice", "2023/12/8"]) == 0  # the file is named after the day, however written
    written = tree / "data/notices/2023-12-08.yml"
    assert "issue: 3\n" in written.read_text(encoding="utf-8")
    assert "data/notices/2023-12-08.yml" in capsys.readouterr().out
    assert complaints(tree) == []
    before = files(tree)
    assert commands.main(["notice", "2023-12-08"]) == 1
    assert "新的一期要晚于它" in capsys.readouterr().err
    assert files(tree) == before


def test_a_notice_says_what_it_leaves_open(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ready_for_a_notice(tree)
    appended(tree, "data/site.yml", "notice_days: 5\n")
    assert commands.main(["notice", "2023-12-08"]) == 0
    assert "\n受理单位、联系方式待填报：要写明的，先填 site.yml，" in capsys.readouterr().out


def test_a_notice_needs_its_figures(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["notice", "2023-12-08"]) == 1
    assert "没有公示要用的数：rectification.problems_closed、" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["2023-11-24", "2023-11-01", "2023-13-01", "明天"])
def test_a_notice_on_another_day_is_refused_and_nothing_written(tree: Path, day: str) -> None:
    ready_for_a_notice(tree)
    before = files(tree)
    assert commands.main(["notice", day]) == 1
    assert files(tree) == before


def test_a_notice_is_not_drawn_from_faulty_data(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(tree, "data/ledgers/documents.csv", "WJ-0002", "WJ-0001")
    before = files(tree)
    assert commands.main(["notice", "2023-12-08"]) == 1
    assert "data/ledgers/documents.csv:3: " in capsys.readouterr().out
    assert files(tree) == before


def test_a_reminder_is_written_for_the_month_of_the_day_of_judgement(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["reminder", "2023-11"]) == 1
    assert "2023-11 的提醒督办已经发过" in capsys.readouterr().err
    changed(tree, "data/site.yml", "as_of: 2023-11-24", "as_of: 2023-12-01")
    monkeypatch.setenv("REPORT_DATE", "2023-12-05")
    assert commands.main(["reminder", "2023-12"]) == 0
    assert "date: '2023-12-05'" in (tree / "data/reminders/2023-12.yml").read_text(encoding="utf-8")
    assert complaints(tree) == []


def test_tidy_changes_the_encoding_and_the_line_ends_and_nothing_else(tree: Path) -> None:
    path = tree / "data/ledgers/problems.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
    assert commands.main(["tidy"]) == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + text.encode()


def test_tidy_puts_right_what_excel_made_of_days_and_months(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only in columns of days and months, only where it can mean one thing; the rest to the letter."""
    path = tree / "data/ledgers/cases.csv"
    head = "编号,月份,案例,科室,岗位条线,类型,症结,牵头领导,完成时限,状态,材料,公开\n"
    row = 'MQ-0001,{month},"Nov-23那一次，“{day}”",,,,,,{day},,2023/11/24,\n'
    other = 'MQ-0002,2023-11,"不动的",,,,,,2023-11-24,,,\n'
    path.write_text(head + row.format(month="Nov-23", day="2023/9/5") + other, encoding="utf-8-sig")
    assert commands.main(["tidy"]) == 0
    assert "已整理 data/ledgers/cases.csv，2格日期、月份改了写法。" in capsys.readouterr().out
    right = "MQ-0001,2023-11,Nov-23那一次，“2023/9/5”,,,,,,2023-09-05,,2023/11/24,\n"
    assert path.read_bytes() == b"\xef\xbb\xbf" + (head + right + other).encode()
    path.write_text(head + row.format(month="23-Nov", day="5/9/2023"), encoding="utf-8-sig")
    before = path.read_bytes()
    assert commands.main(["tidy"]) == 0
    assert path.read_bytes() == before


def test_tidy_leaves_a_tidy_file_alone(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands.main(["tidy"])
    capsys.readouterr()
    before = {path: path.stat().st_mtime_ns for path in (tree / "data/ledgers").iterdir()}
    assert commands.main(["tidy"]) == 0
    assert capsys.readouterr().out == ""
    assert before == {path: path.stat().st_mtime_ns for path in (tree / "data/ledgers").iterdir()}


def test_tidy_names_what_it_cannot_read_and_leaves_it_alone(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tree / "data/ledgers/cases.csv"
    path.write_bytes(b"PK\x03\x04\x00\x00")
    other = tree / "data/ledgers/topics.csv"
    other.write_bytes(other.read_text(encoding="utf-8-sig").encode("gb18030"))
    assert commands.main(["tidy"]) == 1
    assert "cases.csv:1: 这不是文本文件" in capsys.readouterr().out
    assert path.read_bytes() == b"PK\x03\x04\x00\x00"
    assert other.read_bytes().startswith(b"\xef\xbb\xbf")  # the others are tidied all the same


def test_tidy_takes_the_files_it_is_given(tree: Path) -> None:
    named, other = (tree / f"data/ledgers/{name}.csv" for name in ("topics", "cases"))
    for path in (named, other):
        path.write_bytes(path.read_text(encoding="utf-8-sig").encode())
    before = other.read_bytes()
    assert commands.main(["tidy", str(named)]) == 0
    assert named.read_bytes().startswith(b"\xef\xbb\xbf")
    assert other.read_bytes() == before


def test_a_file_to_tidy_that_is_not_there_is_told(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["tidy", "nowhere.csv"]) == 1
    assert "nowhere.csv:0: 没有这个文件" in capsys.readouterr().out


def test_impact_outside_a_repository_is_told(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["impact"]) == 1
    assert "找不到“HEAD”这次提交" in capsys.readouterr().err


def test_an_unknown_command_is_refused(tree: Path) -> None:
    with pytest.raises(SystemExit):
        commands.main(["nothing"])


def test_the_first_notice_is_not_dropped(tree: Path) -> None:
    (tree / "data/notices/2023-11-10.yml").unlink()
    assert any("最早的一期是第2期，前面的各期不见了" in fault for fault in complaints(tree))


@pytest.mark.parametrize(("command", "code"), [(["submit"], 1), (["compare", "copy.docx"], 2)])
def test_a_site_without_the_page_of_the_whole_has_no_word_copies(
    tree: Path, capsys: pytest.CaptureFixture[str], command: list[str], code: int
) -> None:
    (tree / "copy.docx").write_bytes(b"a copy")
    before = files(tree)
    assert commands.main([str(tree / part) if part.endswith(".docx") else part for part in command]) == code
    said = capsys.readouterr()
    assert "docs/report/whole.md:0: 没有报告全文这一页，写不出Word稿，请补上\n" in said.out + said.err
    assert files(tree) == before
