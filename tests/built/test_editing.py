"""Where a page is edited: the file of its words, that of its data, and what no file holds at its origin."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from report.built.editing import DATA, PAGE, page_edits
from report.facts.ledgers import LEDGERS
from report.facts.reading.settings import EDIT
from report.pages.survey import Survey
from report.publishing import prepare
from tests.trees import DATA_SETS, EVERY, FOLDERS, ROOT

ADDRESS = "http://git.example/office/report/_edit/main/{path}#L{line}"
START = ADDRESS.partition("{")[0]
SAMPLE = {"REPORT_DATA": DATA_SETS["sample"], "REPORT_EDIT": ADDRESS}


@pytest.fixture(scope="module")
def sample() -> Survey:
    return prepare(ROOT, SAMPLE)


def edits(survey: Survey, page: str) -> dict[str, str]:
    """The file that each link of a page leads to, with its line if it has one."""
    found = {edit.title: edit.href for edit in page_edits(survey, page)}
    assert all(href.startswith(START) for href in found.values())
    return {title: href.removeprefix(START) for title, href in found.items()}


@pytest.mark.parametrize("name", EVERY)
def test_every_page_leads_to_a_file_that_is_there(name: str) -> None:
    survey = prepare(ROOT, {**SAMPLE, "REPORT_DATA": FOLDERS[name]})
    for page in survey.sources:
        found = edits(survey, page)
        assert PAGE in found, page
        assert all((ROOT / urlsplit(place).path).is_file() for place in found.values()), (page, found)


def test_a_page_is_edited_where_its_words_are(sample: Survey) -> None:
    assert edits(sample, "index.md") == {PAGE: "docs/index.md"}
    assert edits(sample, "report/study.md") == {PAGE: "docs/report/study.md"}


def test_the_page_of_a_ledger_leads_to_its_rows_too(sample: Survey) -> None:
    for name, ledger in LEDGERS.items():
        expected = {PAGE: f"docs/ledgers/{name}.md", DATA: f"demo/data/ledgers/{name}.csv"}
        assert edits(sample, ledger.page) == expected


def test_a_page_that_shows_one_file_of_data_leads_to_it(sample: Survey) -> None:
    assert edits(sample, "study/books.md")[DATA] == "demo/data/books.yml"
    assert DATA not in edits(sample, "organisation/opinions.md")  # from three files
    assert DATA not in edits(sample, "notices/index.md")  # from a folder


def test_a_page_that_no_file_holds_is_edited_where_it_comes_from(sample: Survey) -> None:
    notice = sample.facts.campaign.notices[-1]
    assert edits(sample, f"notices/{notice.date}.md") == {PAGE: f"demo/data/notices/{notice.date}.yml"}
    (unit,) = [unit for unit in sample.facts.campaign.organisation.units if unit.id == "personnel"]
    place = edits(sample, "ledgers/units/personnel.md")[PAGE]
    path, _, line = place.partition("#L")
    assert path == "demo/data/organisation.yml"
    assert "personnel" in (ROOT / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert edits(sample, "column/category/exchange.md") == {PAGE: "docs/column/index.md"}
    assert unit.place.line == int(line)


def test_a_figure_is_edited_on_its_line(sample: Survey) -> None:
    """A value of the data set in its values.yml; everything else where the figure is defined."""
    seen = set()
    for key, result in sample.view.results.items():
        place = sample.view.edit_href(result.figure.place).removeprefix(START)
        path, _, line = place.partition("#L")
        text = (ROOT / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        name = key if path == "demo/data/values.yml" else key.partition(".")[2]
        assert text.strip().startswith(f"{name}:"), (key, place)
        seen.add(path)
    assert seen == {"demo/data/values.yml", "data/figures.yml"}


@pytest.mark.parametrize("other", [{"REPORT_EDIT": ""}, {"REPORT_EDITION": "display"}])
def test_without_an_address_and_in_the_display_edition_nothing_is_edited(other: dict[str, str]) -> None:
    survey = prepare(ROOT, SAMPLE | other)
    assert not any(page_edits(survey, page) for page in survey.sources)
    assert not any(survey.view.edit_href(result.figure.place) for result in survey.view.results.values())


def test_an_address_without_a_line_leads_to_the_file(sample: Survey) -> None:
    survey = prepare(ROOT, {**SAMPLE, "REPORT_EDIT": "https://git.example/-/edit/main/{path}"})
    (edit,) = page_edits(survey, "ledgers/units/personnel.md")
    assert edit.href == "https://git.example/-/edit/main/demo/data/organisation.yml"


def test_data_outside_the_tree_are_edited_nowhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.symlink_to(ROOT / "demo" / "data")
    survey = prepare(ROOT, {**SAMPLE, "REPORT_DATA": str(elsewhere)})
    assert list(edits(survey, "ledgers/problems.md")) == [PAGE]
    assert edits(survey, "ledgers/units/personnel.md") == {}


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "https://git.example:3000/a/b/_edit/main/{path}",
        "http://10.1.2.3/a/b/src/branch/main/{path}?display=source#L{line}",
        "http://[fd00::1]/a/-/edit/main/{path}#L{line}",
    ],
)
def test_the_addresses_of_the_usual_platforms_are_taken(address: str) -> None:
    assert EDIT.fullmatch(address)
