"""The copies that the tests read: the real data under today's text, the sample under a text that stays.

Offices fill blanks, add rows, edit sentences. What is asserted of the real data holds after that as well;
whatever names words or numbers is asserted of the sample, under the text of `specimen`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from report.facts.figure import Figure, Status
from report.facts.records import Letter
from report.figures.resolving import Result, resolve
from report.macros.view import View
from report.outputs.word.copies import copy
from report.outputs.word.reading import Report, read_report
from report.pages.rendering import whole_page
from report.pages.survey import Survey
from report.publishing import prepare
from tests.site.building import DATA_SETS
from tests.trees import ROOT, appended, changed

SPECIMEN = Path(__file__).with_name("specimen")
REAL, SAMPLE = DATA_SETS["real"], DATA_SETS["sample"]
ENDORSED = '，工作报告（{{ fig("development.endorsement") }}）得到市长批示肯定'
CLOSED = "development.endorsement:\n  status: 不公开\n"
UNKNOWN_LETTER = Letter.model_construct().model_dump()
PLAIN_HEAD = {"red_head": False, "number": None, "signer": None}


@dataclass(frozen=True)
class Given:
    """A data set with the HTML of its report and what was read from that."""

    tree: Path
    environ: dict[str, str]
    view: View
    html: str
    report: Report

    def copy(self, for_review: bool = False) -> bytes:
        return copy(self.view, self.report, for_review)

    def with_letter(self, **changes: Any) -> Given:
        """The same under a letter in which something is otherwise."""
        campaign = self.view.campaign
        letter = campaign.site.letter.model_copy(update=changes)
        site = campaign.site.model_copy(update={"letter": letter})
        facts = replace(self.view.facts, campaign=replace(campaign, site=site))
        return replace(self, view=replace(self.view, facts=facts))


def given(tree: Path, data: str, **more: str) -> Given:
    environ = {"REPORT_DATA": data, **more}
    return rendered(tree, environ, prepare(tree, environ))


def rendered(tree: Path, environ: dict[str, str], survey: Survey) -> Given:
    html = whole_page(tree, survey.sources, survey.view)
    return Given(tree, environ, survey.view, html, read_report(html))


@pytest.fixture(scope="session")
def copied_tree(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes trees of the sample under the text that stays; what an office answers is no definition."""
    definitions = re.sub(r"(?m)^ +status: .*\n", "", (ROOT / "data/figures.yml").read_text(encoding="utf-8"))

    def made() -> Path:
        tree = tmp_path_factory.mktemp("sample") / "tree"
        shutil.copytree(SPECIMEN, tree)
        shutil.copytree(ROOT / "demo", tree / "demo")
        (tree / "data/figures.yml").write_text(definitions, encoding="utf-8")
        appended(tree, f"{SAMPLE}/values.yml", CLOSED)
        return tree

    return made


@pytest.fixture(scope="session")
def given_sample(copied_tree: Callable[[], Path]) -> Given:
    """The sample, with its blanks."""
    return given(copied_tree(), SAMPLE)


@pytest.fixture(scope="session")
def given_real() -> Given:
    """The real data as they stand in the tree, before anything is known of the letter."""
    return given(ROOT, REAL).with_letter(**UNKNOWN_LETTER)


@pytest.fixture(params=DATA_SETS)
def as_is(request: pytest.FixtureRequest) -> Given:
    """Each data set with something missing."""
    return request.getfixturevalue(f"given_{request.param}")


def complete_sample(tree: Path) -> Given:
    """The sample with every blank filled; the sentence about what is not for the public is rewritten."""
    values = tree / SAMPLE / "values.yml"
    text = values.read_text(encoding="utf-8")
    for key, result in prepare(tree, {"REPORT_DATA": SAMPLE}).view.results.items():
        if result.status is Status.PENDING:
            text = re.sub(rf"(?m)^{re.escape(key)}:$", f"{key}: {_typed(result.figure)}", text)
    values.write_text(text, encoding="utf-8")
    changed(tree, "docs/report/development.md", ENDORSED, "")
    return given(tree, SAMPLE)


def complete_real(letter: Letter) -> Given:
    """The real data with a value for whatever has none, under a letter and a plain head."""
    environ = {"REPORT_DATA": REAL}
    survey = prepare(ROOT, environ)
    campaign = survey.view.campaign
    day = campaign.site.as_of or date(2023, 11, 24)
    site = campaign.site.model_copy(update={"as_of": day})
    figures = {key: _known(result) for key, result in survey.view.results.items()}
    campaign = replace(campaign, site=site, figures=figures, today=day)
    view = replace(survey.view, facts=resolve(campaign))
    whole = rendered(ROOT, environ, replace(survey, view=view))
    return whole.with_letter(**letter.model_dump()).with_letter(**PLAIN_HEAD)


def _known(result: Result) -> Figure:
    """The figure, with a value of its own where it has none."""
    if result.status is Status.KNOWN:
        return result.figure
    known = {"derivations": {}, "status": None, "value": _typed(result.figure)}
    return result.figure.model_copy(update=known)


def _typed(figure: Figure) -> str:
    if figure.unit is None:
        return "示例文字"
    return "130" if figure.approx else "12"


@pytest.fixture(scope="session")
def completed(copied_tree: Callable[[], Path], given_sample: Given) -> dict[str, Given]:
    """Both data sets with nothing missing."""
    real = complete_real(given_sample.view.campaign.site.letter)
    return {"real": real, "sample": complete_sample(copied_tree())}


@pytest.fixture(params=DATA_SETS)
def complete(request: pytest.FixtureRequest, completed: dict[str, Given]) -> Given:
    """Each data set with nothing missing."""
    return completed[request.param]
