"""The data pages: what is 补登中, where a blank is filled in; and later rows, which reach no number."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from report.facts.ledgers import LEDGERS
from report.figures.resolving import Facts, resolve
from report.macros import render
from report.macros.view import View
from report.pages.survey import Survey
from report.publishing import prepare
from tests.rows import row_of, with_ledgers
from tests.trees import ROOT

KEY = "responsibility.group_meetings"


@pytest.fixture(scope="module")
def survey() -> Survey:
    return prepare(ROOT, {"REPORT_DATA": "demo/data"})


def words(html: Any) -> str:
    return unescape(re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", str(html))))


def backfilling(view: View, typed: str | None) -> View:
    """The sample with a number typed for the meetings of the leading group, whose ledger is 补登中."""
    campaign = view.campaign
    figure = campaign.figures[KEY].model_copy(update={"value": typed, "source": "会议记录"})
    site = campaign.site.model_copy(update={"backfilling": ["活动台账"]})
    facts = resolve(replace(campaign, site=site, figures={**campaign.figures, KEY: figure}))
    return replace(view, facts=facts)


def test_what_is_being_filled_is_said_wherever_the_figure_is_explained(survey: Survey) -> None:
    rows = survey.view.results[KEY].counted
    assert rows is not None
    view, said = (
        backfilling(survey.view, f"{rows + 18}"),
        f"活动台账补登中：填报{rows + 18}，已登记{rows}，还差18",
    )
    assert view.figure(KEY).text == f"{rows + 18}次"
    for name, page in (("dictionary", "data/index.md"), ("summary", "report/responsibility.md")):
        assert said in words(render(name, view.at(page), "responsibility")), name
    assert f'data-backfilled="{said}"' in str(render("summary", view.at("report/study.md"), KEY))
    page = words(render("differences", view.at("data/reconcile.md")))
    assert f"{rows + 18}次已登记{rows}，还差18教育办" in page and "没有填报已登记" in page
    assert KEY not in page and "补登中" not in words(render("differences", survey.view))


def test_a_ledger_that_caught_up_is_asked_to_be_taken_off_the_list(survey: Survey) -> None:
    view = backfilling(survey.view, None)
    site = view.campaign.site.model_copy(update={"backfilling": ["案例台账"]})
    facts = resolve(replace(view.campaign, site=site, figures={KEY: survey.view.campaign.figures[KEY]}))
    page = words(render("differences", replace(view, facts=facts).at("data/reconcile.md")))
    assert "填报数与台账都已经一致；登齐了，就从site.yml的backfilling里删去" in page


def test_every_blank_says_where_it_is_filled_in(first_day: Facts) -> None:
    html = str(render("pending", View(first_day).at("data/pending.md")))
    cells = re.findall(r'data-label="填在哪里">(.*?)</td>', html)
    assert len(cells) == html.count('data-label="填什么"') and all(words(cell) for cell in cells)
    assert "活动台账，类型为" in words(html) and "先填" in words(html)
    assert "<code>facts/values.yml</code><br><code>org.city</code>" in html
    assert "<code>letter.recipient</code>" in html and "<code>facts/site.yml</code>" in html


def with_later_rows(view: View) -> View:
    """The view with a row more in every ledger, of a unit that has others, a day after the data date."""
    campaign = view.campaign
    assert campaign.site.as_of is not None
    day = campaign.site.as_of + timedelta(days=10)
    unit = campaign.problems[0].unit
    fields: dict[str, dict[str, Any]] = {
        "problems": {"registered": day, "unit": unit, "shortfall": "理论学习"},
        "measures": {"parent": "WT-9001", "unit": unit},
        "cases": {"month": f"{day:%Y-%m}", "unit": unit},
        "activities": {"date": day, "kind": "领导小组会议", "topic": None, "method": None},
        "documents": {"issued": day, "kind": "子方案"},
    }
    more = {name: [*rows] for name, rows in campaign.ledgers.items()}
    for name, told in fields.items():
        more[name].append(row_of(name, id=f"{LEDGERS[name].prefix}-9001", **told))
    return replace(view, facts=resolve(with_ledgers(campaign, **more)))


def test_later_rows_reach_no_page_but_those_of_their_ledgers(survey: Survey) -> None:
    later = with_later_rows(survey.view)
    assert len(later.facts.later) == 5
    for name, source in survey.sources.items():
        for call in source.calls:
            if call.name != "ledger":
                shown = [
                    str(render(call.name, view.at(name), *call.args, **call.kwargs))
                    for view in (later, survey.view)
                ]
                assert shown[0] == shown[1], (name, call.name)


def test_a_ledger_marks_the_rows_that_do_not_count_yet(survey: Survey) -> None:
    later = with_later_rows(survey.view).at("ledgers/activities.md")
    html = str(render("ledger", later, "activities", filters="类型"))
    line = next(part for part in html.split("<tr") if "HD-9001" in part)
    assert "晚于数据截至日期，暂不计入" in line and html.count("暂不计入") == 1
    assert "其中1条在数据截至日期2023年11月24日以后登记或者有了进展" in words(html)
    assert "数据截至日期" not in str(render("ledger", survey.view.at("x.md"), "activities", filters="类型"))


def test_a_ledger_marks_a_row_that_has_come_further_since(survey: Survey) -> None:
    campaign, day = survey.view.campaign, survey.view.campaign.site.as_of
    assert day is not None
    closed = next(row for row in campaign.problems if row.status.is_closed and row.disclosure == "公开")
    moved = [
        row.model_copy(update={"closed": day + timedelta(days=1)}) if row is closed else row
        for row in campaign.problems
    ]
    others = {name: [*rows] for name, rows in campaign.ledgers.items()}
    facts = resolve(with_ledgers(campaign, **{**others, "problems": moved}))
    html = str(render("ledger", replace(survey.view, facts=facts), "problems", columns="问题；状态"))
    line = next(part for part in html.split("<tr") if closed.name in unescape(part))
    assert "这一步晚于数据截至日期，暂按已完成待销号计" in line and "已销号" in line
