"""A page of records while there are none: one sentence, no empty headings; with records it is as typed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from report.facts.editions import shown_rows
from report.facts.figure import Status
from report.facts.ledgers import LEDGERS
from report.macros import render
from report.macros.view import View
from report.pages.bare import left_out, lists_nothing, readers_text
from report.pages.source import read_source
from report.pages.survey import Survey
from report.publishing import navigation, prepare, unlisted
from tests.trees import DATA_SETS, ROOT

EMPTY = [ledger.page for ledger in LEDGERS.values() if ledger.name != "documents"]  # on the first day
EMPTY += ["ledgers/supervision.md", "notices/index.md"]


@pytest.fixture(scope="module")
def display() -> dict[str, Survey]:
    return {
        name: prepare(ROOT, {"REPORT_DATA": data, "REPORT_EDITION": "display"})
        for name, data in DATA_SETS.items()
    }


def shown(survey: Survey, page: str) -> str:
    """What readers get of a page: its text, and in it what the macros put there."""
    source = read_source(readers_text(survey.sources[page], survey.view), f"docs/{page}")
    return source.typed + "".join(
        str(render(call.name, survey.view.at(page), *call.args, **call.kwargs)) for call in source.calls
    )


@pytest.mark.parametrize("page", EMPTY)
def test_without_records_a_page_is_a_sentence(page: str, surveys: dict[str, Survey]) -> None:
    said = shown(surveys["real"], page)
    assert not re.search(r"(?m)^##", said)
    assert len(re.findall("还没有(?:登记|公示)", said)) == 1
    assert not any(part in said for part in ("待填报</", "<table", "<form", "ledger__key", "data-key"))


@pytest.mark.parametrize("page", EMPTY)
def test_with_records_a_page_is_as_typed(page: str, surveys: dict[str, Survey]) -> None:
    survey = surveys["sample"]
    assert readers_text(survey.sources[page], survey.view) == survey.sources[page].typed


def test_a_page_of_several_tables_says_for_all_of_them_what_is_missing(surveys: dict[str, Survey]) -> None:
    said = re.sub(r"<[^>]+>", "", shown(surveys["real"], "ledgers/supervision.md"))
    assert "督促指导、支部检查、推门抽查、调度检查、" in said
    assert "听取整改汇报的活动还没有登记；没有登记不等于没有开展。" in said


def test_what_is_left_out_can_still_be_linked_to(surveys: dict[str, Survey]) -> None:
    survey = surveys["real"]
    for page in EMPTY:
        typed = re.findall(r"(?m)^##.*#([\w-]+) \}", survey.sources[page].typed)
        assert re.findall(r'id="([\w-]+)"', readers_text(survey.sources[page], survey.view)) == typed


def test_what_is_left_out_is_shown_nowhere(surveys: dict[str, Survey]) -> None:
    survey = surveys["real"]
    for page in EMPTY:
        assert not any(page in pages for pages in survey.view.pages.uses.values()), page


def test_one_thing_to_show_keeps_its_section_alone(surveys: dict[str, Survey]) -> None:
    survey = surveys["real"]
    key = "responsibility.supervision_visits"
    typed = replace(survey.view.results[key], status=Status.KNOWN, value=3)
    facts = replace(survey.facts, results={**survey.view.results, key: typed})
    view = View(facts, survey.view.pages)
    text = readers_text(survey.sources["ledgers/supervision.md"], view)
    assert re.findall(r"(?m)^## (\S+)", text) == ["赴基层督促指导"]


def test_other_pages_say_all_they_have_to_say(surveys: dict[str, Survey]) -> None:
    survey = surveys["real"]
    for name, source in survey.sources.items():
        if not name.startswith(("ledgers/", "notices/")):
            assert not left_out(source, survey.view), name


def test_a_section_with_words_alone_stays(surveys: dict[str, Survey]) -> None:
    text = '---\ntitle: 甲\n---\n\n# 甲\n\n{{ ledger("problems") }}\n\n## 乙 {: #b }\n\n办公电话待公布。\n'
    source = read_source(text, "docs/ledgers/problems.md")
    assert readers_text(source, surveys["real"].view) == text


def test_the_display_edition_lists_ledgers_that_it_has_rows_of(display: dict[str, Survey]) -> None:
    for survey in display.values():
        names = {ledger.page: ledger.name for ledger in LEDGERS.values()}
        empty = {
            page
            for page, name in names.items()
            if not shown_rows(survey.facts.campaign, survey.facts.campaign.ledgers[name])
        }
        assert empty == {page for page in unlisted(survey) if page in names}
        listed = str(navigation([{"台账": [*names, "ledgers/supervision.md"]}], survey))
        assert all((page in listed) == (page not in empty) for page in names)
        assert all(page in survey.view.pages.titles for page in names)  # links still lead there


def test_a_section_of_ledgers_without_rows_is_dropped(display: dict[str, Survey]) -> None:
    assert navigation([{"台账": ["ledgers/problems.md"]}], display["real"]) == []
    assert navigation([{"台账": ["ledgers/problems.md"]}], display["sample"]) != []


def test_the_office_finds_every_ledger(surveys: dict[str, Survey]) -> None:
    assert unlisted(surveys["real"]) == []
    assert lists_nothing(surveys["real"].sources["ledgers/problems.md"], surveys["real"].view)
