"""Checks of the site as built: what no source check can see must not reach a reader either."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from report.built.page import Page
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
WORDS = etree.XPath(  # of a page, but for its code; blanks are none
    "//main//text()[normalize-space()]"
    "[not(ancestor::code or ancestor::pre or ancestor::script or ancestor::style)]"
)
REFUSED = (  # elements and attributes → what is said of each; JSON is data and never run
    ("//article//script", "正文里有脚本，页面只能有文字和宏"),
    (
        "//style | //script[not(ancestor::article or @src or @type = 'application/json')]",
        "网页里写着 {tag}，内网的安全策略不许，请放进 overrides/assets/ 的文件里",
    ),
    (
        r"//title[not(ancestor::svg)][re:test(., '<\s*/?\s*\w')]",
        "网页标题里有标签，请改页首的 title 或一级标题",
    ),
    ("//@*[starts-with(name(), 'on')]", "标签 {tag} 带有脚本属性 {name}"),
    ("//@style", "标签 {tag} 带有行内样式，内网的安全策略不许"),
    (r"(//@href | //@src)[re:test(., '^\s*javascript:', 'i')]", "链接里有脚本，请改成网址"),
    (
        "(//@src | //object/@data | //link[not(@rel = 'canonical')]/@href)[re:test(., '^(https?:)?//', 'i')]",
        "要向外部取文件：{value}",
    ),
)
EXSLT = {"re": "http://exslt.org/regular-expressions"}
SHEET_LOADS = re.compile(r"(?:@import\s*|url\()\s*[\"']?(?:https?:)?//", re.IGNORECASE)


def faults_in(site: Path, pages: Iterable[Page]) -> list[Fault]:
    """Every fault of the pages and the style sheets of a built site, paths relative to it."""
    found = [fault for page in pages for fault in page_faults(page)]
    return found + [fault for sheet in sorted(site.rglob("*.css")) for fault in _sheet_faults(sheet, site)]


def _sheet_faults(sheet: Path, site: Path) -> Iterator[Fault]:
    """What a style sheet asks of other hosts."""
    text = sheet.read_text(encoding="utf-8")
    for found in SHEET_LOADS.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Fault(sheet.relative_to(site).as_posix(), line, f"要向外部取文件：{found[0]}…")


def page_faults(page: Page) -> Iterator[Fault]:
    """Faults of one built page: leftovers in its text, live markup from data, requests to other hosts."""
    for line in page.broken:
        yield Fault(page.name, line, "标签写坏了，浏览器也认不准，请改这一页的来源")
    for text in WORDS(page.tree):
        for pattern, meaning in LEFTOVERS:
            if found := re.search(pattern, text):
                line = page.line(text, found.start())
                yield Fault(page.name, line, f"{meaning}：“{found[0]}”，请改这一页的来源")
    yield from _repeated_ids(page)
    for path, message in REFUSED:
        for item in page.tree.xpath(path, namespaces=EXSLT):
            element = item if etree.iselement(item) else item.getparent()
            named = {"tag": element.tag, "name": getattr(item, "attrname", ""), "value": item}
            yield Fault(page.name, element.sourceline, message.format(**named))


def _repeated_ids(page: Page) -> Iterator[Fault]:
    """An id stands once: a link to it leads to the first, and a label or script takes one for the other."""
    seen: set[str] = set()
    for id in page.tree.xpath("//@id"):
        if id in seen:
            said = f"“{id}”在这一页里是两处的位置编号，链接只到得了第一处，请改其中一处"
            yield Fault(page.name, id.getparent().sourceline, said)
        seen.add(id)
