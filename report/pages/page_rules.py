"""Rules about a page as readers see it: headings, paragraphs, links, wording, and words beside macros.

One rule = one generator of (line, message); its docstring states the rule.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from report.facts.figure import Figure
from report.faults import Fault, nearest
from report.macros import BLOCK
from report.macros.addresses import DICTIONARY, REPORT_PAGES
from report.macros.study import formula
from report.macros.view import View
from report.pages.prose import Context, complaints
from report.pages.rendered_text import CODE, Line, Rendered, is_macro, macro_mark
from report.pages.source import Source
from report.pages.source_rules import INVISIBLE, WIDE_BLANK

Complaint = tuple[int, str]
TOGETHER = {  # a rate → the rate that has to be beside it
    "rectification.completion_rate": "rectification.due_completion_rate",
}
DEEPEST = 4  # 报告全文 sets the headings of the report two levels deeper
PATH = re.compile(r" ?[a-z][\w.-]*/[\w./-]*(?: (?=\S))?", re.ASCII)
SCHEMES = ("http", "https", "mailto", "tel")
TOUCHING_BEFORE = re.compile(r"[0-9.\-－+＋±〇一二三四五六七八九十百千万两]$")
TOUCHING_AFTER = re.compile(r"^[0-9.%％]")
LONGEST_REPEAT = 4


@dataclass(frozen=True)
class Reading:
    """A page as typed (`source`), its text as readers see it (`rendered`), and the facts
    behind it (`view`)."""

    source: Source
    rendered: Rendered
    view: View

    def line(self, number: int) -> str:
        """A line of the source, counted from 1, with its code blanked."""
        return self.source.prose.split("\n")[number - 1]


def wording(reading: Reading) -> Iterator[Complaint]:
    """Text, title and description keep the rules of official Chinese."""
    campaign, calls = reading.view.campaign, reading.source.calls
    approximate = {key for key, figure in campaign.figures.items() if figure.approx}
    context = Context(
        rules=campaign.prose,
        in_report=reading.source.name in REPORT_PAGES or reading.source.name == "index.md",
        dates="".join(macro_mark(n) for n, call in enumerate(calls) if call.name == "as_of"),
        approximate="".join(macro_mark(n) for n, call in enumerate(calls) if approximate & {*call.args}),
    )
    for line in (*_front(reading.source), *reading.rendered.lines):
        for message in complaints(line, context):
            yield line.number, message


def _front(source: Source) -> Iterator[Line]:
    """Title and description of the front matter as lines; a path in them counts as code."""
    lines = getattr(source.meta, "lines", {})
    for key in ("title", "description"):
        words = source.meta.get(key)
        if isinstance(words, str) and not re.search("[<>{}]", words):
            yield Line(lines[key], PATH.sub(CODE, words), key, -lines[key])


def paragraphs(reading: Reading) -> Iterator[Complaint]:
    """A paragraph is one line: a line break in it would show as a space between characters."""
    blocks = {call.line for call in reading.source.calls if call.name in BLOCK}
    for above, below in pairwise(reading.rendered.lines):
        if above.block_number != below.block_number or below.number <= above.number:
            continue
        if below.text.startswith("|") or {above.number, below.number} & blocks:
            continue
        if re.match(r" *(?:[-*+]|\d+\.) ", reading.line(below.number)):
            yield below.number, "列表前面要空一行"
        else:
            yield below.number, "段内换行会显示成空格，请把一段写成一行"


def indented(reading: Reading) -> Iterator[Complaint]:
    """A line does not become code by the blanks at its start."""
    for number in sorted(set(reading.rendered.indented)):
        if "\t" in reading.line(number):
            continue
        yield number, "行首空了四格，会被当成代码，请删去空格；要写代码的，上下各加一行 ```"


def leftovers(reading: Reading) -> Iterator[Complaint]:
    """No Markdown signs are left in what readers see."""
    for above, line in pairwise((None, *reading.rendered.lines)):
        assert line is not None
        if "\\" in line.text:
            yield line.number, "有多余的反斜杠，请删去"
        if "\\" in reading.line(line.number):
            continue
        if line.block == "p" and line.text.startswith("|"):
            if above is None or above.block_number != line.block_number:
                yield line.number, "表格写法不对：表头下面要有一行 | --- | --- |，表格上面要空一行"
        elif "**" in line.text:
            yield line.number, "加粗的 ** 没有配对，请补上或删去一个"
        elif re.search(r"\]\s*[(（]", line.text):
            yield line.number, "链接写法不对，应写成 [文字](网址)，括号用半角，中间不空格"


def hidden(reading: Reading) -> Iterator[Complaint]:
    """No invisible character is written as an entity, such as &nbsp;."""
    for line in reading.rendered.lines:
        typed = "".join(char for char in line.text if char != CODE and not is_macro(char))
        if "&" in reading.line(line.number) and (INVISIBLE.search(typed) or WIDE_BLANK.search(typed)):
            yield line.number, "用 &…; 写了看不见的字符或空格，请删去"


def one_title(reading: Reading) -> Iterator[Complaint]:
    """A page begins with its only h1, which has no id; the masthead can stand in for it."""
    titled = any(call.name == "masthead" for call in reading.source.calls)
    headings = [heading for heading in reading.rendered.headings if heading.level == 1]
    first = min((line.number for line in reading.rendered.lines), default=1)
    if not headings and not titled:
        yield first, "缺少一级标题，请在页首之后写“# 标题”"
    for extra in headings[0 if titled else 1 :]:
        yield extra.number, "一页只有一个一级标题，请改用 ##"
    if headings and not titled:
        if headings[0].number > first:
            yield headings[0].number, "一级标题要写在最前面，请移到页首之后"
        if "{:" in reading.line(headings[0].number):
            yield headings[0].number, "一级标题不用编号，请删去 {: }"


def headings(reading: Reading) -> Iterator[Complaint]:
    """A heading is # and a blank, skips no level, and has an English id unless it is the h1."""
    above = 1
    for heading in reading.rendered.headings:
        typed = reading.line(heading.number)
        if not re.match(r"#{1,6} \S", typed):
            yield heading.number, "标题写法不对：顶格写 #，空一格，再写标题"
        elif heading.level > above + 1:
            yield heading.number, f"标题跳级，请改用 {'#' * (above + 1)}"
        elif heading.level > DEEPEST:
            yield heading.number, f"标题最多{DEEPEST}级，请改成段落"
        elif heading.level > 1 and "{:" not in typed and "{#" not in typed:
            yield heading.number, "标题缺少英文编号，请在末尾加 {: #english-id }"
        above = heading.level


