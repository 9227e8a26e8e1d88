"""A copy as sentences, each with the figures in it. A row of a table is one sentence."""

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


FIRST_NUMERAL = re.compile(rf"[约近逾超达－−-]?[{DIGITS}]")
SLACK = 8  # characters that a figure may have grown by


@dataclass(frozen=True)
class Trace:
    """A figure of the data's sentence `old`, and what stands for it now in the sentence `new`.

    `text` None: the sentence is there, the figure is not. `new` None: they are both gone.
    """

    old: int
    mark: Mark
    new: int | None = None
    text: str | None = None
    span: tuple[int, int] | None = None


def adopted(before: list[Said], after: list[Said]) -> list[Said]:
    """The returned sentences; those that read as before have their figures where these were before."""
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


def traced(before: list[Said], after: list[Said], pairs: Pairs) -> list[Trace]:
    """What became of every figure; one that was copied with its bookmark has a trace for every copy."""
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
    old: int, mark: Mark, sentence: Said, after: list[Said], news: list[int], there: list[tuple[int, Mark]]
) -> Trace:
    """A figure whose sentence was reworded: what stands between the same words, or within its bookmark."""
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


def _copies(trace: Trace, there: list[tuple[int, Mark]], after: list[Said]) -> Iterator[Trace]:
    """The other places where the same bookmark stands and says something else."""
    for index, mark in there:
        same = index == trace.new and trace.span and _overlap(trace.span, mark)
        if not same and after[index].of(mark) != trace.text and trace.span:
            yield _at(trace.old, trace.mark, index, mark, after[index])


def _at(old: int, mark: Mark, new: int, there: Mark, sentence: Said) -> Trace:
    return Trace(old, mark, new, sentence.of(there), (there.start, there.end))


def remarked(after: list[Said], traces: list[Trace], pairs: Pairs) -> list[Said]:
    """The returned sentences; in those reworded, the figures are those that were found again."""
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


def located(sentence: Said, mark: Mark, text: str) -> tuple[int, int] | None:
    """Where a figure of one sentence should stand in another: between the same words as before."""
    start, end, follows = 0, len(text), False
    for block in SequenceMatcher(None, sentence.text, text, autojunk=False).get_matching_blocks():
        if block.a < mark.start:
            start = block.b + min(block.size, mark.start - block.a)
            follows = block.a + block.size >= mark.start  # right behind the word that it stood behind
        if block.a + block.size > mark.end:
            end = block.b + max(0, mark.end - block.a)
            break
    if BETWEEN_CELLS in text[start:end] or not start < end <= start + (mark.end - mark.start) + SLACK:
        return None
    numeral = FIRST_NUMERAL.search(text[start:end])
    if numeral and not follows and NUMERAL.match(sentence.of(mark)):
        start += numeral.start()  # the words in front of a number are not part of it, all its digits are
        while start and NUMERAL.match(text[start - 1]):
            start -= 1
    return start, end


def _places(sentence: Said) -> set[tuple[str, int]]:
    return {(mark.key, mark.place) for mark in sentence.marks}


def _overlap(span: tuple[int, int], mark: Mark) -> bool:
    return span[0] < mark.end and mark.start < span[1]
