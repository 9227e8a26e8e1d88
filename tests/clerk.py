"""What a clerk of the office does with a tree on one day, by hand and by command; for tests of use.

`python -m tests.clerk FOLDER` makes a copy of the project there that was used for two days.
"""

from __future__ import annotations

import csv
import re
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path

from report.facts.figure import Figure, Status
from report.facts.lists import TABLES, PickKind
from report.pages.survey import Survey
from report.publishing import prepare
from tests.site.building import run
from tests.trees import ROOT, changed

BEGIN, INTERVAL = date(2023, 11, 24), timedelta(days=14)
MADE = re.compile(r"\..*|site|submission|wheelhouse.*")
LINKED = (".venv", "tests/browsers/node_modules")  # installed, and used by the copy too
WORDS = {"responsibility.inspection_interval": "两周"}  # where not any word will do
DIVISION = "  - id: division-one\n    name: 示例科\n    division: true\n"
POST = """---
title: 主题党日
description: 党员联系岗位谈体会，用APP报名
date: {day}
categories: [学习动态, 先进典型]
slug: party-day-{day:%m%d}
---

# 主题党日

参加的党员比上次多，清除积弊，见[引言](../../report/index.md)。

领导小组研究部署{{{{ fig("responsibility.group_meetings") }}}}。

| 支部 | 参加 |
| --- | --- |
| 示例支部 | 12人 |
"""


def copied_whole(folder: Path) -> Path:
    """A copy of the project as it stands, without what was made or installed in it."""
    folder.mkdir(parents=True)
    for path in ROOT.iterdir():
        if path.is_dir() and not MADE.fullmatch(path.name):
            inside = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(path, folder / path.name, ignore=inside)
        elif path.is_file() and path.name != ".git":
            shutil.copy2(path, folder)
    for name in LINKED:
        (folder / name).symlink_to((ROOT / name).resolve())
    return folder


def a_day_of_use(tree: Path) -> date:
    """The day up to which the data then go: two weeks after they went so far."""
    ran(tree, "tidy")
    survey = prepare(tree, {})
    as_of = survey.view.campaign.site.as_of
    day = as_of + INTERVAL if as_of else BEGIN
    set_the_day(tree, day)
    fill_blanks(tree, survey)
    add_rows(tree, survey, day)
    plan_and_recommend(tree, survey, day)
    write(tree, day)
    freeze(tree, survey, day)
    return day


def ran(tree: Path, *command: str) -> str:
    """What a command of the project said; it has to succeed."""
    done = run(sys.executable, "-m", "report", *command, tree=tree)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rewritten(tree: Path, name: str, pattern: str, put: str) -> None:
    """Put something in the place of whatever fits a pattern; there need not be any."""
    path = tree / name
    path.write_text(re.sub(pattern, put, path.read_text(encoding="utf-8")), encoding="utf-8")


def set_the_day(tree: Path, day: date) -> None:
    """How far the data go; the letter that was dated before has no date again."""
    rewritten(tree, "data/site.yml", r"(?m)^as_of:.*$", f"as_of: {day}")
    rewritten(tree, "data/site.yml", r"(?m)^  date:[^#\n]*", "  date: ")


def fill_blanks(tree: Path, survey: Survey) -> None:
    """Three blanks for words and two for numbers, as far as there are so many."""
    waiting = [
        figure
        for figure in survey.view.campaign.figures.values()
        if survey.view.results[figure.key].status is Status.PENDING and not (figure.derivation or figure.base)
    ]
    words, numbers = ([f for f in waiting if bool(f.unit) is counted] for counted in (False, True))
    for figure in (*words[:3], *numbers[:2]):
        fill(tree, figure)


def fill(tree: Path, figure: Figure) -> None:
    """Type a value where the definition leaves it open."""
    section, name = figure.key.split(".")
    value = WORDS.get(figure.key, "示例") if figure.unit is None else "12"
    blank = rf"(?m)^({section}:\n(?:(?:  .*)?\n)*?  {name}:\n(?:    .*\n)*?    value:) *$"
    rewritten(tree, "data/figures.yml", blank, rf"\g<1> {value}")