def anchors(reading: Reading) -> Iterator[Complaint]:
    """An id is used once on a page."""
    first: dict[str, int] = {}
    for heading in reading.rendered.headings:
        if heading.anchor in first and "{:" in reading.line(heading.number):
            said = f"标题编号“{heading.anchor}”在第{first[heading.anchor]}行已经用过，请换一个"
            yield heading.number, said
        first.setdefault(heading.anchor, heading.number)


def macros_in_place(reading: Reading) -> Iterator[Complaint]:
    """No macro is in code or in a link, where its markup would break."""
    for index in sorted(reading.rendered.in_code | reading.rendered.in_link):
        where = "代码" if index in reading.rendered.in_code else "链接"
        number = reading.source.calls[index].line
        if number not in reading.rendered.indented:
            yield number, f"{where}里不能写宏，请把宏移到外面"


def links(reading: Reading) -> Iterator[Complaint]:
    """A link leads to a page, a web address or a mailbox; an image is a file in docs/."""
    for number, tag, address in reading.rendered.links:
        plain = re.sub(r"[\x00-\x20]", "", address).lower()
        scheme = re.match(r"([a-z][a-z0-9+.-]*):", plain)
        if not plain:
            yield number, "链接没有写地址，请补上"
        elif tag == "img" and (scheme or plain.startswith("//")):
            yield number, "图片要放在 docs 里，不能引用别处的，请存下来再引用"
        elif scheme and scheme[1] not in SCHEMES:
            yield number, f"链接不能以“{scheme[0]}”开头，请写网址或站内页面"


def rates_together(reading: Reading) -> Iterator[Complaint]:
    """措施完成率 is not stated without 到期措施完成率."""
    shown: dict[str, int] = {}
    for call in reading.source.calls:
        if call.name == "fig":
            for key in (*call.args, *call.kwargs.values()):
                shown.setdefault(key, call.line)
    for key, companion in TOGETHER.items():
        if key in shown and companion not in shown and key in reading.view.results:
            yield shown[key], f"写“{key}”时，旁边要有“{companion}”，请补上"


def book_formula(reading: Reading) -> Iterator[Complaint]:
    """“3＋4＋5＋3” agrees with the book list."""
    if "books" in reading.view.campaign.incomplete:
        return
    counted = formula(reading.view)
    for line in (*_front(reading.source), *reading.rendered.lines):
        for written in re.findall(r"\d＋\d＋\d＋\d", line.text):
            if written != counted:
                yield line.number, f"“{written}”与书目不符，books.yml 现为{counted}，请改成一致"


