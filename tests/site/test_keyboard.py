"""Everything can be reached, used and left by keyboard, in the order in which it is seen."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.building import Served
from tests.site.looking import instant, still, tab_through

SECTION = "report/rectification/"
WIDE = [".skip", ".md-logo", ".scheme-btn", ".md-search", ".md-tabs"]
NARROW = [".skip", ".menu-btn", ".md-logo", ".scheme-btn", ".search-btn"]
ORDER = {  # what Tab passes from the top of a page to its end
    (1280, SECTION): [
        *WIDE,
        ".md-sidebar--primary",
        ".md-sidebar--secondary",
        ".md-path",
        ".md-content",
        ".foot",
    ],
    (390, SECTION): [*NARROW, ".md-path", ".md-content", ".foot"],
    (1280, ""): [*WIDE, ".md-content", ".foot"],
    (390, ""): [*NARROW, ".md-content", ".foot"],
}
PAGES = (
    "",
    SECTION,
    "study/plan/",
    "ledgers/problems/",
    "notices/",
    "organisation/archive/",
    "handbook/",
    "404.html",
)


@pytest.fixture
def wide(browser: Browser) -> Iterator[Page]:
    with still(browser) as page:
        yield page


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with still(browser, 390) as page:
        yield page


@pytest.mark.parametrize("width", (1280, 390))
@pytest.mark.parametrize("path", PAGES)
def test_tab_stops_only_where_the_reader_sees_it(
    path: str, width: int, served: dict[str, Served], browser: Browser
) -> None:
    """Each stop has a size, lies on the screen under nothing else, and wears the ring of focus."""
    with still(browser, width) as page:
        page.goto(served["sample"].address + path)
        stops = tab_through(page)
    faults = [f"第{number}站“{stop['name']}”（{stop['place']}）：{'，'.join(stop['faults'])}"
              for number, stop in enumerate(stops, 1) if stop["faults"]]  # fmt: skip
    assert not faults, "\n".join(faults)
    assert stops[0]["name"] == "跳到正文"
    places = [place for place, _ in itertools.groupby(stop["place"] for stop in stops)]
    assert "" not in places
    assert places == ORDER.get((width, path), places)


@pytest.mark.parametrize("path", ("", SECTION, "404.html", "column/"))
@pytest.mark.parametrize("name", ("real", "sample"))
def test_the_skip_link_leads_into_the_content(
    name: str, path: str, served: dict[str, Served], wide: Page
) -> None:
    wide.goto(served[name].address + path)
    wide.keyboard.press("Tab")
    expect(wide.get_by_role("link", name="跳到正文")).to_be_focused()
    wide.keyboard.press("Enter")
    wide.keyboard.press("Tab")
    expect(wide.locator("article :focus")).to_have_count(1)


def test_the_scheme_is_switched_by_a_button_that_says_what_it_does(
    served: dict[str, Served], wide: Page
) -> None:
    wide.goto(served["sample"].address)
    body = wide.locator("body")
    for key, name, scheme in (("Enter", "切换到深色", "slate"), ("Space", "切换到浅色", "default")):
        button = wide.get_by_role("button", name=name, exact=True)
        button.focus()
        wide.keyboard.press(key)
        expect(body).to_have_attribute("data-md-color-scheme", scheme)
        expect(wide.locator(".scheme-btn")).to_be_focused()


@pytest.mark.parametrize("key", ("Enter", "Space"))
def test_the_drawer_takes_the_focus_and_gives_it_back(
    key: str, served: dict[str, Served], phone: Page
) -> None:
    phone.goto(served["sample"].address + SECTION)
    button = phone.get_by_role("button", name="目录", exact=True)
    button.focus()
    phone.keyboard.press(key)
    expect(phone.get_by_role("button", name="关闭目录")).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    phone.keyboard.press("Tab")
    expect(phone.locator(".md-sidebar--primary a:focus")).to_have_text(re.compile("首页"))
    phone.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_the_drawer_closes_when_tab_leaves_it(served: dict[str, Served], phone: Page) -> None:
    phone.goto(served["sample"].address + SECTION)
    phone.get_by_role("button", name="目录", exact=True).click()
    links = phone.locator(".md-sidebar--primary a:visible")
    assert links.count() > 15
    links.last.focus()
    phone.keyboard.press("Tab")
    expect(phone.locator(".menu-btn")).to_have_attribute("aria-expanded", "false")
    expect(phone.locator(".md-content :focus")).to_have_count(1)


def test_every_section_is_one_link_away_in_the_drawer(served: dict[str, Served], phone: Page) -> None:
    phone.goto(served["sample"].address + SECTION)
    phone.get_by_role("button", name="目录", exact=True).click()
    drawer = phone.get_by_role("navigation", name="全站目录")
    for section in ("首页", "学习", "台账", "公示", "教育专栏", "组织机制", "数据", "编辑手册"):
        expect(drawer.get_by_role("link", name=section, exact=True)).to_be_visible()
    expect(drawer.locator("[aria-current=page]")).to_have_text(re.compile("检视整改"))


@pytest.mark.parametrize("width", (1280, 390))
def test_a_slash_opens_the_search_and_esc_gives_the_focus_back(
    width: int, served: dict[str, Served], browser: Browser
) -> None:
    page = still(browser, width)
    page.goto(served["sample"].address + SECTION)
    link = page.locator(".md-path a").first
    link.focus()
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.type("整改")
    expect(page.get_by_role("status").filter(has_text="结果")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".md-search-result__list a:focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".md-search__output")).to_be_hidden()
    expect(link).to_be_focused()
    page.close()


def test_the_search_is_a_button_on_a_phone(served: dict[str, Served], phone: Page) -> None:
    phone.goto(served["sample"].address)
    button = phone.get_by_role("button", name="搜索", exact=True)
    button.focus()
    phone.keyboard.press("Enter")
    expect(phone.locator(".md-search__input")).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    phone.get_by_role("button", name="关闭搜索").click()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_a_stray_letter_turns_no_page(served: dict[str, Served], wide: Page) -> None:
    """The theme goes to the next page on n, which a reader typing Chinese presses by mistake."""
    wide.goto(served["sample"].address + SECTION)
    for key in "np.,fs":
        wide.keyboard.press(key)
    expect(wide).to_have_url(re.compile(SECTION))
    expect(wide.locator(".md-search__output")).to_be_hidden()


def test_a_figure_shows_its_card_and_tab_goes_into_it(served: dict[str, Served], wide: Page) -> None:
    wide.goto(served["sample"].address + SECTION)
    figure, card = wide.locator(".prose a.fig").first, wide.locator(".card")
    figure.focus()
    expect(card).to_be_visible()
    wide.keyboard.press("Tab")
    expect(card.get_by_role("link", name="在数据字典里看")).to_be_focused()
    wide.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(figure).to_be_focused()


def test_after_a_page_without_reloading_one_reads_on_from_its_title(
    served: dict[str, Served], wide: Page
) -> None:
    instant(wide, served["sample"])
    wide.locator(".md-tabs a", has_text="学习").focus()
    wide.keyboard.press("Enter")
    expect(wide.locator("main h1")).to_be_focused()
    expect(wide).to_have_title(re.compile(".+ - 主题教育情况报告"))
    wide.go_back()
    expect(wide).to_have_title("主题教育情况报告")
    expect(wide.locator("main h1")).to_be_focused()
    figure = wide.locator("main a.fig[data-key]").first
    key = str(figure.get_attribute("data-key"))
    figure.click()
    expect(wide.locator(f'[id="{key}"]')).to_be_focused()
    assert wide.evaluate("window.same")


def test_what_scrolls_sideways_has_a_name_and_takes_the_focus_and_nothing_else_does(
    served: dict[str, Served], phone: Page
) -> None:
    phone.set_viewport_size({"width": 220, "height": 844})  # a phone at 400 per cent
    phone.goto(served["sample"].address + "ledgers/cases/")
    part = phone.get_by_role("region", name=re.compile("可左右滚动")).first
    part.focus()
    expect(part).to_be_focused()
    phone.set_viewport_size({"width": 1280, "height": 844})
    expect(phone.locator(".coverage__scroll[tabindex]")).to_have_count(0)


def test_the_filter_of_a_ledger_says_aloud_what_is_left(served: dict[str, Served], wide: Page) -> None:
    wide.goto(served["sample"].address + "ledgers/measures/")
    wide.get_by_label("编号或字词").focus()
    wide.keyboard.type("CS-0045")
    said = wide.locator(".ledger").get_by_role("status")
    expect(said).to_contain_text("显示1条")
    wide.get_by_role("button", name="清除").press("Enter")
    expect(said).not_to_contain_text("显示1条")


def test_the_numbers_of_a_chart_open_by_keyboard(served: dict[str, Served], wide: Page) -> None:
    wide.goto(served["sample"].address + "notices/")
    summary = wide.locator(".chart summary").first
    summary.focus()
    wide.keyboard.press("Enter")
    expect(wide.locator(".chart table").first).to_be_visible()


@pytest.mark.parametrize("path", ("ledgers/problems/", SECTION, "notices/", "data/pending/"))
def test_a_table_drawn_as_cards_is_still_a_table(path: str, served: dict[str, Served], phone: Page) -> None:
    phone.goto(served["sample"].address + path)
    table = phone.locator("main table.sheet--cards").first
    assert table.evaluate("table => getComputedStyle(table).display") == "block"
    for role in ("row", "rowheader", "cell"):
        assert table.get_by_role(role).count() >= 1, role  # type: ignore[arg-type]
