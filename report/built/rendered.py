"""Checks of the site as built: what no source check can see must not reach a reader either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from report.faults import Fault

LEFTOVERS = (  # what stands in the text → what it means
    (r"\{\{|\}\}|\{%|%\}|｛｛|｝｝", "有没有执行的宏"),
    (r"(?<![A-Za-z])(?:None|nan|NaN|undefined)(?![A-Za-z])", "有一个值没有取到"),
    (r"Traceback \(most recent call last\)|\b\w+Error: ", "把程序的报错印成了正文"),
    (r"\d\.\d{7,}", "数没有修约"),
    (r"(?<![A-Za-z0-9])[XxＸ]{2,}(?![A-Za-z0-9])|×{2,}", "有没填完的 XX"),
    (r"(?<![A-Za-z0-9])[XＸ×](?=[次期个条项份名支篇本天市局])|第[XＸ×]", "有没填完的 X"),
    (r"##\w+##", "有文库的付费标记"),
    (r"<(?:script|a|img|iframe)\b", "把标签印成了正文"),
)
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
EXTERNAL = re.compile(r"^(?:https?:)?//", re.IGNORECASE)
SHEET_LOADS = re.compile(r"(?:@import\s*|url\()\s*[\"']?(?:https?:)?//", re.IGNORECASE)
DATA = "application/json"  # a script of this type is read by another one, and never run
LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "embed": "src", "object": "data"}


def faults_in(site: Path) -> list[Fault]:
    """Every fault of every page and style sheet under a built site, paths relative to it."""
    pages = [fault for page in sorted(site.rglob("*.html")) for fault in page_faults(page, site)]
    return pages + [fault for sheet in sorted(site.rglob("*.css")) for fault in _sheet_faults(sheet, site)]


def _sheet_faults(sheet: Path, site: Path) -> Iterator[Fault]:
    """What a style sheet asks of other hosts."""
    text = sheet.read_text(encoding="utf-8")
    for found in SHEET_LOADS.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Fault(sheet.relative_to(site).as_posix(), line, f"要向外部取文件：{found[0]}…")


def page_faults(page: Path, site: Path) -> Iterator[Fault]:
    """Faults of one built page: leftovers in its text, live markup from data, requests to other hosts."""
    name = page.relative_to(site).as_posix()
    reader = _PageReader()
    try:
        reader.feed(page.read_text(encoding="utf-8"))
        reader.close()
    except AssertionError:  # html.parser gives up on a declaration that is none
        yield Fault(name, reader.getpos()[0], "标签写坏了，浏览器也认不准，请改这一页的来源")
    for line, text in reader.texts:
        for pattern, meaning in LEFTOVERS:
            if found := re.search(pattern, text):
                yield Fault(name, line, f"{meaning}：“{found[0]}”，请改这一页的来源")
    for line, complaint in reader.complaints:
        yield Fault(name, line, complaint)


class _PageReader(HTMLParser):
    """Collects the text of <main> outside code and scripts, and what should not be in a page at all."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.texts: list[tuple[int, str]] = []
        self.complaints: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._attributes(tag, values)
        if "article" in self.stack and tag == "script":
            self._complain("正文里有脚本，页面只能有文字和宏")
        elif tag == "style" or (tag == "script" and "src" not in values and values.get("type") != DATA):
            self._complain(f"网页里写着 {tag}，内网的安全策略不许，请放进 overrides/assets/ 的文件里")
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.stack:
            del self.stack[len(self.stack) - 1 - self.stack[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if "title" in self.stack and "svg" not in self.stack and re.search(r"<\s*/?\s*\w", data):
            self._complain("网页标题里有标签，请改页首的 title 或一级标题")
        if "main" in self.stack and not {"code", "pre", "script", "style"} & set(self.stack):
            self.texts.append((self.getpos()[0], data))

    def _attributes(self, tag: str, values: dict[str, str | None]) -> None:
        for name, value in values.items():
            if name.startswith("on"):
                self._complain(f"标签 {tag} 带有脚本属性 {name}")
            elif name == "style":
                self._complain(f"标签 {tag} 带有行内样式，内网的安全策略不许")
            elif name in ("href", "src") and (value or "").strip().lower().startswith("javascript:"):
                self._complain("链接里有脚本，请改成网址")
        loads = LOADING.get(tag) or ("href" if tag == "link" and values.get("rel") != "canonical" else "")
        if loads and EXTERNAL.match(values.get(loads) or ""):
            self._complain(f"要向外部取文件：{values[loads]}")

    def _complain(self, message: str) -> None:
        self.complaints.append((self.getpos()[0], message))
