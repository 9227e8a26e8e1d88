"""The search index: what the built pages say, page by page, section by section, row by row.

It is read from the pages themselves, so that it holds nothing that a reader may not see. The engine that asks
it is overrides/assets/javascripts/search-worker.js.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from report.built.assets import named
from report.built.page import Page

STUB = "search/search_index.json"  # asked for by the theme on every first view; it only names the index
INDEX = "search/index.json"
OMITTED_TAGS = frozenset(("script", "style", "svg", "nav", "button", "form", "template"))
OMITTED_MARKS = frozenset(("data-search-exclude", "hidden"))
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


def search_files(pages: Iterable[Page]) -> dict[str, bytes]:
    """The files of the search over built pages: a stub, and the index named by its content."""
    read = [read_page(page) for page in pages if page.name != "404.html"]
    content = _json(
        [[page.url, [[e.anchor, e.title, e.text] for e in page.entries]] for page in read if page]
    )
    name = named(INDEX, content)
    stub = {"config": {"lang": ["zh"], "separator": " ", "index": name}, "docs": []}
    return {STUB: _json(stub).encode(), name: content.encode()}


def read_page(page: Page) -> PageEntries | None:
    """What can be found in a page; None for one that is kept out of the search."""
    reader = _Reader()
    for article in page.tree.xpath("//article[not(ancestor::article)]"):
        reader.read(article)
    opening, *others = reader.entries
    if not opening.title:
        return None
    found = [entry for entry in others if entry.title or entry.text]
    return PageEntries(page.name.removesuffix("index.html"), [opening, *found])


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _tidy(text: str) -> str:
    """Blanks as one, none beside the break between cells, no break at the ends."""
    text = re.sub(r"[ \t\r\n\xa0]+", " ", text)
    return re.sub(rf"[ {CELL_BREAK}]*{CELL_BREAK}[ {CELL_BREAK}]*", CELL_BREAK, text).strip(f" {CELL_BREAK}")


def _is_left_out(element: Any) -> bool:
    return (
        element.tag in OMITTED_TAGS
        or "headerlink" in element.classes
        or not OMITTED_MARKS.isdisjoint(element.attrib)
    )


def _words(element: Any, before: str = "") -> str:
    """What can be read in an element, as far as the first child with a tag, if there is one."""
    words = element.text or ""
    for child in element:
        if child.tag == before:
            break
        words += ("" if _is_left_out(child) else _words(child)) + (child.tail or "")
    return words


class _Reader:
    """Follows the article of a page. A heading with an id begins an entry; a row or item with one is one."""

    def __init__(self) -> None:
        self.entries = [Entry()]
        self.section = self.entries[0]  # what text belongs to outside rows
        self.row: Entry | None = None
        self.year = ""  # of the date in a cell that is printed without it
        self.ended = False  # an element has just ended, and no text came since

    def read(self, element: Any) -> None:
        """An element with all that is in it, in the order of the page."""
        tag, anchor = element.tag, element.get("id") or ""
        if not _is_left_out(element):
            self._break(tag)
            if tag in HEADINGS and (tag == "h1" or anchor):
                self._heading(element, anchor)
            elif tag in ROWS and anchor:
                self._item(element, anchor)
            else:
                self._inside(element)
            self._break(tag)
        self.ended = True

    def _heading(self, heading: Any, anchor: str) -> None:
        if heading.tag != "h1":
            self.section = Entry(anchor)
            self.entries.append(self.section)
        self.section.title = _tidy(_words(heading))

    def _item(self, row: Any, anchor: str) -> None:
        """The words before the first small print of a row's leading cell are its title."""
        lead = "".join(_words(cell, before="small") for cell in row.find_class("lead")[:1])
        number = anchor.upper() if ROW_ID.fullmatch(anchor) else ""
        self.row = Entry(anchor, f"{number} {_tidy(lead)}".strip())
        self.entries.append(self.row)
        self._inside(row)
        self.row = None

    def _inside(self, element: Any) -> None:
        if element.tag == "td" and self.row:
            dated = ISO_DAY.fullmatch(element.get("data-sort") or "")
            self.year = f"{dated[1]}年" if dated else ""
        self._say(element.text)
        for child in element:
            self.read(child)
            self._say(child.tail)

    def _say(self, text: str | None) -> None:
        if not text:
            return
        self.ended = False
        if self.year and MONTH_FIRST.match(text):
            text, self.year = self.year + text, ""
        (self.row or self.section).parts.append(text)

    def _break(self, tag: str) -> None:
        apart = tag in APART or (tag == "small" and self.row)  # elsewhere it is a unit
        apart = apart or (tag == "span" and self.ended)  # set apart by the style sheet alone
        gap = CELL_BREAK if tag in CELLS or tag in ("tr", "dt") else " " if apart else ""
        (self.row or self.section).parts.append(gap)
