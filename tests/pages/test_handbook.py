"""The handbook names only what there is: commands, paths, keys, columns, pages, messages; its examples work.

What is in code on its pages is sorted into kinds by tests.pages.naming; what is of none fails.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from deploy.gate.changes import EDITORS
from report.facts.ledgers import LEDGERS
from report.facts.lists import TABLES
from report.facts.table import Table
from report.pages.survey import Survey
from tests.pages.naming import (
    HANDBOOK,
    LEDGER_ROW,
    LITERAL,
    TOLD,
    Named,
    Tree,
    code,
    definitions,
    links,
    pages,
    records,
    unknown,
)
from tests.trees import FOLDERS, ROOT, complaints, copied_facts

pytestmark = pytest.mark.live

PAGES = pages()
DEVELOPERS = ("archive-campaign",)  # what only developers can push
NOT_TASKS = ("index", "publish", "messages", "run-server", "word-checklist")
TEMPLATES = ("report", "deploy/gate")  # where messages are written
CHINESE = re.compile(r"[\u4e00-\u9fff]")
QUOTING = re.compile(r"(?:检查|命令|服务器)说的话|报错里的话")  # how a column of messages is headed


@pytest.fixture(scope="module")
def tree(surveys: dict[str, Survey]) -> Tree:
    """What there is to be named: the sample, with the pages of the tree."""
    return Tree(surveys["sample"])


@pytest.mark.parametrize("page", PAGES)
def test_the_handbook_names_only_what_there_is(page: str, tree: Tree) -> None:
    found = [(named.line, said) for named in code(PAGES[page], page) if (said := unknown(named, tree))]
    assert found == [], f"{page}: 没有这些；写错了的改正，不是名称的登记在 tests/pages/naming.py 的 LITERAL"


MISSPELT = {  # one letter off in a name of each kind
    "data/figurs.yml": "",
    "data/ledger/problems.csv": "",
    "measure.csv": "",
    "report/studi/": "",
    "/srv/report-site/relases/": "",
    "/etc/report-sit.conf": "",
    "rectification.measures_don": "",
    "measures_tota": "",
    "responsibilty:": "",
    "as_off": "",
    "tiers: [leader]": "",
    "division: tru": "",
    "memberz": "",
    "WT-9999": "",
    "CS-0157": "",
    "party-comittee": "",
    "REPORT_DAT": "",
    "chinesecalender": "",
    "make chek": "",
    "python -m report chek": "",
    "REPORT_DATA=demo/dat make check": "sh",
    "REPORT_EDITION=displai make site": "sh",
    "make site REPORT_EDITION=displai": "sh",
    "make serve REPORT_DAYS=2023-12-01": "sh",
    "python3 -m report serve REPORT_DAYS=2023-12-01": "sh",
    "make notice DATE=2023-12-08": "sh",
    ".venv/bin/python -m report compar 回稿.docx": "sh",
    "git psuh origin HEAD:main": "sh",
    "git add data/ledgers/problem.csv": "sh",
    "git restore data/figure.yml": "sh",
    "rm data/notice/2023-12-08.yml": "sh",
    "make wheelhouse PLATFORMS=aarch64": "sh",
    "win_arm64": "",
    "wheel-house/": "",
    "ssh zhang@服务器 statu": "sh",
    "report-site rolback": "sh",
    "deploy/instal": "sh",
    "vallue: 7": "yaml",
    "group_meeting:": "yaml",
    "study.youth_staf:": "yaml",
    "demo/data/ledgers/problem.csv:52: 清单是检视整改，须填“方面”": "text",
    "  收集整理问题（rectification.problem）30条 → 31条，用在：首页": "text",
    "  收集整理问题（rectification.problems）30条 → 31条，用在：封面": "text",
    "  /report/rectificatio/": "text",
}


@pytest.mark.parametrize("text", MISSPELT)
def test_a_name_with_a_letter_off_is_told(text: str, tree: Tree) -> None:
    assert unknown(Named("x", 1, text, MISSPELT[text]), tree)


def test_what_is_declared_to_be_no_name_stands_somewhere() -> None:
    spans = {named.text.strip() for page in PAGES for named in code(PAGES[page], page)}
    said = "\n".join(spans)
    assert [
        each for listed in LITERAL.values() for each in listed if each not in spans and each not in said
    ] == []


# ------------------------------------------------------------------ examples


def rows(page: str) -> list[str]:
    """The rows of tables that a page gives as examples."""
    found = [named.text for named in code(PAGES[page], page)]
    return [text for text in found if LEDGER_ROW.match(text) and "……" not in text]


def table_of(row: str) -> Table:
    return next(table for table in TABLES.values() if table.has_id(row.partition(",")[0]))


def put(folder: Path, row: str) -> None:
    """Put a row into the sample in the place of that with its id, or at the end."""
    path = folder / "demo/data" / table_of(row).file
    lines = path.read_text(encoding="utf-8").splitlines()
    id = row.partition(",")[0]
    at = next((n for n, line in enumerate(lines) if line.startswith(f"{id},")), len(lines))
    path.write_text("\n".join([*lines[:at], row, *lines[at + 1 :]]) + "\n", encoding="utf-8")


def test_the_rows_of_all_pages_put_into_the_sample_pass_the_checks(tmp_path: Path) -> None:
    """They change its rows or go on from them; what a later row of a page replaces need not pass."""
    folder = copied_facts(tmp_path)
    for row in (row for page in PAGES for row in rows(page)):
        put(folder, row)
    assert complaints(folder, {"REPORT_DATA": FOLDERS["sample"]}) == []


def test_an_example_that_the_checks_refuse_is_told(tmp_path: Path) -> None:
    folder = copied_facts(tmp_path)
    put(folder, rows("add-problem")[0].replace("担当作为", ""))
    assert complaints(folder, {"REPORT_DATA": FOLDERS["sample"]})


@pytest.mark.parametrize("page", PAGES)
def test_records_that_a_page_gives_as_examples_are_those_of_the_sample(page: str, tree: Tree) -> None:
    campaign = tree.survey.view.campaign
    organisation = campaign.organisation
    known = {
        record.id: record
        for each in (
            *(campaign.books, organisation.units, organisation.posts),
            *(organisation.youth_groups, organisation.periodic_tasks, organisation.key_tasks),
        )
        for record in each
    }
    blocks = {named.block for named in code(PAGES[page], page) if named.language == "yaml"}
    for block in blocks:
        for record in records(block):
            assert record["id"] in known or record["id"] in campaign.by_id, record
            theirs = known.get(str(record["id"]))
            for key, value in record.items() if theirs else ():
                if key in ("next", "id"):
                    continue
                has = getattr(theirs, key)
                listed = [str(v) for v in has] if isinstance(has, tuple | list) else str(has).lower()
                typed = [*value] if isinstance(value, list) else str(value).lower()
                assert typed == listed, (page, record["id"], key)


@pytest.mark.parametrize("page", PAGES)
def test_figures_that_a_page_gives_as_examples_are_defined_so(page: str, tree: Tree) -> None:
    """But for the values, which the examples change."""
    results = tree.survey.view.results
    named = {key.partition(".")[2]: result.figure for key, result in results.items()}
    blocks = {named.block for named in code(PAGES[page], page) if named.language == "yaml"}
    for name, said in (each for block in blocks for each in definitions(block)):
        for key, value in said.items() if name in named else ():
            if isinstance(value, str) and key in ("label", "unit", "owner", "source", "basis", "approx"):
                assert value == str(getattr(named[name], key)), (name, key)


LISTING = [page for page in PAGES if "\n| 列 | 怎么填 |\n" in PAGES[page]]


@pytest.mark.parametrize("page", LISTING)
def test_a_table_of_columns_names_those_of_the_file_and_what_may_stand_there(page: str, tree: Tree) -> None:
    table = PAGES[page].partition("\n| 列 | 怎么填 |\n")[2].partition("\n\n")[0].split("\n")[1:]
    cells = dict(line.strip("| ").split(" | ", 1) for line in table)
    written = table_of(rows(page)[0]).row.written()
    titles = [title for cell in cells for title in cell.split("、")]
    assert set(titles) <= set(written)
    if page.startswith("add-"):
        assert titles == list(written)
    for title, said in ((title, cells[cell]) for cell in cells for title in cell.split("、")):
        kind = written[title].kind
        if page.startswith("add-") and kind.name in ("choice", "status") and "表里选" not in said:
            listed = [str(each) for each in kind.choices(tree.survey.view.campaign.organisation)]
            assert listed and [each for each in listed if each not in said] == [], (title, listed)


def test_every_kind_of_activity_is_listed_with_what_it_feeds(tree: Tree) -> None:
    table = PAGES["add-activity"].partition("## 哪种类型供哪个数")[2].partition("\n## ")[0]
    column = LEDGERS["activities"].row.columns()["类型"]
    kinds = [str(kind) for kind in column.kind.choices(tree.survey.view.campaign.organisation)]
    assert kinds and [kind for kind in kinds if kind not in table] == []


# ------------------------------------------------------------------ what editors are told to do


@pytest.mark.parametrize("page", PAGES)
def test_what_is_committed_is_pushed(page: str) -> None:
    """Nothing is on the site before that. The pages about commits and about pushing tell of each alone."""
    blocks = {named.block for named in code(PAGES[page], page) if named.language == "sh"}
    for block in blocks if page not in ("preview", "publish", "run-server") else ():
        if "git commit" in block:
            assert block.endswith("git pull --rebase origin main\ngit push origin HEAD:main"), block
        if "git tag" in block:
            assert "\ngit push origin " in block, block


@pytest.mark.parametrize("page", [page for page in PAGES if page not in NOT_TASKS])
def test_every_task_leads_on_to_publishing(page: str) -> None:
    assert any(target.partition("#")[0] == "publish.md" for _, target in links(PAGES[page]))


@pytest.mark.parametrize("page", [page for page in PAGES if page not in DEVELOPERS])
def test_editors_are_told_to_add_only_what_the_gate_lets_them_push(page: str) -> None:
    for named in code(PAGES[page], page):
        if named.language == "sh" and named.text.startswith("git add "):
            for path in named.text.split()[2:]:
                folder = path in ("docs", "data", "data/ledgers", "data/notices", "data/reminders")
                assert folder or any(each.fullmatch(path) for each in EDITORS), (named.line, path)


def test_the_index_leads_to_every_page() -> None:
    targets = {target.partition("#")[0] for _, target in links(PAGES["index"])}
    assert {f"{page}.md" for page in PAGES if page != "index"} <= targets


@pytest.mark.parametrize("page", PAGES)
def test_other_pages_are_called_by_their_names(page: str, tree: Tree) -> None:
    """A link out of the handbook says what the page or the place on it is called."""
    view = tree.survey.view
    for said, target in links(PAGES[page]):
        name, _, anchor = target.removeprefix("../").partition("#")
        if target.startswith("../") and not anchor:
            assert said in (view.pages.titles[name], view.pages.headings[name]), (said, target)


@pytest.mark.parametrize("page", PAGES)
def test_steps_are_numbered_on_the_page_as_in_its_file(page: str) -> None:
    """A block between two steps would begin a new list."""
    lines = [line for line in PAGES[page].split("\n") if line.strip()]
    for before, line in pairwise(lines):
        if re.match(r"[2-9]\. ", line):
            assert re.match(r"\d\. |\s+\S", before), line


# ------------------------------------------------------------------ what programs say


@cache
def templates() -> tuple[frozenset[str], dict[re.Pattern[str], int]]:
    """What the programs say: every piece of text; every clause as a pattern with holes for what varies, and
    how many Chinese characters stand fast in it."""
    whole = set()
    for path in (p for folder in TEMPLATES for p in sorted((ROOT / folder).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            text = "".join(str(p.value) if isinstance(p, ast.Constant) else "\0" for p in parts)
            if CHINESE.search(text):
                whole.add(text)
    whole |= {path.read_text(encoding="utf-8") for path in (ROOT / "report").rglob("*.txt")}
    for path in sorted((ROOT / "tests/broken").glob("*.txt")):
        whole |= set(re.findall(r"(?m)^  > \d+: (.+)$", path.read_text(encoding="utf-8")))
    clauses = {clause for text in whole for clause in split(text) if len(CHINESE.findall(clause)) > 1}
    holes = r"\0|“[^”]*”|\{[^}]*\}|(?<![A-Z])[A-Z]{2}-\d{4}|[\d-]+"
    patterns = {}
    for fast in (re.split(holes, clause) for clause in clauses):
        patterns[re.compile(".*?".join(map(re.escape, fast)))] = len(CHINESE.findall("".join(fast)))
    return frozenset(piece for text in whole for piece in text.split("\0")), patterns


def split(text: str) -> list[str]:
    """Its clauses; …… stands for what is left out."""
    return [clause.strip() for clause in re.split(r"[，；。：、（]|……|\n", text.replace("`", ""))]


def is_said(clause: str, tree: Tree) -> bool:
    """Whether some program says a clause, whatever values, units and figures it names."""
    pieces, patterns = templates()
    own = len(CHINESE.findall(tree.varying.sub("", clause)))
    if own < 3 or any(clause in piece for piece in pieces):
        return True
    return any(fast * 2 >= own and each.fullmatch(clause) for each, fast in patterns.items())


def quoted(page: str) -> list[tuple[int, str]]:
    """The messages that a page quotes, in the first column of tables and behind a file and a line."""
    found, heads = [], False
    for number, line in enumerate(PAGES[page].split("\n"), 1):
        if told := TOLD.match(line):
            found.append((number, told[2]))
        if not line.startswith("|"):
            heads = False
        elif QUOTING.search(line.split(" | ")[0]):
            heads = True
        elif heads and not re.fullmatch(r"[| -]+", line):
            found.append((number, line.strip("| ").split(" | ")[0]))
    return found


@pytest.mark.parametrize("page", [page for page in PAGES if quoted(page)])
def test_messages_are_quoted_as_programs_say_them(page: str, tree: Tree) -> None:
    for number, message in quoted(page):
        told = [
            [clause for clause in split(words) if not is_said(clause, tree)]
            for words in (message, tree.labels.sub("", message))  # a figure's name may begin it
        ]
        assert [] in told, (number, told[0])


@pytest.mark.parametrize("clause", ["没有措施的不能销号", "须填写“方面”一列", "冻结的内容被改动过"])
def test_what_no_program_says_is_told(clause: str, tree: Tree) -> None:
    assert not is_said(clause, tree)


def test_the_handbook_is_where_it_is_looked_for() -> None:
    assert len(PAGES) > 30 and HANDBOOK.is_dir()
