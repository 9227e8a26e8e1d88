"""A fault is a complaint about input: where it is, what is wrong, how to put it right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

UNPRINTABLE = ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp")  # Unicode categories of invisible characters
MANY, MOST = 4, 6  # lines that are told as one; ranges of lines that it names
QUOTED = re.compile("“[^”]*”")
LONGEST = 300  # characters of a message, which may quote what an editor typed


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A line of a file: `path` from the root of the tree, `line` counted from 1 (0: the file as a whole)."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"

    def fault(self, message: str) -> Fault:
        """A complaint about this line."""
        return Fault(self.path, self.line, message)


@dataclass(frozen=True, order=True)
class Fault:
    """One complaint. `message` is in plain Chinese: 说明，怎么改."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        """One line that any terminal can print, whatever characters the file or its name contain."""
        message = self.message if len(self.message) <= LONGEST else f"{self.message[:LONGEST]}……"
        return printable(f"{self.path}:{self.line}: {message}")


class FaultsError(Exception):
    """Input is refused. `faults`: every fault found, each once, by file and line.

    As text, a line each; the same fault in many lines of a file is one line, which counts the others.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(_told(self.faults)))


def _told(faults: Iterable[Fault]) -> Iterator[str]:
    """Each fault as a line; the same in many lines as one, where the first of them stands."""
    sorts: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        sorts.setdefault((fault.path, _sort(fault)), []).append(fault)
    told: list[tuple[Fault, str]] = []
    for same in sorts.values():
        lines = sorted({fault.line for fault in same})
        if len(lines) < MANY:
            told += [(fault, "") for fault in same]
        else:
            told.append((same[0], f"（共{len(lines)}行：第{_ranges(lines)}行）"))
    return (f"{fault}{others}" for fault, others in sorted(told))


def _sort(fault: Fault) -> str:
    """What is the same in faults of one sort: the message; in a table, whatever stands in the cell."""
    if not fault.path.endswith(".csv"):
        return fault.message
    column = QUOTED.match(fault.message)
    told = column[0] if column else ""
    return told + QUOTED.sub("“”", fault.message[len(told) :])


def _ranges(lines: list[int]) -> str:
    """2、4至9; the first few of them."""
    ranges: list[list[int]] = []
    for line in lines:
        if ranges and line == ranges[-1][-1] + 1:
            ranges[-1][1:] = [line]
        else:
            ranges.append([line])
    told = "、".join("至".join(map(str, each)) for each in ranges[:MOST])
    return f"{told}等" if len(ranges) > MOST else told


def visible(char: str) -> bool:
    """Whether a character can be seen; blanks count as visible."""
    return unicodedata.category(char) not in UNPRINTABLE


def printable(text: str) -> str:
    """Text on one line: tabs and line breaks become blanks, other invisible characters U+FFFD."""
    return "".join(char if visible(char) else " " if char in "\n\t" else "\ufffd" for char in text)


def nearest(word: str, known: Iterable[str], most: int = 3) -> str:
    """“，最接近的是a、b” for a word that is not among the known ones; empty if none of them is similar."""
    from difflib import SequenceMatcher

    alike = sorted(((SequenceMatcher(None, other, word).ratio(), other) for other in known), reverse=True)
    least = 0.5 if len(word) < 4 else 0.55  # one of two Chinese characters may be wrong
    near = [other for ratio, other in alike if ratio >= max(least, alike[0][0] - 0.1)][:most]
    return f"，最接近的是{'、'.join(near)}" if near else ""
