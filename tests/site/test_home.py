"""The home page as built: what it says on the first day, and where its links land."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from report.facts.editions import DISPLAY
from tests.site.building import Served, build

MOST_BLANKS = 3  # the cell that counts them, the head of the contents, the way to the page


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    yield page
    page.close()


def said(page: Path) -> str:
    """The words of a page, its shell included."""
    body = page.read_text(encoding="utf-8").partition("<body")[2]
    without = re.sub(r"(?s)<(script|style|template)\b.*?</\1>", "", body)
    return unescape(re.sub(r"<[^>]+>", "", without))


def test_the_first_day_is_no_page_of_blanks(sites: dict[str, Path]) -> None:
    assert said(sites["real"] / "index.html").count("待填报") <= MOST_BLANKS


def test_on_the_first_day_the_display_edition_lists_no_empty_ledger(tmp_path: Path) -> None:
    done = build(tmp_path, REPORT_EDITION=DISPLAY)
    assert done.returncode == 0, done.stderr
    home = said(tmp_path / "index.html")
    assert "从零开始" not in home and home.count("待填报") <= 1
    assert 'href="ledgers/' not in (tmp_path / "index.html").read_text(encoding="utf-8").partition("<main")[0]
    assert (tmp_path / "ledgers" / "problems" / "index.html").is_file()  # other pages lead there


def test_what_is_late_lands_on_these_rows(served: dict[str, Served], desktop: Page) -> None:
    desktop.goto(served["sample"].address)
    late = desktop.locator(".glance__pair .big").first.inner_text()
    desktop.get_by_role("link", name="到期未完成").click()
    desktop.wait_for_url("**/ledgers/measures/?**")
    rows = desktop.locator(".ledger tbody tr:visible")
    assert f"{rows.count()}条" == re.sub(r"\s", "", late)
    assert rows.locator(".due--late").count() == rows.count() > 0
    assert desktop.locator(".standing a.big").nth(0).inner_text().strip() == late.strip()


def test_this_month_lands_on_this_month(served: dict[str, Served], desktop: Page) -> None:
    desktop.goto(served["sample"].address)
    desktop.get_by_role("link", name="本月学什么").click()
    desktop.wait_for_url("**/study/plan/#month-2023-11")
    month = desktop.locator("#month-2023-11 h2")
    month.wait_for()
    assert month.inner_text().startswith("11月")
    top = month.evaluate("each => each.getBoundingClientRect().top")
    assert 0 < top < 400


def test_the_newest_notice_lands_on_the_newest(served: dict[str, Served], desktop: Page) -> None:
    desktop.goto(served["sample"].address)
    desktop.get_by_role("link", name="最新公示").click()
    desktop.wait_for_url("**/notices/2023-11-24/")
