"""A page of the built site, parsed once for all that reads it.

The tree is what libxml2 makes of the page, much as a browser does: what is broken it mends or leaves out, so
the lines of that are kept beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree, html

SKIPPED = re.compile(  # what the parser skips without a word
    r"<!(?!--|doctype\b)"  # a declaration that is none, up to the next >
    r"|<[^<>]*\s(href|src|data|rel|type)\s*=[^<>]*\s\1\s*=",  # an attribute that the tag has already
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Page:
    """A page: its path in the site, its HTML, its tree without comments, and the lines that are broken."""

    name: str
    html: str
    tree: Any
    broken: tuple[int, ...]

    def line(self, text: Any, at: int) -> int:
        """The line of a character of a text in the tree, counted from the last tag before it."""
        words = text[:at]
        element = tag = text.getparent()
        if text.is_tail:
            *_, tag = element.iter()
            words += tag.text or ""
        line = tag.sourceline
        while tag is not element:
            words += tag.tail or ""
            tag = tag.getparent()
        return int(min(line + words.count("\n"), self.html.count("\n") + 1))  # &#10; breaks no line


def built_pages(site: Path) -> list[Page]:
    """Every page under a built site, in the order of their paths."""
    return [
        parsed(path.relative_to(site).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    ]


def parsed(name: str, text: str) -> Page:
    """A page from its HTML."""
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text, parser)
    if root is None:  # not one tag or word in it
        root = html.Element("html")
    harmless = etree.ErrorTypes.DTD_ID_REDEFINED  # an id that stands twice changes no tree
    mended = {entry.line for entry in parser.error_log if entry.type != harmless}
    skipped = {text.count("\n", 0, found.start()) + 1 for found in SKIPPED.finditer(text)}
    return Page(name, text, root.getroottree(), tuple(sorted(mended | skipped)))
