"""The ledgers on the site: what a change alters and what `impact` says of it, editions, downloads, split."""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from report.facts.ledgers import LEDGERS
from tests.site.building import build, content, run
from tests.trees import EVERY, FOLDERS

DEMO = {"REPORT_DATA": "demo/data"}
MARK = "泄漏标记"
WORDED = ("名称", "问题", "措施", "课题", "案例", "材料", "岗位条线", "症结", "延期依据", "佐证", "成果")
FOLLOWS = ("search/search_index.json", "search/index.json", "sitemap.xml.gz")  # made from the pages


def rows_of(tree: Path, name: str) -> list[dict[str, str]]:
    """The rows of a demo ledger by column title."""
    text = (tree / "demo/data/ledgers" / f"{name}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def rewrite(tree: Path, name: str, change: Callable[[dict[str, str]], None]) -> None:
    """A demo ledger with a change made to each of its rows."""
    rows = rows_of(tree, name)
    for row in rows:
        change(row)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (tree / "demo/data/ledgers" / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8-sig")


def committed(tree: Path) -> None:
    """The tree as the one commit of a repository."""
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "现状")):
        done = run("git", "-c", "user.name=t", "-c", "user.email=t@localhost", *command, tree=tree)
        assert done.returncode == 0, done.stderr


def unzipped(files: dict[str, bytes]) -> dict[str, bytes]:
    """Every file as bytes, workbooks and documents as what is inside them."""
    inside: dict[str, bytes] = {}
    for name, data in files.items():
        inside[name] = data
        if name.endswith((".xlsx", ".docx")):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                inside |= {f"{name}!{part}": archive.read(part) for part in archive.namelist()}
    return inside


@pytest.fixture
def problem(tree: Path) -> str:
    """A 公开 problem of the rectification list on which work is under way."""
    under_way = (
        row
        for row in rows_of(tree, "problems")
        if row["状态"] == "整改中" and row["清单"] == "检视整改" and row["公开"] == "公开"
    )
    return next(under_way)["编号"]


def close(tree: Path, id: str) -> None:
    """Close a problem and its measures on the data date."""

    def measure(row: dict[str, str]) -> None:
        if row["所属"] == id and row["状态"] != "已销号":
            row |= {"状态": "已销号", "销号日期": "2023-11-24", "审核人": "教育办主任"}
            row["落实日期"] = row["落实日期"] or "2023-11-24"
            row["佐证"] = row["佐证"] or "示例佐证"

    def the_problem(row: dict[str, str]) -> None:
        if row["编号"] == id:
            row |= {"状态": "已销号", "销号日期": "2023-11-24", "审核人": "教育办主任"}

    rewrite(tree, "measures", measure)
    rewrite(tree, "problems", the_problem)


def test_closing_a_problem_changes_what_impact_said_and_nothing_else(
    tree: Path, tmp_path: Path, problem: str
) -> None:
    committed(tree)
    assert build(tmp_path / "before", tree, **DEMO).returncode == 0
    close(tree, problem)
    said = run(sys.executable, "-m", "report", "impact", tree=tree, **DEMO)
    assert said.returncode == 0, said.stdout + said.stderr
    assert build(tmp_path / "after", tree, **DEMO).returncode == 0

    before, after = content(tmp_path / "before"), content(tmp_path / "after")
    assert set(before) == set(after)
    changed = {name for name in before if before[name] != after[name]}
    pages = set(re.findall(r"(?m)^  /(.*)$", said.stdout))
    files = set(re.search(r"数据文件变化：(.*)", said.stdout)[1].split("、"))  # type: ignore[index]
    assert {name for name in changed if name.endswith(".html")} == {f"{page}index.html" for page in pages}
    assert changed - {name for name in changed if name.endswith(".html")} - set(FOLLOWS) == files

    figures = set(re.findall(r"（([a-z_.]+)）.* → ", said.stdout))
    assert "rectification.problem_closure_rate" in figures
    assert "rectification.completion_rate" in figures
    assert {"", "report/rectification/", "report/whole/", "ledgers/problems/", "data/"} <= pages
    assert {"data/figures.json", "downloads/problems.csv", "downloads/measures.xlsx"} <= files
    assert not any(name.startswith(("notices/", "study/", "handbook/")) for name in changed)
    assert f"问题台账：改动 {problem}" in said.stdout


def test_impact_of_nothing_is_nothing(tree: Path) -> None:
    committed(tree)
    said = run(sys.executable, "-m", "report", "impact", tree=tree, **DEMO)
    assert (said.returncode, said.stdout) == (0, "与 HEAD 相比，没有数、条目和页面变化。\n")


@pytest.mark.parametrize("rev", ["nowhere", "--output=x"])
def test_impact_of_no_commit_is_told(tree: Path, rev: str) -> None:
    committed(tree)
    said = run(sys.executable, "-m", "report", "impact", "--", rev, tree=tree, **DEMO)
    assert said.returncode == 1
    assert f"找不到“{rev}”这次提交" in said.stderr