def add_rows(tree: Path, survey: Survey, day: date) -> None:
    """A row in every ledger, that of the measures twice: one done, one that will be late in two weeks."""
    units, posts = survey.view.campaign.organisation.units, survey.view.campaign.organisation.posts
    unit = units[0].name
    if not any(each.division for each in units):
        changed(tree, "data/organisation.yml", "\nposts:\n", f"{DIVISION}\nposts:\n")
    division = next((each.name for each in units if each.division), "示例科")
    add(tree, "topics", 课题="窗口服务", 类型="课题", 重点方面="群众反映强烈", 承办单位=unit, 状态="调研中")
    problem = add(
        tree, "problems", 登记日期=day, 清单="检视整改", 问题="公文流转慢", 来源="自己查", 方面="工作作风",
        根子在机关="是", 专项整治="否", 整改类型="限期整改", 牵头领导=posts[0].name, 责任单位=unit,
        完成时限=day + 2 * INTERVAL, 状态="整改中", 公开="公开",
    )  # fmt: skip
    common = {"所属": problem, "责任单位": unit, "整改类型": "限期整改", "公开": "公开"}
    done = {"完成时限": day, "状态": "已落实", "落实日期": day, "佐证": "登记簿"}
    add(tree, "measures", 措施="并联会签", **common, **done)
    add(tree, "measures", 措施="限时办结", **common, 完成时限=day + INTERVAL / 2, 状态="整改中")
    add(
        tree, "cases", 月份=f"{day:%Y-%m}", 案例="同一材料多次报送", 科室=division, 类型="苗头性隐患",
        完成时限=day + 2 * INTERVAL, 状态="解剖中",
    )  # fmt: skip
    add(
        tree, "activities", 日期=day, 类型="督促指导", 名称="赴基层督促指导", 层级="局班子成员", 主办=unit,
        重点措施="综合", 公开="公开",
    )  # fmt: skip
    add(
        tree, "documents", 类型="子方案", 名称=f"示例方案{day:%m%d}", 制发单位=unit, 印发日期=day,
        状态="已印发", 公开="公开",
    )  # fmt: skip


def add(tree: Path, name: str, **cells: object) -> str:
    """A row at the end of a table under the next id, which is returned."""
    path, prefix = tree / "data" / TABLES[name].file, f"{TABLES[name].prefix}-"
    table = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    used = [int(row[0].removeprefix(prefix)) for row in table[1:] if row[0].startswith(prefix)]
    id = TABLES[name].id_of(max(used, default=0) + 1)
    row = {"编号": id, **{title: str(value) for title, value in cells.items()}}
    assert row.keys() <= set(table[0]), row
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow([row.get(title, "") for title in table[0]])
    return id


def plan_and_recommend(tree: Path, survey: Survey, day: date) -> None:
    """An item of the study plan; for a month without any, as many picks of each kind as others have."""
    campaign, month = survey.view.campaign, f"{day:%Y-%m}"
    unit = campaign.organisation.units[0].name
    held = {"层次": "全体党员", "日期": day + INTERVAL / 2}
    add(tree, "plan", 内容="专题学习", 形式="集中学习", 组织单位=unit, **held)
    months = [pick.month for pick in campaign.picks]
    for kind in PickKind:
        usual = sum(pick.kind is kind for pick in campaign.picks if pick.month == months[0]) if months else 1
        for number in range(1, usual + 1) if month not in months else ():
            add(tree, "picks", 月份=month, 种类=kind, 题名=f"《示例{kind}{number}》")


def post(tree: Path, day: date) -> None:
    """A post for the column; the first makes its folder."""
    path = tree / f"docs/column/posts/party-day-{day:%m%d}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(POST.format(day=day), encoding="utf-8")


def write(tree: Path, day: date) -> None:
    """A post for the column, and one more sentence in the report."""
    post(tree, day)
    page = tree / "docs/report/outlook.md"
    words = page.read_text(encoding="utf-8").replace("。\n", f"。{day.month}月起按月调度。\n", 1)
    page.write_text(words, encoding="utf-8")


def freeze(tree: Path, survey: Survey, day: date) -> None:
    """A notice and, in a month without one, a reminder; what they make needless in the plan goes."""
    ran(tree, "notice", str(day))
    if f"{day:%Y-%m}" not in [reminder.month for reminder in survey.view.campaign.reminders]:
        ran(tree, "reminder", f"{day:%Y-%m}")
    rewritten(tree, "data/organisation.yml", r"(?m)^(    next:) +\d.*$", r"\1")
    assert ran(tree, "check").startswith("没有发现问题")


if __name__ == "__main__":
    used = copied_whole(Path(sys.argv[1]))
    print("、".join(str(a_day_of_use(used)) for _ in range(2)))
