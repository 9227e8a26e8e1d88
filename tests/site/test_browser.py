"""Every page in a real browser: nothing asked of the outside, no error, no overflow; the controls work."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.site.building import DATA_SETS, Served

WIDTHS = (1280, 390)
SCHEMES = {"light": "default", "dark": "slate"}


class Watch:
    """What went wrong while pages were open."""

    def __init__(self, page: Page, address: str) -> None:
        self.address = address
        self.outside: list[str] = []
        self.errors: list[str] = []
        page.route("**/*", self._route)
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _route(self, route: Route) -> None:
        if route.request.url.startswith((self.address, "data:")):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", DATA_SETS)
def test_every_page_is_quiet_and_fits(
    name: str, width: int, scheme: str, served: dict[str, Served], browser: Browser
) -> None:
    site = served[name]
    page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    watch = Watch(page, site.address)
    for path in site.pages():
        page.goto(site.address + path)
        page.evaluate("scheme => document.body.setAttribute('data-md-color-scheme', scheme)", SCHEMES[scheme])
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{path} 宽出 {over} 像素"
        assert page.locator("h1").count() == 1, path
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
    desktop.goto(served["real"].address)
    desktop.locator('a.fig[data-key="responsibility.subplans"]').first.click()
    expect(desktop).to_have_url(re.compile(r"/data/#responsibility\.subplans$"))
    expect(desktop.locator('[id="responsibility.subplans"]')).to_be_visible()
    desktop.close()


def test_the_menu_opens_by_keyboard_on_a_phone(served: dict[str, Served], browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(served["real"].address + "report/study/")
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


def test_sample_data_says_so_on_every_page(served: dict[str, Served], desktop: Page) -> None:
    for path in served["sample"].pages():
        desktop.goto(served["sample"].address + path)
        expect(desktop.locator(".md-banner")).to_contain_text("示例数据")
    desktop.goto(served["real"].address)
    expect(desktop.locator(".md-banner")).to_have_count(0)
    desktop.close()


@pytest.mark.parametrize("path", ("report/responsibility/", "report/whole/", "study/books/", "data/pending/"))
def test_a_printed_page_is_a4_without_blank_sheets(
    path: str, served: dict[str, Served], desktop: Page, tmp_path: Path
) -> None:
    desktop.goto(served["sample"].address + path)
    printed = tmp_path / "page.pdf"
    desktop.pdf(path=str(printed), prefer_css_page_size=True)
    info = subprocess.run(["pdfinfo", printed], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Page size:\s+59\d\.\d* x 84\d", info), info
    pages = subprocess.run(["pdftotext", printed, "-"], capture_output=True, text=True, check=True).stdout
    sheets = pages.split("\f")[:-1]
    assert sheets
    words = [re.sub(r"—\s*\d+\s*—", "", sheet).strip() for sheet in sheets]
    assert all(words), words
    desktop.close()
