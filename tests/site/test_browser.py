"""Every page in a real browser: nothing asked of the outside, no error, no overflow; the controls work."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.building import Served
from tests.site.looking import different, instant, kinds
from tests.trees import DATA_SETS

WIDTHS = (1280, 390)
SCHEMES = ("default", "slate")
OVER = """scheme => {
  document.body.setAttribute("data-md-color-scheme", scheme);
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}"""  # by how many pixels a page is too wide in a scheme


class Watch:
    """What went wrong while pages were open."""

    def __init__(self, page: Page, address: str) -> None:
        self.address = address
        self.outside: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self._note(request.url))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.outside.append(url)


@pytest.mark.parametrize(
    ("name", "chosen"),
    [("sample", Served.pages), ("real", different), pytest.param("live", kinds, marks=pytest.mark.live)],
)
def test_every_page_is_quiet_and_fits(
    name: str, chosen: Callable[[Served], list[str]], served: dict[str, Served], browser: Browser
) -> None:
    """On a desk and a phone, light and dark; a line of code goes on in the next."""
    site = served[name]
    page = browser.new_page()
    watch, blocks = Watch(page, site.address), 0
    for path in chosen(site):
        page.set_viewport_size({"width": WIDTHS[0], "height": 844})
        page.goto(site.address + path)
        assert page.locator("h1").count() == 1, path
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            for scheme in SCHEMES:
                assert page.evaluate(OVER, scheme) <= 0, f"{path} 在 {width} 宽出"
            code = page.locator("main pre").evaluate_all(
                "all => all.map(p => p.scrollWidth <= p.clientWidth)"
            )
            assert all(code), f"{path} 在 {width}，代码没有折行"
            blocks += len(code)
    assert blocks > 20 or chosen is not Served.pages
    assert watch.outside == []
    assert watch.errors == []
    page.close()


@pytest.fixture
def desktop(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 1280, "height": 900})


def test_a_figure_opens_its_card_and_esc_closes_it(served: dict[str, Served], desktop: Page) -> None:
    desktop.goto(served["sample"].address + "report/rectification/")
    figure = desktop.locator('.prose a.fig[data-key="rectification.completion_rate"]').first
    figure.hover()
    card = desktop.locator(".card")
    expect(card).to_be_visible()
    expect(card).to_contain_text("措施完成率")
    expect(card).to_contain_text("67.5%")
    expect(card).to_contain_text("教育办")
    desktop.keyboard.press("Escape")
    expect(card).to_be_hidden()
    figure.focus()
    expect(card).to_be_visible()
    desktop.close()


def test_a_figure_leads_to_its_dictionary_entry(served: dict[str, Served], desktop: Page) -> None:
    desktop.goto(served["sample"].address + "report/rectification/")
    figure = desktop.locator("main a.fig[data-key]").first
    key = str(figure.get_attribute("data-key"))
    figure.click()
    expect(desktop).to_have_url(re.compile(rf"/data/#{re.escape(key)}$"))
    expect(desktop.locator(f'[id="{key}"]')).to_be_visible()
    expect(desktop.locator("details[open] .facts")).to_have_count(1)
    desktop.close()


def test_an_entry_of_the_dictionary_opens_for_whoever_is_sent_to_it(
    served: dict[str, Served], desktop: Page
) -> None:
    """By its address, by a link without reloading, by another on the same page, by the keyboard."""
    site, key = served["sample"], "responsibility.work_tips"

    def opened(key: str) -> None:
        expect(desktop.locator(f'details[open] > summary [id="{key}"]')).to_be_in_viewport()
        entry = desktop.locator("details", has=desktop.locator(f'[id="{key}"]'))
        expect(entry.locator(".facts")).to_be_visible()

    desktop.goto(f"{site.address}data/#{key}")
    opened(key)
    instant(desktop, site, "report/rectification/")
    figure = desktop.locator("main a.fig[data-key]").last
    figure.click()
    opened(str(desktop.evaluate("decodeURIComponent(location.hash.slice(1))")))
    assert desktop.evaluate("window.same")
    desktop.evaluate("key => { location.hash = key; }", key)
    opened(key)
    summary = desktop.locator("summary", has=desktop.locator('[id="responsibility.subplans"]'))
    summary.focus()
    desktop.keyboard.press("Enter")
    expect(desktop.locator("details[open]")).to_have_count(3)
    desktop.close()


def test_without_a_script_the_dictionary_shows_each_number_and_opens(
    served: dict[str, Served], browser: Browser
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(served["sample"].address + "data/#responsibility.work_tips")
    entry = page.locator("summary", has=page.locator('[id="responsibility.work_tips"]'))
    expect(entry).to_be_in_viewport()
    expect(entry).to_contain_text("4期")
    entry.click()
    expect(page.locator("details[open] .facts")).to_be_visible()
    page.close()


@pytest.mark.parametrize("width", (1280, 390))
def test_the_dictionary_is_a_list_that_a_reader_looks_through(
    width: int, served: dict[str, Served], browser: Browser
) -> None:
    """A line an entry, and a heading a section: not a hundred pixels each."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(served["sample"].address + "data/")
    entries = page.locator(".dictionary__entry").count()
    assert page.evaluate("document.documentElement.scrollHeight") < 100 * entries
    page.close()


