"""The search index: what the built pages say, page by page, section by section, row by row.

It is read from the pages themselves, so that it holds nothing that a reader may not see. The engine that asks
it is overrides/assets/javascripts/search-worker.js.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from report.built.assets import named

STUB = "search/search_index.json"  # asked for by the theme on every first view; it only names the index
INDEX = "search/index.json"
OMITTED_TAGS = frozenset(("script", "style", "svg", "nav", "button", "form", "template"))
OMITTED_MARKS = frozenset(("data-search-exclude", "hidden"))
VOID = frozenset(("br", "img", "input", "hr", "wbr"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
ROWS = frozenset(("tr", "li"))
ISO_DAY = re.compile(r"(\d{4})-\d{2}-\d{2}")
MONTH_FIRST = re.compile(r"\d{1,2}月\d")
ROW_ID = re.compile(r"[a-z]{2}-\d{4}")
CELLS = frozenset(("td", "th"))
APART = HEADINGS | {"p", "li", "dt", "dd", "div", "section", "caption", "summary", "br", "tr"}
CELL_BREAK = "　"


@dataclass
class Entry:
    """Something that can be found. `anchor` is empty for the page itself."""

    anchor: str = ""
    title: str = ""
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words in one line; cells of a table stand apart."""
        return _tidy("".join(self.parts))


@dataclass
class PageEntries:
    """One page with its title, and what lies in it: its opening first, then sections and rows."""

    url: str
    entries: list[Entry]


def search_files(pages: Mapping[str, str]) -> dict[str, bytes]:
    """The files of the search over built pages (HTML by path): a stub, and the index named by its content."""
    read = [read_page(name, html) for name, html in pages.items() if name != "404.html"]
    content = _json(
        [[page.url, [[e.anchor, e.title, e.text] for e in page.entries]] for page in read if page]
    )
    name = named(INDEX, content)
    stub = {"config": {"lang": ["zh"], "separator": " ", "index": name}, "docs": []}
    return {STUB: _json(stub).encode(), name: content.encode()}


def read_page(name: str, html: str) -> PageEntries | None:
    """What can be found in a page; None for one that is kept out of the search."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    page, *others = reader.entries
    if not page.title:
        return None
    found = [entry for entry in others if entry.title or entry.text]
    return PageEntries(name.removesuffix("index.html"), [page, *found])


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _tidy(text: str) -> str:
    """Blanks as one, none beside the break between cells, no break at the ends."""
    text = re.sub(r"[ \t\r\n\xa0]+", " ", text)
    return re.sub(rf"[ {CELL_BREAK}]*{CELL_BREAK}[ {CELL_BREAK}]*", CELL_BREAK, text).strip(f" {CELL_BREAK}")


class _Reader(HTMLParser):
    """Follows the article of a page. A heading with an id begins an entry; a row or item with one is one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.entries = [Entry()]
        self.section = self.entries[0]  # what text belongs to outside rows
        self.row: Entry | None = None
        self.heading: list[str] | None = None
        self.lead: list[str] | None = None
        self.year = ""  # of the date in a cell that is printed without it
        self.ended = False  # an element has just ended, and no text came since
        self.stack: list[tuple[str, bool]] = []  # open tags, each with whether its text is left out

    @property
    def _omitted(self) -> bool:
        return not self.stack or self.stack[-1][1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in VOID:
            self._break(tag)
            return
        if not self.stack and tag != "article":
            return
        classes = (values.get("class") or "").split()
        out = tag in OMITTED_TAGS or "headerlink" in classes or not OMITTED_MARKS.isdisjoint(values)
        out |= bool(self.stack) and self._omitted
        self.stack.append((tag, out))
        if out:
            return
        self._break(tag)
        if tag in HEADINGS and (tag == "h1" or values.get("id")):
            if tag != "h1":
                self.section = Entry(anchor=values["id"] or "")
                self.entries.append(self.section)
            self.heading = []
        elif tag in ROWS and values.get("id"):
            self.row = Entry(anchor=values["id"] or "")
            self.entries.append(self.row)
        elif self.row is not None and "lead" in classes:
            self.lead = []
        elif tag == "small":
            self._led()
        if tag == "td" and self.row is not None:
            dated = ISO_DAY.fullmatch(values.get("data-sort") or "")
            self.year = f"{dated[1]}年" if dated else ""

    def handle_endtag(self, tag: str) -> None:
        if tag not in [open for open, _ in self.stack]:
            return
        while self.stack:
            closed, out = self.stack.pop()
            if not out:
                self._close(closed)
            self.ended = True
            if closed == tag:
                break

    def handle_data(self, data: str) -> None:
        self.ended = False
        if self._omitted:
            return
        if self.heading is not None:
            self.heading.append(data)
            return
        if self.lead is not None:
            self.lead.append(data)
        if self.year and MONTH_FIRST.match(data):
            data, self.year = self.year + data, ""
        (self.row or self.section).parts.append(data)

    def _close(self, tag: str) -> None:
        if tag in HEADINGS and self.heading is not None:
            self.section.title = _tidy("".join(self.heading))
            self.heading = None
        elif tag in ("th", "b"):
            self._led()
        elif tag in ROWS and self.row is not None:
            if ROW_ID.fullmatch(self.row.anchor):
                self.row.title = f"{self.row.anchor.upper()} {self.row.title}".strip()
            self.row = None
        self._break(tag)

    def _led(self) -> None:
        """The words before the first small print of a row's leading cell are its title."""
        if self.row is not None and self.lead is not None:
            self.row.title = _tidy("".join(self.lead))
        self.lead = None

    def _break(self, tag: str) -> None:
        if self._omitted or self.heading is not None:
            return
        apart = tag in APART or (tag == "small" and self.row is not None)  # elsewhere it is a unit
        apart |= tag == "span" and self.ended  # set apart by the style sheet alone
        gap = CELL_BREAK if tag in CELLS or tag in ("tr", "dt") else " " if apart else ""
        (self.row or self.section).parts.append(gap)
