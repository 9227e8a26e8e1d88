"""What macros put on a page: numbers as they are, rows that may be seen, one row a thing."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from html import unescape

import pytest

from report.facts.figure import SECTIONS, Status
from report.figures.resolving import Facts
from report.macros import BLOCK, INLINE, MACROS, TEMPLATES, render
from report.macros.study import plan
from report.macros.view import MacroError, View
from report.pages.survey import Survey
from tests.trees import DATA_SETS, EVERY, ROOT

BLOCK_ROOTS = ("div", "section", "figure")
CALLS = {  # arguments with which each block stands on some page
    "summary": ("rectification",),
    "progress": (
        "rectification.measures_done",
        "rectification.measures_total",
        "rectification.completion_rate",
    ),
    "example": ('fig("org.city")',),
    "books": ("leaders",),
    "ledger": ("documents",),
    "dictionary": ("rectification",),
    "chart": ("progress",),
}


@pytest.fixture
def real(first_day: Facts) -> View:
    return View(first_day)


@pytest.fixture
def sample(surveys: dict[str, Survey]) -> View:
    return surveys["sample"].view


def words(html: str) -> str:
    return unescape(re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", html)))


def is_one_element(html: str) -> bool:
    """Without blank lines or styles, which would break the page around it."""
    root = re.match(r"<(\w+)", html)
    whole = root is not None and root[1] in BLOCK_ROOTS and html.endswith(f"</{root[1]}>")
    return whole and not any(stray in html for stray in ("\n\n", "style=", "None"))


@pytest.mark.parametrize("name", sorted(BLOCK.keys() - {"notice"}))
@pytest.mark.parametrize("data", EVERY)
def test_a_block_is_one_element(name: str, data: str, surveys: dict[str, Survey]) -> None:
    html = str(render(name, surveys[data].view.at("report/study.md"), *CALLS.get(name, ())))
    assert is_one_element(html), html


@pytest.mark.parametrize("name", sorted(BLOCK.keys() - {"notice", "example"}))
@pytest.mark.parametrize("data", DATA_SETS)
def test_a_block_shows_no_english_id(name: str, data: str, surveys: dict[str, Survey]) -> None:
    """The key of a figure is set as code, for those who look it up."""
    every = [(section,) for section in SECTIONS] if name == "dictionary" else [CALLS.get(name, ())]
    for arguments in every:
        html = str(render(name, surveys[data].view.at("report/study.md"), *arguments))
        text = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<code\b.*?</code>", " ", html)))
        assert set(re.findall(r"[a-z][a-z_.-]+", text)) <= {"ord"}, name  # of Word


OLD_WORDS = re.compile(
    "(?<!填)报数(?!据|字)|欠报|带走|从哪里看起|本节数据|整本|工作节律|缺期|冻结|怎么算|(?<!整)数行|看这个数的条目"
)


@pytest.mark.parametrize("root", ["report", "overrides", "deploy"])
def test_the_site_speaks_as_an_office_does(root: str) -> None:
    texts = [path for path in (ROOT / root).rglob("*") if path.suffix in (".py", ".html", ".js", ".css")]
    assert texts
    for path in texts:
        assert not OLD_WORDS.findall(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("data", EVERY)
def test_a_notice_is_one_element(data: str, surveys: dict[str, Survey]) -> None:
    view = surveys[data].view.at("report/study.md")
    for notice in view.campaign.notices:
        html = str(render("notice", view, str(notice.date)))
        assert is_one_element(html), html


def test_a_notice_that_was_not_issued_is_refused(real: View) -> None:
    with pytest.raises(MacroError, match="没有 2023-11-24 的公示"):
        render("notice", real.at("report/study.md"), "2023-11-24")


@pytest.mark.parametrize("name", INLINE)
def test_an_inline_macro_stays_in_its_line(name: str, sample: View) -> None:
    arguments = {
        "fig": ("responsibility.group_meetings",),
        "org": ("office",),
        "answering": ("理论学习",),
    }.get(name, ())
    assert "\n" not in render(name, sample.at("index.md"), *arguments)


def test_every_macro_has_its_template_and_every_template_its_macro() -> None:
    templates = {path.stem for path in TEMPLATES.glob("*.html")} - {"_parts", "meta", "post_meta", "anchors"}
    assert templates == set(MACROS)


def test_a_known_figure_shows_number_and_unit_in_one_link(real: View) -> None:
    html = str(render("fig", real.at("report/responsibility.md"), "responsibility.group_meetings"))
    assert words(html) == "6次"
    assert html.count("<a ") == 1
    assert re.search(r'href="([^"]*)"', html)


def test_a_blank_waits_with_its_unit_behind_it(real: View) -> None:
    html = str(render("fig", real.at("report/responsibility.md"), "responsibility.supervision_visits"))
    assert words(html) == "（待填报）次"
    assert re.search(r"<a [^>]*>(?:<[^>]+>)*待填报(?:</[^>]+>)*</a>", html)


def test_a_blank_is_shown_once_a_line_on_the_home_page(real: View) -> None:
    lines = re.findall(r"<li>.*?</li>", str(render("glance", real.at("index.md"))), re.DOTALL)
    assert len(lines) > 4
    assert all(words(line).count("待填报") <= 1 for line in lines)


def test_in_the_dictionary_a_blank_stands_by_itself(real: View) -> None:
    said = str(render("dictionary", real.at("data/index.md"), "development"))
    assert ">不公开<" in said and ">待填报<" in said
    assert "（<" not in said


def test_a_figure_in_a_heading_has_no_link(real: View) -> None:
    assert "<a " not in render("fig_unlinked", real.at("index.md"), "responsibility.subplans")


def test_chinese_numerals_and_measure_words_go_together(real: View) -> None:
    said = {key: words(str(render("fig", real.at("index.md"), key))) for key in (
        "responsibility.key_tasks", "rectification.notice_interval", "study.levels",
    )}  # fmt: skip
    assert list(said.values()) == ["五项", "两周", "两个"]


def test_a_change_brings_its_verb_and_a_round_number_its_yu(sample: View) -> None:
    assert words(str(render("fig", sample.at("index.md"), "development.docs_change"))) == "下降12.5%"
    assert "余" in words(str(render("fig", sample.at("index.md"), "research.grassroots_trips")))


def test_what_is_not_public_is_said_to_be_so(sample: View) -> None:
    assert words(str(render("fig", sample.at("index.md"), "development.endorsement"))) == "（不公开）"


def test_books_of_a_tier_include_those_below(real: View) -> None:
    counts = [
        str(render("books", real.at("index.md"), tier)).count("<li")
        for tier in ("members", "leaders", "chiefs")
    ]
    assert counts == [3, 4, 5]


@pytest.mark.parametrize("data", EVERY)
def test_the_sheet_to_hand_out_states_each_list_as_it_stands(data: str, surveys: dict[str, Survey]) -> None:
    view = surveys[data].view
    campaign, said = view.campaign, words(str(render("essentials", view.at("data/sheet.md"))))
    books = [book.title for book in campaign.books]
    assert [book for book in books if words(book) not in said] == []
    assert "".join(campaign.site.requirement) in said and "“3＋4＋5＋3”" in said
    links = "".join(link.name for link in campaign.organisation.links)
    for listed in (
        *(links, "座谈访谈随机走访问卷调查专家调查抽样调查统计分析"),
        "宣传党的路线方针政策下基层调查研究下基层信访接待下基层现场办公下基层",
        "政治认同思想认同理论认同情感认同",
        "理论学习政治素质能力本领担当作为工作作风廉洁自律",
    ):
        assert listed in said, listed
    assert "六种调研方式" in said and "六个方面" in said and "其他" not in said
    assert "《关于在全党大兴调查研究的工作方案》" in said


def test_a_written_fraction_shows_where_the_number_goes_on(sample: View) -> None:
    html = words(str(render("dictionary", sample.at("data/index.md"), "rectification")))
    assert "＝36.66…%，写作36.7%" in html


def test_a_row_that_is_not_public_appears_in_no_table_and_still_counts(sample: View) -> None:
    hidden = [row for row in sample.campaign.documents if row.disclosure.value == "不公开"]
    assert hidden
    table = str(render("ledger", sample.at("organisation/archive.md"), "documents"))
    entries = "".join(
        str(render("dictionary", sample.at("data/index.md"), s)) for s in ("responsibility", "study")
    )
    for row in hidden:
        assert row.id not in table + entries
        assert row.name not in table + entries


def test_documents_are_filed_under_their_link(sample: View) -> None:
    table = str(
        render(
            "ledger", sample.at("organisation/archive.md"), "documents", columns="名称；环节", 环节="协调推进"
        )
    )
    assert table.count("工作提示第") == 5
    assert "子方案" not in table


def test_the_plan_parts_what_is_past_from_what_is_to_come(sample: View) -> None:
    html = str(render("plan", sample.at("study/plan.md")))
    assert html.count("plan__now") == 1
    past, coming = html.split("plan__now")
    assert "plan__row--past" in past and "plan__row--past" not in coming
    assert "数据截至2023年11月24日" in coming


def test_an_item_for_some_stands_under_no_chip_of_a_tier(sample: View) -> None:
    page = plan(sample.at("study/plan.md"))
    rows = [row for month in page["months"] for row in month["rows"]] + page["undated"]
    some = [row for row in rows if row["audience"] and not row["tiers"]]
    assert some and not any({"members", "leaders", "chiefs"} & set(row["chips"]) for row in some)
    offered = [chip["id"] for chip in page["chips"]]
    assert all(any(chip in row["chips"] for row in rows) for chip in offered)
    assert {chip for row in rows for chip in row["chips"]} <= set(offered)
    assert plan(sample.at("study/plan.md"), "chiefs")["chips"] == []


def test_the_plan_of_a_month_holds_that_month_alone(sample: View) -> None:
    html = str(render("plan", sample.at("study/plan.md"), month="2023-12"))
    assert "12月" in html and "11月" not in words(html)


def test_contents_count_what_is_filled_and_what_waits(real: View) -> None:
    pages = replace(real.pages, uses=defaultdict(set))
    for key in ("responsibility.work_tips", "responsibility.supervision_visits", "org.sector"):
        pages.uses[key].add("report/responsibility.md")
    html = str(render("contents", replace(real, pages=pages, page="index.md")))
    assert words(html.partition("<tbody>")[0]).endswith("章节已填待填报")
    rows = [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in html.split("<tr")[2:]]
    assert ["report/responsibility.md", "1", "2"] in rows  # where a page has no heading yet
    assert ["report/outlook.md", "—", "—"] in rows


def test_an_unknown_macro_argument_is_refused_in_chinese(real: View) -> None:
    with pytest.raises(MacroError, match=r"没有“responsibility\.group_meeting”这个数，最接近的是"):
        render("fig", real.at("index.md"), "responsibility.group_meeting")
    with pytest.raises(MacroError, match="要写的是tier、month"):
        render("plan", real.at("index.md"), "members", "2023-11", "more")
    with pytest.raises(MacroError, match="它不带参数"):
        render("picks", real.at("index.md"), "2023-11")


def test_tags_that_got_past_the_checks_are_still_escaped(real: View) -> None:
    result = real.results["org.city"]
    tags = replace(result, status=Status.KNOWN, value="</title><script>alert(1)</script>")
    view = View(Facts(real.campaign, {**real.results, "org.city": tags}), real.pages)
    for html in (
        render("fig", view.at("index.md"), "org.city"),
        render("summary", view.at("report/study.md"), "org.city"),
        render("dictionary", view.at("data/index.md"), "org"),
    ):
        assert "<script" not in html and "</title" not in html
        assert "</title><script>alert(1)</script>" in unescape(str(html))


@pytest.mark.parametrize("taken", ["view", "page"])
def test_what_a_macro_is_handed_anyway_cannot_be_written(taken: str, real: View) -> None:
    with pytest.raises(MacroError, match="参数写得不对"):
        render("fig", real.at("index.md"), **{taken: "x"})


def test_an_argument_may_be_written_with_its_name(real: View) -> None:
    named = render("ledger", real.at("organisation/archive.md"), name="documents")
    assert named == render("ledger", real.at("organisation/archive.md"), "documents")
