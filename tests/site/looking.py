"""What the tests of access share: the kinds of page, and what a browser is asked about the page it shows."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.site.building import ROOT, Served

LOOKING = Path(__file__).with_name("looking.js")
AXE = ROOT / "tests" / "browsers" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOUR = ("color-contrast", "link-in-text-block")  # the only rules that a change of colours can break
LAYOUT = (*COLOUR, "target-size", "scrollable-region-focusable")  # and those that a change of width can
PUBLISHED = "http://127.0.0.1:8000/"  # site_url
SCHEMES = {"浅色": "default", "深色": "slate"}
KINDS = {  # every page of the site is of one of these kinds; the page beside it stands for its kind
    r"": "",
    r"404\.html": "404.html",
    r"report/": "report/",
    r"report/whole/": "report/whole/",
    r"report/(?!whole/)[a-z0-9-]+/": "report/rectification/",
    r"study/plan/": "study/plan/",
    r"study/books/": "study/books/",
    r"study/picks/": "study/picks/",
    r"study/(?!(plan|books|picks)/)[a-z0-9-]+/": "study/youth/",
    r"ledgers/problems/([a-z0-9-]+/)?": "ledgers/problems/",
    r"ledgers/measures/([a-z0-9-]+/)?": "ledgers/measures/",
    r"ledgers/topics/([a-z0-9-]+/)?": "ledgers/topics/",
    r"ledgers/cases/([a-z0-9-]+/)?": "ledgers/cases/",
    r"ledgers/activities/([a-z0-9-]+/)?": "ledgers/activities/",
    r"ledgers/documents/([a-z0-9-]+/)?": "ledgers/documents/",
    r"ledgers/units/": "ledgers/units/",
    r"ledgers/units/[a-z0-9-]+/": "ledgers/units/business-one/",
    r"ledgers/supervision/": "ledgers/supervision/",
    r"ledgers/reminders/": "ledgers/reminders/",
    r"ledgers/rhythm/": "ledgers/rhythm/",
    r"notices/": "notices/",
    r"notices/\d{4}-\d{2}-\d{2}/": "notices/2023-11-24/",
    r"column/(page/\d+/)?": "column/",
    r"column/category/[a-z-]+/(page/\d+/)?": "column/category/role-models/",
    r"column/[a-z][a-z0-9-]*/": "column/party-day-1124/",
    r"organisation/": "organisation/",
    r"organisation/tasks/": "organisation/tasks/",
    r"organisation/mechanism/": "organisation/mechanism/",
    r"organisation/opinions/": "organisation/opinions/",
    r"organisation/archive/": "organisation/archive/",
    r"data/": "data/",
    r"data/pending/": "data/pending/",
    r"data/reconcile/": "data/reconcile/",
    r"data/chronicle/": "data/chronicle/",
    r"data/sheet/": "data/sheet/",
    r"handbook/": "handbook/",
    r"handbook/(?!messages/)[a-z0-9-]+/": "handbook/edit-ledger/",
    r"handbook/messages/": "handbook/messages/",
}
SAME = ("handbook/", "column/", "404.html")  # the same words whatever the data: looked at with the sample


def different(site: Served) -> list[str]:
    """The pages that the data may make look otherwise than those of the sample."""
    return [path for path in site.pages() if not path.startswith(SAME)]


def kinds(site: Served) -> list[str]:
    """One page of each kind of this site; with the real data, of those that look different."""
    there = different(site) if site.folder.name.startswith("real") else site.pages()
    found = ((shown, [path for path in there if re.fullmatch(kind, path)]) for kind, shown in KINDS.items())
    return [shown if shown in paths else paths[0] for shown, paths in found if paths]


def kind_of(path: str) -> list[str]:
    return [kind for kind in KINDS if re.fullmatch(kind, path)]


def still(browser: Browser, width: int = 1280, **more: Any) -> Page:
    """A page on which nothing moves, so that what is measured is what stays."""
    page = browser.new_page(viewport={"width": width, "height": 844}, reduced_motion="reduce", **more)
    page.add_init_script(path=LOOKING)
    return page


def instant(page: Page, site: Served, path: str = "") -> None:
    """Open a page and let the theme take this server for the address of the site, or it loads whole pages."""
    listed = (site.folder / "sitemap.xml").read_text(encoding="utf-8").replace(PUBLISHED, site.address)
    page.route("**/sitemap.xml", lambda route: route.fulfill(body=listed, content_type="application/xml"))
    with page.expect_response("**/sitemap.xml"):
        page.goto(site.address + path)
    page.evaluate("window.same = true")


def wear(page: Page, scheme: str) -> None:
    page.evaluate("name => document.body.setAttribute('data-md-color-scheme', name)", SCHEMES[scheme])


def axe(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe finds on the page as it stands: rule, element and reason, a line each."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    if not page.evaluate("typeof axe == 'object'"):
        page.evaluate(source())
    found: list[str] = page.evaluate("look.axe", only)
    return found


def source(path: Path = AXE) -> str:
    if not path.is_file():
        missing = f"没有 {path.relative_to(ROOT)}，请运行 make test"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return path.read_text(encoding="utf-8")


def tab_through(page: Page, most: int = 600) -> list[dict[str, Any]]:
    """Every place where Tab stops from the top of the page to its end."""
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate("look.focus()")
        if stop is None:
            return stops
        if stop["faults"]:  # the theme may have to move its side lists first
            page.evaluate("look.painted()")
            stop = page.evaluate("look.focus()")
        stops.append(stop)
    raise AssertionError(f"按了{most}次 Tab 还没有走到页尾")
