"""A fault is a complaint about input: where it stands, what is wrong, how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file: `path` relative to the tree, `line` counted from 1 (0: the file as a whole)."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"

    def fault(self, message: str) -> Fault:
        """A complaint about this line."""
        return Fault(self.path, self.line, message)


@dataclass(frozen=True, order=True)
class Fault:
    """One complaint. `message` is plain Chinese: 说明，怎么改."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class FaultsError(Exception):
    """Input is refused. Carries every fault found, in order of file and line, each once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


def nearest(word: str, known: Iterable[str], most: int = 3) -> str:
    """“最接近的是 a、b” for a word that is not among the known ones; empty when nothing is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=most, cutoff=0.55)
    return f"，最接近的是{'、'.join(near)}" if near else ""