def _figures(reading: Reading) -> Iterator[tuple[int, Figure, str, str]]:
    """Each figure in a sentence: its line, the figure, the text before it and the text after it."""
    figures = reading.view.campaign.figures
    for index, call in enumerate(reading.source.calls):
        key = next(iter((*call.args, *call.kwargs.values())), "")
        if call.name != "fig" or key not in figures:
            continue
        for line in reading.rendered.lines:
            before, found, after = line.text.partition(macro_mark(index))
            if found:
                yield call.line, figures[key], before, after


def doubled(reading: Reading) -> Iterator[Complaint]:
    """What a figure prints itself, its unit and its verb, is not typed beside it."""
    for number, figure, before, after in _figures(reading):
        if figure.unit and after.startswith(figure.unit):
            yield number, f"单位“{figure.unit}”由宏印出，请删去手写的"
        if figure.word and before.endswith(figure.word):
            yield number, f"“{figure.word}”由宏印出，请删去手写的"


def digits_apart(reading: Reading) -> Iterator[Complaint]:
    """No digit, numeral or sign touches a number from a macro: 1 before 6次 would read 16次."""
    for number, figure, before, after in _figures(reading):
        if figure.unit is None:
            continue
        for found in (TOUCHING_BEFORE.search(before), TOUCHING_AFTER.search(after)):
            if found:
                yield number, f"“{found[0]}”紧挨着宏印出的数，连起来会读成另一个数，请删去"


def texts_apart(reading: Reading) -> Iterator[Complaint]:
    """A text blank does not repeat the words around it: 第 before 第三, 工作 after 交通工作."""
    for number, figure, before, after in _figures(reading):
        value = figure.value
        if figure.unit is not None or not value:
            continue
        for size in range(LONGEST_REPEAT, 0, -1):
            if before.endswith(value[:size]) and len(value) >= size:
                yield number, f"{figure.label}填的“{value}”与前面的“{value[:size]}”重复，请在数据里删去"
                break
        for size in range(LONGEST_REPEAT, 0, -1):
            if len(value) >= size and after.startswith(value[-size:]):
                yield number, f"{figure.label}填的“{value}”与后面的“{value[-size:]}”重复，请在数据里删去"
                break


PAGE_RULES: tuple[Callable[[Reading], Iterator[Complaint]], ...] = (
    wording,
    paragraphs,
    indented,
    leftovers,
    hidden,
    one_title,
    headings,
    anchors,
    macros_in_place,
    links,
    rates_together,
    book_formula,
    doubled,
    digits_apart,
    texts_apart,
)


def dead_links(root: Path, readings: dict[str, Reading]) -> Iterator[Fault]:
    """Links and images on any page whose target does not exist."""
    for reading in readings.values():
        for number, tag, address in reading.rendered.links:
            if "[^" in reading.line(number):  # a footnote, which is a fault already
                continue
            if complaint := _complaint(root, readings, reading, tag, address):
                yield Fault(reading.source.path, number, complaint)


def _complaint(root: Path, readings: dict[str, Reading], reading: Reading, tag: str, address: str) -> str:
    """What is wrong with the target of a link or image; empty if nothing is."""
    plain = re.sub(r"[\x00-\x20]", "", address).lower()
    if re.match(r"(?:https?:)?//|\\\\", plain):
        return "内网打不开外面的网址，请删去链接" if tag == "a" else ""
    if not plain or re.match(r"[a-z][a-z0-9+.-]*:", plain) or any(is_macro(char) for char in address):
        return ""
    path, _, anchor = unquote(address).partition("#")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(reading.source.name), path)) if path else ""
    if path and not path.endswith(".md"):
        if (root / "docs" / name).is_file():
            return ""
        return f"图片“{path}”不存在" if tag == "img" else f"链接的文件“{path}”不存在，站内页面要写到 .md"
    target = readings.get(name) if path else reading
    if target is None:
        return f"链接的页面“{path}”不存在{nearest(name, readings)}"
    if anchor and anchor not in _anchors(target):
        return f"链接的标题“#{anchor}”不存在{nearest(anchor, _anchors(target))}"
    return ""


def _anchors(reading: Reading) -> set[str]:
    """The anchors of a page; in the dictionary also the keys of all figures."""
    keys = set(reading.view.results) if reading.source.name == DICTIONARY else set()
    return reading.rendered.anchors | keys
