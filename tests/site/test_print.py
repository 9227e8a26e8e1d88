"""Every kind of page on paper: what Chromium prints, read back from the PDF and from its ink."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.building import Served
from tests.trees import DATA_SETS

POINT = 25.4 / 72  # mm
DPI = 50
POST = "column/party-day-1124/"
WHOLE, SECTION, LEDGER = "report/whole/", "report/responsibility/", "ledgers/measures/"
NARROWED = LEDGER + "?status=未启动；整改中&unit=人事科"
WIDE = ("ledgers/cases/", "ledgers/topics/", "ledgers/documents/")
LEDGERS = (LEDGER, "ledgers/problems/", "ledgers/activities/", *WIDE)
BOTH = ("", SECTION, WHOLE, "study/plan/", LEDGER, "data/pending/", "data/chronicle/", "data/sheet/")
MORE = (
    *LEDGERS[1:],
    "study/books/",
    "notices/",
    "notices/2023-11-24/",
    "organisation/",
    "organisation/tasks/",
    "organisation/mechanism/",
    "organisation/opinions/",
)
MORE += (
    "ledgers/units/personnel/",
    "ledgers/reminders/",
    "ledgers/rhythm/",
    "column/",
    POST,
)
MORE += ("handbook/preview/", "404.html", NARROWED)
PATHS = {"real": BOTH, "sample": (*BOTH, *MORE)}
SHEETS = [(name, path) for name in DATA_SETS for path in PATHS[name]]
SCREEN = ("打印本页", "筛选", "清除", "编号或字词", "上一页", "下一页", "下载CSV", "跳转", "看图里的数")
TOOLS = "header, footer, form, input, select, summary, .md-tabs, .md-sidebar, .page-head, .md-banner"
TOOLS += ", .tools, .card"
OPENING = "“‘（《〈"  # at the start of a line its empty half stands in the margin
# what the browser shows while it prints: the heads of each table, the rows of each ledger, the headings;
# and what the page says beside its controls
FACTS = """() => {
  const shown = e => e.getClientRects().length > 0, text = e => e.textContent;
  const all = (root, what) => [...root.querySelectorAll(what)].filter(shown);
  const main = document.querySelector("main"), said = main.cloneNode(true);
  said.querySelectorAll(`TOOLS, .ledger__take`).forEach(e => e.remove());
  return {
    heads: all(main, "table").map(t => all(t, "thead th").map(text)).filter(h => h.length),
    rows: all(main, ".ledger tbody tr").map(r => all(r, "td, th").map(text).join("")),
    ids: all(main, ".ledger tr[id]").map(r => r.id.toUpperCase()), all: text(main), said: text(said),
    tools: all(document, `TOOLS`).map(e => e.className || e.tagName),
    headings: all(main, "h1, h2, h3, h4, .sheet caption:not(.vh)").map(text),
  };
}"""


def plain(text: str) -> str:
    """Text without blanks, and with the radicals some fonts put for characters undone."""
    return re.sub(r"\s|\u00b6", "", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True)
class Printed:
    """A page on paper."""

    file: Path
    facts: dict[str, Any]
    sheets: list[str]

    @property
    def text(self) -> str:
        return "".join(self.bodies)

    @property
    def bodies(self) -> list[str]:
        """The text of each sheet, without its number and blanks."""
        return [re.sub(r"—\d+—", "", plain(sheet)) for sheet in self.sheets]

    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of each sheet, in mm."""
        info = ask("pdfinfo", "-f", "1", "-l", "999", self.file)
        found = re.findall(r"Page\s+\d+ size:\s+([\d.]+) x ([\d.]+)", info)
        return [(float(width) * POINT, float(height) * POINT) for width, height in found]

    def words(self) -> list[list[tuple[str, float, float]]]:
        """The words of each sheet with their left and right ends, in mm."""
        pages = ask("pdftotext", "-bbox", self.file, "-").split("<page ")[1:]
        pattern = r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)" yMax="[\d.-]+">(.*?)</word>'
        return [
            [
                (text, float(left) * POINT, float(right) * POINT)
                for left, right, text in re.findall(pattern, page)
            ]
            for page in pages
        ]

    def ink(self, sheet: int) -> tuple[float, float, float, float]:
        """Top, right, bottom, left: how far the ink of a sheet, its number left out, stays from them."""
        numbers = ("-f", str(sheet), "-l", str(sheet))
        done = subprocess.run(
            ["pdftoppm", "-gray", "-r", str(DPI), *numbers, self.file], capture_output=True, check=True
        ).stdout
        _, size, _, pixels = done.split(b"\n", 3)
        width, height = map(int, size.split())
        unit = 25.4 / DPI
        foot = height - round((35 if height > width else 26) / unit) + 2
        rows = [pixels[at * width : (at + 1) * width] for at in range(foot)]
        tops = [at for at, row in enumerate(rows) if min(row) < 160]
        columns = [at for at in range(width) if min(pixels[at : foot * width : width]) < 160]
        if not tops:
            return 0, 0, 0, 0
        right, bottom = width - 1 - columns[-1], height - 1 - tops[-1]
        return tops[0] * unit, right * unit, bottom * unit, columns[0] * unit


