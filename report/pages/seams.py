"""Rules about where typed words and macros meet: neither adds to what the other says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from report.models import Figure
from report.pages.layout import Complaint, Reading
from report.pages.rendered_text import macro_mark

TOUCHING_BEFORE = re.compile(r"[0-9.\-－+＋±〇一二三四五六七八九十百千万两]$")
TOUCHING_AFTER = re.compile(r"^[0-9.%％]")
LONGEST_REPEAT = 4


def _figures(page: Reading) -> Iterator[tuple[int, Figure, str, str]]:
    """Each figure in a sentence: its line, itself, the words before it and the words after it."""
    figures = page.desk.campaign.figures
    for index, call in enumerate(page.source.calls):
        key = next(iter((*call.args, *call.kwargs.values())), "")
        if call.name != "fig" or key not in figures:
            continue
        for line in page.rendered.lines:
            before, found, after = line.text.partition(macro_mark(index))
            if found:
                yield call.line, figures[key], before, after


def doubled(page: Reading) -> Iterator[Complaint]:
    """What a figure prints itself is not typed beside it: its unit, its verb."""
    for number, figure, before, after in _figures(page):
        if figure.unit and after.startswith(figure.unit):
            yield number, f"单位“{figure.unit}”由宏印出，请删去手写的"
        if figure.word and before.endswith(figure.word):
            yield number, f"“{figure.word}”由宏印出，请删去手写的"


def digits_apart(page: Reading) -> Iterator[Complaint]:
    """No digit, numeral or sign touches a number that a macro prints: 1 before 6次 would read 16次."""
    for number, figure, before, after in _figures(page):
        if figure.unit is None:
            continue
        for found in (TOUCHING_BEFORE.search(before), TOUCHING_AFTER.search(after)):
            if found:
                yield number, f"“{found[0]}”紧挨着宏印出的数，连起来会读成另一个数，请删去"


def texts_apart(page: Reading) -> Iterator[Complaint]:
    """A text blank does not repeat the words that stand around it: 第 before 第三, 工作 after 交通工作."""
    for number, figure, before, after in _figures(page):
        value = figure.value
        if figure.unit is not None or not value:
            continue
        for size in range(LONGEST_REPEAT, 0, -1):
            if before.endswith(value[:size]) and len(value) >= size:
                yield number, f"{figure.label}填的“{value}”与前面的“{value[:size]}”重复，请在数据里删去"
                break
        for size in range(LONGEST_REPEAT, 0, -1):
            if len(value) >= size and after.startswith(value[-size:]):
                yield number, f"{figure.label}填的“{value}”与后面的“{value[-size:]}”重复，请在数据里删去"
                break


SEAM_RULES: tuple[Callable[[Reading], Iterator[Complaint]], ...] = (doubled, digits_apart, texts_apart)
