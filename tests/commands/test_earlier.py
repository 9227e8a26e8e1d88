"""A data set whose study plan and picks are still YAML: it is told what to run, and that loses nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import report.__main__ as commands
from report.commands.impact import impact_of
from report.facts.lists import LISTS, PICKS, PLAN, Audience
from report.facts.reading.loading import load
from report.facts.reading.settings import settings
from report.facts.records import Tier
from report.outputs.calendars import plan_calendar
from tests.site.building import run
from tests.trees import changed, complaints

OLD_PLAN = """# 学习计划
- id: reading-class
  title: 读书班：第一期
  form: 集中领读
  organisers: [office, branches]
  tiers: [members, chiefs]
  audience: [流动党员]
  date: 2023-11-13
  end: 2023-11-15
  books: [constitution, excerpts]
- id: follow-up
  title: 跟进学习
  form: 自学
  organisers: office
  tiers: [all]
  date:
"""
OLD_PICKS = "- month: 2023-11\n  kind: 好书\n  title: 《中国共产党章程》\n  author:\n"
NEW_PLAN = [
    "reading-class,读书班：第一期,集中领读,教育办；机关各支部,普通党员、干部；局主官,流动党员,"
    "2023-11-13,2023-11-15,《中国共产党章程》；《专题摘编》",
    "JH-0001,跟进学习,自学,教育办,全体党员,,,,",
]


def with_earlier(tree: Path, plan: str = OLD_PLAN, picks: str = OLD_PICKS) -> Path:
    """The tree with these lists as YAML and not as tables."""
    for table, text in ((PLAN, plan), (PICKS, picks)):
        (tree / "data" / table.file).unlink()
        (tree / "data" / table.replaces).write_text(text, encoding="utf-8")
    return tree


@pytest.fixture
def earlier(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small tree that the commands take for their own, with lists as YAML."""
    monkeypatch.setattr(commands, "ROOT", small)
    for name in ("REPORT_DATA", "REPORT_DATE", "REPORT_EDITION"):
        monkeypatch.delenv(name, raising=False)
    return with_earlier(small)


def table(tree: Path, name: str) -> list[str]:
    """The rows of a table as they are written, without the titles."""
    return (tree / "data" / LISTS[name].file).read_text(encoding="utf-8-sig").splitlines()[1:]


def test_the_check_names_the_command_and_says_nothing_else(earlier: Path) -> None:
    remedy = "请运行 make tidy（python -m report tidy），由它转换"
    assert complaints(earlier) == [
        f"data/picks.yml:0: 每月荐读改用 ledgers/picks.csv 了，{remedy}",
        f"data/study-plan.yml:0: 学习计划改用 ledgers/plan.csv 了，{remedy}",
    ]


def test_tidy_makes_tables_of_them_and_the_files_go(
    earlier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["tidy"]) == 0
    assert "已把 data/study-plan.yml 转成 data/ledgers/plan.csv，旧文件已删去" in capsys.readouterr().out
    assert table(earlier, "plan") == NEW_PLAN
    assert table(earlier, "picks") == ["JD-0001,2023-11,好书,《中国共产党章程》,,,"]
    assert not any((earlier / "data" / each.replaces).exists() for each in LISTS.values())
    assert complaints(earlier) == []


def test_what_calendars_hold_keeps_its_uid(earlier: Path) -> None:
    assert commands.main(["tidy"]) == 0
    campaign, _ = load(settings(earlier, {}))
    for who in (Tier.MEMBERS, Audience.ON_THE_MOVE):
        assert b"UID:reading-class@plan.theme-education" in plan_calendar(campaign, who)


def test_what_a_reminder_named_keeps_its_id_though_its_date_is_open_again(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "ROOT", small)
    changed(small, "data/ledgers/plan.csv", "JH-0001", "reading-class")
    changed(small, "data/ledgers/plan.csv", "2023-11-13,2023-11-15", "2023-12-20,")
    changed(small, "data/site.yml", "as_of: 2023-11-24", "as_of: 2023-12-01")
    monkeypatch.setenv("REPORT_DATE", "2023-12-05")
    assert commands.main(["reminder", "2023-12"]) == 0
    with_earlier(small, OLD_PLAN.replace("date: 2023-11-13\n  end: 2023-11-15\n", "date:\n"))
    assert commands.main(["tidy"]) == 0
    assert [row.partition(",")[0] for row in table(small, "plan")] == ["reading-class", "JH-0001"]


def test_a_list_that_is_empty_becomes_a_table_of_titles(earlier: Path) -> None:
    with_earlier_picks = earlier / "data" / PICKS.replaces
    with_earlier_picks.write_text("# 每月荐读\n", encoding="utf-8")
    assert commands.main(["tidy"]) == 0
    (head,) = csv.reader((earlier / "data" / PICKS.file).read_text(encoding="utf-8-sig").splitlines())
    assert head == [*PICKS.row.written()]


def test_a_list_that_is_there_twice_is_refused_and_both_are_left_alone(
    earlier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = earlier / "data" / PLAN.file
    path.write_text(",".join(PLAN.row.written()) + "\n", encoding="utf-8")
    said = "data/study-plan.yml:0: 学习计划已改用 ledgers/plan.csv，这个文件不再读取，请核对后删去"
    assert said in complaints(earlier)
    before = path.read_bytes()
    assert commands.main(["tidy"]) == 1
    assert "已经有 ledgers/plan.csv 了" in capsys.readouterr().out
    assert path.read_bytes() == before
    assert (earlier / "data" / PLAN.replaces).read_text(encoding="utf-8") == OLD_PLAN


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "  form: 自学",
            "  from: 自学",
            "data/study-plan.yml:13: 没有“from”这一项，请删去或改名，最接近的是form",
        ),
        ("  form: 自学", "  - 自学", "data/study-plan.yml:13: "),
        (OLD_PLAN, "title: 学习\n", "data/study-plan.yml:1: 不是列表"),
        (OLD_PLAN, "- 学习\n", "data/study-plan.yml:1: 有一项不是若干行“名称: 值”"),
    ],
)
def test_what_cannot_become_a_row_is_told_and_nothing_is_written(
    earlier: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    changed(earlier, "data/study-plan.yml", old, new)
    before = sorted((earlier / "data").rglob("*"))
    assert commands.main(["tidy"]) == 1
    assert said in capsys.readouterr().out
    assert sorted((earlier / "data").rglob("*")) == before


def test_a_name_that_nobody_knows_is_left_for_the_check(earlier: Path) -> None:
    changed(earlier, "data/study-plan.yml", "organisers: office", "organisers: ofice")
    assert commands.main(["tidy"]) == 0
    (said,) = complaints(earlier)
    assert said.startswith("data/ledgers/plan.csv:3: “组织单位”：organisation.yml 里没有“ofice”这个单位")


def test_files_named_to_tidy_are_tidied_alone(earlier: Path) -> None:
    assert commands.main(["tidy", str(earlier / "data/ledgers/topics.csv")]) == 0
    assert (earlier / "data" / PLAN.replaces).exists()


def test_a_commit_from_before_can_still_be_compared_with(earlier: Path) -> None:
    git = ("git", "-c", "user.name=demo", "-c", "user.email=demo@example.invalid")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "before")):
        assert run(*git, *command, tree=earlier).returncode == 0
    assert commands.main(["tidy"]) == 0
    assert impact_of(earlier, {}, "HEAD") == "与 HEAD 相比，没有数、条目和页面变化。"