def test_the_menu_opens_by_keyboard_on_a_phone(served: dict[str, Served], browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(served["sample"].address + "report/study/")
    button = page.locator("button.menu-btn")
    expect(button).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    page.close()


def test_the_plan_can_be_narrowed_to_one_tier(served: dict[str, Served], desktop: Page) -> None:
    desktop.goto(served["sample"].address + "study/plan/")
    rows = desktop.locator(".plan__row:visible")
    everything = rows.count()
    chip = desktop.get_by_role("button", name="局主官")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    desktop.get_by_role("button", name="普通党员、干部").click()
    assert 0 < rows.count() < everything
    assert "青年小组成员" not in "".join(rows.all_inner_texts())
    desktop.get_by_role("button", name="青年小组成员").click()
    assert rows.count() > 0
    assert all("青年小组成员" in row for row in rows.all_inner_texts())
    desktop.get_by_role("button", name="全部").click()
    assert rows.count() == everything
    desktop.close()


@pytest.mark.parametrize("name", DATA_SETS)
def test_everything_reads_without_scripts(name: str, served: dict[str, Served], browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    for path in ("", "report/study/", "study/plan/", "study/books/", "data/", "data/pending/"):
        page.goto(served[name].address + path)
        expect(page.locator("main h1")).to_be_visible()
        assert len(page.locator("main").inner_text()) > 200, path
    context.close()


@pytest.mark.parametrize(("name", "shown"), [("sample", True), ("real", False)])
def test_sample_data_says_so_on_every_page(name: str, shown: bool, sites: dict[str, Path]) -> None:
    banner = re.compile(r'<aside class="md-banner">\s*<div[^>]*>\s*<strong>示例数据</strong>')
    for page in sites[name].rglob("*.html"):
        assert bool(banner.search(page.read_text(encoding="utf-8"))) is shown, page


LEDGER = "ledgers/measures/"


def test_a_ledger_opens_with_the_filter_of_its_address(served: dict[str, Served], desktop: Page) -> None:
    """Several values joined by ； stand as one choice; the count and the rows follow."""
    desktop.goto(served["sample"].address + f"{LEDGER}?status=未启动；整改中&unit=人事科")
    expect(desktop.locator('select[name="status"]')).to_have_value("未启动；整改中")
    rows = desktop.locator(".ledger tbody tr:visible")
    assert rows.count() > 0
    for state, unit in zip(
        rows.locator(".col-state").all_text_contents(),
        rows.locator('[data-label="责任单位"]').all_text_contents(),
        strict=True,
    ):
        assert state.strip() in ("未启动", "整改中") and unit.strip() == "人事科"
    everything = desktop.locator(".ledger tbody tr").count()
    expect(desktop.get_by_text(f"共{everything}条，显示{rows.count()}条。")).to_be_visible()
    desktop.close()


def test_a_word_in_the_address_narrows_the_ledger_and_leaves_the_search_alone(
    served: dict[str, Served], desktop: Page
) -> None:
    """The theme takes `q` for its own."""
    address = served["sample"].address + f"{LEDGER}?text=CS-0045"
    desktop.goto(address)
    expect(desktop.locator(".ledger tbody tr:visible")).to_have_count(1)
    expect(desktop.locator("#__search")).not_to_be_checked()
    desktop.keyboard.press("Escape")
    expect(desktop).to_have_url(address)
    desktop.close()


def test_choosing_and_clearing_a_filter_moves_the_address(served: dict[str, Served], desktop: Page) -> None:
    desktop.goto(served["sample"].address + LEDGER)
    everything = desktop.locator(".ledger tbody tr:visible").count()
    desktop.locator('input[name="overdue"]').check()
    expect(desktop).to_have_url(re.compile(r"\?overdue="))
    assert 0 < desktop.locator(".ledger tbody tr:visible").count() < everything
    desktop.get_by_role("button", name="清除").click()
    expect(desktop).to_have_url(re.compile(r"/ledgers/measures/$"))
    assert desktop.locator(".ledger tbody tr:visible").count() == everything
    desktop.close()


def test_words_narrow_a_ledger_and_say_when_nothing_is_left(served: dict[str, Served], desktop: Page) -> None:
    desktop.goto(served["sample"].address + LEDGER)
    desktop.locator('input[name="text"]').fill("CS-0045")
    expect(desktop.locator(".ledger tbody tr:visible")).to_have_count(1)
    desktop.locator('input[name="text"]').fill("没有这样的字词")
    expect(desktop.locator(".ledger tbody tr:visible")).to_have_count(0)
    desktop.close()


def test_the_chronicle_is_narrowed_and_leaves_out_the_months_that_have_nothing(
    served: dict[str, Served], desktop: Page
) -> None:
    desktop.goto(served["sample"].address + "data/chronicle/")
    months, links = desktop.locator(".chronicle h2:visible"), desktop.locator(".chronicle__turn a:visible")
    every = months.count()
    assert every == links.count() > 3
    desktop.locator('select[name="kind"]').select_option("公示")
    rows = desktop.locator(".chronicle tbody tr:visible")
    assert 0 < rows.count() < 10
    assert 0 < months.count() == links.count() < every
    expect(desktop.locator(".ledger__count")).to_contain_text(f"显示{rows.count()}条")
    expect(desktop).to_have_url(re.compile(r"\?kind="))
    links.last.click()
    expect(months.last).to_be_in_viewport()
    desktop.goto(served["sample"].address + "data/chronicle/?link=会议研判")
    assert rows.count() > 0 and months.count() <= every
    desktop.get_by_role("button", name="清除").click()
    assert months.count() == every
    expect(desktop.locator(".chronicle th button")).to_have_count(0)  # it stands in order of time
    desktop.close()


def test_a_ledger_is_sorted_by_keyboard(served: dict[str, Served], desktop: Page) -> None:
    desktop.goto(served["sample"].address + LEDGER)
    button = desktop.locator(".ledger th button", has_text="完成时限")
    head = desktop.locator(".ledger th", has_text="完成时限")
    button.focus()
    desktop.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    days = desktop.locator(".ledger tbody td.col-date").evaluate_all("all => all.map(c => c.dataset.sort)")
    assert days == sorted(days) and len(set(days)) > 5
    desktop.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    desktop.close()


def test_the_dictionary_leads_to_the_rows_behind_a_number(served: dict[str, Served], desktop: Page) -> None:
    """Through instant navigation too: the ledger opens filtered to as many rows as were counted."""
    desktop.goto(served["sample"].address + "data/")
    said = re.compile(r"全部\d+条在台账里看")
    desktop.locator("details", has_text=said).first.locator("summary").click()
    link = desktop.get_by_role("link", name=said)
    count = int(re.search(r"\d+", link.inner_text())[0])  # type: ignore[index]
    link.click()
    expect(desktop).to_have_url(re.compile(r"/ledgers/\w+/\?"))
    expect(desktop.locator(".ledger tbody tr:visible")).to_have_count(count)
    desktop.close()


def test_without_scripts_a_ledger_reads_whole_and_offers_no_filter(
    served: dict[str, Served], browser: Browser
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(served["sample"].address + LEDGER)
    assert page.locator(".ledger tbody tr:visible").count() > 100
    expect(page.locator('select[name="status"]')).to_be_hidden()
    expect(page.get_by_role("link", name="XLSX", exact=True)).to_be_visible()
    page.goto(served["sample"].address + "data/chronicle/")
    assert page.locator(".ledger tbody tr:visible").count() > 150
    expect(page.locator('select[name="kind"]')).to_be_hidden()
    page.close()


def test_code_is_copied_line_by_line_without_the_end_of_the_last(
    served: dict[str, Served], browser: Browser
) -> None:
    """By keyboard; a long line stays one line."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(served["sample"].address + "handbook/add-problem/")
    for number in range(3):
        code = page.locator("main pre > code").nth(number)
        button = page.locator("main pre > .copy").nth(number)
        expect(button).to_have_text("复制")
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_text("已复制")
        assert page.evaluate("navigator.clipboard.readText()") == code.inner_text().rstrip()
    assert page.locator("main pre").count() == page.locator("main pre > .copy").count()
    context.close()


def test_no_button_copies_without_a_script_or_on_paper(served: dict[str, Served], browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served["sample"].address + "handbook/add-problem/")
    expect(page.locator(".copy")).to_have_count(0)
    context.close()
    page = browser.new_page()
    page.goto(served["sample"].address + "handbook/add-problem/")
    expect(page.locator(".copy").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".copy").first).to_be_hidden()
    page.close()
