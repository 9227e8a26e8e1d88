"""Holds a document to the rows of a format, and makes the changes that each row has to notice.

Most rows say that a property of some element has a value. Of these the changes follow by themselves: another
value, written wherever the property could be said otherwise. A row without any change is no row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.outputs.word.elements import ELEMENTS
from tests.outputs.word.wordml import W, Word, read, replaced, runs, write

Change = tuple[str, str, str] | Callable[[bytes], bytes]  # part, what is there, what comes in its place
NOTHING: set[str] = set()  # is wanted of what finds offences
ALTERNATIVES = (
    ("仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"),
    ("both", "left", "center", "right"),
    ("exact", "auto"),
    ("lines", "linesAndChars"),
    ("single", "nil"),
    ("FF0000", "000000"),
    ("yellow", "none"),
)


@dataclass(frozen=True)
class Range:
    """A number between two others, or one of these."""

    least: float
    most: float

    def __contains__(self, value: str | float | None) -> bool:
        return value is not None and self.least <= float(value) <= self.most

    def __str__(self) -> str:
        return f"{self.least}–{self.most}"


def near(middle: float, give: float) -> Range:
    return Range(middle - give, middle + give)


@dataclass(frozen=True)
class Row:
    """What the format wants of an element: a property, by its path of XML, or what `found` reads off."""

    of: str  # the row of the format's table
    where: str
    what: str
    wanted: Any  # of everything found: a value, a set of them, a range, a pattern
    found: Callable[[Word], list[Any]] | None = None
    changes: Sequence[Change] = ()

    def __str__(self) -> str:
        return f"{self.of}: {self.where} {self.what}"

    def complaint(self, document: Word) -> str:
        """What is wrong; empty when the row holds. Of what is not there, nothing is as it should be."""
        try:
            found = self.found(document) if self.found else self._values(document)
        except (StopIteration, LookupError, AttributeError, TypeError, ValueError, AssertionError):
            found = None
        wrong = sorted({str(value) for value in found or () if not fits(self.wanted, value)})
        if found is None or not (found or self.wanted is NOTHING):
            wrong = ["none"]
        return f"{self}: wanted {said(self.wanted)}, found {'; '.join(wrong)}" if wrong else ""

    def broken(self, content: bytes) -> Iterator[tuple[str, Word]]:
        """The document after each change that the row has to notice, and which one it is."""
        for change in self.changes:
            yield str(change), Word(change(content) if callable(change) else replaced(content, *change))
        for number in range(len(self._places(Word(content)))):
            document = Word(content)
            place = self._places(document)[number]
            write(place, self.what, another(self.wanted, self.what))
            yield f"{self.what} of {place.get(f'{W}styleId') or place.tag.removeprefix(W)}", document

    def _elements(self, document: Word) -> list[Any]:
        """The elements spoken of; of a paragraph, the properties of runs are those of its runs."""
        found = ELEMENTS[self.where](document)
        if not self.what.startswith("rPr"):
            return found
        return [part for e in found for part in (runs(e) if e.tag == f"{W}p" else [e])]

    def _values(self, document: Word) -> list[Any]:
        return [document.value(element, self.what) for element in self._elements(document)]

    def _places(self, document: Word) -> list[Any]:
        """Where another value would change what an element has: from itself to where its value now stands.

        Of elements alike (of the same styles, told in the same place) only the last.
        """
        if self.found or isinstance(self.wanted, re.Pattern):
            return []
        alike = {}
        for element in self._elements(document):
            holders = document.holders(element, self.what)
            told = [read(holder, self.what) is not None for holder in holders]
            nearest = holders[: told.index(True) + 1] if any(told) else holders
            alike[len(nearest), *holders[1:]] = nearest
        return [*dict.fromkeys(place for nearest in alike.values() for place in nearest)]


def fits(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, re.Pattern):
        return wanted.fullmatch(value) is not None
    if isinstance(wanted, (Range, set)):
        return value in wanted
    return value == wanted


def said(wanted: Any) -> str:
    if isinstance(wanted, re.Pattern):
        return wanted.pattern
    return "nothing" if wanted is NOTHING else str(wanted)


def another(wanted: Any, path: str) -> str | bool:
    """A value that is not wanted, and as near to one that is as can be."""
    if isinstance(wanted, bool):
        return not wanted
    if wanted is None:
        return "1" if "@" in path else True
    if isinstance(wanted, Range):
        return str(int(wanted.most) + 1)
    if isinstance(wanted, set):
        return another(max(filter(None, wanted)), path)
    if wanted.lstrip("-").isdigit():
        return str(int(wanted) + 1)
    (words,) = (words for words in ALTERNATIVES if wanted in words)
    return words[(words.index(wanted) + 1) % len(words)]