def ask(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def put_on_paper(page: Page, file: Path) -> Printed:
    page.emulate_media(media="print")
    facts = page.evaluate(FACTS.replace("TOOLS", TOOLS))
    page.pdf(path=str(file), prefer_css_page_size=True)
    return Printed(file, facts, ask("pdftotext", "-raw", file, "-").split("\f")[:-1])


Press = Callable[[str, str], Printed]


@pytest.fixture(scope="module")
def press(served: dict[str, Served], browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Prints a page of a data set, once a run."""
    folder, done = tmp_path_factory.mktemp("paper"), dict[tuple[str, str], Printed]()
    page = browser.new_page(viewport={"width": 1280, "height": 900})

    def printed(name: str, path: str) -> Printed:
        if (name, path) not in done:
            page.goto(served[name].address + path)
            done[name, path] = put_on_paper(page, folder / f"{len(done)}.pdf")
        return done[name, path]

    return printed


@pytest.mark.parametrize(("name", "path"), SHEETS)
def test_a_page_prints_whole_on_a4_and_nothing_of_the_screen(name: str, path: str, press: Press) -> None:
    """A4, no blank sheet, numbers in order, every column head, no word outside the type area."""
    printed = press(name, path)
    wide = path in WIDE
    for size in printed.sizes():
        assert size == pytest.approx((297, 210) if wide else (210, 297), abs=0.5), path
    assert all(len(body) > 3 for body in printed.bodies), "空白页"
    numbers = re.findall(r"—(\d+)—", "".join(plain(sheet) for sheet in printed.sheets))
    assert numbers == [str(n + 1) for n in range(len(printed.sheets))]
    for number, words in enumerate(printed.words(), 1):
        texts = [text for text, *_ in words]
        ends = [w for at, w in enumerate(words) if texts[at : at + 3] == ["—", str(number), "—"]]
        assert ends and (ends[-1][1] > 105) == (number % 2 == 1), "页码不在外侧"
    for heads in printed.facts["heads"]:
        missing = [head for head in heads if plain(head) not in printed.text]
        assert missing == [], "少了列"
    said = plain(printed.facts["said"])
    assert [word for word in SCREEN if printed.text.count(word) > said.count(word)] == []
    assert printed.facts["tools"] == []
    left, right = (35, 297 - 37) if wide else (28, 210 - 26)
    for words in printed.words():
        outside = [w for w in words if w[1] < left - (4 if w[0][0] in OPENING else 0.5) or w[2] > right + 0.8]
        assert outside == [], "出了版心"


@pytest.mark.parametrize(("name", "path"), SHEETS)
def test_nothing_is_printed_in_the_margins(name: str, path: str, press: Press) -> None:
    """By its ink: lines, bars and frames count, not only words. The first sheets and the last."""
    printed = press(name, path)
    limits = (28, 37, 26, 35) if path in WIDE else (37, 26, 35, 28)
    count = len(printed.sheets)
    for sheet in sorted({1, count}):
        for edge, limit in zip(printed.ink(sheet), limits, strict=True):
            assert edge >= limit - 1.1, (sheet, printed.ink(sheet))


@pytest.mark.parametrize("path", LEDGERS)
def test_every_row_of_a_ledger_is_printed_once_under_its_heads(path: str, press: Press) -> None:
    """No row lost or doubled; each sheet that has a row has the heads of its columns above it."""
    printed = press("sample", path)
    ids = printed.facts["ids"]
    assert len(ids) > 5
    shown = plain("".join(printed.facts["rows"]))
    for row in ids:
        assert printed.text.count(row) == shown.count(row) >= 1, row
    heads = plain("".join(next(h for h in printed.facts["heads"] if "编号" in h)))
    for body in printed.bodies:
        if any(row in body for row in ids):
            assert heads in body
            first = min(body.index(row) for row in ids if row in body)
            assert body.index(heads) < first


@pytest.mark.parametrize("path", LEDGERS)
def test_a_ledger_is_never_printed_too_small_to_read(path: str, press: Press) -> None:
    printed = press("sample", path)
    sizes = [int(size) for size in re.findall(r'<fontspec id="\d+" size="(\d+)"', fonts(printed.file))]
    assert min(sizes) >= (9 if path in WIDE else 8)


def fonts(file: Path) -> str:
    """The text of a PDF with the size of each piece, in points."""
    return ask("pdftohtml", "-xml", "-stdout", "-i", "-zoom", "1", file)


def test_a_report_section_has_the_margins_and_sizes_of_an_official_document(press: Press) -> None:
    """37, 26, 35, 28 mm; 22 lines of 28 characters of 16pt; the title of 22pt in the middle."""
    printed = press("sample", SECTION)
    top, right, _, left = printed.ink(1)
    assert (right, left) == pytest.approx((26, 28), abs=1)
    assert top == pytest.approx(37, abs=3), "示例数据一行，字比行低"
    cover = press("sample", WHOLE)  # the title of a section fills its line wherever it stands
    sizes = dict(re.findall(r'<fontspec id="(\d+)" size="(\d+)"', fonts(cover.file)))
    title = plain(cover.facts["headings"][0])
    pieces = re.findall(
        r'<text [^>]*left="(\d+)" width="(\d+)"[^>]*font="(\d+)">(.*?)</text>', fonts(cover.file)
    )
    found = [
        p for p in pieces if plain(re.sub("<.*?>", "", p[3])) and sizes[p[2]] in ("22", "23", "24", "25")
    ]
    assert found and plain(re.sub("<.*?>", "", "".join(p[3] for p in found)))[:4] == title[:4]
    ends = min(int(p[0]) for p in found), max(int(p[0]) + int(p[1]) for p in found)
    assert sum(ends) / 2 * POINT == pytest.approx((28 + 210 - 26) / 2, abs=3)


def test_a_full_sheet_of_the_report_has_22_lines_of_28_characters(press: Press) -> None:
    """Not each sheet is full: a heading goes over to the next one."""
    printed = press("sample", WHOLE)
    full = (37 + (28 - 16) / 2 * POINT, 26, 297 - 37 - (22 * 28 - 6) * POINT, 28)
    inner = range(2, len(printed.sheets))
    assert [number for number in inner if printed.ink(number) == pytest.approx(full, abs=1)]
    assert max(len(line) for sheet in printed.sheets[1:-1] for line in sheet.splitlines()) >= 28


@pytest.mark.parametrize("name", DATA_SETS)
@pytest.mark.parametrize("path", (WHOLE, SECTION, LEDGER, "study/plan/", "organisation/"))
def test_no_heading_is_left_at_the_foot_of_a_sheet(name: str, path: str, press: Press) -> None:
    printed = press(name, path)
    headings = [plain(text) for text in printed.facts["headings"]]
    assert len(headings) > 1 or path == LEDGER
    for body in printed.bodies[:-1]:
        assert [h for h in headings if h and body.endswith(h)] == []


def test_a_narrowed_ledger_prints_the_rows_shown_and_says_which(press: Press) -> None:
    """The conditions and the count stand over the rows; a whole ledger names no condition."""
    narrowed, whole = press("sample", NARROWED), press("sample", LEDGER)
    shown, everything = narrowed.facts["ids"], whole.facts["ids"]
    assert 0 < len(shown) < len(everything)
    assert [row for row in everything if row in narrowed.text] == shown
    assert (
        f"共{len(everything)}条,显示{len(shown)}条。条件:状态“未启动或整改中”,责任单位“人事科”。"
        in narrowed.text
    )
    assert "条件:" not in whole.text


def test_a_narrowed_study_plan_says_for_whom(
    served: dict[str, Served], browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(served["sample"].address + "study/plan/")
    page.get_by_role("button", name="普通党员、干部").click()
    counted = page.locator(".plan__count").inner_text()
    printed = put_on_paper(page, tmp_path / "plan.pdf")
    assert plain("普通党员、干部" + counted) in printed.text
    page.close()


@pytest.mark.parametrize("path", (SECTION, "notices/2023-11-24/", "handbook/preview/"))
def test_a_dark_screen_prints_as_a_light_one(
    path: str, press: Press, served: dict[str, Served], browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page.goto(served["sample"].address + path)
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    dark = put_on_paper(page, tmp_path / "dark.pdf")
    page.close()
    for tone, paper in (("dark", dark), ("light", press("sample", path))):
        ask("pdftoppm", "-r", "30", "-gray", paper.file, tmp_path / tone)
    sheets = sorted(tmp_path.glob("dark-*.pgm"))
    assert sheets
    for sheet in sheets:
        twin = sheet.with_name(sheet.name.replace("dark", "light"))
        pairs = zip(sheet.read_bytes(), twin.read_bytes(), strict=True)
        assert max(abs(one - other) for one, other in pairs) < 48


@pytest.mark.parametrize(("name", "path"), [(name, path) for name, path in SHEETS if path != "404.html"])
def test_invented_data_are_marked_on_the_first_sheet_and_real_ones_nowhere(
    name: str, path: str, press: Press
) -> None:
    printed = press(name, path)
    mark = plain("示例数据：均为演示而编，不得引用")
    assert printed.text.count(mark) == (name == "sample")
    if name == "sample":
        assert printed.bodies[0].startswith(mark)


def test_a_chart_prints_its_numbers_without_a_script(
    served: dict[str, Served], browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served["sample"].address + "notices/2023-11-24/")
    file = tmp_path / "chart.pdf"
    page.pdf(path=str(file), prefer_css_page_size=True)
    heads = page.locator(".chart thead th").all_text_contents()
    assert heads and all(plain(head) in plain(ask("pdftotext", "-raw", file, "-")) for head in heads)
    context.close()


@pytest.mark.parametrize("scripts", (True, False))
def test_the_dictionary_prints_every_entry_open(
    scripts: bool, served: dict[str, Served], browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_context(java_script_enabled=scripts).new_page()
    page.goto(served["sample"].address + "data/")
    file = tmp_path / "data.pdf"
    page.pdf(path=str(file), prefer_css_page_size=True)
    printed = plain(ask("pdftotext", "-raw", file, "-"))
    entries = page.locator(".dictionary__entry").count()
    assert entries > 50 and printed.count("responsibility.") > 5
    for name in page.locator(".dictionary__entry h3").all_text_contents():
        assert plain(name) in printed
    assert printed.count("填报单位") >= entries
    assert page.locator("details[open]").count() == page.locator(".chart details[open]").count()
    page.close()


@pytest.mark.parametrize("width", (1280, 390))
def test_a_page_is_printed_from_its_head(width: int, served: dict[str, Served], browser: Browser) -> None:
    """However long it is: the button stands over the title."""
    page = browser.new_page(viewport={"width": width, "height": 844})
    for path in (SECTION, WHOLE, LEDGER, "organisation/archive/", POST, "handbook/preview/"):
        page.goto(served["sample"].address + path)
        button = page.get_by_role("button", name="打印本页")
        expect(button).to_have_count(1)
        expect(button).to_be_in_viewport(ratio=1)
        assert button.evaluate("b => b.getBoundingClientRect().bottom") <= page.locator("main h1").evaluate(
            "h => h.getBoundingClientRect().top"
        )
        page.evaluate("window.print = () => { window.printed = true; }")
        button.click()
        assert page.evaluate("window.printed"), path
    page.close()


def test_a_button_that_prints_is_not_there_without_a_script(
    served: dict[str, Served], browser: Browser
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(served["sample"].address + SECTION)
    expect(page.locator("[data-print]")).to_be_hidden()
    page.close()


@pytest.mark.parametrize("name", DATA_SETS)
def test_what_everybody_should_know_is_one_sheet(name: str, press: Press) -> None:
    """It is handed out. No title of a book goes over the end of a line."""
    printed = press(name, "data/sheet/")
    assert len(printed.sheets) == 1
    lines = [plain(line) for line in printed.sheets[0].splitlines()]
    for title in ("《习近平新时代中国特色社会主义思想专题摘编》", "《论党的自我革命》"):
        assert any(title in line for line in lines), lines
    assert any(line.endswith("编") for line in lines)


def test_the_list_for_a_person_with_word_is_one_sheet(press: Press) -> None:
    """It is printed and ticked off."""
    assert len(press("real", "handbook/word-checklist/").sheets) == 1
