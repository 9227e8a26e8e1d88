"""Finds each figure again in a copy that came back: by its bookmark, and by the words around it.

A bookmark alone proves little: typing over a figure removes it, LibreOffice now and then puts it a character
beside where it was, and whoever exchanges two figures takes their bookmarks along. So where the words around
a figure are still there, what stands between them counts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from report.word.pairing import Pairs
from report.word.returned import BETWEEN_CELLS, Mark
from report.word.sentences import DIGITS, NUMERAL, Said

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
