"""The home page: what stands from the first day, what data bring, the first steps, each reader's way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from report.facts.campaign import Campaign
from report.facts.derived import with_derived
from report.facts.editions import DISPLAY
from report.facts.ledgers.row import YesNo
from report.facts.progress import rectification
from report.figures.resolving import Facts, resolve
from report.macros import render
from report.macros.view import View
from report.pages.survey import Survey
from report.publishing import prepare
from tests.rows import altered
from tests.trees import ROOT

FIRST_CELLS = ["规定书籍", "子方案", "待填报", "重点措施", "“六位一体”", "接下来"]
LATER_CELLS = ["整改进展", "到期事项", "待填报", "11月学习", "最新公示", "接下来"]
FOLDED = ["整改进展", "到期事项", "本月学习", "公示"]


@pytest.fixture(scope="module")
def sample(surveys: dict[str, Survey]) -> View:
    return surveys["sample"].view


@pytest.fixture(scope="module")
def real(surveys: dict[str, Survey]) -> View:
    return surveys["real"].view


@pytest.fixture(scope="module")
def display() -> View:
    return prepare(ROOT, {"REPORT_DATA": "demo/data", "REPORT_EDITION": DISPLAY}).view


def home(view: View, name: str) -> str:
    return str(render(name, view.at("index.md")))


def words(html: str) -> str:
    return unescape(re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html)))


def cells(view: View) -> list[str]:
    heads = re.findall(r"<h2>(.*?)</h2>", home(view, "glance"))
    return [words(head.partition("<small>")[0]) for head in heads]


def folded(view: View) -> list[str]:
    return re.findall(r"<li><b>(.*?)</b>", home(view, "glance"))


def with_facts(view: View, campaign: Campaign) -> View:
    return View(resolve(with_derived(campaign)), view.pages)


def without(view: View, *names: str) -> View:
    """The same campaign without some of its records; its figures stay."""
    return View(Facts(altered(view.campaign, **dict.fromkeys(names, ())), view.results), view.pages)


def test_the_first_day_leads_with_what_there_is(real: View) -> None:
    assert cells(real) == FIRST_CELLS
    assert folded(real) == FOLDED
    html = words(home(real, "glance"))
    assert all(book.title in html for book in real.campaign.books)
    assert all(row.name in html for row in real.campaign.documents if row.kind.value == "子方案")
    assert all(link.name in html for link in real.campaign.organisation.links)
    assert "3＋4＋5＋3" in html and "每两周公示，第1期发出后列在这里" in html


def test_with_data_the_sheet_is_that_of_every_day(sample: View) -> None:
    assert cells(sample) == LATER_CELLS
    assert folded(sample) == []


@pytest.mark.parametrize(
    ("gone", "cell", "line"),
    [
        (("notices",), "最新公示", "公示"),
        (("plan", "picks"), "11月学习", "本月学习"),
    ],
)
def test_each_cell_decides_for_itself(gone: tuple[str, ...], cell: str, line: str, sample: View) -> None:
    view = without(sample, *gone)
    assert cells(view) == ["规定书籍" if each == cell else each for each in LATER_CELLS]
    assert folded(view) == [line]


def test_what_comes_in_comes_forward(real: View, sample: View) -> None:
    """With a notice and the date alone, the rest of the first day stays."""
    view = with_facts(real, replace(real.campaign, notices=sample.campaign.notices))
    assert cells(view) == [*FIRST_CELLS[:4], "最新公示", FIRST_CELLS[5]]


def test_without_that_list_of_blanks_the_display_edition_still_fills_its_sheet(display: View) -> None:
    assert cells(display) == ["规定书籍" if each == "待填报" else each for each in LATER_CELLS]


def test_every_tally_names_the_list_that_it_counts(sample: View) -> None:
    html = words(home(sample, "glance"))
    assert "整改进展检视整改清单" in html and "到期事项检视整改清单的措施" in html


def test_no_link_of_the_sheet_is_empty(real: View, sample: View, display: View) -> None:
    for view in (real, sample, display, View(real.facts)):
        assert 'href=""' not in home(view, "glance") + home(view, "opening") + home(view, "entrances")


def opened(view: View) -> list[tuple[str, bool]]:
    steps = re.findall(r"<li(.*?)>(.*?)</li>", home(view, "opening"))
    return [(words(what.partition("<small>")[0]), "done" in mark) for mark, what in steps]


def test_an_office_that_starts_sees_what_comes_first(real: View) -> None:
    steps = opened(real)
    assert [title for title, _ in steps] == [
        "数据截至日期",
        "组织机构",
        "子方案和工作提示",
        "学习计划",
        "问题",
        "第1期公示",
    ]
    assert not any(done for _, done in steps)
    assert home(real, "opening").count('<a href="handbook/') >= len(steps)


def _with(**found: Callable[[Campaign, Campaign], Any]) -> Callable[[Campaign, Campaign], Campaign]:
    return lambda real, sample: altered(real, **{name: made(real, sample) for name, made in found.items()})


@pytest.mark.parametrize(
    ("step", "change"),
    [
        ("数据截至日期", _with(site=lambda r, s: r.site.model_copy(update={"as_of": date(2023, 11, 24)}))),
        ("组织机构", _with(organisation=lambda r, s: s.organisation)),
        ("学习计划", _with(plan=lambda r, s: s.plan)),
        ("问题", _with(problems=lambda r, s: s.problems)),
        ("第1期公示", _with(notices=lambda r, s: s.notices)),
        (
            "子方案和工作提示",
            _with(
                documents=lambda r, s: tuple(
                    row.model_copy(update={"issued": date(2023, 9, 20)}) for row in r.documents
                )
            ),
        ),
    ],
)
def test_a_step_is_ticked_by_the_data_alone(
    step: str, change: Callable[[Campaign, Campaign], Campaign], real: View, sample: View
) -> None:
    view = View(Facts(change(real.campaign, sample.campaign), real.results), real.pages)
    assert [title for title, done in opened(view) if done] == [step]
    assert "做完1步，共6步" in words(home(view, "opening"))


def test_when_all_is_done_nothing_is_left_of_it(sample: View) -> None:
    assert words(home(sample, "opening")) == ""


def test_the_display_edition_has_no_first_steps(real: View) -> None:
    campaign = replace(real.campaign, edition=DISPLAY)
    assert words(home(View(Facts(campaign, real.results), real.pages), "opening")) == ""


def links(view: View) -> dict[str, dict[str, str]]:
    """By reader, what the links say and where they lead."""
    parts = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", home(view, "entrances"), re.DOTALL)
    return {
        name: {text: unescape(href) for href, text in re.findall(r'<a href="(.*?)">(.*?)</a>', said)}
        for name, said in parts
    }


def test_each_reader_has_an_entrance(sample: View) -> None:
    found = links(sample)
    assert [*found] == ["教育办主任", "科室负责人", "局领导", "支部书记", "党员", "指导组"]
    assert all(len(there) >= 3 for there in found.values())


def test_what_is_due_and_not_done_leads_to_just_these_rows(sample: View) -> None:
    address = urlsplit(links(sample)["教育办主任"]["到期未完成"])
    asked = {field: values[0] for field, values in parse_qs(address.query).items()}
    late = [row for row in rectification(sample.campaign).measures if row.overdue is YesNo.YES]
    rows = [
        row
        for row in sample.campaign.measures
        if row.pool == asked["pool"] and row.overdue == asked["overdue"]
    ]
    assert address.path == "ledgers/measures/" and asked.keys() == {"pool", "overdue"}
    assert rows == late != []
    assert unescape(home(sample, "glance")).count(address.query) == 1  # the cell leads there as well


def test_this_month_leads_to_this_month(sample: View, real: View) -> None:
    href = links(sample)["支部书记"]["本月计划"]
    assert href == "study/plan/#month-2023-11" == links(sample)["党员"]["本月学什么"]
    plan = str(render("plan", sample.at("study/plan.md")))
    month = plan.partition('id="month-2023-11"')[2].partition("<section")[0]
    assert "<h2>11月" in month
    assert links(real)["支部书记"]["本月计划"] == "study/plan/"


def test_the_newest_notice_is_the_newest(sample: View, real: View) -> None:
    newest = max(notice.date for notice in sample.campaign.notices)
    assert links(sample)["党员"]["最新公示"] == f"notices/{newest}/"
    assert links(real)["党员"]["最新公示"] == "notices/"


def test_leaders_see_how_each_unit_stands_in_either_edition(sample: View, display: View) -> None:
    assert links(sample)["局领导"]["各单位进展"] == "ledgers/units/"
    assert links(display)["局领导"]["各单位进展"] == "ledgers/measures/#by-unit"


def test_the_display_edition_leads_no_office(display: View) -> None:
    found = links(display)
    assert [*found] == ["局领导", "支部书记", "党员", "指导组"]
    assert "handbook" not in str(found) and "pending" not in str(found)
