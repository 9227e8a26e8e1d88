"""The sentences of two copies, paired with one another, and what became of each figure.

A row of a table is one sentence. Figures are found by the words around them and by their bookmarks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from report.outputs.word.compare.returned import BETWEEN_CELLS, Mark, Paragraph

ENDED = re.compile(r"[^。！？]*[。！？]+[”’）》]*|[^。！？]+$")
DIGITS = "0-9０-９〇零一二三四五六七八九十百千万亿两几"
BEFORE = re.compile(rf"(?:[{DIGITS}.．－−-]|[0-9０-９][,，]|[近逾超达]|(?<!制)约)+$")
BEHIND = re.compile(rf"^(?:[{DIGITS}.．%％余多半]|左右|以上|以下|以内)+")
NUMERAL = re.compile(rf"[{DIGITS}]")
OPEN, CLOSE = "\ue000", "\ue001"  # around a key in place of its figure


@dataclass(frozen=True)
class Marked:
    """A sentence with its figures marked. `paragraph`: counted from 1; `first`: it begins that one."""

    paragraph: int
    first: bool
    text: str
    marks: tuple[Mark, ...]

    @property
    def masked(self) -> str:
        """Its text, with each figure replaced by its key."""
        words, last = "", 0
        for mark in self.marks:
            words += self.text[last : mark.start] + OPEN + mark.key + CLOSE
            last = mark.end
        return words + self.text[last:]

    def of(self, mark: Mark) -> str:
        """The text at a mark."""
        return self.text[mark.start : mark.end]


def sentences(
    paragraphs: Iterable[Paragraph], known: Collection[tuple[str, int]] | None = None
) -> Iterator[Marked]:
    """The sentences of paragraphs. `known`: the key and place of every figure to expect; others are
    read as text."""
    for number, paragraph in enumerate(paragraphs, 1):
        spans = [found.span() for found in ENDED.finditer(paragraph.text)]
        for start, end in [(0, len(paragraph.text))] if paragraph.is_row else spans:
            marks = [
                Mark(m.key, m.place, m.start - start, m.end - start)
                for m in paragraph.marks
                if start <= m.start and m.end <= end and (known is None or (m.key, m.place) in known)
            ]
            text = paragraph.text[start:end]
            yield Marked(number, start == 0, text, tuple(_extended(text, marks)))


def _extended(text: str, marks: list[Mark]) -> Iterator[Mark]:
    """The marks in order, extended to digits and words typed right beside them, which make
    it another number."""
    ordered = sorted(marks, key=lambda mark: mark.start)
    for index, mark in enumerate(ordered):
        least = ordered[index - 1].end if index else 0
        most = ordered[index + 1].start if index + 1 < len(ordered) else len(text)
        start, end = mark.start, mark.end
        if NUMERAL.search(text[start:end]):  # next to a word, a numeral belongs to the sentence
            if before := BEFORE.search(text[least:start]):
                start -= len(before[0])
            if behind := BEHIND.search(text[end:most]):
                end += len(behind[0])
        if start >= least:
            yield Mark(mark.key, mark.place, start, end)


ALIKE = 0.5  # the share of characters that makes two sentences one reworded
BETWEEN = 0.2  # the same, for two that are alone between others that stayed
WITHIN = 0.6  # the share of a sentence found in one that it was joined to or split from


@dataclass
class Pairs:
    """Pairs of indices, old and new; `removed` and `added`: those without a partner.

    Two sentences joined into one, or one split in two, make two pairs in `reworded`.
    """

    removed: list[int]
    added: list[int]
    in_place: list[tuple[int, int]] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)
    reworded: list[tuple[int, int]] = field(default_factory=list)

    @property
    def same(self) -> dict[int, int]:
        """The new index of every old sentence whose words are unchanged."""
        return dict([*self.in_place, *self.moved])

    def take(self, pairs: list[tuple[int, int]], old: int, new: int) -> None:
        """Pair two sentences, if neither has a partner yet."""
        if old in self.removed and new in self.added:
            pairs.append((old, new))
            self.removed.remove(old)
            self.added.remove(new)


def paired(before: list[Marked], after: list[Marked]) -> Pairs:
    """Pairs of the sentences of two texts, by their words; figures do not matter."""
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
    """Sentences that are left and have the same words were moved."""
    elsewhere = defaultdict(list)
    for new in pairs.added:
        elsewhere[after[new]].append(new)
    for old in [*pairs.removed]:
        if elsewhere[before[old]]:
            pairs.take(pairs.moved, old, elsewhere[before[old]].pop(0))


def _alike(before: list[Marked], after: list[Marked], pairs: Pairs) -> Iterator[tuple[int, int]]:
    """Pairs among the rest that share enough, those that share most first, then those that are nearest."""
    found = []
    for new in pairs.added:
        matcher = SequenceMatcher(None, "", after[new].text, autojunk=False)
        for old in pairs.removed:
            matcher.set_seq1(before[old].text)
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                found.append((-matcher.ratio(), abs(old - new), old, new))
    return ((old, new) for unlike, _, old, new in sorted(found) if -unlike >= ALIKE)


def _pair_between(pairs: Pairs, before: list[Marked], after: list[Marked]) -> None:
    """A sentence left alone between two that stayed is the one that was there before, however reworded."""
    new_of = dict([*pairs.in_place, *pairs.reworded])
    for old in [*pairs.removed]:
        new = new_of.get(old - 1, -2) + 1
        if new_of.get(old + 1) != new + 1 or new not in pairs.added:
            continue
        if SequenceMatcher(None, before[old].text, after[new].text, autojunk=False).ratio() >= BETWEEN:
            pairs.take(pairs.reworded, old, new)


def _pair_parts(pairs: Pairs, before: list[Marked], after: list[Marked]) -> None:
    """A sentence that is part of a reworded one in the other text was joined to it or split from it."""
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
    """The index of the text that contains most of `part`; None if none contains enough."""
    best, most = None, WITHIN
    for index, whole in wholes:
        blocks = SequenceMatcher(None, part, whole, autojunk=False).get_matching_blocks()
        share = sum(block.size for block in blocks if block.size > 1) / len(part)
        if share >= most:
            best, most = index, share
    return best


FIRST_NUMERAL = re.compile(rf"[约近逾超达－−-]?[{DIGITS}]")
SLACK = 8  # characters by which a figure may have grown


@dataclass(frozen=True)
class Trace:
    """A figure in sentence `old` of the data, and its `text` in sentence `new` of the copy.

    `text` is None if the sentence is there without the figure, `new` is None if both are gone.
    """

    old: int
    mark: Mark
    new: int | None = None
    text: str | None = None
    span: tuple[int, int] | None = None


def adopted(before: list[Marked], after: list[Marked]) -> list[Marked]:
    """The returned sentences, where those that read as before take over the marks that they had before."""
    found = list(after)
    texts = [s.text for s in before], [s.text for s in after]
    for block in SequenceMatcher(None, *texts, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            old, new = before[block.a + offset], after[block.b + offset]
            if _places(new) <= _places(old):
                found[block.b + offset] = replace(new, marks=old.marks)
    known = {place for sentence in found for place in _places(sentence)}
    times = Counter(texts[0])
    alone = {text: n for n, text in enumerate(texts[0]) if times[text] == 1}
    for index, sentence in enumerate(found):
        old = before[alone[sentence.text]] if sentence.text in alone else sentence
        if not sentence.marks and known.isdisjoint(_places(old)):  # moved
            found[index] = replace(sentence, marks=old.marks)
    return found


def traced(before: list[Marked], after: list[Marked], pairs: Pairs) -> list[Trace]:
    """What became of every figure. One whose bookmark was copied has a trace for each copy that differs."""
    marked: defaultdict[tuple[str, int], list[tuple[int, Mark]]] = defaultdict(list)
    for index, sentence in enumerate(after):
        for mark in sentence.marks:
            marked[mark.key, mark.place].append((index, mark))
    reworded = defaultdict(list)
    for old, new in pairs.reworded:
        reworded[old].append(new)
    same, found = pairs.same, []
    for old, sentence in enumerate(before):
        for number, mark in enumerate(sentence.marks):
            there = marked[mark.key, mark.place]
            if old in same:
                new = same[old]
                trace = _at(old, mark, new, after[new].marks[number], after[new])
            else:
                trace = _reworded(old, mark, sentence, after, reworded[old], there)
            found.append(trace)
            if len(there) > 1:
                found += _copies(trace, there, after)
    return found


def _reworded(
    old: int,
    mark: Mark,
    sentence: Marked,
    after: list[Marked],
    news: list[int],
    there: list[tuple[int, Mark]],
) -> Trace:
    """A figure in a reworded sentence: what is between the same words, or else in its bookmark."""
    for new in news:
        span = located(sentence, mark, after[new].text)
        inside = [m for index, m in there if index == new]
        if span and after[new].text[slice(*span)] == sentence.of(mark):
            return Trace(old, mark, new, sentence.of(mark), span)
        if inside and (span is None or _overlap(span, inside[0])):
            return _at(old, mark, new, inside[0], after[new])
        if span:
            return Trace(old, mark, new, after[new].text[slice(*span)], span)
    for index, elsewhere in there:
        return _at(old, mark, index, elsewhere, after[index])
    return Trace(old, mark, news[0] if news else None)


def _copies(trace: Trace, there: list[tuple[int, Mark]], after: list[Marked]) -> Iterator[Trace]:
    """The other places where the same bookmark says something else."""
    for index, mark in there:
        same = index == trace.new and trace.span and _overlap(trace.span, mark)
        if not same and after[index].of(mark) != trace.text and trace.span:
            yield _at(trace.old, trace.mark, index, mark, after[index])


def _at(old: int, mark: Mark, new: int, there: Mark, sentence: Marked) -> Trace:
    return Trace(old, mark, new, sentence.of(there), (there.start, there.end))


def remarked(after: list[Marked], traces: list[Trace], pairs: Pairs) -> list[Marked]:
    """The returned sentences; in reworded ones, the marks are those of the figures that were found again."""
    found, kept = list(after), set(pairs.same.values())
    for new in {new for _, new in pairs.reworded}:
        found[new] = replace(found[new], marks=())
    for trace in traces:
        if trace.new is not None and trace.span and trace.new not in kept:
            mark = Mark(trace.mark.key, trace.mark.place, *trace.span)
            if not any(_overlap(trace.span, other) for other in found[trace.new].marks):
                marks = sorted([*found[trace.new].marks, mark], key=lambda one: one.start)
                found[trace.new] = replace(found[trace.new], marks=tuple(marks))
    return found


def located(sentence: Marked, mark: Mark, text: str) -> tuple[int, int] | None:
    """Where a figure of one sentence should be in another text: between the same words as before;
    None if unclear."""
    start, end, follows = 0, len(text), False
    for block in SequenceMatcher(None, sentence.text, text, autojunk=False).get_matching_blocks():
        if block.a < mark.start:
            start = block.b + min(block.size, mark.start - block.a)
            follows = block.a + block.size >= mark.start  # right after the same word as before
        if block.a + block.size > mark.end:
            end = block.b + max(0, mark.end - block.a)
            break
    if BETWEEN_CELLS in text[start:end] or not start < end <= start + (mark.end - mark.start) + SLACK:
        return None
    numeral = FIRST_NUMERAL.search(text[start:end])
    if numeral and not follows and NUMERAL.match(sentence.of(mark)):
        start += numeral.start()  # words before a number are not part of it; all its digits are
        while start and NUMERAL.match(text[start - 1]):
            start -= 1
    return start, end


def _places(sentence: Marked) -> set[tuple[str, int]]:
    return {(mark.key, mark.place) for mark in sentence.marks}


def _overlap(span: tuple[int, int], mark: Mark) -> bool:
    return span[0] < mark.end and mark.start < span[1]
