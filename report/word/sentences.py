"""A copy as sentences, each with the figures in it. A row of a table is one sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from report.word.returned import Mark, Paragraph

ENDED = re.compile(r"[^。！？]*[。！？]+[”’）》]*|[^。！？]+$")
DIGITS = "0-9０-９〇零一二三四五六七八九十百千万亿两几"
BEFORE = re.compile(rf"(?:[{DIGITS}.．－−-]|[0-9０-９][,，]|[近逾超达]|(?<!制)约)+$")
BEHIND = re.compile(rf"^(?:[{DIGITS}.．%％余多半]|左右|以上|以下|以内)+")
NUMERAL = re.compile(rf"[{DIGITS}]")
OPEN, CLOSE = "\ue000", "\ue001"  # around a key that stands for its figure


@dataclass(frozen=True)
class Said:
    """A sentence with its figures; `paragraph` is counted from 1, `first`: it begins that paragraph."""

    paragraph: int
    first: bool
    text: str
    marks: tuple[Mark, ...]

    @property
    def masked(self) -> str:
        """Its words, with each figure's key in the place of the figure."""
        words, last = "", 0
        for mark in self.marks:
            words += self.text[last : mark.start] + OPEN + mark.key + CLOSE
            last = mark.end
        return words + self.text[last:]

    def of(self, mark: Mark) -> str:
        """What stands where a figure is."""
        return self.text[mark.start : mark.end]


def sentences(
    paragraphs: Iterable[Paragraph], known: Collection[tuple[str, int]] | None = None
) -> Iterator[Said]:
    """The sentences of paragraphs. `known`: the places of figures that there should be; others are text."""
    for number, paragraph in enumerate(paragraphs, 1):
        spans = [found.span() for found in ENDED.finditer(paragraph.text)]
        for start, end in [(0, len(paragraph.text))] if paragraph.is_row else spans:
            marks = [
                Mark(m.key, m.place, m.start - start, m.end - start)
                for m in paragraph.marks
                if start <= m.start and m.end <= end and (known is None or (m.key, m.place) in known)
            ]
            text = paragraph.text[start:end]
            yield Said(number, start == 0, text, tuple(_extended(text, marks)))


def _extended(text: str, marks: list[Mark]) -> Iterator[Mark]:
    """Figures in their order, with what somebody typed right beside them that makes another number."""
    ordered = sorted(marks, key=lambda mark: mark.start)
    for index, mark in enumerate(ordered):
        least = ordered[index - 1].end if index else 0
        most = ordered[index + 1].start if index + 1 < len(ordered) else len(text)
        start, end = mark.start, mark.end
        if NUMERAL.search(text[start:end]):  # beside words, a numeral is a matter of the sentence
            if before := BEFORE.search(text[least:start]):
                start -= len(before[0])
            if behind := BEHIND.search(text[end:most]):
                end += len(behind[0])
        if start >= least:
            yield Mark(mark.key, mark.place, start, end)
