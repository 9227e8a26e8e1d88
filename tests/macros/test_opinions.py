"""“我想对局党委说一句话”: ways, steps and counts; nobody's name and nobody's words are kept."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from report.checks.ledgers import AUTHOR
from report.facts.campaign import Campaign
from report.facts.ledgers import LEDGERS
from report.facts.records import Contact, Opinions
from report.figures.resolving import Facts
from report.macros import render
from report.macros.view import View
from report.pages.survey import Survey
from tests.rows import HIDDEN, MARK, activity, made, marked, measure, problem, with_ledgers

PAGE = "organisation/opinions.md"
KIND = "“我想对局党委说一句话”"


def words(html: object) -> str:
    return unescape(re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", str(html))))


def seen(campaign: Campaign) -> View:
    return View(Facts(campaign, {})).at(PAGE)


def known(campaign: Campaign, **fields: object) -> Campaign:
    return replace(campaign, site=campaign.site.model_copy(update=fields))


def test_each_way_that_is_unknown_waits(first_day: Facts) -> None:
    html = words(render("opinion_ways", View(first_day).at(PAGE)))
    assert html == "意见箱待填报电话待填报信箱待填报面谈待填报答复时限：待填报。"


def test_each_way_that_is_known_is_told_and_how_soon_an_answer_comes(surveys: dict[str, Survey]) -> None:
    view = surveys["sample"].view.at(PAGE)
    site = view.campaign.site
    assert isinstance(site.opinions, Opinions)
    html = words(render("opinion_ways", view))
    assert all(getattr(site.opinions, way) in html for way in ("box", "phone", "mailbox", "talk"))
    assert html.endswith(f"答复时限：收到意见后{site.opinions.answer_days}个工作日内答复。")


def test_the_office_is_reached_in_one_line_or_that_waits(first_day: Facts, campaign: Campaign) -> None:
    assert words(render("contact", View(first_day).at(PAGE))) == "待填报"
    assert words(render("contact", seen(campaign))) == "待填报"  # a site.yml from before there was one
    reached = known(campaign, contact=made(Contact, phone="示例号码", room="示例室"))
    assert words(render("contact", seen(reached))) == "电话：示例号码；地点：示例室"


def heard(campaign: Campaign, edition: str = "work", disclosure: str = "公开") -> Campaign:
    """Two occasions and two problems of them, one of each with this disclosure; and others."""
    opinions = {"found_by": KIND, "source": "群众提"}
    rows = {
        "activities": [
            activity(id="HD-0001", kind=KIND, method=None, topic=None),
            marked(activity(id="HD-0002", kind=KIND, method=None, topic=None, disclosure=disclosure)),
            activity(id="HD-0003"),
        ],
        "problems": [
            problem(id="WT-0001", **opinions, status="已销号"),
            marked(problem(id="WT-0002", **opinions, disclosure=disclosure)),
            problem(id="WT-0003", found_by="自查自纠"),
        ],
        "measures": [
            measure(id="CS-0001", parent="WT-0001", status="已落实"),
            marked(measure(id="CS-0002", parent="WT-0002", disclosure=disclosure)),
            measure(id="CS-0003", parent="WT-0003"),
        ],
    }
    return with_ledgers(campaign, edition, **rows)


@pytest.mark.parametrize(("edition", "disclosure"), [("work", "公开"), *HIDDEN])
def test_the_steps_count_every_row_and_show_none(campaign: Campaign, edition: str, disclosure: str) -> None:
    html = words(render("opinion_steps", seen(heard(campaign, edition, disclosure))))
    for said in ("开展活动2场", "登记为问题2条", "整改措施2条，已落实1条", "已销号1条"):
        assert said in html
    assert MARK not in html


def test_the_steps_come_in_their_order(campaign: Campaign) -> None:
    html = str(render("opinion_steps", seen(heard(campaign))))
    steps = ["收集", "梳理登记", "整改", "公示", "销号"]
    assert re.findall(r"<strong>([^<]+)</strong>", html) == steps


def test_without_rows_nothing_is_known_and_without_opinions_there_are_none(campaign: Campaign) -> None:
    html = words(render("opinion_steps", seen(with_ledgers(campaign))))
    assert "开展活动待填报" in html and "登记为问题待填报" in html and "已销号待填报" in html
    others = with_ledgers(campaign, problems=[problem()], activities=[activity()])
    html = words(render("opinion_steps", seen(others)))
    assert "开展活动0场" in html and "登记为问题0条" in html


@pytest.mark.parametrize(("edition", "disclosure"), HIDDEN)
def test_the_lists_of_the_page_hide_what_the_edition_hides(
    campaign: Campaign, edition: str, disclosure: str, surveys: dict[str, Survey]
) -> None:
    view = seen(heard(campaign, edition, disclosure))
    calls = [call for call in surveys["sample"].sources[PAGE].calls if call.name == "ledger"]
    assert [call.args[0] for call in calls] == ["activities", "problems"]
    for call in calls:
        html = words(render("ledger", view, *call.args, **call.kwargs))
        assert MARK not in html and "1条" in html


def test_no_ledger_has_a_place_for_who_said_it_or_in_which_words() -> None:
    titles = {title for ledger in LEDGERS.values() for title in ledger.row.written()}
    assert not [title for title in titles if re.search("意见|姓名|来信|来电|反映|原话|联系", title)]


@pytest.mark.parametrize(
    "said",
    [
        "提意见人：业务科职工",
        "反映人是窗口人员",
        "一位同志提出会议偏多",
        "职工反映：“会太多”",
        "姓名：某某",
        "原话是会太多",
        "回复打88886666",
    ],
)
def test_who_said_it_and_how_is_refused(said: str) -> None:
    assert AUTHOR.search(said)


@pytest.mark.parametrize(
    "said",
    [
        "群众意见收集后反馈慢，提意见的人不知道结果",
        "表格要填的姓名、地址重复",
        "群众反映强烈",
        "2023年文件偏多",
    ],
)
def test_the_matter_itself_may_be_told(said: str) -> None:
    assert not AUTHOR.search(said)
