"""Compares a returned copy with the one that the data gives now: figures first, then sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter

from report.macros.view import View
from report.outputs.word.compare.differences import Comparison, FigureChange, Rewording, Sentence, Uneven
from report.outputs.word.compare.matching import (
    CLOSE,
    OPEN,
    Marked,
    Pairs,
    Trace,
    adopted,
    paired,
    remarked,
    sentences,
    traced,
)
from report.outputs.word.compare.returned import Copy, NotACopy, read_copy
from report.outputs.word.copies import copy, labels
from report.outputs.word.reading import read_report
from report.outputs.word.writing import keys_by_stem

NUMBER = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?[%％]?")
FIGURE = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")
LEAST = 0.1  # the share of sentences that a copy without bookmarks must have unchanged


def compare(view: View, html: str, returned: bytes) -> Comparison:
    """What differs between a returned copy and the data. NotACopy if the file is not a copy of the report.

    `html` is that of the whole report.
    """
    keys = keys_by_stem(view.results)
    data = read_copy(copy(view, read_report(html)), keys)
    return compared(data, read_copy(returned, keys), labels(view))


def compared(data: Copy, returned: Copy, labels: dict[str, str]) -> Comparison:
    """What differs between `returned` and `data`, the copy that the data gives; `labels` are those
    of the figures.

    NotACopy if the two have next to nothing in common.
    """
    before = list(sentences(data.paragraphs))
    known = {(mark.key, mark.place) for sentence in before for mark in sentence.marks}
    after = list(sentences(returned.paragraphs, known))
    shared = {sentence.text for sentence in before} & {sentence.text for sentence in after}
    if len(shared) < LEAST * len(before) and not any(sentence.marks for sentence in after):
        raise NotACopy("这不是这份报告的回稿，没有几句与现在的报告相同，请核对文件")
    after = adopted(before, after)
    pairs = paired(before, after)
    traces = traced(before, after, pairs)
    found = sum(trace.text is not None for trace in traces)
    same = returned.fingerprint == data.fingerprint if returned.fingerprint else None
    result = Comparison(compared=found, same_data=same, notes=list(returned.notes))
    _compare_figures(before, after, traces, labels, result)
    _compare_sentences(before, remarked(after, traces, pairs), pairs, result)
    return result


def _compare_figures(
    before: list[Marked], after: list[Marked], traces: list[Trace], labels: dict[str, str], result: Comparison
) -> None:
    texts: dict[str, list[tuple[int, str, bool]]] = {}
    for trace in traces:
        key, was = trace.mark.key, before[trace.old]
        data = was.of(trace.mark)
        if trace.new is None:
            result.dropped.append(FigureChange(key, labels[key], data, None, was.paragraph, was.text))
            continue
        now = after[trace.new]
        texts.setdefault(key, []).append((now.paragraph, trace.text or "找不到", trace.text == data))
        if trace.text != data:
            change = FigureChange(key, labels[key], data, trace.text, now.paragraph, now.text)
            result.figures.append(change)
    for key, places in texts.items():
        changed = {text for _, text, same in places if not same}
        if len(changed) > 1 or (changed and any(same for *_, same in places)):
            said = tuple((paragraph, text) for paragraph, text, _ in places)
            result.uneven.append(Uneven(key, labels[key], said))


def _compare_sentences(before: list[Marked], after: list[Marked], pairs: Pairs, result: Comparison) -> None:
    for old, new in pairs.reworded:
        was, now = before[old], after[new]
        if was.masked != now.masked:
            olds = [before[one].masked for one, other in pairs.reworded if other == new]
            numbers = _new_numbers("".join(olds), now.masked)
            result.reworded.append(Rewording(now.paragraph, was.text, now.text, numbers))
    for new in pairs.added:
        sentence = after[new]
        numbers = _new_numbers("", sentence.masked)
        result.added.append(Sentence(sentence.paragraph, sentence.text, numbers))
    result.removed.extend(Sentence(before[old].paragraph, before[old].text) for old in pairs.removed)
    result.moved.extend(Sentence(after[new].paragraph, after[new].text) for _, new in pairs.moved)
    follows = dict([*pairs.in_place, *pairs.moved, *pairs.reworded])
    for old, new in pairs.in_place:
        if follows.get(old - 1) != new - 1 or before[old].first == after[new].first:
            continue
        listed = result.split if after[new].first else result.joined
        listed.append(Sentence(after[new].paragraph, after[new].text))


def _new_numbers(was: str, now: str) -> tuple[str, ...]:
    """The numbers that a sentence has and another one has not, apart from figures of the data."""
    counts = [Counter(NUMBER.findall(FIGURE.sub("|", text))) for text in (was, now)]
    return tuple((counts[1] - counts[0]).elements())
