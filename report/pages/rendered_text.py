"""The text that readers will see, line by line of the source, with each macro as a single mark.

Rules about wording hold for what is read, not for what is typed: `6**0**次` reads 60次. So the body is
rendered by Markdown with two kinds of private-use characters in it: one before each line's content, which
carries the line number through, and one in place of each macro call.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

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
TEXT_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "blockquote")
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
    walker = _Walker()
    markdown.reset()
    walker.feed(markdown.convert(_marked(source)))
    walker.close()
    walker.finish()
    return walker.rendered


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


class _Walker(HTMLParser):
    """Collects text by block and line; knows when it is inside code or a link."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rendered = Rendered()
        self.stack: list[str] = []
        self.number = 0
        self.blocks = 0
        self.text = ""
        self.anchor = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        for name, value in values.items():
            if name in ("href", "src", "title", "alt"):
                self.rendered.in_link.update(_macros(value or ""))
            if name in ("href", "src"):
                self.rendered.links.append((self.number, tag, value or ""))
        if values.get("id"):
            self.rendered.anchors.add(str(values["id"]))
        if tag in BLOCKS:
            self._flush()
            self.blocks += 1
        if tag[0] == "h" and tag[1:].isdigit():
            self.anchor = values.get("id") or ""
        if tag in ("img", "br", "hr", "input"):
            return
        self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._flush(tag)
        if tag in self.stack:
            del self.stack[len(self.stack) - 1 - self.stack[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if "code" in self.stack or "pre" in self.stack:
            self.rendered.in_code.update(_macros(data))
            self.rendered.indented += [ord(char) - LINE for char in data if ord(char) >= LINE]
            self.text += CODE
            return
        if "a" in self.stack:
            self.rendered.in_link.update(_macros(data))
        for char in data:
            if ord(char) >= LINE:  # behind the sign that begins the line, if any
                before, _, lead = self.text.rpartition("\n")
                self.text = before
                self._flush()
                self.number, self.text = ord(char) - LINE, lead
            else:
                self.text += char

    def finish(self) -> None:
        self._flush()

    def _flush(self, closing: str = "") -> None:
        text, self.text = self.text.strip("\n"), ""
        if not text.strip():
            return
        block = next((tag for tag in reversed(self.stack) if tag in BLOCKS), "p")
        self.rendered.lines.append(Line(self.number, text, block, self.blocks))
        if closing[:1] == "h" and closing[1:].isdigit():
            heading = Heading(self.number, int(closing[1:]), self.anchor, text)
            self.rendered.headings.append(heading)


def _macros(text: str) -> set[int]:
    return {ord(char) - MACRO for char in text if is_macro(char)}
