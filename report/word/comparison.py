"""Compares a returned copy with the one that the data give now: figures first, then sentence by sentence.

A figure is found by its bookmark; where an editor's typing has removed that, by the words around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from report.macros.desk import Desk
from report.word.bookmarks import keys_by_stem
from report.word.copies import copy, labels
from report.word.differences import Comparison, FigureChange, Rewording, Sentence, Uneven
from report.word.pairing import CLOSE, OPEN, Pairs, Said, paired
from report.word.reading import read_report
from report.word.returned import Copy, Mark, Paragraph, read_copy

ENDED = re.compile(r"[^。！？]*[。！？]+[”’）》]*|[^。！？]+$")
BEFORE = frozenset("0123456789０１２３４５６７８９.．,，〇零一二三四五六七八九十百千万亿") - frozenset("，")
BEHIND = frozenset("0123456789０１２３４５６７８９.．%％余")
NUMBER = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?[%％]?")
SLACK = 8  # characters that a figure without a bookmark may have grown by


def compare(desk: Desk, page: str, returned: bytes) -> Comparison:
    """What a copy that came back says otherwise than the data. NotACopy for a file that is none.

    `page` is the HTML of the report as a whole.
    """
    keys = keys_by_stem(desk.results)
    data = read_copy(copy(desk, read_report(page)), keys)
    return compared(data, read_copy(returned, keys), labels(desk))


def compared(data: Copy, returned: Copy, labels: dict[str, str]) -> Comparison:
    """What `returned` says otherwise than `data`, the copy that the data give; `labels` are the figures'."""
    before, after = (list(_sentences(copy.paragraphs)) for copy in (data, returned))
    after = _adopted(before, after)
    pairs = paired(before, after)
    after = _recovered(before, after, pairs)
    result = Comparison(
        compared=sum(len(sentence.marks) for sentence in before),
        stale=returned.fingerprint != data.fingerprint,
    )
    _compare_figures(before, after, pairs, labels, result)
    _compare_sentences(before, after, pairs, result)
    return result


def _sentences(paragraphs: Iterable[Paragraph]) -> Iterator[Said]:
    for number, paragraph in enumerate(paragraphs, 1):
        for found in ENDED.finditer(paragraph.text):
            start, end = found.span()
            inside = [mark for mark in paragraph.marks if start <= mark.start and mark.end <= end]
            marks = (Mark(m.key, m.place, m.start - start, m.end - start) for m in inside)
            text = paragraph.text[start:end]
            ordered = sorted(marks, key=lambda mark: mark.start)
            yield Said(number, start == 0, text, tuple(_extended(text, ordered)))


def _extended(text: str, marks: list[Mark]) -> Iterator[Mark]:
    """Figures with the digits that somebody typed right beside their bookmarks."""
    for index, mark in enumerate(marks):
        least = marks[index - 1].end if index else 0
        most = marks[index + 1].start if index + 1 < len(marks) else len(text)
        start, end = mark.start, mark.end
        while start > least and text[start - 1] in BEFORE:
            start -= 1
        while end < most and text[end] in BEHIND:
            end += 1
        yield Mark(mark.key, mark.place, start, end)


