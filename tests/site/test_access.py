"""Everyone can read and use every kind of page (WCAG 2.2 AA): axe, reflow, motion, sizes, contrast."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.building import ROOT, Served
from tests.site.looking import COLOUR, KINDS, LAYOUT, SCHEMES, axe, kind_of, kinds, still, wear
from tests.trees import DATA_SETS, EVERY

TOKENS = ROOT / "overrides" / "assets" / "stylesheets" / "tokens.css"
VIEWS: dict[tuple[str, int], tuple[str, ...]] = {  # every rule (none named) where page and layout differ
    **{("浅色", 1280): (), ("浅色", 390): (), ("浅色", 640): LAYOUT},
    **{("深色", 1280): COLOUR, ("深色", 390): COLOUR},
}
GROUNDS = ("paper", "wash", "wash-deep")
PAIRS = {  # the contrast that is needed, and what is written on what
    4.5: [
        *((ink, ground) for ink in ("ink", "ink-2", "ink-3", "red") for ground in GROUNDS),
        *(("red-deep", "paper"), ("red", "red-wash"), ("on-red", "red-fill"), ("on-red", "red-deep")),
        *(("ochre", "ochre-wash"), ("on-ochre", "ochre"), ("ochre", "paper"), ("paper", "ink")),
    ],
    3.0: [
        *(("edge", ground) for ground in GROUNDS),
        *(("red-rule", "paper"), ("green", "paper"), ("focus", "focus-halo"), ("focus", "paper")),
    ],
}
POST = r"column/[a-z][a-z0-9-]*"  # the folder of a post
SPACING = (  # put in by rule: the policy of the site takes no style sheet from elsewhere
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }",
    "p { margin-bottom: 2em !important }",
)


@pytest.mark.parametrize("name", EVERY)
def test_every_page_is_of_a_known_kind(name: str, served: dict[str, Served]) -> None:
    """A new kind of page has to be entered in KINDS, or nobody looks at it."""
    for path in served[name].pages():
        assert len(kind_of(path)) == 1, (
            f"{path} 是 {kind_of(path)}，请登记在 tests/site/looking.py 的 KINDS 里"
        )
    if name == "sample":
        assert set(KINDS.values()) <= set(served[name].pages())


@pytest.mark.parametrize("name", DATA_SETS)
def test_axe_finds_no_fault_on_any_kind_of_page(
    name: str, served: dict[str, Served], browser: Browser
) -> None:
    page = still(browser)
    found = []
    for path in kinds(served[name]):
        page.set_viewport_size({"width": 1280, "height": 844})
        page.goto(served[name].address + path)
        for (scheme, width), rules in VIEWS.items():
            wear(page, scheme)
            page.set_viewport_size({"width": width, "height": 844})
            page.evaluate("look.painted()")
            found += [f"{path} {scheme} {width}: {said}" for said in axe(page, rules)]
    page.close()
    assert not found, "\n".join(found)


def opened(page: Page, what: str) -> None:
    """Something that lies over the page is open."""
    if what == "目录":
        page.locator(".menu-btn").click()
        expect(page.locator(".drawer-close")).to_be_focused()
    elif what == "搜索":
        page.keyboard.press("/")
        page.keyboard.type("整改", delay=1)
        expect(page.locator(".md-search-result__item").first).to_be_visible()
    else:
        page.locator(".prose a.fig").first.focus()
        expect(page.locator(".card")).to_be_visible()


@pytest.mark.parametrize(
    ("what", "width"),
    [("目录", 640), ("目录", 390), ("搜索", 1280), ("搜索", 390), ("卡片", 1280), ("卡片", 390)],
)
def test_axe_finds_no_fault_in_what_opens_over_a_page(
    what: str, width: int, served: dict[str, Served], browser: Browser
) -> None:
    page = still(browser, width)
    page.goto(served["sample"].address + "report/rectification/")
    opened(page, what)
    for scheme in SCHEMES:
        wear(page, scheme)
        assert axe(page) == [], scheme
    page.close()


def test_axe_would_see_a_fault(served: dict[str, Served], browser: Browser) -> None:
    page = still(browser)
    page.goto(served["sample"].address)
    page.evaluate(
        """document.querySelector('.home').insertAdjacentHTML('beforeend',
        '<img src=""><h5>跳了级</h5><button></button><p id="pale">太淡</p>');
        document.getElementById('pale').style.color = '#bbb'"""
    )
    rules = {said.split()[0] for said in axe(page)}
    assert rules == {"image-alt", "heading-order", "button-name", "color-contrast"}
    page.close()


@pytest.mark.parametrize("name", EVERY)
def test_titles_tell_pages_apart_and_the_language_is_chinese(name: str, sites: dict[str, Path]) -> None:
    """Of two posts each has its title, be it the same."""
    titles: dict[str, Path] = {}
    for path in sites[name].rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        (title,) = re.findall(r"<title>(.+?)</title>", text)
        if not re.fullmatch(POST, path.parent.relative_to(sites[name]).as_posix()):
            assert title not in titles, (path, titles.get(title))
            titles[title] = path
        assert '<html lang="zh"' in text
        assert text.count("<main") == 1, path


@pytest.mark.parametrize("name", DATA_SETS)
def test_enlarged_no_page_scrolls_sideways_and_controls_are_large_enough(
    name: str, served: dict[str, Served], browser: Browser
) -> None:
    """640 is 1280 at 200 %, 320 at 400 %; 24 pixels (WCAG 2.5.8), on a phone 44 for the main controls."""
    page = still(browser, 640)
    found = []
    for path in kinds(served[name]):
        page.goto(served[name].address + path)
        for width in (640, 320, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            over = page.evaluate("look.over()")
            found += [f"{path} 在 {width} 宽出 {over} 像素"] if over > 0 else []
            main = 24 if width == 1280 else 44
            if width != 640:
                found += [f"{path} {width}: {said}" for said in page.evaluate("look.small", main)]
    page.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", (1280, 390))
@pytest.mark.parametrize("path", ("", "report/rectification/", "ledgers/problems/", "study/plan/"))
def test_wider_spacing_loses_no_text(
    path: str, width: int, served: dict[str, Served], browser: Browser
) -> None:
    """WCAG 1.4.12."""
    page = still(browser, width)
    page.goto(served["sample"].address + path)
    for rule in SPACING:
        page.evaluate(
            "rule => document.styleSheets[0].insertRule(rule, document.styleSheets[0].cssRules.length)", rule
        )
    assert page.evaluate("look.clipped()") == []
    assert page.evaluate("look.over()") <= 0
    page.close()


def test_who_asks_for_less_motion_gets_none(served: dict[str, Served], browser: Browser) -> None:
    page = still(browser, 390)
    page.goto(served["sample"].address + "report/rectification/")
    assert page.evaluate("look.moving()") == []
    page.close()


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_colours_keep_their_contrast_in_both_schemes() -> None:
    """Hover, placeholder and focus ring too, which no page shows at rest."""
    light, dark = TOKENS.read_text(encoding="utf-8").split('[data-md-color-scheme="slate"] {')[:2]
    schemes = [dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]+);", part)) for part in (light, dark)]
    for scheme in (schemes[0], schemes[0] | schemes[1]):
        for least, over, under in ((least, *pair) for least, pairs in PAIRS.items() for pair in pairs):
            pair = sorted((luminance(scheme[over]), luminance(scheme[under])))
            ratio = (pair[1] + 0.05) / (pair[0] + 0.05)
            assert ratio >= least, f"{over} 在 {under} 上只有 {ratio:.2f}"


def test_states_and_focus_survive_colours_of_the_readers_own(
    served: dict[str, Served], browser: Browser
) -> None:
    page = still(browser, forced_colors="active")
    page.goto(served["sample"].address + "study/plan/")
    ground = "chip => getComputedStyle(chip).backgroundColor"
    chips = page.locator(".plan__chips .button")
    assert chips.nth(0).evaluate(ground) != chips.nth(1).evaluate(ground)
    chips.nth(0).focus()
    page.keyboard.press("Tab")
    assert chips.nth(1).evaluate("chip => getComputedStyle(chip).outlineStyle") == "solid"
    page.close()


@pytest.mark.parametrize("width", (1280, 390))
def test_nothing_jumps_while_a_page_loads(width: int, served: dict[str, Served], browser: Browser) -> None:
    page = still(browser, width)
    page.add_init_script(
        """window.jumped = 0;
        new PerformanceObserver(list => list.getEntries().forEach(jump => { jumped += jump.value; }))
          .observe({type: 'layout-shift', buffered: true});"""
    )
    for path in ("", "report/rectification/", "ledgers/problems/", "study/plan/"):
        page.goto(served["sample"].address + path, wait_until="networkidle")
        page.evaluate("look.painted()")
        assert page.evaluate("jumped") < 0.01, path
    page.close()
