"""What differs in a returned copy, as lines to print and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

LONGEST = 60  # characters of a sentence that is quoted only to help find it


@dataclass(frozen=True)
class FigureChange:
    """A figure that reads differently. `returned` is None if it was not found."""

    key: str
    label: str
    data: str
    returned: str | None
    paragraph: int
    sentence: str


@dataclass(frozen=True)
class Uneven:
    """A figure that was changed in some places only. `texts`: paragraph number and what it says there."""

    key: str
    label: str
    texts: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Rewording:
    """A reworded sentence. `numbers`: those that were added and are not from the data."""

    paragraph: int
    data: str
    returned: str
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence that was added, removed or moved. Paragraphs are counted from 1, without empty ones."""

    paragraph: int
    text: str
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Everything that differs. Paragraphs are numbered as in the copy; of removed text, as in
    the data's copy."""

    compared: int  # places where a figure was found
    same_data: bool | None  # whether the copy was made from the data as it is now; None: unknown
    figures: list[FigureChange] = field(default_factory=list)
    dropped: list[FigureChange] = field(default_factory=list)  # gone with their sentences
    uneven: list[Uneven] = field(default_factory=list)
    reworded: list[Rewording] = field(default_factory=list)
    added: list[Sentence] = field(default_factory=list)
    removed: list[Sentence] = field(default_factory=list)
    moved: list[Sentence] = field(default_factory=list)
    split: list[Sentence] = field(default_factory=list)  # a paragraph now begins here
    joined: list[Sentence] = field(default_factory=list)  # no paragraph begins here now
    notes: list[str] = field(default_factory=list)  # people's comments, footnotes and endnotes

    @property
    def differs(self) -> bool:
        """Whether a figure was changed or removed, or a number was added that is not from the data."""
        numbers = [s.numbers for s in self.reworded] + [s.numbers for s in self.added]
        return bool(self.figures or self.dropped or any(numbers))

    @property
    def is_empty(self) -> bool:
        """Whether the copy says exactly what the data says."""
        return not any(getattr(self, name) for name, _ in SECTIONS)


SECTIONS = (
    ("figures", "改了的数"),
    ("dropped", "随句子删去的数"),
    ("uneven", "一处改了、另一处没改的数"),
    ("reworded", "改写的句子"),
    ("added", "新增的句子"),
    ("removed", "删去的句子"),
    ("moved", "挪了位置的句子"),
    ("split", "另起了一段的句子"),
    ("joined", "并进前一段的句子"),
    ("notes", "批注和脚注"),
)
WARNINGS = {
    True: "",
    False: "注意：这份回稿不是由现在的数据生成的，下面有的不同是数据后来改了，不是稿子改了。",
    None: "注意：看不出这份回稿是由哪一次的数据生成的，下面有的不同可能是数据后来改了。",
}


def as_json(comparison: Comparison) -> str:
    """Everything for another program: lists by the names of Comparison's fields."""
    return json.dumps(asdict(comparison), ensure_ascii=False, indent=1)


def as_text(comparison: Comparison) -> str:
    """Everything as lines to print; one line if nothing differs."""
    return "\n".join(_lines(comparison))


def _lines(comparison: Comparison) -> Iterator[str]:
    if comparison.is_empty:
        yield f"没有不同：{comparison.compared}处数都与数据一致，文字也没有改。"
        return
    if warning := WARNINGS[comparison.same_data]:
        yield warning
    for name, title in SECTIONS:
        if found := getattr(comparison, name):
            yield f"{title}（{len(found)}处）："
            for entry in found:
                yield from LINES[type(entry)](entry)
    if not comparison.differs:
        yield f"{comparison.compared}处数都与数据一致。"


def _figure(change: FigureChange) -> Iterator[str]:
    returned = "里找不到这个数，请人工核对" if change.returned is None else change.returned
    yield f"  {change.label}（{change.key}）：数据{change.data} → 回稿{returned}"
    yield f"    第{change.paragraph}段：{_short(change.sentence)}"


def _uneven(figure: Uneven) -> Iterator[str]:
    said = "，".join(f"第{paragraph}段{text}" for paragraph, text in figure.texts)
    yield f"  {figure.label}（{figure.key}）：{said}"


def _rewording(sentence: Rewording) -> Iterator[str]:
    yield f"  第{sentence.paragraph}段"
    yield f"    原：{sentence.data}"
    yield f"    改：{sentence.returned}{_unknown(sentence.numbers)}"


def _sentence(sentence: Sentence) -> Iterator[str]:
    yield f"  第{sentence.paragraph}段：{sentence.text}{_unknown(sentence.numbers)}"


LINES: dict[type, Callable[[Any], Iterator[str]]] = {
    FigureChange: _figure,
    Uneven: _uneven,
    Rewording: _rewording,
    Sentence: _sentence,
    str: lambda note: iter((f"  {note}",)),
}


def _unknown(numbers: tuple[str, ...]) -> str:
    return f"（手写的数，数据里没有：{'、'.join(numbers)}）" if numbers else ""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}……"
