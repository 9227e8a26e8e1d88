"""The site in a Chromium of 2019, as offices still have it; and no script or style that it cannot read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.site.building import DATA_SETS, ROOT, Handler, Served, serving

BROWSERS = ROOT / "tests/browsers"
NODE = Path(sys.executable).parent / "node"
MANY = (
    r"(?:handbook|ledgers/units|column/category)/(?=.)|notices/(?=\d)|column/(?=[a-z])"  # pages of one type
)

SHEETS = sorted((ROOT / "overrides/assets/stylesheets").glob("*.css"))
# What Chromium 78 does not know, as it stands in a declaration or a selector of a rule
REFUSED = {
    "flex gap": r"(?<!grid-)(?<!row-)(?<!column-)\bgap\s*:|(?<![\w-])row-gap\s*:",
    "inset": r"(?<![\w-])inset\s*:",
    "min(), max(), clamp()": r"(?<![\w-])(?:min|max|clamp)\(",
    ":has(), :is(), :where()": r":(?:has|is|where)\(",
    "aspect-ratio": r"(?<![\w-])aspect-ratio\s*:",
    "small and dynamic viewport": r"\d[sld]v[hw]\b",
    "colour functions": r"\b(?:color-mix|oklch|oklab|lab|lch|light-dark)\(",
    "translate, rotate, scale": r"(?<![\w-])(?:translate|rotate|scale)\s*:",
    "logical shorthands": r"(?<![\w-])(?:margin|padding|inset)-(?:inline|block)\s*:",
    "layers and containers": r"@(?:layer|container|property)\b",
    "overflow: clip": r"overflow(?:-[xy])?\s*:\s*clip",
    "legacy keyword": r":\s*revert(?:-layer)?\b",
}
TOGETHER = ":focus-visible"  # dropped whole with its list: every selector of the list must need it


def complaints(css: str) -> list[str]:
    """What a browser of 2019 would drop from a sheet, outside @supports."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = without_supports(re.sub(r"\"[^\"]*\"", '""', css))
    found = [name for name, pattern in REFUSED.items() if re.search(pattern, css)]
    for selectors in re.findall(r"([^{};]+)\{", css):
        one = selectors.strip()
        if one.startswith("&"):
            found.append(f"nesting: {one}")
        parts = [TOGETHER in part for part in one.split(",")]
        if any(parts) and not all(parts):
            found.append(f":focus-visible beside others: {one}")
    return found


def without_supports(css: str) -> str:
    """The sheet without its @supports blocks, which only those read who understand them."""
    while (at := css.find("@supports")) >= 0:
        depth, end = 1, css.index("{", at) + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        css = css[:at] + css[end:]
    return css


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_style_is_lost_on_an_old_browser(sheet: Path) -> None:
    """text-wrap, text-spacing-trim and the like may be lost: they only make lines finer."""
    assert complaints(sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "css",
    [
        "a { display: flex; gap: 1rem; }",
        "a { row-gap: 1rem; }",
        "a { inset: 0; }",
        "a { width: clamp(1rem, 2vw, 3rem); }",
        "a { width: min(1rem, 2vw); }",
        "a:is(.b, .c) { color: red; }",
        "a:has(b) { color: red; }",
        "a { aspect-ratio: 1; }",
        "a { height: 100dvh; }",
        "a { color: color-mix(in srgb, red, blue); }",
        "a { translate: 1px; }",
        "a { margin-inline: 1rem; }",
        "@layer base { a { color: red; } }",
        "a:focus, a:focus-visible { color: red; }",
        "a { color: red; & b { color: blue; } }",
        "a { overflow: clip; }",
    ],
)
def test_a_style_that_would_be_lost_is_seen(css: str) -> None:
    """Each refused feature, planted."""
    assert len(complaints(css)) == 1


