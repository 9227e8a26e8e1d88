"""Which sentence of one text is which of another: the same, moved, reworded, come or gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from report.word.sentences import Said

ALIKE = 0.5  # of their characters two sentences share at least so many to be one reworded
BETWEEN = 0.2  # the same, of two that stand alone between others that stayed
WITHIN = 0.6  # of a sentence's characters stand in another that it was joined to, or split from


@dataclass
class Pairs:
    """Pairs of indices, old and new; `removed` and `added` are those that have no partner.

    Two sentences joined into one, or one split in two, are two pairs of `reworded`.
    """

    removed: list[int]
    added: list[int]
    in_place: list[tuple[int, int]] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)
    reworded: list[tuple[int, int]] = field(default_factory=list)

    @property
    def same(self) -> dict[int, int]:
        """The new index of every old sentence whose words are the same."""
        return dict([*self.in_place, *self.moved])

    def take(self, pairs: list[tuple[int, int]], old: int, new: int) -> None:
        """Make one of the two, if neither has a partner yet."""
        if old in self.removed and new in self.added:
            pairs.append((old, new))
            self.removed.remove(old)
            self.added.remove(new)


def paired(before: list[Said], after: list[Said]) -> Pairs:
    """Pairs the sentences of two texts; figures do not matter, only the words."""
    pairs = Pairs([*range(len(before))], [*range(len(after))])
    old_words, new_words = ([sentence.masked for sentence in text] for text in (before, after))
    for block in SequenceMatcher(None, old_words, new_words, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            pairs.take(pairs.in_place, block.a + offset, block.b + offset)
    _pair_moved(pairs, old_words, new_words)
    for old, new in _alike(before, after, pairs):
        pairs.take(pairs.reworded, old, new)
    _pair_between(pairs, before, after)
    _pair_parts(pairs, before, after)
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


def _alike(before: list[Said], after: list[Said], pairs: Pairs) -> Iterator[tuple[int, int]]:
    """The pairs among what is left that share enough, those first that share most, then the nearest."""
    found = []
    for new in pairs.added:
        matcher = SequenceMatcher(None, "", after[new].text, autojunk=False)
        for old in pairs.removed:
            matcher.set_seq1(before[old].text)
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                found.append((-matcher.ratio(), abs(old - new), old, new))
    return ((old, new) for unlike, _, old, new in sorted(found) if -unlike >= ALIKE)


def _pair_between(pairs: Pairs, before: list[Said], after: list[Said]) -> None:
    """What is left alone between two sentences that stayed is the one that was there, however reworded."""
    new_of = dict([*pairs.in_place, *pairs.reworded])
    for old in [*pairs.removed]:
        new = new_of.get(old - 1, -2) + 1
        if new_of.get(old + 1) != new + 1 or new not in pairs.added:
            continue
        if SequenceMatcher(None, before[old].text, after[new].text, autojunk=False).ratio() >= BETWEEN:
            pairs.take(pairs.reworded, old, new)


def _pair_parts(pairs: Pairs, before: list[Said], after: list[Said]) -> None:
    """What is left and stands within a reworded sentence of the other text was joined to it, or split off."""
    reworded = [*pairs.reworded]
    for old in [*pairs.removed]:
        if (target := _holder(before[old].text, ((n, after[n].text) for _, n in reworded))) is not None:
            pairs.reworded.append((old, target))
            pairs.removed.remove(old)
    for new in [*pairs.added]:
        if (source := _holder(after[new].text, ((o, before[o].text) for o, _ in reworded))) is not None:
            pairs.reworded.append((source, new))
            pairs.added.remove(new)


def _holder(part: str, wholes: Iterable[tuple[int, str]]) -> int | None:
    """The text that most of another stands in, by its index."""
    best, most = None, WITHIN
    for index, whole in wholes:
        blocks = SequenceMatcher(None, part, whole, autojunk=False).get_matching_blocks()
        share = sum(block.size for block in blocks if block.size > 1) / len(part)
        if share >= most:
            best, most = index, share
    return best
