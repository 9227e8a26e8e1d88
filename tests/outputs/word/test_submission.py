"""The copy that goes out is written when nothing is missing; until then it is said what is, and by whom."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import report.__main__ as commands
from report.facts.figure import Owner, Status
from report.figures.resolving import Result
from report.outputs.word.copies import DRAFT
from report.outputs.word.submission import blanks, file_name, refusal
from tests.outputs.word.conftest import Given, given
from tests.outputs.word.wordml import ODD_HEAD, Word, text
from tests.trees import appended, changed

TITLE = "关于学习贯彻习近平新时代中国特色社会主义思想主题教育开展情况的报告"


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REPORT_DATA", "REPORT_DATE", "REPORT_EDITION"):
        monkeypatch.delenv(name, raising=False)


def command(one: Given, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(commands, "ROOT", one.tree)
    monkeypatch.setenv("REPORT_DATA", one.environ["REPORT_DATA"])
    return commands.main(["submit"])


def test_what_is_missing_is_listed_by_who_reports_it(given_sample: Given) -> None:
    assert refusal(given_sample.view, given_sample.report).split("\n") == [
        "还不能报送，待填报4项，不公开1项：",
        "党委（不公开1项）",
        "  市长批示肯定（development.endorsement）：不公开，句子里不能写，请改写句子，用在（五）推动发展",
        "教育办（待填报1项）",
        "  所在市名（org.city）：待填报，填在 demo/data/values.yml，用在（二）理论学习",
        "机关党委（待填报1项）",
        "  青年职工（study.youth_staff）：待填报，填在 demo/data/values.yml，用在（二）理论学习",
        "各科室（待填报2项）",
        "  聚焦的民生工作（development.livelihood_fields）：待填报，填在 demo/data/values.yml，"
        "用在（五）推动发展",
        "  成功举办的活动（development.event_held）：待填报，填在 demo/data/values.yml，用在（五）推动发展",
    ]


def test_every_figure_without_a_value_is_listed(as_is: Given) -> None:
    stated = as_is.report.stated()
    without = {
        key
        for key, result in as_is.view.results.items()
        if result.status is Status.PENDING or (key in stated and result.status is not Status.KNOWN)
    }
    assert {blank.figure.key for blank in blanks(as_is.view, as_is.report)} == without
    said = refusal(as_is.view, as_is.report)
    assert all(f"（{key}）：" in said for key in without)
    elements, path = as_is.view.campaign.site.missing(), as_is.view.campaign.site.place.path
    assert said.count(f"（{path}）") == bool(elements)
    assert all(f"{title}（{key}）" in said for title, key in elements.items())
    owners = [line.partition("（")[0] for line in said.split("\n")[1:] if not line.startswith("  ")]
    waited_for = {as_is.view.results[key].figure.owner for key in without}
    assert [name for name in owners if name != "公文要素"] == [o.value for o in Owner if o in waited_for]


def test_nothing_is_written_while_something_is_missing(
    given_sample: Given,
    copied_tree: Callable[[], Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tree = copied_tree()
    one = given(tree, "demo/data")
    assert command(one, monkeypatch) == 1
    said = capsys.readouterr()
    assert said.out.startswith("还不能报送，待填报4项，不公开1项：") and said.err == "没有写报送稿。\n"
    assert not (tree / "submission").exists()


def test_a_complete_report_is_written_under_its_title(
    completed: dict[str, Given], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one = completed["sample"]
    assert command(one, monkeypatch) == 0
    written = one.tree / "submission" / f"{TITLE}.docx"
    assert written.read_bytes() == one.copy()
    assert f"已写好 submission/{TITLE}.docx。" in capsys.readouterr().out
    assert [path.name for path in written.parent.iterdir()] == [written.name]


def _borne_out(result: Result) -> str:
    """A number to be typed that the rows bear out; 130 stands for 131 to 139."""
    assert result.counted is not None
    return f"{(result.counted - 1) // 10 * 10 if result.figure.approx else result.counted}"


MEETINGS = "responsibility.group_meetings"


def test_a_ledger_that_is_being_filled_is_listed_and_holds_up_what_nobody_reported(
    completed: dict[str, Given],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A typed number goes out though its ledger lacks rows; a number counted from that ledger does not."""
    tree = Path(shutil.copytree(completed["sample"].tree, tmp_path / "tree"))
    shutil.rmtree(tree / "submission", ignore_errors=True)
    changed(tree, "demo/data/site.yml", "backfilling:\n", "backfilling: [活动台账]\n")
    marked = given(tree, "demo/data")
    counted = marked.view.results[MEETINGS].counted
    assert counted is not None and command(marked, monkeypatch) == 1
    said = capsys.readouterr().out
    partial = f"（{MEETINGS}）：活动台账补登中：没有填报数，已登记{counted}；填上 value，或者登齐以后"
    assert partial in said and re.match("还不能报送，补登中[0-9]+项：", said)
    found = marked.view.results.items()
    typed = {key: _borne_out(result) for key, result in found if result.partial and not result.parts}
    for key, value in (typed | {MEETINGS: f"{counted + 18}"}).items():
        appended(tree, "demo/data/values.yml", f"{key}:\n  value: {value}\n  source: 填报\n")
    assert command(marked, monkeypatch) == 0
    assert capsys.readouterr().out.startswith(
        "补登中，填报数照用，台账还要补登的1项：\n"
        f"  领导小组研究部署（{MEETINGS}）：活动台账补登中：填报{counted + 18}，已登记{counted}，还差18\n"
    )


