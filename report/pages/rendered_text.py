"""The text that readers will see, line by line of the source, with each macro as a single mark.

Rules about wording hold for what is read, not for what is typed: `6**0**次` reads 60次. So the body is
rendered by Markdown with two kinds of private-use characters in it: one before each line's content, which
carries the line number through, and one in place of each macro call.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import html
from markdown import Markdown

from report.pages.source import CALL, Source
from report.pages.source_rules import HTML, INVISIBLE

MACRO = 0xE000  # + index of the call
LINE = 0xF0000  # + line number
CODE = "\ufffc"  # stands for a piece of code in a line of text
LEAD = re.compile(r"^\s*(?:(?:[-*+]|\d+[.)]|>|:)\s+|#{1,6}\s*|\|\s*)*")
STRAY = re.compile(r"\{(?!:)[^\n{}]*?(?:\}+|\)|$)|｛+[^\n]*?(?:｝+|$)", re.MULTILINE)  # calls that are none
TAG = re.compile(rf"<!--.*?-->|(?:{HTML.pattern})[^<>\n]*>?", re.DOTALL)
UNMARKED = re.compile(r"^\s*(?:\{:|\[[^\]]+\]:|\|?[\s:|-]+$|=+\s*$|\Z)")
ADMONITION = re.compile(r"^\s*!!![^\"\n]*\"?")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TEXT_BLOCKS = ("p", "li", *HEADINGS, "td", "th", "dt", "dd", "blockquote")
BLOCKS = frozenset((*TEXT_BLOCKS, "div", "ul", "ol", "dl", "table", "tr", "pre"))


@dataclass
class Line:
    """The rendered text of one source line inside one block."""

    number: int
    text: str
    block: str  # the innermost block element: p, li, h2, td …
    block_number: int  # lines of one block share it


@dataclass
class Heading:
    number: int
    level: int
    anchor: str
    text: str


@dataclass
class Rendered:
    lines: list[Line] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    in_code: set[int] = field(default_factory=set)  # indices of macro calls
    in_link: set[int] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)  # every id on the page
    links: list[tuple[int, str, str]] = field(default_factory=list)  # line, a or img, address
    indented: list[int] = field(default_factory=list)  # lines that are code because of blanks before them


def render_text(source: Source, markdown: Markdown) -> Rendered:
    """What the page reads like. Uses the site's own Markdown extensions."""
    markdown.reset()
    text = markdown.convert(_marked(source))
    reader = _Reader()
    deep = html.HTMLParser(huge_tree=True)
    reader.read(html.fragment_fromstring(text, create_parent="body", parser=deep))
    reader.flush()
    return reader.rendered


def macro_mark(index: int) -> str:
    """The character that stands for a macro call."""
    return chr(MACRO + index)


def is_macro(char: str) -> bool:
    """Whether a character stands for a macro call."""
    return MACRO <= ord(char) < MACRO + 6400


def _marked(source: Source) -> str:
    body = INVISIBLE.sub(CODE, source.body)
    for index, call in reversed(list(enumerate(source.calls))):
        start, end = call.span
        body = body[:start] + macro_mark(index) + "\n" * body.count("\n", start, end) + body[end:]
    for refused in (CALL, STRAY, TAG):  # what has its fault already shall cause no other
        body = refused.sub(lambda found: CODE + "\n" * found[0].count("\n"), body)
    lines = []
    for number, line in enumerate(body.split("\n"), 1):
        if number in source.fenced:
            line = ""
        else:
            lead = ADMONITION.match(line) or LEAD.match(line)
            at = lead.end() if lead else 0
            if not UNMARKED.match(line[at:]):
                line = f"{line[:at]}{chr(LINE + number)}{line[at:]}"
        lines.append(line)
    return "\n".join(lines)


class _Reader:
    """Collects text by block and line; knows when it is inside code or a link."""

    def __init__(self) -> None:
        self.rendered = Rendered()
        self.stack: list[str] = []  # the elements around, from outside in
        self.number = 1
        self.blocks = 0
        self.text = ""

    def read(self, element: Any) -> None:
        """An element with all that is in it, in the order of the page."""
        tag = element.tag
        self._attributes(element)
        if tag in BLOCKS:
            self.flush()
            self.blocks += 1
        self.stack.append(tag)
        self._say(element.text or "")
        for child in element:
            self.read(child)
            self._say(child.tail or "")
        if tag in BLOCKS and self.flush() and tag in HEADINGS:
            heading = Heading(self.number, int(tag[1]), element.get("id", ""), self.rendered.lines[-1].text)
            self.rendered.headings.append(heading)
        self.stack.pop()

    def _attributes(self, element: Any) -> None:
        for name, value in element.items():
            if name in ("href", "src", "title", "alt"):
                self.rendered.in_link.update(_macros(value))
            if name in ("href", "src"):
                self.rendered.links.append((self.number, element.tag, value))
            if name == "id":
                self.rendered.anchors.add(value)

    def _say(self, text: str) -> None:
        if text and ("code" in self.stack or "pre" in self.stack):
            self.rendered.in_code.update(_macros(text))
            self.rendered.indented += [ord(char) - LINE for char in text if ord(char) >= LINE]
            self.text += CODE
            return
        if "a" in self.stack:
            self.rendered.in_link.update(_macros(text))
        for char in text:
            if ord(char) >= LINE:  # behind the sign that begins the line, if any
                before, _, lead = self.text.rpartition("\n")
                self.text = before
                self.flush()
                self.number, self.text = ord(char) - LINE, lead
            else:
                self.text += char

    def flush(self) -> bool:
        """End the line that was begun; whether there is anything in it."""
        text, self.text = self.text.strip("\n"), ""
        if text.strip():
            block = next((tag for tag in reversed(self.stack) if tag in BLOCKS), "p")
            self.rendered.lines.append(Line(self.number, text, block, self.blocks))
        return bool(text.strip())


def _macros(text: str) -> set[int]:
    return {ord(char) - MACRO for char in text if is_macro(char)}
