"""The copies of both data sets: as they are now, and as they would be with nothing missing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from report.facts.figure import Status
from report.outputs.word.copies import copy
from report.outputs.word.reading import Report, read_report
from report.pages.rendering import whole_page
from report.publishing import prepare
from tests.site.building import DATA_SETS
from tests.trees import ROOT, changed, copied_facts

ENDORSED = '，工作报告（{{ fig("development.endorsement") }}）得到市长批示肯定'
LETTER = """as_of: 2023-11-24
sample: false
letter:
  recipient: 中共示例市委
  sender: 中共示例局委员会
  date: 2023-11-27
  attachments: [主要数据表, 规定书目]
"""


@dataclass(frozen=True)
class Given:
    """A data set with the HTML of its report and what was read from that."""

    tree: Path
    environ: dict[str, str]
    desk: Desk
    page: str
    report: Report

    def copy(self, for_review: bool = False) -> bytes:
        return copy(self.desk, self.report, for_review)


def given(tree: Path, data: str, **more: str) -> Given:
    environ = {"REPORT_DATA": data, **more}
    survey = prepare(tree, environ)
    page = whole_page(tree, survey)
    return Given(tree, environ, survey.desk, page, read_report(page))


@pytest.fixture(scope="session", params=DATA_SETS)
def as_is(request: pytest.FixtureRequest) -> Given:
    """Each data set as it stands in the tree: both have blanks."""
    return given(ROOT, DATA_SETS[request.param])


@pytest.fixture(scope="session")
def given_sample() -> Given:
    """The sample as it stands in the tree."""
    return given(ROOT, DATA_SETS["sample"])


@pytest.fixture(scope="session")
def copied_tree(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes copies of the tree, as far as data and pages go."""

    return lambda: copied_facts(tmp_path_factory.mktemp("tree"))


def complete_real(tree: Path) -> str:
    """The real data with every blank filled, under a plain head. The name of the data set."""
    shutil.copytree(tree / "data", tree / "full", ignore=shutil.ignore_patterns("figures.yml", "prose.yml"))
    site = (tree / "full/site.yml").read_text(encoding="utf-8")
    (tree / "full/site.yml").write_text(site[: site.index("# 数据截至")] + LETTER, encoding="utf-8")
    desk = prepare(tree, {"REPORT_DATA": "data"}).desk
    values = [
        f"{key}: {'示例文字' if result.figure.unit is None else 130 if result.figure.approx else 12}"
        for key, result in desk.results.items()
        if result.status is Status.PENDING and not (result.figure.ratio or result.figure.change)
    ]
    known = [f"{key}: {result.figure.value}" for key, result in desk.results.items() if result.figure.value]
    (tree / "full/values.yml").write_text("\n".join([*known, *values]) + "\n", encoding="utf-8")
    return "full"


def complete_sample(tree: Path) -> str:
    """The sample with every blank filled, under its red head. The name of the data set."""
    values = tree / "demo/data/values.yml"
    desk = prepare(tree, {"REPORT_DATA": "demo/data"}).desk
    text = values.read_text(encoding="utf-8")
    for key, result in desk.results.items():
        if result.status is Status.PENDING:
            filled = "12" if result.figure.unit else "示例文字"
            text = re.sub(rf"(?m)^{re.escape(key)}:$", f"{key}: {filled}", text)
    values.write_text(text, encoding="utf-8")
    return "demo/data"


COMPLETE = {"real": complete_real, "sample": complete_sample}


@pytest.fixture(scope="session")
def completed(copied_tree: Callable[[], Path]) -> dict[str, Given]:
    """Both data sets with nothing missing; the sentence about what is not for the public is rewritten."""
    found = {}
    for name, complete in COMPLETE.items():
        tree = copied_tree()
        data = complete(tree)
        changed(tree, "docs/report/development.md", ENDORSED, "")
        found[name] = given(tree, data)
    return found


@pytest.fixture(scope="session", params=COMPLETE)
def complete(request: pytest.FixtureRequest, completed: dict[str, Given]) -> Given:
    """Each data set with nothing missing."""
    return completed[request.param]
