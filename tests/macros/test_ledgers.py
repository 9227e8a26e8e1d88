"""What the macros of ledgers and notices show of the sample: rows, states, deadlines, sums, history."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from report.facts.campaign import Campaign
from report.facts.derived import with_derived
from report.facts.editions import is_shown
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.problems import Shortfall
from report.facts.ledgers.row import Disclosure, YesNo
from report.facts.progress import rectification
from report.facts.snapshots import Subject
from report.figures.resolving import Facts
from report.macros import render
from report.macros.ledgers import answering
from report.macros.view import MacroError, View
from report.pages.survey import Survey
from report.publishing import prepare
from tests.rows import altered, problem, with_ledgers
from tests.trees import ROOT

PAGES = {name: f"ledgers/{name}.md" for name in LEDGERS}


@pytest.fixture(scope="module")
def survey() -> Survey:
    return prepare(ROOT, {"REPORT_DATA": "demo/data"})


@pytest.fixture(scope="module")
def sample(survey: Survey) -> View:
    return survey.view


@pytest.fixture(scope="module")
def shown() -> View:
    return prepare(ROOT, {"REPORT_DATA": "demo/data", "REPORT_EDITION": "display"}).view


@pytest.fixture
def real(first_day: Facts) -> View:
    return View(first_day)


def words(html: str) -> str:
    return unescape(re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", html)))


def page_of(survey: Survey, name: str) -> str:
    """What the macros of a page put there."""
    source = survey.sources[name]
    return "\n".join(str(render(c.name, survey.view.at(name), *c.args, **c.kwargs)) for c in source.calls)


@pytest.mark.parametrize("name", LEDGERS)
def test_a_ledger_page_holds_each_row_it_may_show_once(name: str, survey: Survey) -> None:
    ids = re.findall(r'<tr role="row" id="([a-z]+-\d+)"', page_of(survey, PAGES[name]))
    rows = [row for row in survey.view.campaign.ledgers[name] if is_shown(survey.view.campaign, row)]
    assert ids == [row.id.lower() for row in rows]
    assert rows


@pytest.mark.parametrize("name", LEDGERS)
def test_the_display_edition_shows_public_rows_and_no_posts(name: str, shown: View) -> None:
    html = str(
        render("ledger", shown.at(PAGES[name]), name, filters="状态" if name != "activities" else "类型")
    )
    ids = re.findall(r'<tr role="row" id="([a-z]+-\d+)"', html)
    assert ids == [row.id.lower() for row in shown.campaign.ledgers[name] if row.disclosure.value == "公开"]
    assert not any(title in html for title in ("牵头领导", "审核人", "主持或主讲"))


def test_a_measure_late_shows_how_late_it_is(sample: View) -> None:
    late = [row for row in rectification(sample.campaign).measures if row.overdue is YesNo.YES]
    html = str(render("ledger", sample.at(PAGES["measures"]), "measures", columns="编号；完成时限"))
    for row in late:
        days = (sample.campaign.today - (row.extended or row.deadline)).days  # type: ignore[operator]
        line = next(part for part in html.split("<tr") if f">{row.id}<" in part)
        assert f"逾期{days}天" in words(f"<tr{line}")
    assert late


def test_an_extended_deadline_says_so_with_its_reason(sample: View) -> None:
    extended = [row for row in sample.campaign.measures if row.extended and is_shown(sample.campaign, row)]
    html = str(render("ledger", sample.at(PAGES["measures"]), "measures", columns="编号；完成时限"))
    assert extended
    for row in extended:
        line = next(part for part in html.split("<tr") if f">{row.id}<" in part)
        assert "延期，原定" in words(f"<tr{line}")
        assert unescape(row.extension or "") in unescape(line)


def test_every_figure_counted_from_a_ledger_leads_to_just_its_rows(survey: Survey) -> None:
    """The address in the dictionary names only filters that the page has, and they leave the rows counted."""
    view = survey.view
    html = {name: page_of(survey, page) for name, page in PAGES.items()}
    followed = 0
    for section in ("responsibility", "study", "research", "rectification", "development"):
        entries = str(render("dictionary", view.at("data/index.md"), section))
        for entry in entries.split('<details class="dictionary__entry"')[1:]:
            href = re.search(r'href="([^"]*\?[^"]*)"', entry)
            if href is None:
                continue
            key = re.search(r'<h3 id="([^"]+)"', entry)[1]  # type: ignore[index]
            address = urlsplit(unescape(href[1]))
            name = address.path.strip("./").split("/")[1]
            asked = {field: set(v[0].split("；")) for field, v in parse_qs(address.query).items()}
            for field in asked:
                assert f'name="{field}"' in html[name], (key, field)
            counted = [row for row in view.results[key].rows if is_shown(view.campaign, row)]
            matching = [
                row
                for row in view.campaign.ledgers[name]
                if is_shown(view.campaign, row)
                and all(
                    not set(row.cells(column)).isdisjoint(asked[column.field])
                    for column in row.columns().values()
                    if column.field in asked
                )
            ]
            assert matching == counted, key
            followed += 1
    assert followed >= 5


def test_filters_offer_what_occurs_in_the_order_of_the_organisation(sample: View) -> None:
    html = str(render("ledger", sample.at(PAGES["problems"]), "problems", filters="责任单位；状态"))
    select = re.search(r'<select[^>]*name="unit".*?</select>', html, re.DOTALL)[0]  # type: ignore[index]
    offered = re.findall(r"<option[^>]*>([^<]+)</option>", select)[1:]
    order = [unit.name for unit in sample.campaign.organisation.units]
    assert offered == sorted(offered, key=order.index)
    assert set(offered) == {r.unit for r in sample.campaign.problems if is_shown(sample.campaign, r)}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("problem",), "没有“problem”这份台账，最接近的是problems"),
        (("problems", "编号；方方"), "问题台账没有“方方”这一列"),
        (("measures", "编号；措施落实"), "措施台账没有“措施落实”这一列"),
    ],
)
def test_a_wrong_call_is_told_what_there_is(sample: View, call: tuple[str, ...], said: str) -> None:
    with pytest.raises(MacroError, match=said):
        render("ledger", sample.at(PAGES["problems"]), *call)


def test_a_value_that_cannot_occur_is_refused(sample: View) -> None:
    with pytest.raises(MacroError, match="“状态”没有“办结”这个取值，可选未启动、"):
        render("ledger", sample.at(PAGES["problems"]), "problems", 状态="办结")


def test_an_empty_ledger_says_who_fills_it(real: View) -> None:
    html = words(str(render("ledger", real.at(PAGES["problems"]), "problems", filters="状态")))
    assert html == "还没有登记问题，由教育办按来源逐条登记；空白等于待填报，不等于没有问题。"


def test_the_sentence_of_an_empty_ledger_is_its_own(real: View) -> None:
    said = [words(str(render("ledger", real, name, filters="编号"))) for name in LEDGERS]
    assert len({*said}) == len(LEDGERS)
    assert "没有登记不等于没有开展" in words(str(render("ledger", real, "activities", 类型="支部检查")))


def test_the_head_of_a_ledger_counts_the_rows_that_it_leads_to(survey: Survey) -> None:
    """The number of each tile is that of the rows which its link leaves in the table, hidden ones counted."""
    view, followed = survey.view, 0
    for name in ("problems", "measures"):
        head = str(render("standing", view.at(PAGES[name]), name))
        assert words(head).startswith("检视整改清单")
        for href, number in re.findall(r'<a href="([^"]*)" class="big">(\d+)<', head):
            asked = {f: v[0].split("；") for f, v in parse_qs(urlsplit(unescape(href)).query).items()}
            columns = [c for c in LEDGERS[name].row.columns().values() if c.field in asked]
            rows = [
                row
                for row in view.campaign.ledgers[name]
                if all(not set(row.cells(c)).isdisjoint(asked[c.field]) for c in columns)
            ]
            assert int(number) == len(rows), href
            assert all(f'name="{field}"' in page_of(survey, PAGES[name]) for field in asked)
            followed += 1
    assert followed == 5


def test_the_head_of_a_unit_counts_all_lists_as_the_rows_below_do(survey: Survey) -> None:
    html = page_of(survey, "ledgers/units/business-two.md")
    head, _, below = html.partition("</div>\n</div>")
    assert words(head).startswith("三份清单合计")
    for label, name in (("问题", "problems"), ("措施", "measures")):
        (number,) = re.findall(rf"{label}(\d+)条", words(head))
        mine = [row for row in survey.view.campaign.ledgers[name] if row.answering == "业务二科"]
        assert int(number) == len(mine)
    late = sum(row.overdue is YesNo.YES for row in mine)
    assert f"措施已过时限{late}条" in words(head) and below.count("due--late") >= late > 0


def test_without_anything_known_a_ledger_has_no_head(real: View) -> None:
    assert words(str(render("standing", real.at(PAGES["problems"]), "problems"))) == ""


def test_units_add_up_to_the_ledgers(sample: View) -> None:
    html = str(render("units", sample.at("ledgers/units.md")))
    rows = [[words(c) for c in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in html.split("<tr")[2:]]
    counts = Counter(row.unit for row in sample.campaign.measures)
    assert {row[0]: int(row[2].removesuffix("条")) for row in rows} == counts
    order = [unit.name for unit in sample.campaign.organisation.units]
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), key=order.index)


def test_coverage_shows_every_division_and_every_gap(sample: View) -> None:
    html = words(str(render("coverage", sample.at("ledgers/cases.md"))))
    divisions = [unit.name for unit in sample.campaign.organisation.units if unit.division]
    assert all(name in html for name in divisions)
    held = {(row.unit, row.month) for row in sample.campaign.cases}
    months = {row.month for row in sample.campaign.cases}
    assert html.count("缺") - html.count("“缺”") == len(divisions) * len(months) - len(held)


def test_a_unit_has_a_page_with_all_its_rows(survey: Survey) -> None:
    html = page_of(survey, "ledgers/units/personnel.md")
    for name in ("problems", "measures", "cases"):
        for row in survey.view.campaign.ledgers[name]:
            assert (f">{row.id}<" in html) == (
                row.unit == "人事科" and is_shown(survey.view.campaign, row)
            ) or row.id in {m.parent for m in survey.view.campaign.measures if m.unit == "人事科"}


def test_a_notice_shows_what_was_frozen_whatever_the_ledgers_say(sample: View) -> None:
    """History never moves: with every problem gone, the numbers of a notice are the same."""
    before = words(str(render("notice", sample.at("notices/2023-10-27.md"), "2023-10-27")))
    emptied = with_derived(altered(sample.campaign, measures=()))
    view = View(Facts(emptied, sample.results), sample.pages)
    after = words(str(render("notice", view.at("notices/2023-10-27.md"), "2023-10-27")))
    assert "措施完成率43.1%" in before and "措施完成率43.1%" in after
    assert before.partition("新增问题编号")[0] == after.partition("新增问题编号")[0]


def test_a_row_made_secret_later_leaves_old_notices_but_still_counts(sample: View) -> None:
    notice = sample.campaign.notices[-1]
    id = notice.overdue[0].id
    hidden = tuple(
        row.model_copy(update={"disclosure": Disclosure.WITHHELD}) if row.id == id else row
        for row in sample.campaign.measures
    )
    view = View(Facts(altered(sample.campaign, measures=hidden), sample.results), sample.pages)
    page = str(render("notice", view.at("notices/2023-11-24.md"), "2023-11-24"))
    assert id in str(render("notice", sample.at("notices/2023-11-24.md"), "2023-11-24"))
    assert id not in page
    assert "另有1条不列出" in words(page)
    assert f"逾期措施{notice.amount('overdue').text}条" in words(page)


def test_a_notice_tells_the_days_it_counts_from_those_it_is_shown(sample: View) -> None:
    html = words(str(render("notice", sample.at("notices/2023-11-24.md"), "2023-11-24")))
    assert "统计期间2023年11月11日至11月24日公示期2023年11月24日至12月1日" in html
    assert "受理单位教育办联系方式电话：" in html
    assert "各数和条目只计检视整改清单" in html
    older = words(str(render("notice", sample.at("notices/2023-10-27.md"), "2023-10-27")))
    assert "统计期间2023年10月14日至10月27日公示范围" in older
    assert "受理单位" not in older and "待填报" not in older


def test_what_a_notice_did_not_know_waits(sample: View) -> None:
    last = sample.campaign.notices[-1]
    unknown = {"shown_until": None, "receiver": None, "contact": None}
    notices = (*sample.campaign.notices[:-1], last.model_copy(update=unknown))
    view = View(Facts(replace(sample.campaign, notices=notices), sample.results), sample.pages)
    html = words(str(render("notice", view.at("notices/2023-11-24.md"), "2023-11-24")))
    assert "公示期2023年11月24日起，截止日期待填报" in html
    assert "受理单位待填报联系方式待填报" in html


def test_a_reminder_is_told_by_unit_and_for_each_by_subject(sample: View) -> None:
    html = str(render("reminders", sample.at("ledgers/reminders.md")))
    first, _, older = html.partition('<h2 id="reminder-2023-09"')
    subjects = [subject.value for subject in Subject]
    for unit in re.findall(r"<section>.*?</section>", html, re.DOTALL):
        told = re.findall(r'data-label="督办事项">([^<]+)<', unit)
        assert told and told == sorted(told, key=subjects.index)
    for subject in subjects:
        held = first.count(f'data-label="督办事项">{subject}<')
        assert held and f"{subject}{held}项" in words(first)
    assert set(re.findall(r'data-label="督办事项">([^<]+)<', older)) == {"问题整改整治"}
    plan = {item.id for item in sample.campaign.plan}
    assert not [id for id in plan if f">{id}<" in html]
    assert '<a href="../../study/plan/">学习计划</a>' in html


def test_the_answers_of_the_sample_differ(sample: View) -> None:
    replies = [unit.reply for each in sample.campaign.reminders for unit in each.units if unit.reply]
    assert len(replies) == len(set(replies)) > 6


def test_a_correction_shows_both_numbers_its_day_and_its_reason(sample: View) -> None:
    for html in (
        words(str(render("notice", sample.at("notices/2023-11-10.md"), "2023-11-10"))),
        words(str(render("corrections", sample.at("notices/index.md")))),
    ):
        assert "2023年11月14日" in html
        assert "47条" in html and "46条" in html
        assert "一条措施缺佐证" in html


def test_the_history_of_a_figure_is_that_of_the_notices(sample: View, shown: View) -> None:
    html = words(str(render("dictionary", sample.at("data/index.md"), "rectification")))
    assert "第1期21.3%第2期28.8%第3期43.1%第4期61.3%（更正后）第5期67.5%" in html
    assert "各期公示" not in words(str(render("dictionary", shown.at("data/index.md"), "rectification")))


def test_the_home_page_says_what_is_late_and_what_comes(sample: View) -> None:
    html = words(str(render("glance", sample.at("index.md"))))
    late = sum(row.overdue is YesNo.YES for row in rectification(sample.campaign).measures)
    assert f"{late}条逾期" in html
    assert "最久的逾期9天" in html
    assert "最新公示第5期" in html
    assert "机关党委检查督促，每两周漏办12月1日" in html


def test_the_display_edition_has_no_list_of_what_waits(sample: View, shown: View) -> None:
    assert "按填报单位看" in words(str(render("glance", sample.at("index.md"))))
    assert "按填报单位看" not in words(str(render("glance", shown.at("index.md"))))


@pytest.mark.parametrize("name", ["progress", "aspects", "units", "year-on-year"])
def test_each_chart_stands_with_its_numbers_and_says_when_there_are_none(
    name: str, sample: View, real: View
) -> None:
    drawn = str(render("chart", sample.at("ledgers/problems.md"), name))
    assert drawn.count("<svg") == 2 and "看图里的数" in drawn and "data-search-exclude" in drawn
    empty = str(render("chart", real.at("ledgers/problems.md"), name))
    assert "<svg" not in empty and ("还没有" in empty)


def test_an_unknown_chart_is_refused(sample: View) -> None:
    with pytest.raises(MacroError, match="没有“pie”这张图"):
        render("chart", sample.at("index.md"), "pie")


def test_the_display_edition_says_that_rows_are_there_when_it_shows_none(shown: View) -> None:
    html = words(str(render("ledger", shown.at("ledgers/supervision.md"), "activities", 类型="听取整改汇报")))
    assert re.search(r"有\d+条，这一版不列出，只计数", html)
    assert "还没有登记" not in html


def test_the_oldest_deadline_of_the_home_page_is_of_a_row_that_may_be_seen(sample: View) -> None:
    late = [row for row in rectification(sample.campaign).measures if row.overdue is YesNo.YES]
    oldest = min(late, key=lambda row: row.extended or row.deadline)
    hidden = tuple(
        row.model_copy(update={"disclosure": Disclosure.WITHHELD}) if row.id == oldest.id else row
        for row in sample.campaign.measures
    )
    view = View(Facts(altered(sample.campaign, measures=hidden), sample.results), sample.pages)
    html = words(str(render("glance", view.at("index.md"))))
    assert f"{len(late)}条逾期" in html  # it still counts
    assert "最久的逾期9天" not in html and "最久的逾期" in html


def test_filters_offer_no_hidden_row_and_no_post_to_everybody(sample: View, shown: View) -> None:
    filters = "转化去向；牵头领导"
    work, display = (
        str(render("ledger", d.at(PAGES["topics"]), "topics", filters=filters)) for d in (sample, shown)
    )
    assert 'name="leader"' in work and 'name="leader"' not in display and "data-leader" not in display
    internal = {r.id for n in LEDGERS for r in shown.campaign.ledgers[n] if not is_shown(shown.campaign, r)}
    assert internal & set(re.findall(r"[A-Z]{2}-\d{4}", work))
    assert not internal & set(re.findall(r"[A-Z]{2}-\d{4}", display))


def test_everybody_sees_what_is_next_and_not_what_the_office_missed(sample: View, shown: View) -> None:
    assert "漏办" in words(str(render("glance", sample.at("index.md"))))
    assert "漏办" not in words(str(render("glance", shown.at("index.md"))))
    counts = re.findall(r">(\d+)个<", str(render("coverage", shown.at("ledgers/cases.md"))))
    assert sum(map(int, counts)) == sum(row.disclosure is Disclosure.PUBLIC for row in shown.campaign.cases)


def test_a_ledger_that_is_split_is_not_linked_with_a_filter(sample: View) -> None:
    row = sample.campaign.measures[0]
    many = tuple(row.model_copy(update={"id": f"CS-{1000 + n}"}) for n in range(501))
    view = View(Facts(altered(sample.campaign, measures=many), sample.results), sample.pages)
    assert (
        sample.at("index.md")
        .ledger_href("measures", status=["整改中"])
        .endswith("?status=%E6%95%B4%E6%94%B9%E4%B8%AD")
    )
    assert view.at("index.md").ledger_href("measures", status=["整改中"]) == "ledgers/measures/"


def test_a_document_is_not_called_by_its_issue_twice(sample: View) -> None:
    html = words(str(render("ledger", sample.at("x.md"), "documents", "名称＋期号＋文号", 类型="工作提示")))
    assert "工作提示第1期" in html and "第1期第1期" not in html


# ── the shortfalls of the report


@pytest.mark.parametrize("shortfall", Shortfall)
def test_a_shortfall_leads_to_the_problems_that_answer_it(shortfall: Shortfall, sample: View) -> None:
    view = sample.at("report/shortfalls.md")
    told = answering(view, shortfall)
    mine = [row for row in view.campaign.problems if row.shortfall is shortfall]
    assert (told["total"], told["closed"]) == (len(mine), sum(row.status == "已销号" for row in mine))
    assert told["total"] > 0
    query = parse_qs(urlsplit(told["href"]).query)
    assert query == {"shortfall": [shortfall]}


def test_the_problem_ledger_can_be_narrowed_to_a_shortfall(survey: Survey) -> None:
    assert 'name="shortfall"' in page_of(survey, PAGES["problems"])


def test_a_problem_that_is_not_shown_counts_for_its_shortfall(campaign: Campaign) -> None:
    rows = [problem(shortfall="调查研究"), problem(id="WT-0002", shortfall="调查研究", disclosure="不公开")]
    view = View(Facts(with_ledgers(campaign, problems=rows), {}), page="report/shortfalls.md")
    html = words(str(render("answering", view, "调查研究")))
    assert html == "台账里对应的问题2条，已销号0条（其中1条只计数、不列出）"
    assert words(str(render("answering", view, "推动发展"))) == "台账里还没有登记对应的问题"


def test_a_shortfall_that_the_report_does_not_have_is_refused(sample: View) -> None:
    with pytest.raises(MacroError, match="没有“廉洁自律”这一条不足"):
        render("answering", sample, "廉洁自律")