def test_a_data_date_that_follows_the_rows_has_to_be_fixed_first(given_sample: Given) -> None:
    view = given_sample.view
    site = view.campaign.site.model_copy(update={"follows": True})
    following = replace(view, facts=replace(view.facts, campaign=replace(view.campaign, site=site)))
    said = refusal(following, given_sample.report)
    assert "数据截至日期，现写“随最新登记”，要写定（as_of）" in said


@pytest.mark.parametrize(
    ("line", "element"),
    [
        ("  recipient: 示例主送机关\n", "主送机关（letter.recipient）"),
        ("  sender: 中共示例局委员会\n", "署名（letter.sender）"),
        ("  date: 2023-11-27\n", "成文日期（letter.date）"),
        ("  number: 示例局党〔2023〕1号\n", "发文字号（letter.number）"),
        ("  signer: 示例签发人\n", "签发人（letter.signer）"),
    ],
)
def test_a_red_head_needs_every_element_its_signer_too(
    line: str, element: str, completed: dict[str, Given], tmp_path: Path
) -> None:
    tree = Path(shutil.copytree(completed["sample"].tree, tmp_path / "tree"))
    changed(tree, "demo/data/site.yml", line, "")
    one = given(tree, "demo/data")
    assert refusal(one.view, one.report).split("\n") == [
        "还不能报送，公文要素1项：",
        f"公文要素（demo/data/site.yml）：{element}",
    ]


def test_without_a_red_head_number_and_signer_are_not_needed(completed: dict[str, Given]) -> None:
    letter = completed["real"].view.campaign.site.letter
    assert (letter.red_head, letter.number, letter.signer) == (False, None, None)
    assert refusal(completed["real"].view, completed["real"].report) == ""


def test_figures_judged_on_another_day_than_the_data_hold_it_up(
    completed: dict[str, Given], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The text says 截至 the day of the data; what was due by then must be counted as of then."""
    monkeypatch.setenv("REPORT_DATE", "2024-03-01")
    sample = completed["sample"]
    written = sample.tree / "submission"
    shutil.rmtree(written, ignore_errors=True)
    assert command(sample, monkeypatch) == 1
    assert capsys.readouterr().out == (
        "还不能报送：数据截至2023年11月24日，到期的数却按2024年3月1日判定，"
        "两个日期要一致：不带 REPORT_DATE 再运行，或者改数据截至日期\n"
    )
    assert not written.exists()
    later = given(sample.tree, sample.environ["REPORT_DATA"], REPORT_DATE="2024-03-01")
    assert DRAFT in text(Word(later.copy()).tree(ODD_HEAD))


def test_one_written_before_is_kept_when_it_was_changed(
    completed: dict[str, Given], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one = completed["sample"]
    folder = one.tree / "submission"
    shutil.rmtree(folder, ignore_errors=True)
    assert command(one, monkeypatch) == command(one, monkeypatch) == 0
    assert [path.name for path in folder.iterdir()] == [f"{TITLE}.docx"]
    (folder / f"{TITLE}.docx").write_bytes(b"edited by hand")
    capsys.readouterr()
    assert command(one, monkeypatch) == 0
    assert f"原来的一份不一样，改名留着：submission/{TITLE}（旧1）.docx。" in capsys.readouterr().out
    assert (folder / f"{TITLE}（旧1）.docx").read_bytes() == b"edited by hand"
    assert (folder / f"{TITLE}.docx").read_bytes() == one.copy()


def test_a_refusal_warns_of_one_written_before(
    copied_tree: Callable[[], Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one = given(copied_tree(), "demo/data")
    (one.tree / "submission").mkdir()
    (one.tree / "submission" / f"{TITLE}.docx").write_bytes(b"old")
    assert command(one, monkeypatch) == 1
    assert capsys.readouterr().err == f"没有写报送稿。\nsubmission/{TITLE}.docx 是以前写的，不要报送。\n"


def test_what_cannot_be_written_is_said_and_nothing_is_left_behind(
    completed: dict[str, Given], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one = completed["sample"]
    folder = one.tree / "submission"
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_bytes(b"a file")
    assert command(one, monkeypatch) == 1
    assert capsys.readouterr().err.startswith(f"写不了 submission/{TITLE}.docx：")
    folder.unlink()


def test_a_title_makes_a_file_name_on_every_system() -> None:
    assert file_name(("关于A/B", "\\的：*报告?")) == "关于AB的：报告"
    assert file_name(("???",)) == "report"