@pytest.mark.parametrize(
    "css",
    [
        "a { grid-gap: 1rem; grid-column-gap: 1rem; grid-template-columns: minmax(0, 1fr); }",
        "a { box-shadow: inset 0 0 0 1px red; text-wrap: balance; transform: translate(1px); }",
        '@supports (gap: 1rem) { a { gap: 1rem; } } /* gap: 1rem; */ b { content: "gap: 1rem"; }',
        "a:focus:not(:focus-visible), b:focus:not(:focus-visible) { outline: none; }",
    ],
)
def test_a_style_that_an_old_browser_reads_is_let_through(css: str) -> None:
    """Old names, words in comments and what @supports guards are no faults."""
    assert complaints(css) == []


def unreadable(*scripts: Path) -> list[str]:
    """The scripts that are not ECMAScript 2019."""
    said = subprocess.run(
        [NODE, BROWSERS / "syntax.cjs", *scripts], capture_output=True, text=True, check=True
    )
    return list(json.loads(said.stdout))


def test_every_script_of_the_site_is_of_2019(sites: dict[str, Path]) -> None:
    """The theme's own among them."""
    scripts = sorted(sites["real"].rglob("*.js"))
    assert {script.name.partition(".")[0] for script in scripts} == {"head", "site", "search"}
    assert unreadable(*scripts) == []


@pytest.mark.parametrize(
    "script", ["a?.b;", "a ?? b;", "a ||= b;", "class A { #b = 1; }", "await a;", "class A { b = 1; }"]
)
def test_a_script_of_later_years_is_seen(script: str, tmp_path: Path) -> None:
    """Each newer form, planted."""
    path = tmp_path / "planted.js"
    path.write_text(script, encoding="utf-8")
    assert len(unreadable(path)) == 1


@dataclass(frozen=True)
class Seen:
    """What the old browser saw of a site: faults of its pages, and what came of using it."""

    version: str
    pages: list[str]
    use: list[str]
    facts: dict[str, Any]


def kinds(pages: list[str]) -> list[str]:
    """One page of each type, and every page that is a type of its own."""
    met: set[str] = set()
    chosen = []
    for page in pages:
        found = re.match(MANY, page)
        kind = f"{found.group()}*" if found else page
        if kind not in met:
            met.add(kind)
            chosen.append(page)
    return chosen


def test_the_pages_chosen_are_one_of_each_kind() -> None:
    """The list of notices is not a notice, the list of posts not a post."""
    pages = ["column/category/a/", "column/category/b/", "column/", "column/one/", "column/two/"]
    pages += ["handbook/a/", "handbook/b/", "handbook/", "", "404.html"]
    pages += ["ledgers/units/a/", "ledgers/units/", "notices/2023-09-29/", "notices/2023-10-13/", "notices/"]
    left_out = {"column/category/b/", "column/two/", "handbook/b/", "notices/2023-10-13/"}
    assert kinds(pages) == [page for page in pages if page not in left_out]


def driven(mode: str, address: str, *pages: str) -> dict[str, Any]:
    """What the script beside the browser says of one run."""
    command = [NODE, BROWSERS / "old.cjs", mode, address, *pages]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return dict(json.loads(said.stdout))


@pytest.fixture(scope="module")
def old(served: dict[str, Served]) -> dict[str, Seen]:
    """Both data sets: every kind of page visited, and used as a reader would."""
    seen = {}
    for name in DATA_SETS:
        site = served[name]
        visited = driven("visit", site.address, *kinds(site.pages()))
        used = driven("use", site.address)
        seen[name] = Seen(visited["version"], visited["faults"], used["faults"], used["facts"])
    return seen


class Lax(Handler):
    """Lets a page do harm."""

    policy = "default-src * 'unsafe-inline'"


