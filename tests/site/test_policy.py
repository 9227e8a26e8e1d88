"""The site under its security policy, and what the first view of a page weighs.

Every test of the browser runs under the policy: what it refuses is an error in the console there.
"""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import lxml.html
import pytest
from playwright.sync_api import Browser, Page

from tests.site.building import DATA_SETS, Served, security_policy
from tests.site.looking import instant

HEAVIEST, MOST_REQUESTS = 96 * 1024, 12
REPORTED = """
window.violations = [];
document.addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective));
"""


@pytest.fixture
def watched(browser: Browser) -> Page:
    """A page that notes what its policy refuses."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(REPORTED)
    return page


def refused(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.violations")
    return found


def test_the_policy_allows_nothing_by_default_and_scripts_from_files_alone() -> None:
    policy = security_policy()
    assert policy.startswith("default-src 'none'; script-src 'self'; ")
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy


def test_the_controls_keep_to_the_policy(served: dict[str, Served], watched: Page) -> None:
    """Search, colours, instant navigation, a card, a sorted and filtered table, the plan's chips."""
    instant(watched, served["sample"], "report/rectification/")
    watched.locator(".prose a.fig[data-key]").first.hover()
    watched.keyboard.press("Escape")
    watched.locator(".scheme-btn").click()
    watched.keyboard.press("/")
    watched.keyboard.type("销号")
    watched.locator(".md-search-result__link").first.wait_for()
    watched.keyboard.press("Escape")
    watched.locator(".md-tabs__link", has_text="台账").click()
    watched.wait_for_url("**/ledgers/problems/")
    watched.locator(".ledger th button").first.click()
    watched.locator('.ledger input[name="text"]').fill("WT-00")
    watched.locator(".md-tabs__link", has_text="学习").click()
    watched.get_by_role("button", name="局主官").click()
    assert watched.evaluate("window.same") is True, "a whole page was loaded"
    assert refused(watched) == []
    watched.close()


@pytest.mark.parametrize(
    "spoil",
    [
        "var s = document.createElement('script'); s.textContent = 'window.bad = 1'; document.body.append(s)",
        "document.body.setAttribute('style', 'color: red')",
        "var i = new Image(); i.src = 'http://example.invalid/x.png'; document.body.append(i)",
        "try { eval('1') } catch (e) { violations.push('eval') }",
    ],
)
def test_the_policy_refuses_what_a_page_should_not_hold(
    spoil: str, served: dict[str, Served], watched: Page
) -> None:
    watched.goto(served["real"].address)
    watched.evaluate(f"setTimeout(function () {{ {spoil} }})")
    watched.wait_for_function("window.violations.length > 0")
    assert watched.evaluate("window.bad") is None
    watched.close()


@pytest.mark.parametrize("path", ["", "report/rectification/", "ledgers/problems/", "data/pending/"])
@pytest.mark.parametrize("name", DATA_SETS)
def test_the_first_view_is_light(name: str, path: str, served: dict[str, Served], watched: Page) -> None:
    site = served[name]
    asked: list[str] = []
    watched.on("request", lambda request: asked.append(request.url))
    watched.goto(site.address + path, wait_until="networkidle")
    files = [
        site.folder / re.sub(r"/$|^$", "/index.html", url.removeprefix(site.address)).lstrip("/")
        for url in asked
    ]
    weights = {file.name: len(gzip.compress(file.read_bytes(), mtime=0)) for file in files}
    assert 3 <= len(asked) <= MOST_REQUESTS, asked
    assert sum(weights.values()) <= HEAVIEST, weights
    watched.close()


@pytest.mark.parametrize("name", DATA_SETS)
def test_no_page_holds_what_the_policy_refuses(name: str, sites: dict[str, Path]) -> None:
    """No script to run, no style, no handler is written into a page; data may be."""
    refused = (
        '//script[not(@src)][not(@type="application/json")]|//style|//@style|//@*[starts-with(name(),"on")]'
    )
    for page in sites[name].rglob("*.html"):
        assert lxml.html.fromstring(page.read_text(encoding="utf-8")).xpath(refused) == [], page


@pytest.mark.parametrize("name", DATA_SETS)
def test_only_what_a_page_asks_for_is_shipped(name: str, sites: dict[str, Path]) -> None:
    """Every style sheet and script bears the digits of its content in its name; no source map, no lunr."""
    loaded = [file.name for file in sites[name].rglob("*") if file.suffix in (".css", ".js", ".map")]
    assert loaded and all(re.search(r"\.[0-9a-f]{8}\.(?:css|js)$", file) for file in loaded), loaded
    texts = "".join(page.read_text(encoding="utf-8") for page in sites[name].rglob("*.html"))
    assert all(file in texts for file in loaded), loaded
