"""What only the office reads: paragraphs marked `{: .work }`, and links to pages of its own."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from report.editions import is_working_page
from report.faults import Fault
from report.pages.source import Source

MARK = re.compile(r"\s*\{: *\.work *\}\s*")
ITEM = re.compile(r"\s*(?:[-*+]|\d+\.) ")
LINK = re.compile(r"\]\(([^()#\s]+\.md)(?:#[^()\s]*)?\)")


def displayed(text: str) -> str:
    """A page's text for the display edition: marked paragraphs and list items blanked, line by line."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not MARK.fullmatch(line):
            continue
        first = number
        while first and lines[first - 1].strip() and not ITEM.match(lines[first]):
            first -= 1
        lines[first : number + 1] = [""] * (number + 1 - first)
    return "\n".join(lines)


def working_links(sources: dict[str, Source]) -> Iterator[Fault]:
    """A page for everybody links to a working page only in a paragraph marked as the office's."""
    for source in sources.values():
        if is_working_page(source.name):
            continue
        for number, line in enumerate(displayed(source.prose).split("\n"), 1):
            for found in LINK.finditer(line):
                target = posixpath.normpath(posixpath.join(posixpath.dirname(source.name), found[1]))
                if is_working_page(target):
                    said = f"展示版没有“{found[1]}”这一页；只给工作版看的，请在段后另起一行写 {{: .work }}"
                    yield Fault(source.path, number, said)
