"""The ledgers of the demo, spoilt in many places at once: every fault is said at its line, nothing else."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import report.__main__ as commands
from report.facts.ledgers import LEDGERS
from tests.trees import ROOT, changed, complaints, copied

DEMO = {"REPORT_DATA": "demo/data"}
Row = dict[str, str]


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the tree with the data of the demo."""
    tree = tmp_path / "tree"
    for name in ("data", "demo", "docs"):
        shutil.copytree(ROOT / name, tree / name)
    shutil.copy(ROOT / "mkdocs.yml", tree)
    return tree


@dataclass
class Planter:
    """Spoils one row after another, each once, and remembers where and what has to be said."""

    tree: Path
    tables: dict[str, list[Row]] = field(default_factory=dict)
    spoilt: set[str] = field(default_factory=set)
    planted: list[tuple[str, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in LEDGERS:
            text = self.path(name).read_text(encoding="utf-8-sig")
            self.tables[name] = list(csv.DictReader(io.StringIO(text)))

    def path(self, name: str) -> Path:
        return self.tree / "demo/data/ledgers" / f"{name}.csv"

    def row(self, id: str) -> Row:
        return next((row for rows in self.tables.values() for row in rows if row["编号"] == id), {})

    def measures_of(self, id: str) -> list[Row]:
        return [row for row in self.tables["measures"] if row["所属"] == id]

    def cell(self, name: str, title: str, value: str, said: str, where: Callable[[Row], object]) -> None:
        """Put a value into the first row that fits and is still sound."""
        rows = self.tables[name]
        at = next(n for n, row in enumerate(rows) if row["编号"] not in self.spoilt and where(row))
        self.spoilt |= {rows[at]["编号"], rows[at].get("所属", "")}
        rows[at][title] = value
        self.planted.append((f"demo/data/ledgers/{name}.csv", at + 2, said))

    def text(self, name: str, old: str, new: str, said: str, at: str) -> None:
        """Put something else in the place of a text of a YAML file; the fault is where `at` begins a line."""
        path = self.tree / "demo/data" / name
        text = path.read_text(encoding="utf-8").replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
        line = next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(at))
        self.planted.append((f"demo/data/{name}", line, said))

    def save(self) -> None:
        for name, rows in self.tables.items():
            written = io.StringIO()
            writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            self.path(name).write_text("\ufeff" + written.getvalue(), encoding="utf-8")


def plant_measures(plant: Planter) -> None:
    def closed(row: Row) -> bool:
        return row["状态"] == "已销号"

    def done(row: Row) -> bool:
        return row["状态"] == "已落实"

    def under_way(row: Row) -> bool:
        return row["状态"] == "整改中" and row["所属"].startswith("MQ")

    def guarded(row: Row) -> bool:
        return row["公开"] == "内部" and plant.row(row["所属"])["公开"] == "内部"

    def frozen(row: Row) -> bool:
        first = (plant.tree / "demo/data/notices/2023-09-29.yml").read_text(encoding="utf-8")
        return row["编号"] in first and row["状态"] == "整改中" and not row["延期至"]

    put = plant.cell
    put("measures", "审核人", "", "状态是已销号，须填“审核人”", closed)
    put("measures", "审核人", "张三", "organisation.yml 里没有“张三”这个职务，只写职务、不写姓名", closed)
    put("measures", "销号日期", "2023-06-01", "早于落实日期", closed)
    put("measures", "佐证", "", "状态是已落实，须填“佐证”", done)
    put("measures", "落实日期", "45200", "这是表格软件里的日期序号", done)
    put("measures", "落实日期", "2023-11-20", "却填了“落实日期”", lambda row: row["状态"] == "未启动")
    put("measures", "所属", "WT-9999", "没有编号“WT-9999”", under_way)
    put("measures", "责任单位", "人事处", "没有“人事处”这个单位", under_way)
    put("measures", "延期依据", "", "填了“延期至”，没有填“延期依据”", lambda row: row["延期至"])
    put("measures", "公开", "公开", "是内部，这一行不能是公开", guarded)
    put("measures", "完成时限", "2023-10-08", "请改回原时限", frozen)


def plant_problems(plant: Planter) -> None:
    def rectified(row: Row) -> bool:
        return row["清单"] == "检视整改"

    def open_still(row: Row) -> bool:
        return any(m["状态"] in ("未启动", "整改中") for m in plant.measures_of(row["编号"]))

    put = plant.cell
    put("problems", "方面", "", "清单是检视整改，须填“方面”", rectified)
    put("problems", "牵头领导", "李四", "没有“李四”这个职务", rectified)
    put("problems", "配合单位", "办公室;人事科", "要用全角分号“；”隔开", rectified)
    put("problems", "登记日期", "2033-11-01", "早于登记日期", lambda row: row["状态"] == "未启动")
    put(
        "problems",
        "审核人",
        "机关党委书记",
        "须由别的单位审核",
        lambda row: row["状态"] == "已销号" and row["责任单位"] == "机关党委",
    )
    put(
        "problems",
        "状态",
        "已完成待销号",
        "还没有落实，应是整改中",
        lambda row: row["状态"] == "整改中" and open_still(row),
    )


def plant_others(plant: Planter) -> None:
    put = plant.cell

    def open_case(row: Row) -> bool:
        return row["状态"] == "整改中" and bool(plant.measures_of(row["编号"]))

    put("cases", "科室", "局党委", "不是科室", lambda row: row["状态"] == "已销号")
    put(
        "cases",
        "月份",
        "Nov-23",
        "应写成 2023-11；运行 make tidy 就改过来",
        lambda row: row["状态"] == "已销号",
    )
    put("cases", "状态", "已销号", "还没有销号，不能销号", open_case)
    put("topics", "转化去向", "", "须填“转化去向”", lambda row: row["状态"] == "已转化")
    put("topics", "转化去向", "WJ-0032、CS-0015", "要用全角分号", lambda row: row["状态"] == "已转化")
    put("topics", "启动日期", "2033-12-31", "早于启动日期", lambda row: row["状态"] == "已形成报告")
    put("activities", "编号", "HD-0001", "已经用过", lambda row: row["编号"] > "HD-0001")
    put(
        "activities",
        "类型",
        "领导小组会",
        "最接近的是领导小组会议",
        lambda row: row["类型"] == "领导小组会议",
    )
    put("activities", "参加人数", "１２０", "只写半角数字", lambda row: row["参加人数"])
    put("activities", "日期", "2034-12-01", "晚一年以上", lambda row: row["类型"] == "支部学习")
    put("activities", "课题", "KT-9999", "没有编号“KT-9999”", lambda row: row["课题"])
    put("activities", "天数", "30", "多于起止日期之间的", lambda row: row["天数"])
    put("documents", "领域", "", "规章制度须填“领域”", lambda row: row["类型"] == "规章制度")
    put("documents", "印发日期", "2033-09-04", "晚一年以上", lambda row: row["印发日期"])
    put("documents", "制发单位", "office", "写的是编号 office", lambda row: row["制发单位"] == "教育办")
    put("documents", "期号", "第1期", "已登记为", lambda row: row["期号"] == "第2期")


def plant_frozen_and_typed(plant: Planter) -> None:
    sealed = "定稿的内容被改动过"
    plant.text("notices/2023-10-13.yml", "value: '", "value: '9", sealed, at="seal: ")
    plant.text("reminders/2023-10.yml", "        name: ", "        name: 改", sealed, at="seal: ")
    measures, tips = "responsibility.warmup_measures: ", "responsibility.work_tips: 99"
    plant.text("values.yml", measures, f"{tips}\n{measures}", "填的是99，台账数出", at=tips)
    members = "study.youth_league_members: "
    plant.text("values.yml", members, f"{members}约", "不是规范的数", at=members)


def test_the_demo_is_sound() -> None:
    assert complaints(ROOT, DEMO) == []


def test_every_one_of_many_faults_is_said_at_its_line_and_nothing_else(
    demo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plant = Planter(demo)
    plant_measures(plant)
    plant_problems(plant)
    plant_others(plant)
    plant_frozen_and_typed(plant)
    plant.save()
    monkeypatch.setattr(commands, "ROOT", demo)
    monkeypatch.setenv("REPORT_DATA", "demo/data")
    assert len(plant.planted) >= 25
    assert commands.main(["check"]) == 1
    shown = capsys.readouterr()
    said = shown.out.splitlines()
    wanted = {
        (path, line, words): [
            fault for fault in said if fault.startswith(f"{path}:{line}: ") and words in fault
        ]
        for path, line, words in plant.planted
    }
    assert [where for where, faults in wanted.items() if len(faults) != 1] == []
    assert sorted(said) == sorted(fault for faults in wanted.values() for fault in faults)
    assert shown.err == f"共{len(said)}处，改好后再试。\n"


# ------------------------------------------------------------------ one fault is said once

MANGLES = ["########", "=1+1", "#REF!", "1.1E+17", "上半\n下半", "乱\ufffd码", "\u200b", "\u3000"]


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("spoilt") / "tree")


@given(data=st.data())
def test_one_mangled_cell_is_one_fault_whatever_hangs_on_it(spoilt: Path, data: st.DataObject) -> None:
    """References to the row, closures, snapshots and figures that rest on it are not complained of."""
    name = data.draw(st.sampled_from(list(LEDGERS)))
    path = spoilt / "data/ledgers" / f"{name}.csv"
    sound = path.read_bytes()
    table = list(csv.reader(io.StringIO(sound.decode("utf-8-sig"))))
    line = data.draw(st.integers(1, len(table) - 1))
    table[line][data.draw(st.integers(0, len(table[0]) - 1))] = data.draw(st.sampled_from(MANGLES))
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(table)
    path.write_text(written.getvalue(), encoding="utf-8")
    try:
        (said,) = complaints(spoilt)
    finally:
        path.write_bytes(sound)
    assert said.startswith(f"data/ledgers/{name}.csv:{line + 1}: ")


@pytest.mark.parametrize("name", LEDGERS)
def test_a_ledger_that_cannot_be_read_is_one_fault(small: Path, name: str) -> None:
    """Rows of others that refer to it, and what was counted from it, wait until it can."""
    path = small / "data/ledgers" / f"{name}.csv"
    for content in (b"PK\x03\x04\x00", b"", b"\xff\xfe\x00", "编号；名称\n".encode()):
        path.write_bytes(content)
        (said,) = complaints(small)
        assert said.startswith(f"data/ledgers/{name}.csv:1: ")
    path.unlink()
    assert complaints(small) == [f"data/ledgers/{name}.csv:0: 缺少这个文件，请补上"]


@pytest.mark.parametrize("name", LEDGERS)
def test_a_row_that_stands_twice_is_one_fault(small: Path, name: str) -> None:
    path = small / "data/ledgers" / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        path.write_text(f"{text}{line}\n", encoding="utf-8")
        (said,) = complaints(small)
        assert "已经用过，请换一个" in said


def test_rows_of_one_ledger_are_judged_though_another_cannot_be_read(small: Path) -> None:
    (small / "data/ledgers/problems.csv").write_bytes(b"\xff\xfe")
    changed(small, "data/ledgers/measures.csv", "档-001", "")
    changed(small, "data/ledgers/topics.csv", "WJ-0001；CS-0009", "WJ-0001；CS-0099")
    assert [fault.partition(": ")[0] for fault in complaints(small)] == [
        "data/ledgers/measures.csv:4",
        "data/ledgers/problems.csv:1",
        "data/ledgers/topics.csv:3",
    ]
