"""Documents of broken files do what they say, and say so when they cannot be read."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checks.documents import Case, Malformed, read
from tests.trees import ROOT

PYTEST = [sys.executable, "-m", "pytest"]
NOTES = "名称：值\n\n甲\n乙\n甲\n"
LEDGER = "编号,名称,状态\nWT-1,一,未启动\nWT-2,二,已销号\n"


def written(folder: Path, text: str) -> Path:
    """A document beside a small tree of a file of notes and a ledger."""
    (folder / "notes.yml").write_text(NOTES, encoding="utf-8")
    (folder / "ledger.csv").write_text("\ufeff" + LEDGER, encoding="utf-8")
    (folder / "some.txt").write_text(text, encoding="utf-8")
    return folder / "some.txt"


def cases(folder: Path, text: str) -> list[Case]:
    """What is read from a document."""
    return read(written(folder, text), folder)


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        ("乙 → 丙", "名称：值\n\n甲\n丙\n甲\n"),
        ("\\n\\n甲 →", "名称：值\n乙\n甲\n"),
        ("处处 甲 → \\t", "名称：值\n\n\t\n乙\n\t\n"),
        ("- 乙\n  + 丙\n  +\n    甲", "名称：值\n\n甲\n丙\n\n甲\n"),
        ("- 名称：值\n  -\n  + 名\n  - 乙\n  + 丙", "名\n甲\n丙\n甲\n"),
        ("+   丙\n  +", NOTES + "  丙\n\n"),
        ("开头加 \\ufeff\\x20", "\ufeff " + NOTES),
        ("整份", ""),
        ("整份 \\\\n\\{[×3}\n  + 丙", "\\n[[[丙\n"),
    ],
)
def test_an_edit_makes_this_text(edit: str, text: str, tmp_path: Path) -> None:
    (case,) = cases(tmp_path, f"# notes.yml\n\none\n  {edit}\n  > ?\n")
    assert case.data.decode() == text


@pytest.mark.parametrize(
    ("edit", "data"),
    [
        ("存为 gb18030\n  + \\xff", NOTES.encode("gb18030") + b"\xff\n"),
        ("存为 utf-16-le\n  开头加 \\xff\\xfe", b"\xff\xfe" + NOTES.encode("utf-16-le")),
        ("错读 gb18030", NOTES.encode().decode("gb18030", "replace").replace("\ufffd", "?").encode()),
        ("整份 PK\\{00-ff}", b"PK" + bytes(range(256))),
    ],
)
def test_an_edit_makes_these_bytes(edit: str, data: bytes, tmp_path: Path) -> None:
    (case,) = cases(tmp_path, f"# notes.yml\n\none\n  {edit}\n  > ?\n")
    assert case.data == data


@pytest.mark.parametrize(
    ("edit", "rows"),
    [
        ("WT-1 状态：已销号", "编号,名称,状态\nWT-1,一,已销号\nWT-2,二,已销号\n"),
        ("WT-1 名称：a,b", '编号,名称,状态\nWT-1,"a,b",未启动\nWT-2,二,已销号\n'),
        ("表头 名称：", "编号,,状态\nWT-1,一,未启动\nWT-2,二,已销号\n"),
        ("新行 WT-3 照 WT-1\n  WT-3 名称：三", LEDGER + "WT-3,三,未启动\n"),
        ("删行 表头 WT-1", "WT-2,二,已销号\n"),
        ("删列 名称", "编号,状态\nWT-1,未启动\nWT-2,已销号\n"),
        ("新列 备注：无", "编号,名称,状态,备注\nWT-1,一,未启动,无\nWT-2,二,已销号,无\n"),
        ("新列 备注： 在 编号 后", "编号,备注,名称,状态\nWT-1,,一,未启动\nWT-2,,二,已销号\n"),
        ("WT-1 多一格：余\n  WT-2 少 2 格", "编号,名称,状态\nWT-1,一,未启动,余\nWT-2\n"),
    ],
)
def test_an_edit_of_a_ledger_makes_these_rows(edit: str, rows: str, tmp_path: Path) -> None:
    (case,) = cases(tmp_path, f"# ledger.csv\n\none\n  {edit}\n  > ?\n")
    assert case.data.decode("utf-8-sig") == rows


def test_edits_of_headings_are_made_in_their_cases_alone(tmp_path: Path) -> None:
    one = "## 甲\n  + 二\n\n### 乙\n\none\n  + 三\n  > ?\n\n"
    two = "## 丙\n\ntwo\n  + 四\n  > ?\n"
    first, second = cases(tmp_path, "# notes.yml\n  + 一\n\n" + one + two)
    assert first.data.decode() == NOTES + "一\n二\n三\n"
    assert second.data.decode() == NOTES + "一\n四\n"


def test_messages_are_of_the_file_that_is_broken_unless_they_name_another(tmp_path: Path) -> None:
    (case,) = cases(
        tmp_path, "# ledger.csv\n\none\n  整份\n  > 2: 改\n  > a.yml:1: 有{列数+1}格，第{状态}列，{表头}\n"
    )
    assert case.expected == ["ledger.csv:2: 改", "a.yml:1: 有4格，第3列，编号、名称、状态"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("one\n  乙 → 丙\n  > ?", "1: one：看不懂这一行"),
        ("# other.yml", "1: 没有“other.yml”这个文件"),
        ("## 甲", "1: 小标题的层次不对；一份文件第一行写明改的是哪个文件，如 # data/site.yml"),
        (
            "# notes.yml\n\n### 甲",
            "3: 小标题的层次不对；一份文件第一行写明改的是哪个文件，如 # data/site.yml",
        ),
        ("# notes.yml\n\n## 甲\n  > ?", "3: 小标题下面不写意见"),
        ("# notes.yml\n\none\n  乙 → 丙", "3: “one”没有写应当说什么；可以先写一行 > ?，再用 --update 填上"),
        ("# notes.yml\n\none\n  整份\n  > ?\n\none\n  整份\n  > ?", "7: “one”已经写过"),
        ("# notes.yml\n\none\n  > ?", "3: “one”什么也没有改"),
        ("# notes.yml\n\none\n  > ?\n  乙 → 丙", "3: 改动要写在意见前面"),
        ("# notes.yml\n\none\n  丁 → 丙\n  > ?", "3: 丁 → 丙：要改的文字应恰有一处，这里有0处"),
        ("# notes.yml\n\none\n  甲 → 丙\n  > ?", "3: 甲 → 丙：要改的文字应恰有一处，这里有2处"),
        ("# notes.yml\n\none\n  - 丁\n  > ?", "3: - 丁：要改的文字应恰有一处，这里有0处"),
        ("# notes.yml\n  + 丁\n  + 丁\n\none\n  - 丁\n  > ?", "5: - 丁：要改的文字应恰有一处，这里有2处"),
        ("# notes.yml\n\none\n  乙 → \\d\n  > ?", "3: 乙 → \\d：没有“\\d”这种转义，反斜杠本身写成“\\\\”"),
        ("# notes.yml\n\none\n  改写 乙\n  > ?", "3: 改写 乙：看不懂这一行"),
        ("# notes.yml\n\none\n  存为 ascii\n  > ?", "3: 存为 ascii：看不懂这一行"),
        ("# notes.yml\n\none\n  乙 → 丙\n  > ?\ntwo", "3: two：看不懂这一行，小标题、名字前面要空一行"),
        ("# notes.yml\n\none\n  乙 → \u3000\n  > ?", "3: 有看不见的字符，请写成 \\t、\\u200b 一类"),
        ("# notes.yml\n\none\n  乙 → 丙 \n  > ?", "3: 行末有空格，请写成 \\x20"),
        ("# ledger.csv\n\none\n  WT-3 状态：改\n  > ?", "3: WT-3 状态：改：“WT-3”应恰有一处，这里有0处"),
        ("# ledger.csv\n\none\n  WT-1 期号：改\n  > ?", "3: WT-1 期号：改：“期号”应恰有一处，这里有0处"),
        (
            '# ledger.csv\n\none\n  一 → "一\n  WT-1 状态：改\n  > ?',
            "3: WT-1 状态：改：到这里已经不是规整的台账，按行列的改动要写在前面",
        ),
    ],
)
def test_a_document_that_cannot_be_read_is_refused(text: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(Malformed) as error:
        cases(tmp_path, text + "\n")
    assert str(error.value) == f"some.txt:{complaint}"


def test_update_writes_what_is_said_in_place_of_what_is_not(tmp_path: Path) -> None:
    """Messages alone are rewritten, and a document in which all are right is not written at all."""
    copy = tmp_path / "tests"
    for name in ("broken", "checks", "minimal"):
        shutil.copytree(ROOT / "tests" / name, copy / name)
    for path in (ROOT / "tests").glob("*.py"):
        shutil.copy(path, copy)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "report").symlink_to(ROOT / "report")
    home, other = copy / "broken/home.txt", copy / "broken/navigation.txt"
    right = home.read_bytes()
    home.write_bytes(right.replace("> 7: 一页".encode(), "> 7: 另一页\n  > 8: 又一页".encode()))
    assert home.read_bytes() != right
    before = other.stat()
    done = subprocess.run(
        [*PYTEST, "tests/checks/test_broken.py", "--update", "-k", "told and (home or navigation)"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert home.read_bytes() == right
    assert other.stat().st_mtime_ns == before.st_mtime_ns
