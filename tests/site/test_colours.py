"""The colours that a reader chose: kept from page to page, and on before anything is painted."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.building import Served, security_policy, serving
from tests.site.looking import instant

DEPTHS = ("", "report/", "report/study/", "ledgers/units/business-one/", "404.html")
FIRST = """
new MutationObserver(function (changes, observer) {  // told of <body> before anything can be painted
  if (!document.body) return;
  observer.disconnect();
  Promise.resolve().then(function () { window.first = document.body.getAttribute('data-md-color-scheme'); });
}).observe(document, { childList: true, subtree: true });
"""


def choose(page: Page, scheme: str) -> None:
    """Press the switch, which is at the other scheme."""
    page.locator(".scheme-btn").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)


def kept(page: Page) -> dict[str, Any]:
    """What the browser keeps for this address, by its key."""
    stored: dict[str, str] = page.evaluate("Object.assign({}, localStorage)")
    return {key: json.loads(text) for key, text in stored.items()}


@pytest.fixture
def reader(browser: Browser) -> Page:
    """A page of somebody who has chosen nothing yet."""
    return browser.new_context(viewport={"width": 1280, "height": 900}).new_page()


def test_a_choice_is_kept_under_the_root_of_the_site_however_deep_the_page(
    served: dict[str, Served], reader: Page
) -> None:
    """The key is the theme's: what readers chose before stays chosen."""
    for path, scheme in zip(DEPTHS, ("slate", "default") * 3, strict=False):
        reader.goto(served["sample"].address + path)
        choose(reader, scheme)
        assert list(kept(reader)) == ["/.__palette"], path
        assert kept(reader)["/.__palette"]["color"]["scheme"] == scheme


def test_a_site_in_a_folder_keeps_its_own(served: dict[str, Served], reader: Page) -> None:
    folder = served["sample"].folder
    with serving(folder.parent) as address:
        reader.goto(f"{address}{folder.name}/report/study/")
        choose(reader, "slate")
        assert list(kept(reader)) == [f"/{folder.name}/.__palette"]


@pytest.mark.parametrize("path", DEPTHS)
def test_a_choice_is_on_before_the_page_is_painted(
    path: str, served: dict[str, Served], reader: Page
) -> None:
    """With all of the other scripts still on their way."""
    reader.goto(served["sample"].address)
    choose(reader, "slate")
    reader.add_init_script(FIRST)
    reader.route("**/javascripts/site.*.js", lambda route: route.abort())
    reader.goto(served["sample"].address + path)
    assert reader.evaluate("first") == "slate"


def test_without_a_choice_a_page_is_light(served: dict[str, Served], reader: Page) -> None:
    reader.add_init_script(FIRST)
    reader.goto(served["sample"].address)
    assert reader.evaluate("first") == "default"


def test_going_on_without_a_reload_the_root_stays_the_root(served: dict[str, Served], reader: Page) -> None:
    """From a deep page to a shallow one and back, through the head that the theme exchanges."""
    site = served["sample"]
    instant(reader, site, "report/study/")
    for link, address in (("学习", "study/plan/"), ("数据", "data/")):
        reader.locator(".md-tabs__link", has_text=re.compile(f"^\\s*{link}\\s*$")).click()
        expect(reader).to_have_url(site.address + address)
        assert reader.evaluate("__md_scope.href") == site.address
    choose(reader, "slate")
    reader.go_back()
    expect(reader).to_have_url(site.address + "study/plan/")
    expect(reader.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert list(kept(reader)) == ["/.__palette"]
    assert reader.evaluate("window.same"), "a whole page was loaded"


def test_an_address_that_leads_nowhere_keeps_to_the_choice(served: dict[str, Served], reader: Page) -> None:
    """The web server sends one page for all of them, however deep."""
    site = served["sample"]
    lost = (site.folder / "404.html").read_text(encoding="utf-8")
    given = {"Content-Security-Policy": security_policy()}
    reader.route("**/nowhere/**", lambda route: route.fulfill(status=404, body=lost, headers=given))
    reader.goto(site.address + "nowhere/at/all/")
    choose(reader, "slate")
    reader.goto(site.address + "nowhere/")
    expect(reader.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert list(kept(reader)) == ["/.__palette"]
