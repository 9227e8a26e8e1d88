"""Which sentence of one text is which of another: the same, moved, reworded, come or gone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from report.word.returned import Mark

ALIKE = 0.5  # of their characters two sentences share at least so many to be one reworded
SHORT = 12  # characters: cells of tables, told apart by where they stand
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


@dataclass
class Pairs:
    """Pairs of indices, old and new; `removed` and `added` are those that have no partner."""

    removed: list[int]
    added: list[int]
    in_place: list[tuple[int, int]] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)
    reworded: list[tuple[int, int]] = field(default_factory=list)

    @property
    def new_of(self) -> dict[int, int]:
        """The new index of every old sentence that is still there."""
        return dict([*self.in_place, *self.moved, *self.reworded])

    def take(self, pairs: list[tuple[int, int]], old: int, new: int) -> None:
        """Make one of the two, if neither has a partner yet."""
        if old in self.removed and new in self.added:
            pairs.append((old, new))
            self.removed.remove(old)
            self.added.remove(new)


def paired(before: list[Said], after: list[Said]) -> Pairs:
    """Pairs each sentence with at most one of the other text; figures do not matter, only the words."""
    pairs = Pairs([*range(len(before))], [*range(len(after))])
    old_words, new_words = ([sentence.masked for sentence in text] for text in (before, after))
    opcodes = SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes()
    for kind, start, end, there, _ in opcodes:
        for offset in range(end - start if kind == "equal" else 0):
            pairs.take(pairs.in_place, start + offset, there + offset)
    _pair_moved(pairs, old_words, new_words)
    for kind, start, end, there, there_end in opcodes:
        if kind == "replace" and end - start == there_end - there:
            for offset in range(end - start):
                if len(before[start + offset].text + after[there + offset].text) <= 2 * SHORT:
                    pairs.take(pairs.reworded, start + offset, there + offset)
    for old, new in _alike(before, after, pairs):
        pairs.take(pairs.reworded, old, new)
    pairs.reworded.sort(key=lambda pair: pair[1])
    return pairs


def _pair_moved(pairs: Pairs, before: list[str], after: list[str]) -> None:
    """What is left and reads the same was moved."""
    elsewhere = defaultdict(list)
    for new in pairs.added:
        elsewhere[after[new]].append(new)
    for old in [*pairs.removed]:
        if elsewhere[before[old]]:
            pairs.take(pairs.moved, old, elsewhere[before[old]].pop(0))


def _alike(before: list[Said], after: list[Said], pairs: Pairs) -> list[tuple[int, int]]:
    """The pairs among what is left that share enough, those first that share most, then the nearest."""
    found = []
    for new in pairs.added:
        matcher = SequenceMatcher(None, "", after[new].text, autojunk=False)
        for old in pairs.removed:
            matcher.set_seq1(before[old].text)
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                found.append((-matcher.ratio(), abs(old - new), old, new))
    return [(old, new) for unlike, _, old, new in sorted(found) if -unlike >= ALIKE]
