"""Reads a Word document to check its format: every look is followed through the chain of styles."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT, STYLES, CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
ODD_HEAD, EVEN_HEAD = "word/header-odd.xml", "word/header-even.xml"
NUMERALS = "一二三四五六七八九十"
LEVELS = (rf"[{NUMERALS}]+、", rf"（[{NUMERALS}]+）", r"\d+\.", r"（\d+）")
Moment = tuple[int, int, int, int, int, int]
EPOCH: Moment = (1980, 1, 1, 0, 0, 0)
CHARACTER = 320  # twentieths of a point


def replaced(content: bytes, part: str, old: str, new: str) -> bytes:
    """A document with other text in one of its parts, wherever it stands; it must stand there."""
    before = Word(content).parts[part].decode()
    after = re.sub(old, new, before)
    assert after != before, f"{part} does not hold {old}"
    return repacked(content, part=part, text=after)


def repacked(
    content: bytes, part: str = "", text: str | bytes = "", added: str = "", time: Moment = EPOCH
) -> bytes:
    """A document with one part of another text, or one more, or of another time."""
    parts = {name: text if name == part else data for name, data in Word(content).parts.items()}
    return zipped(parts | ({added: "<x/>"} if added else {}), time)


def zipped(parts: Mapping[str, str | bytes], time: Moment = EPOCH) -> bytes:
    """Parts as a file, whatever is in them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, time), content)
    return stream.getvalue()


@dataclass
class Word:
    """A document, taken apart."""

    content: bytes
    parts: dict[str, bytes] = field(init=False)
    entries: list[zipfile.ZipInfo] = field(init=False)
    trees: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with zipfile.ZipFile(io.BytesIO(self.content)) as file:
            self.entries = file.infolist()
            self.parts = {name: file.read(name) for name in file.namelist()}

    def tree(self, part: str) -> Any:
        if part not in self.trees:
            self.trees[part] = etree.fromstring(self.parts[part])
        return self.trees[part]

    @cached_property
    def body(self) -> Any:
        return self.tree(DOCUMENT).find(f"{W}body")

    @cached_property
    def styles(self) -> dict[str, Any]:
        return {style.get(f"{W}styleId"): style for style in self.tree(STYLES).iter(f"{W}style")}

    @cached_property
    def paragraphs(self) -> list[Any]:
        """Those of the text, without those of tables."""
        return self.body.findall(f"{W}p")

    @cached_property
    def texts(self) -> list[str]:
        return [text(p) for p in self.paragraphs]

    def at(self, words: str) -> Any:
        """The first paragraph that begins with these words."""
        return next(p for p in self.paragraphs if text(p).startswith(words))

    @cached_property
    def title(self) -> Any:
        (said,) = self.tree(CORE).iter("{*}title")
        return self.at(said.text)

    @cached_property
    def recipient(self) -> Any:
        return next(p for p in self.paragraphs[self.paragraphs.index(self.title) + 1 :] if text(p))

    @cached_property
    def report(self) -> list[Any]:
        """The paragraphs of the report itself: behind the recipient, before 附件说明 and 署名."""
        start = self.paragraphs.index(self.recipient) + 1
        foot = (n for n, said in enumerate(self.texts) if said.startswith("附件："))
        end = next(foot, self.paragraphs.index(self.signature[0]))
        return [p for p in self.paragraphs[start:end] if text(p)]

    @cached_property
    def signature(self) -> tuple[Any, Any]:
        """署名 and 成文日期: the last two paragraphs before the attachments."""
        ends = [n for n, p in enumerate(self.paragraphs) if self.value(p, "pPr/pageBreakBefore")]
        date = (ends[0] if ends else len(self.paragraphs)) - 1
        return self.paragraphs[date - 1], self.paragraphs[date]

    @cached_property
    def headings(self) -> list[tuple[int, Any]]:
        """The short numbered paragraphs of the report, each with the level, from 1, that its number says."""
        return [
            (level, p)
            for p in self.report
            for level, pattern in enumerate(LEVELS, 1)
            if re.match(pattern, text(p)) and text(p)[-1] not in "。；："
        ]

    @cached_property
    def body_texts(self) -> list[Any]:
        """The paragraphs of the report that are no headings."""
        headings = [p for _, p in self.headings]
        return [p for p in self.report if p not in headings]

    def value(self, element: Any, path: str) -> str | bool | None:
        """What an element has as a property: its own, that of its styles, or of the document."""
        said = (read(holder, path) for holder in self.holders(element, path))
        return next((value for value in said if value is not None), None)

    def holders(self, element: Any, path: str) -> list[Any]:
        """Where a property of an element may stand, the nearest first."""
        part = path.partition("/")[0]
        if part not in ("pPr", "rPr"):  # of these alone styles may speak
            return [element]
        if element.tag == f"{W}r":
            paragraph = next(element.iterancestors(f"{W}p"))
            own = [element, *self._chain(read(element, "rPr/rStyle/@val"))]
            chain = [*own, *self._chain(self._style(paragraph))]
        elif element.tag == f"{W}p":
            chain = [element, *self._chain(self._style(element))]
        else:
            chain = self._chain(element.get(f"{W}styleId"))
        return [*chain, *self.tree(STYLES).findall(f"{W}docDefaults/{W}{part}Default")]

    def _chain(self, style: str | None) -> list[Any]:
        """A style and those that it is based on."""
        if style is None:
            return []
        return [self.styles[style], *self._chain(read(self.styles[style], "basedOn/@val"))]

    def _style(self, paragraph: Any) -> str:
        return read(paragraph, "pPr/pStyle/@val") or next(
            id for id, s in self.styles.items() if s.get(f"{W}default") and s.get(f"{W}type") == "paragraph"
        )

    def characters(self, paragraph: Any, side: str) -> float:
        """An indent in characters; where it is also given in their unit, both say the same."""
        length = int(self.value(paragraph, f"pPr/ind/@{side}") or 0) / CHARACTER
        hundredths = self.value(paragraph, f"pPr/ind/@{side}Chars")
        assert hundredths is None or abs(length - int(hundredths) / 100) < 0.01, (side, length, hundredths)
        return length


def read(holder: Any, path: str) -> Any:
    """What stands at a path of XML, written without prefixes; None where nothing does.

    Of an attribute (`pPr/jc/@val`) its value, of an element (`pPr/keepNext`) whether that switch is on.
    """
    if path == "text()":
        return text(holder)
    way, _, attribute = path.partition("@")
    node = holder.find("/".join(W + step for step in way.strip("/").split("/"))) if way else holder
    if node is None or attribute:
        return None if node is None else node.get(W + attribute)
    return node.get(f"{W}val", "1") not in ("0", "false", "off")


def write(holder: Any, path: str, value: str | bool) -> None:
    """Put a value at a path of XML, whatever is missing on the way."""
    way, _, attribute = path.partition("@")
    node = holder
    for step in filter(None, way.split("/")):
        found = node.find(W + step)
        node = etree.SubElement(node, W + step) if found is None else found
    node.set(W + (attribute or "val"), str(value) if attribute else str(int(value)))


def runs(paragraph: Any) -> list[Any]:
    """The runs of a paragraph that hold text."""
    return [run for run in paragraph.iter(f"{W}r") if run.find(f"{W}t") is not None]


def text(paragraph: Any) -> str:
    """The text of a paragraph or of anything that holds some."""
    return "".join(word.text or "" for word in paragraph.iter(f"{W}t"))


def width(words: str) -> float:
    """How many characters wide a text is: a half for every one that is ASCII."""
    return sum(0.5 if char.isascii() else 1 for char in words)
