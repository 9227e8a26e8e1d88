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

    def __post_init__(self) -> None:
        with zipfile.ZipFile(io.BytesIO(self.content)) as file:
            self.entries = file.infolist()
            self.parts = {name: file.read(name) for name in file.namelist()}

    def tree(self, part: str) -> Any:
        return etree.fromstring(self.parts[part])

    @cached_property
    def body(self) -> Any:
        return self.tree("word/document.xml").find(f"{W}body")

    @cached_property
    def styles(self) -> dict[str, Any]:
        return {style.get(f"{W}styleId"): style for style in self.tree("word/styles.xml").iter(f"{W}style")}

    @cached_property
    def defaults(self) -> Any:
        return self.tree("word/styles.xml").find(f"{W}docDefaults")

    @cached_property
    def paragraphs(self) -> list[Any]:
        """Those of the text, without those of tables."""
        return self.body.findall(f"{W}p")

    @cached_property
    def texts(self) -> list[str]:
        return [text(p) for p in self.paragraphs]

    def at(self, pattern: str) -> Any:
        """The first paragraph whose text begins so."""
        return next(p for p in self.paragraphs if re.match(pattern, text(p)))

    @cached_property
    def report(self) -> list[Any]:
        """The paragraphs of the report itself: behind the recipient, before attachments and signature."""
        start = self.paragraphs.index(self.recipient) + 1
        end = next(n for n in range(start, len(self.texts)) if not self.texts[n])
        return self.paragraphs[start:end]

    @cached_property
    def recipient(self) -> Any:
        title = self.paragraphs.index(self.at("关于"))
        return next(p for p in self.paragraphs[title + 1 :] if text(p))

    @cached_property
    def signature(self) -> tuple[Any, Any]:
        """署名 and 成文日期: the last two paragraphs before the attachments."""
        ends = [n for n, p in enumerate(self.paragraphs) if self.on(p, "pageBreakBefore")]
        date = (ends[0] if ends else len(self.paragraphs)) - 1
        return self.paragraphs[date - 1], self.paragraphs[date]

    def level(self, paragraph: Any) -> int | None:
        """The level of a heading by its number; None for what is none."""
        outline = self.look(paragraph, "outlineLvl", "val")
        return int(outline) if outline is not None else None

    def headings(self) -> list[tuple[int, Any]]:
        """The short numbered paragraphs of the report, each with the level that its number says."""
        return [
            (level, p)
            for p in self.report
            for level, pattern in enumerate(LEVELS)
            if re.match(pattern, text(p)) and not text(p).endswith("。")
        ]

    def body_texts(self) -> list[Any]:
        """The paragraphs of the report that are no headings."""
        headings = [p for _, p in self.headings()]
        return [p for p in self.report if p not in headings]

    def _chain(self, style: str | None) -> list[Any]:
        """A style and those that it is based on."""
        found = []
        while style is not None:
            found.append(self.styles[style])
            based = self.styles[style].find(f"{W}basedOn")
            style = based.get(f"{W}val") if based is not None else None
        return found

    def _style(self, paragraph: Any) -> str:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        if named is not None:
            return named.get(f"{W}val")
        return next(
            id for id, s in self.styles.items() if s.get(f"{W}default") and s.get(f"{W}type") == "paragraph"
        )

    def look(self, paragraph: Any, name: str, attribute: str) -> str | None:
        """A property of a paragraph: its own, or the nearest style's that says something."""
        for holder in [paragraph, *self._chain(self._style(paragraph)), self.defaults.find(f"{W}pPrDefault")]:
            found = holder.find(f"{W}pPr/{W}{name}")
            if found is not None and found.get(f"{W}{attribute}") is not None:
                return found.get(f"{W}{attribute}")
        return None

    def on(self, paragraph: Any, name: str, default: bool = False) -> bool:
        """Whether a switch of a paragraph is on."""
        for holder in [paragraph, *self._chain(self._style(paragraph))]:
            found = holder.find(f"{W}pPr/{W}{name}")
            if found is not None:
                return found.get(f"{W}val", "1") not in ("0", "false", "off")
        return default

    def font(self, run: Any, name: str, attribute: str) -> str | None:
        """A property of a run: its own, that of its style, of its paragraph's, or of the document."""
        paragraph = next(run.iterancestors(f"{W}p"))
        styled = run.find(f"{W}rPr/{W}rStyle")
        chain = self._chain(styled.get(f"{W}val")) if styled is not None else []
        chain = [run, *chain, *self._chain(self._style(paragraph)), self.defaults.find(f"{W}rPrDefault")]
        for holder in chain:
            found = holder.find(f"{W}rPr/{W}{name}")
            if found is not None and found.get(f"{W}{attribute}") is not None:
                return found.get(f"{W}{attribute}")
        return None

    def fonts(self, paragraphs: list[Any], name: str, attribute: str = "val") -> set[str | None]:
        """What all runs of the paragraphs have as a property."""
        return {self.font(run, name, attribute) for p in paragraphs for run in runs(p)}

    def looks(self, paragraphs: list[Any], name: str, attribute: str = "val") -> set[str | None]:
        """What all the paragraphs have as a property."""
        return {self.look(p, name, attribute) for p in paragraphs}

    def characters(self, paragraph: Any, side: str) -> float:
        """An indent in characters; where it is also given in their unit, both say the same."""
        size = int(self.fonts([paragraph], "sz").pop() or 0) * 10 if runs(paragraph) else CHARACTER
        length = int(self.look(paragraph, "ind", side) or 0) / size
        hundredths = self.look(paragraph, "ind", f"{side}Chars")
        assert hundredths is None or abs(length - int(hundredths) / 100) < 0.01, (side, length, hundredths)
        return length


def runs(paragraph: Any) -> list[Any]:
    """The runs of a paragraph that hold text."""
    return [run for run in paragraph.iter(f"{W}r") if run.find(f"{W}t") is not None]


def text(paragraph: Any) -> str:
    """The text of a paragraph or of anything that holds some."""
    return "".join(word.text or "" for word in paragraph.iter(f"{W}t"))


def width(words: str) -> float:
    """How many characters wide a text is: a half for every one that is ASCII."""
    return sum(0.5 if char.isascii() else 1 for char in words)