@pytest.mark.parametrize(("edition", "hidden"), [("work", ("不公开",)), ("display", ("不公开", "内部"))])
def test_no_word_and_no_id_of_a_hidden_row_is_published(
    tree: Path, tmp_path: Path, edition: str, hidden: tuple[str, ...]
) -> None:
    """Every cell in words of a hidden row carries a mark; no produced byte does, workbooks unzipped."""
    ids: set[str] = set()

    def mark(row: dict[str, str]) -> None:
        if row["公开"] not in hidden:
            return
        ids.add(row["编号"])
        for title in WORDED:
            if row.get(title) and not re.fullmatch("KT-[0-9]+", row[title]):
                row[title] = f"{row[title]}{MARK}"

    for name in LEDGERS:
        rewrite(tree, name, mark)
    assert len(ids) >= 8
    built = build(tmp_path / "site", tree, REPORT_EDITION=edition, **DEMO)
    assert built.returncode == 0, built.stderr
    produced = unzipped(content(tmp_path / "site"))
    for form in (MARK.encode(), MARK.encode("unicode-escape"), MARK.encode("gb18030")):
        assert [name for name, data in produced.items() if form in data] == []
    found = {
        (name, id)
        for name, data in produced.items()
        for id in re.findall(r"\b(?:HD|WJ|WT|CS|KT|MQ)-\d{4}\b", data.decode("utf-8", "replace"))
        if id in ids and not (edition == "work" and name.startswith(("handbook/", "search/")))  # examples
    }
    assert found == set()


def test_the_mark_would_be_seen_in_a_row_that_is_shown(tree: Path, tmp_path: Path, problem: str) -> None:
    def mark(row: dict[str, str]) -> None:
        if row["编号"] == problem:
            row["问题"] += MARK

    rewrite(tree, "problems", mark)
    assert build(tmp_path / "site", tree, REPORT_EDITION="display", **DEMO).returncode == 0
    produced = unzipped(content(tmp_path / "site"))
    seen = {name for name, data in produced.items() if MARK.encode() in data}
    assert {"ledgers/problems/index.html", "downloads/problems.csv", "calendar/deadlines.ics"} <= seen
    assert any(name.startswith("downloads/problems.xlsx!") for name in seen)


@pytest.mark.parametrize("name", EVERY)
def test_the_display_edition_has_no_working_page_and_no_way_to_one(name: str, tmp_path: Path) -> None:
    built = build(tmp_path / "site", REPORT_EDITION="display", REPORT_DATA=FOLDERS[name])
    assert built.returncode == 0, built.stderr
    pages = content(tmp_path / "site")
    working = (
        "data/pending",
        "data/reconcile",
        "ledgers/units",
        "ledgers/reminders",
        "ledgers/rhythm",
        "handbook",
    )
    assert [name for name in pages if name.startswith((*working, "handbook"))] == []
    for name, page in pages.items():
        if name.endswith(".html"):
            assert not re.search(
                r'href="[^"]*(?:pending|reconcile|units|reminders|rhythm|handbook)/', page.decode()
            )


@pytest.mark.parametrize("edition", ["work", "display"])
def test_two_builds_of_an_edition_are_the_same(tree: Path, tmp_path: Path, edition: str) -> None:
    for folder in ("one", "two"):
        assert build(tmp_path / folder, tree, REPORT_EDITION=edition, **DEMO).returncode == 0
    assert content(tmp_path / "one") == content(tmp_path / "two")


@pytest.mark.parametrize("edition", ["work", "display"])
def test_a_ledger_too_long_for_a_page_is_split_by_unit(tree: Path, tmp_path: Path, edition: str) -> None:
    path = tree / "demo/data/ledgers/measures.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    body = [line for line in lines[1:] if ",整改中," in line and line.endswith(",公开")]
    assert body
    copies = []
    for n in range(1, 501):
        copies.append(re.sub(r"^CS-\d+", f"CS-{9000 + n}", body[n % len(body)]))
    path.write_text("\n".join([*lines, *copies]) + "\n", encoding="utf-8-sig")
    built = build(tmp_path / "site", tree, REPORT_EDITION=edition, **DEMO)
    assert built.returncode == 0, built.stderr
    whole = (tmp_path / "site/ledgers/measures/index.html").read_text(encoding="utf-8")
    assert 'id="cs-9001"' not in whole
    parts = sorted(path.parent.name for path in (tmp_path / "site/ledgers/measures").glob("*/index.html"))
    assert len(parts) >= 5
    every = "".join(
        (tmp_path / f"site/ledgers/measures/{part}/index.html").read_text(encoding="utf-8") for part in parts
    )
    assert all(f'id="cs-{9000 + n}"' in every for n in range(1, 501))
    assert all(f"/{part}/" in whole or f'href="{part}/"' in whole for part in parts)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("demo/data/site.yml", "bureau: 示例局", "bureau: 示例二局", "每一页的页眉页脚变化"),
        ("docs/study/youth.md", "\ntitle: ", "\ntitle: 改过的", "导航变化"),
    ],
)
def test_impact_says_when_every_page_or_the_navigation_changes(
    tree: Path, name: str, old: str, new: str, said: str
) -> None:
    committed(tree)
    path = tree / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    told = run(sys.executable, "-m", "report", "impact", tree=tree, **DEMO)
    assert told.returncode == 0, told.stderr
    assert said in told.stdout


def test_impact_names_no_hidden_row(tree: Path) -> None:
    hidden = next(row["编号"] for row in rows_of(tree, "measures") if row["公开"] == "不公开")
    committed(tree)

    def change(row: dict[str, str]) -> None:
        if row["编号"] == hidden:
            row["措施"] += "并通报"

    rewrite(tree, "measures", change)
    said = run(sys.executable, "-m", "report", "impact", tree=tree, **DEMO)
    assert "措施台账：改动不列出的1条" in said.stdout
    assert hidden not in said.stdout


@pytest.mark.parametrize(
    ("text", "told"), [("机密内容。\n\n{: .work }\n", 1), ("机密内容。\n{: .work }\n", 0)]
)
def test_a_mark_that_hides_nothing_stops_the_display_edition_too(tree: Path, text: str, told: int) -> None:
    path = tree / "docs/study/online.md"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{text}", encoding="utf-8")
    said = run(sys.executable, "-m", "report", "check", tree=tree, REPORT_EDITION="display", **DEMO)
    assert said.returncode == told, said.stdout
