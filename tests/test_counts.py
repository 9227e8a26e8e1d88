"""How many figures wait: whoever says so, on a page, in a file or to an editor, counts the same, in the same
words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from markupsafe import Markup

from report.facts.figure import Owner, Status
from report.macros import render
from report.macros.addresses import REPORT_PAGES, WHOLE
from report.macros.home import contents
from report.macros.view import View
from report.outputs.figures_json import figures_json
from report.outputs.word.reading import read_report
from report.outputs.word.submission import refusal
from report.pages.rendering import whole_page
from report.pages.survey import Survey
from report.publishing import with_meta
from tests.trees import EVERY, ROOT

SAID = re.compile(r"(已填|待填报|不公开|不适用)(\d+)项")


def said(text: str) -> dict[str, int]:
    """What a text says of how many, by status."""
    return {status: int(count) for status, count in SAID.findall(text)}


def texts(html: str) -> str:
    return re.sub(r"\s+", "", str(Markup(html).striptags()))


@pytest.fixture(params=EVERY)
def survey(request: pytest.FixtureRequest, surveys: dict[str, Survey]) -> Survey:
    return surveys[request.param]


def waiting(view: View) -> int:
    return len([key for key in view.results if view.results[key].status is Status.PENDING])


def whole_counts(survey: Survey) -> Iterator[tuple[str, int]]:
    """Who says how many figures wait."""
    view = survey.view
    glance = render("glance", view.at("index.md"))
    yield "首页", int(found[1]) if (found := re.search(r"(\d+)项，共\d+项", texts(glance))) else 0
    yield "首页各单位", sum(map(int, re.findall(r'lines__end">(\d+)项', glance)))
    pending = texts(render("pending", view.at("data/pending.md")))
    yield "待填报", int(found[1]) if (found := re.search(r"(\d+)项待填报", pending)) else -1
    yield "数据字典", said(texts(render("tally", view.at("data/index.md")))).get("待填报", 0)
    html = whole_page(ROOT, survey.sources, view) or ""
    yield "报告全文", said(texts(render("summary", view.at(WHOLE)))).get("待填报", 0)
    refused = refusal(view, read_report(html))
    yield "submit", said(refused.partition("：")[0]).get("待填报", 0)
    yield (
        "submit各单位",
        sum(said(line).get("待填报", 0) for line in refused.splitlines() if line.startswith(tuple(Owner))),
    )
    listed = json.loads(figures_json(view))["figures"]
    yield "figures.json", sum(figure["status"] == "待填报" for figure in listed)


def test_everybody_counts_the_same_blanks_of_the_report(survey: Survey) -> None:
    wanted = waiting(survey.view)
    assert {name: count for name, count in whole_counts(survey) if count != wanted} == {}


def test_a_page_its_title_and_the_table_of_contents_count_the_same(survey: Survey) -> None:
    view = survey.view
    listed = {part["href"]: part for part in contents(view.at("index.md"))["parts"]}
    for page in REPORT_PAGES:
        title = said(texts(with_meta("<h1></h1>", view.at(page))))
        part = listed.get(view.at("index.md").href(page), {})
        assert not part or [part[name] for name in ("known", "pending")] == [
            title.get(status, 0) for status in ("已填", "待填报")
        ]
        for call in survey.sources[page].calls:
            if call.name == "summary":
                assert said(texts(render("summary", view.at(page), *call.args))) == title, page


@pytest.mark.parametrize("text", ["已填1项，待填报2项", "待填报2项，公文要素4项"])
def test_what_is_said_is_read(text: str) -> None:
    assert said(text)["待填报"] == 2