def _adopted(before: list[Said], after: list[Said]) -> list[Said]:
    """The returned sentences; those that read as before have their figures where these were before.

    Programs lose bookmarks, and LibreOffice now and then puts one a character beside where it was.
    """
    found = list(after)
    texts = [s.text for s in before], [s.text for s in after]
    for block in SequenceMatcher(None, *texts, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            old, new = before[block.a + offset], after[block.b + offset]
            if _places(new) <= _places(old):
                found[block.b + offset] = replace(new, marks=old.marks)
    known = {place for sentence in found for place in _places(sentence)}
    alone = {text: n for n, text in enumerate(texts[0]) if texts[0].count(text) == 1}
    for index, sentence in enumerate(found):
        old = before[alone[sentence.text]] if sentence.text in alone else sentence
        if not sentence.marks and known.isdisjoint(_places(old)):  # moved
            found[index] = replace(sentence, marks=old.marks)
    return found


def _places(sentence: Said) -> set[tuple[str, int]]:
    return {(mark.key, mark.place) for mark in sentence.marks}


def _recovered(before: list[Said], after: list[Said], pairs: Pairs) -> list[Said]:
    """The returned sentences; in those reworded, figures are found again by the words around them."""
    known = {place for sentence in after for place in _places(sentence)}
    found = list(after)
    for old, new in pairs.reworded:
        for mark in before[old].marks:
            span = _located(before[old], mark, after[new].text)
            same = span is not None and after[new].text[slice(*span)] == before[old].of(mark)
            if span and (same or (mark.key, mark.place) not in known):
                found[new] = _with(found[new], Mark(mark.key, mark.place, *span))
    return found


def _with(sentence: Said, mark: Mark) -> Said:
    """A sentence with one of its figures in that place, unless others stand there."""
    others = [m for m in sentence.marks if (m.key, m.place) != (mark.key, mark.place)]
    if any(mark.start < other.end and other.start < mark.end for other in others):
        return sentence
    marks = sorted([*others, mark], key=lambda one: one.start)
    return replace(sentence, marks=tuple(marks))


def _located(sentence: Said, mark: Mark, text: str) -> tuple[int, int] | None:
    """Where a figure of one sentence should stand in another: between the same words as before."""
    start, end = 0, len(text)
    for block in SequenceMatcher(None, sentence.text, text, autojunk=False).get_matching_blocks():
        if block.a < mark.start:
            start = block.b + min(block.size, mark.start - block.a)
        if block.a + block.size > mark.end:
            end = block.b + max(0, mark.end - block.a)
            break
    return (start, end) if start < end <= start + (mark.end - mark.start) + SLACK else None


def _compare_figures(
    before: list[Said], after: list[Said], pairs: Pairs, labels: dict[str, str], result: Comparison
) -> None:
    places = {(mark.key, mark.place): (s, mark) for s in after for mark in s.marks}
    texts: dict[str, list[tuple[int, str, bool]]] = {}
    for index, sentence in enumerate(before):
        for mark in sentence.marks:
            data, returned = sentence.of(mark), None
            if (mark.key, mark.place) in places:
                new, there = places[mark.key, mark.place]
                returned = new.of(there)
            elif index in pairs.new_of:
                new = after[pairs.new_of[index]]
            else:
                continue  # gone with its sentence
            said = (new.paragraph, returned or "找不到", returned == data)
            texts.setdefault(mark.key, []).append(said)
            if returned != data:
                where = (new.paragraph, new.text)
                result.figures.append(FigureChange(mark.key, labels[mark.key], data, returned, *where))
    for key, places_of in texts.items():
        changed = {text for _, text, same in places_of if not same}
        if len(changed) > 1 or (changed and any(same for *_, same in places_of)):
            said_there = tuple((paragraph, text) for paragraph, text, _ in places_of)
            result.uneven.append(Uneven(key, labels[key], said_there))


def _compare_sentences(before: list[Said], after: list[Said], pairs: Pairs, result: Comparison) -> None:
    for old, new in pairs.reworded:
        was, now = before[old], after[new]
        if was.masked != now.masked:
            numbers = _new_numbers(was.masked, now.masked)
            result.reworded.append(Rewording(now.paragraph, was.text, now.text, numbers))
    for new in pairs.added:
        sentence = after[new]
        numbers = _new_numbers("", sentence.masked)
        result.added.append(Sentence(sentence.paragraph, sentence.text, numbers))
    result.removed.extend(Sentence(before[old].paragraph, before[old].text) for old in pairs.removed)
    result.moved.extend(Sentence(after[new].paragraph, after[new].text) for _, new in pairs.moved)
    for old, new in pairs.in_place:
        if pairs.new_of.get(old - 1) != new - 1 or before[old].first == after[new].first:
            continue
        listed = result.split if after[new].first else result.joined
        listed.append(Sentence(after[new].paragraph, after[new].text))


def _new_numbers(was: str, now: str) -> tuple[str, ...]:
    """The numbers that a sentence has in excess of another, figures of the data left out."""
    figures = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
    counts = [Counter(NUMBER.findall(figures.sub("|", text))) for text in (was, now)]
    return tuple((counts[1] - counts[0]).elements())