def test_what_harms_a_page_is_seen(tmp_path: Path) -> None:
    """A script error, a request outside, too wide a page, pale text, no title: planted, each is told."""
    (tmp_path / "planted.html").write_text(
        '<main><p style="color:#ccc;width:3000px">淡</p><script>a?.b</script>'
        '<img src="http://example.test/a.png"></main>',
        encoding="utf-8",
    )
    with serving(tmp_path, Lax) as address:
        said = "\n".join(driven("visit", address, "planted.html")["faults"])
    for told in ("SyntaxError", "outside: http://example.test/a.png", "宽出", "对比度", "h1 有 0 个"):
        assert told in said, said


def test_the_old_browser_is_of_2019(old: dict[str, Seen]) -> None:
    """Chromium 78."""
    assert old["real"].version.startswith("HeadlessChrome/78.")


@pytest.mark.parametrize("name", DATA_SETS)
def test_every_kind_of_page_is_quiet_fits_and_reads(name: str, old: dict[str, Seen]) -> None:
    """On a view, light and dark, and a phone: no error, no request outside, no overflow, no pale text."""
    assert old[name].pages == []


@pytest.mark.parametrize("name", DATA_SETS)
def test_everything_a_reader_does_works(name: str, old: dict[str, Seen]) -> None:
    """Nothing waited for in vain, no script error on the way."""
    assert old[name].use == []


def test_a_figure_opens_its_card(old: dict[str, Seen]) -> None:
    """Filled from its row, and not wider than the page."""
    card = old["sample"].facts["card"]
    assert "口径" in card["text"] and "在数据字典里看" in card["text"]
    assert card["over"] <= 0


@pytest.mark.parametrize("name", DATA_SETS)
def test_the_drawer_opens_on_a_phone(name: str, old: dict[str, Seen]) -> None:
    """Its links are hidden before and seen after."""
    drawer = old[name].facts["drawer"]
    assert (drawer["before"], drawer["expanded"]) == (0, "true")
    assert drawer["after"] > 3


@pytest.mark.parametrize("name", DATA_SETS)
def test_the_search_finds(name: str, old: dict[str, Seen]) -> None:
    """销号 stands on many pages."""
    assert old[name].facts["search"]["links"] >= 1


def test_a_ledger_is_filtered_and_sorted(old: dict[str, Seen]) -> None:
    """Fewer rows when narrowed; days in order, the empty ones last."""
    ledger = old["sample"].facts["ledger"]
    assert 0 < ledger["narrowed"] < ledger["every"]
    days = [day for day in ledger["days"] if day]
    assert ledger["sorted"] == "ascending" and days == sorted(days) and len(set(days)) > 5


def test_the_plan_is_narrowed(old: dict[str, Seen]) -> None:
    """To one tier; its chip alone is pressed."""
    plan = old["sample"].facts["plan"]
    assert 0 < plan["narrowed"] < plan["every"] and plan["pressed"] == 1


@pytest.mark.parametrize("name", DATA_SETS)
def test_the_page_turns_dark(name: str, old: dict[str, Seen]) -> None:
    """By the switch in the header."""
    assert old[name].facts["dark"] == {"before": "rgb(255, 255, 255)", "after": "rgb(23, 24, 27)"}


@pytest.mark.parametrize("name", DATA_SETS)
def test_a_tab_and_a_link_of_the_side_list_arrive(name: str, old: dict[str, Seen]) -> None:
    """From the home page to the study plan to the books."""
    assert "规定书籍" in old[name].facts["instant"]["heading"]


def test_a_chart_is_drawn(old: dict[str, Seen]) -> None:
    """With a size."""
    assert old["sample"].facts["chart"] >= 1


@pytest.mark.parametrize("name", DATA_SETS)
def test_pages_are_printed(name: str, old: dict[str, Seen]) -> None:
    """The home page, the whole report and a wide ledger become papers."""
    assert all(size > 10_000 for size in old[name].facts["paper"].values())


@pytest.mark.parametrize("name", DATA_SETS)
def test_nothing_that_the_theme_asks_for_is_missing(name: str, old: dict[str, Seen]) -> None:
    """Without the polyfill, content tabs stop the theme's script in this browser."""
    assert old[name].facts["missing"] == []
