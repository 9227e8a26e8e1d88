"""Links lead to pages and headings that exist, and nowhere outside: readers have no other network."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from report.faults import Fault, nearest
from report.macros.desk import DICTIONARY
from report.pages.layout import Reading
from report.pages.rendered_text import is_macro


def dead_links(root: Path, readings: dict[str, Reading]) -> Iterator[Fault]:
    """Links and images of every page whose target is not there."""
    for reading in readings.values():
        for number, tag, address in reading.rendered.links:
            if "[^" in reading.line(number):  # a footnote, which is a fault already
                continue
            if complaint := _complaint(root, readings, reading, tag, address):
                yield Fault(reading.source.path, number, complaint)


def _complaint(root: Path, readings: dict[str, Reading], page: Reading, tag: str, address: str) -> str:
    plain = re.sub(r"[\x00-\x20]", "", address).lower()
    if re.match(r"(?:https?:)?//|\\\\", plain):
        return "内网打不开外面的网址，请删去链接" if tag == "a" else ""
    if not plain or re.match(r"[a-z][a-z0-9+.-]*:", plain) or any(is_macro(char) for char in address):
        return ""
    path, _, anchor = unquote(address).partition("#")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page.source.name), path)) if path else ""
    if path and not path.endswith(".md"):
        if (root / "docs" / name).is_file():
            return ""
        return f"图片“{path}”不存在" if tag == "img" else f"链接的文件“{path}”不存在，站内页面要写到 .md"
    target = readings.get(name) if path else page
    if target is None:
        return f"链接的页面“{path}”不存在{nearest(name, readings)}"
    if anchor and anchor not in _anchors(target):
        return f"链接的标题“#{anchor}”不存在{nearest(anchor, _anchors(target))}"
    return ""


def _anchors(page: Reading) -> set[str]:
    """What can be linked to on a page; on the dictionary, every figure too."""
    keys = set(page.desk.results) if page.source.name == DICTIONARY else set()
    return page.rendered.anchors | keys
