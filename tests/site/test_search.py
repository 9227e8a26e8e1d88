"""The search as a reader meets it: what a query leads to, and how the box behaves."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from report.built.search import STUB
from tests.site.building import ROOT, Served
from tests.trees import EVERY

ON_ONE_SCREEN = 10
POSTED = re.compile(r"column/(?!category/)[a-z]")  # what the office posts may say anything
ASK = """async ([worker, index, queries]) => {
  const engine = new Worker(worker), found = [];
  let heard;
  engine.onmessage = e => heard(e.data);
  const say = message => new Promise(answer => { heard = answer; engine.postMessage(message); });
  const ready = await say({type: 0, data: {config: {index}, docs: []}});
  if (ready.type !== 1) throw new Error('not ready');
  for (const query of queries) found.push((await say({type: 2, data: query})).data.items);
  return found;
}"""
Item = list[dict[str, Any]]


def asked(page: Page, site: Served, queries: list[str]) -> list[list[Item]]:
    """What the engine answers to each query, as it answers the page."""
    page.goto(site.address + "404.html")
    (worker,) = (site.folder / "assets/javascripts").glob("search.*.js")
    index = json.loads((site.folder / STUB).read_text(encoding="utf-8"))["config"]["index"]
    address = site.address + worker.relative_to(site.folder).as_posix()
    found: list[list[Item]] = page.evaluate(ASK, [address, index, queries])
    return found


def best(item: Item) -> str:
    """The place an item leads to first."""
    return str(max(item, key=lambda found: found["score"])["location"])


@pytest.fixture
def page(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 1280, "height": 900})


def table() -> list[tuple[str, list[str]]]:
    with (ROOT / "tests/queries.csv").open(encoding="utf-8", newline="") as file:
        return [
            (row["查什么"], list(filter(None, row["应排第一"].split("；")))) for row in csv.DictReader(file)
        ]


def test_queries_lead_where_they_should(served: dict[str, Served], page: Page) -> None:
    """Of the table 95 % first, all on the first screen, posts aside; what is not there is not found."""
    rows = table()
    answers = asked(page, served["sample"], [query for query, _ in rows])
    late, lost = [], []
    for (query, wanted), found_items in zip(rows, answers, strict=True):
        items = [item for item in found_items if not POSTED.match(best(item))]
        places = [found["location"] for item in items[:ON_ONE_SCREEN] for found in item]
        if not wanted:
            assert items == [], query
        elif not set(wanted) & set(places):
            lost.append(query)
        elif best(items[0]) not in wanted:
            late.append(query)
    assert len(rows) >= 40
    assert lost == []
    assert len(late) <= 0.05 * len(rows), late


def indexed(site: Served) -> Any:
    """The pages of the index, each with its address and its entries: anchor, title, text and the like."""
    index = json.loads((site.folder / STUB).read_text(encoding="utf-8"))["config"]["index"]
    return json.loads((site.folder / index).read_text(encoding="utf-8"))


def test_words_of_the_report_lead_to_their_page(served: dict[str, Served], page: Page) -> None:
    """Whatever it says: the first clauses of each page that stand nowhere else."""
    pages = indexed(served["sample"])
    everything = json.dumps(pages, ensure_ascii=False)
    wanted = []
    for url, entries in pages:
        clauses = re.findall(r"[\u4e00-\u9fff]{6,14}", " ".join(text for _, _, text, *_ in entries))
        own = [clause for clause in clauses if everything.count(clause) == 1]
        wanted += [(clause, url) for clause in own[:3] if url.startswith("report/")]
    assert wanted
    answers = asked(page, served["sample"], [clause for clause, _ in wanted])
    found = [best(items[0]).partition("#")[0] for items in answers]
    assert [(clause, url) for (clause, _), url in zip(wanted, found, strict=True)] == wanted


@pytest.mark.parametrize("name", EVERY)
def test_every_result_leads_to_something_that_is_there(
    name: str, served: dict[str, Served], page: Page
) -> None:
    site = served[name]
    for items in asked(page, site, ["主题教育", "整改", "台账", "6", "WT-0001", "make check"]):
        for found in (found for item in items for found in item):
            path, _, anchor = found["location"].partition("?")[0].partition("#")
            html = (site.folder / path / "index.html").read_text(encoding="utf-8")
            assert not anchor or f'id="{anchor}"' in html, found["location"]


def test_each_ledger_row_figure_book_and_post_is_found(served: dict[str, Served], page: Page) -> None:
    site = served["sample"]
    pages = indexed(site)
    rows = [
        f"{url}#{anchor}" for url, entries in pages for anchor, *_ in entries if url.startswith("ledgers/")
    ]
    rows = [row for row in rows if row.rpartition("-")[2].isdigit() and len(row.rpartition("-")[2]) == 4]
    keys = [anchor for url, entries in pages if url == "data/" for anchor, *_ in entries if "." in anchor]
    assert len(rows) > 400 and keys
    answers = asked(page, site, [row.partition("#")[2].upper() for row in rows] + keys)
    assert [best(items[0]) for items in answers] == rows + [f"data/#{key}" for key in keys]


@pytest.mark.parametrize("name", EVERY)
def test_the_index_is_plain_text_without_what_is_left_out(name: str, sites: dict[str, Path]) -> None:
    (index,) = (sites[name] / "search").glob("index.*.json")
    text = index.read_text(encoding="utf-8")
    assert "\\u" not in text
    places = [url for url, _ in json.loads(text)]
    assert "report/whole/" not in places and "404.html" not in places and "report/study/" in places
    assert "¶" not in text and "订阅公示和专栏" not in text
    assert "订阅公示和专栏" in (sites[name] / "index.html").read_text(encoding="utf-8")


def test_markup_in_what_is_found_is_text(served: dict[str, Served], page: Page) -> None:
    """The theme sets results as HTML: everything but the marks is escaped."""
    items = asked(page, served["sample"], ["fig", "value"])
    texts = [
        found[part] for answer in items for item in answer for found in item for part in ("title", "text")
    ]
    assert any("&#" in text for text in texts)
    for text in texts:
        assert "<" not in text.replace("<mark>", "").replace("</mark>", ""), text


def search(page: Page, query: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(query)


def test_a_result_leads_to_its_row_from_a_deep_page(served: dict[str, Served], page: Page) -> None:
    page.goto(served["sample"].address + "report/rectification/")
    search(page, "WT-0017")
    page.locator(".md-search-result__link", has_text="WT-0017").first.click()
    page.wait_for_url("**/ledgers/problems/#wt-0017")
    expect(page.locator("#wt-0017")).to_be_in_viewport()
    page.close()


def test_enter_opens_the_best_result(served: dict[str, Served], page: Page) -> None:
    page.goto(served["sample"].address)
    search(page, "措施完成率")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/data/#rectification.completion_rate")
    page.close()


def test_hits_are_marked_and_counted(served: dict[str, Served], page: Page) -> None:
    page.goto(served["sample"].address)
    search(page, "问题销号率")
    expect(page.locator(".md-search-result mark").first).to_have_text("问题销号率")
    expect(page.locator(".md-search-result__meta")).to_contain_text("页有结果")
    page.close()


def test_what_is_not_there_is_said_to_be_not_there(served: dict[str, Served], page: Page) -> None:
    page.goto(served["sample"].address)
    search(page, "光合作用柠檬")
    expect(page.locator(".md-search-result__meta")).to_contain_text("没有找到")
    expect(page.locator(".md-search-result__link")).to_have_count(0)
    page.close()


def test_text_that_comes_without_a_key_is_searched_at_once(served: dict[str, Served], page: Page) -> None:
    """Pasted, dropped or picked with the mouse from an input method."""
    page.goto(served["sample"].address)
    page.keyboard.press("/")
    page.keyboard.insert_text("解剖麻雀")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    page.close()


def test_half_typed_pinyin_is_no_query(served: dict[str, Served], page: Page) -> None:
    page.goto(served["sample"].address)
    search(page, "课题")
    expect(page.locator(".md-search-result mark").first).to_have_text("课题")
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "diaoyan", "selectionStart": 7, "selectionEnd": 7})
    page.locator(".md-search__input").evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keyup', {isComposing: true, bubbles: true}))"
    )
    expect(page.locator(".md-search__input")).to_have_value("课题diaoyan")
    expect(page.locator(".md-search-result mark").first).to_have_text("课题")
    session.send("Input.insertText", {"text": "台账"})
    expect(page.locator(".md-search-result mark").first).to_have_text("课题台账")
    page.close()


def test_an_index_that_is_gone_is_found_under_its_new_name(served: dict[str, Served], page: Page) -> None:
    """A page that was open while the site was published anew names an index that is no more."""
    site = served["sample"]
    stub = json.loads((site.folder / STUB).read_text(encoding="utf-8"))
    stale = json.dumps({"config": {"index": "search/index.00000000.json"}, "docs": []})
    stubs: list[str] = []

    def answer(route: Any) -> None:
        stubs.append(route.request.url)
        route.fulfill(body=stale if len(stubs) == 1 else json.dumps(stub), content_type="application/json")

    page.context.route(f"**/{STUB}", answer)
    page.goto(site.address)
    search(page, "调研")
    expect(page.locator(".md-search-result mark").first).to_have_text("调研")
    assert len(stubs) == 2
    page.close()


def test_an_index_that_cannot_be_had_is_not_called_an_empty_one(
    served: dict[str, Served], page: Page
) -> None:
    page.context.route("**/search/index.*.json", lambda route: route.abort())
    page.goto(served["sample"].address)
    search(page, "调研")
    expect(page.locator(".md-search-result__link")).to_contain_text("没有取到搜索的索引")
    page.context.unroute("**/search/index.*.json")
    page.keyboard.type("课题")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(page.locator(".md-search-result mark").first).to_have_text("调研")
    page.close()


def test_odd_queries_and_rare_characters_do_no_harm(served: dict[str, Served], page: Page) -> None:
    odd = ["(", "[a-", "\\", "*", "🙂", "“”", "\ud842", "𠮷", "整" * 4000, " ".join(["整改"] * 300), "<b>"]
    answers = asked(page, served["sample"], [*odd, "整改"])
    assert len(answers) == len(odd) + 1 and answers[-1]


def test_only_what_was_asked_for_is_marked(served: dict[str, Served], page: Page) -> None:
    """A number inside another one is no hit, and a word that is nowhere is named."""
    answers = asked(page, served["sample"], ["2", "柠檬 整改", "措施"])
    texts = [found[part] for item in answers[0] for found in item for part in ("title", "text")]
    assert texts and not [
        text for text in texts if re.search(r"\d<mark>2|<mark>2</mark>(?!\d).*<mark>2</mark>\d", text)
    ]
    assert all(found["terms"] == {"柠檬": False} for item in answers[1] for found in item if found["score"])
    assert [found["title"] for item in answers[2] for found in item if "打开这一页看" in found["title"]]


def test_the_first_view_does_not_load_the_index(served: dict[str, Served], page: Page) -> None:
    asked_for: list[str] = []
    page.on("request", lambda request: asked_for.append(request.url))
    page.goto(served["sample"].address, wait_until="networkidle")
    assert not [url for url in asked_for if "/search/index." in url]
    page.close()
