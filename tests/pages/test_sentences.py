"""A sentence reads on whatever its figures amount to: 已填, 待填报, 不公开, 不适用, and 持平 for a change.

Every sentence in which a figure stands, in the report and beside it, is tried in all its states: each figure
by itself, and all of them at once. What they read like is written to .build/, for a person to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from report.facts.figure import Figure, Status
from report.figures.resolving import Result
from report.macros.view import View
from report.publishing import prepare
from tests.pages.telling import told
from tests.site.building import DATA_SETS
from tests.trees import ROOT

PRINTED = ROOT / ".build"
KNOWN, LEVEL = "已填", "持平"
BLANKS = ("待填报", "不公开", "不适用")
SENTENCE = re.compile(r"[^。！？]+[。！？]?")
BLANK = "|".join(BLANKS)
VERB = "下降|减少|增长|上升|降低|提高"
TYPED = "□□□"
MOST_IN_A_ROW = 2


def ill(sentence: str, units: set[str]) -> Iterator[str]:
    """What is wrong with a sentence, in Chinese; `units` are those of its figures."""
    marks = re.findall(BLANK, sentence)
    unit = "|".join(map(re.escape, sorted(units, key=len, reverse=True))) or "(?!)"
    if len(marks) > MOST_IN_A_ROW:
        yield f"一句里有{len(marks)}个空项"
    if re.search(rf"({BLANK})[（）]*({BLANK})", sentence):
        yield "两个空项连在一起"
    if re.search(rf"(?<!（)(?<!截至)(?:{BLANK})|（（|））", sentence):
        yield "空项没有用括号与前后的字隔开"
    if re.search(rf"(?:{VERB}|(?<!制)约|近|余)（?(?:不公开|不适用)", sentence):
        yield "不公开、不适用前面留着升降用词"
    if re.search(rf"(?:不公开|不适用)）?(?:余|{unit})", sentence):
        yield "不公开、不适用后面留着单位"
    if re.search(rf"(?:{VERB}){LEVEL}|{LEVEL}(?:{unit})", sentence):
        yield "持平前后留着升降用词或单位"
    if "None" in sentence or re.search(r"[{}〔〕]", sentence):
        yield "有没有印出来的宏"


def in_state(result: Result, state: str) -> Result:
    """The figure as it would be in a state; one that has no value of its own gets a plausible one."""
    figure = result.figure
    if state == LEVEL:
        return Result(figure, Status(KNOWN), Decimal(0))
    if state != KNOWN:
        return Result(figure, Status(state))
    return result if result.value is not None else Result(figure, Status(KNOWN), plausible(figure))


def plausible(figure: Figure) -> Decimal | str:
    if figure.unit is None:
        return "示例文字"
    return Decimal("12.5") if figure.unit == "%" else Decimal(130 if figure.approx else 12)


def states(figure: Figure) -> tuple[str, ...]:
    """Only a change can be 持平; whatever is not a change can be 已填 or any of the blanks."""
    return (KNOWN, *BLANKS, LEVEL) if figure.word else (KNOWN, *BLANKS)


@cache
def written(data: str) -> tuple[View, list[tuple[str, str]]]:
    """What is known, and every paragraph in which a figure stands, with its page."""
    survey = prepare(ROOT, {"REPORT_DATA": DATA_SETS[data]})
    pages = [(name, source.body.split("\n")) for name, source in survey.sources.items()]
    return survey.view, [(name, line) for name, lines in pages for line in lines if '{{ fig("' in line]


def sentences(view: View, page: str, paragraph: str) -> list[str]:
    """What a paragraph reads like, by sentences; what an editor typed is no blank, whatever it says."""
    (element,) = told(paragraph, view.at(page), page)
    for each in element.iter():
        if each.get("data-blank") is None and each.getparent().get("data-blank") is None:
            each.text = re.sub(BLANK, TYPED, each.text or "")
        each.tail = re.sub(BLANK, TYPED, each.tail or "")
    return SENTENCE.findall("".join(str(element.text_content()).split()))


def altered(view: View, wanted: dict[str, str]) -> View:
    """The same, with some figures in other states, all others known."""
    results = {key: in_state(result, wanted.get(key, KNOWN)) for key, result in view.results.items()}
    return replace(view, facts=replace(view.facts, results=results))


def keys_of(paragraph: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'\{\{ fig\("([a-z_.]+)"\)', paragraph)))


def tried(view: View, page: str, paragraph: str) -> Iterator[tuple[str, str, str]]:
    """Each sentence with figures: what state which of them are in, and how it reads then."""
    keys = keys_of(paragraph)
    one_by_one = [
        (f"{key} {state}", {key: state}) for key in keys for state in states(view.results[key].figure)
    ]
    together = [(f"全部{state}", dict.fromkeys(keys, state)) for state in (KNOWN, *BLANKS)]
    plain = sentences(altered(view, {}), page, paragraph)
    for title, wanted in one_by_one + together:
        for before, now in zip(plain, sentences(altered(view, wanted), page, paragraph), strict=True):
            if now != before or KNOWN in title:
                yield title, before, now


@pytest.mark.parametrize("data", DATA_SETS)
def test_every_sentence_reads_on_in_every_state(data: str) -> None:
    view, paragraphs = written(data)
    wrong, printed = [], []
    for page, paragraph in paragraphs:
        units = {u for key in keys_of(paragraph) if (u := view.results[key].figure.unit)}
        shown: dict[str, None] = {}
        for title, _, now in tried(view, page, paragraph):
            wrong += [f"{page}（{title}）：{said}：{now}" for said in ill(now, units)]
            shown[now] = None
        printed += [f"\n{page}", *shown]
    PRINTED.mkdir(exist_ok=True)
    (PRINTED / f"sentences-{data}.txt").write_text("\n".join(printed) + "\n", encoding="utf-8")
    assert wrong == []


@pytest.mark.parametrize("data", DATA_SETS)
def test_every_sentence_reads_on_as_it_stands(data: str) -> None:
    view, paragraphs = written(data)
    for page, paragraph in paragraphs:
        units = {u for key in keys_of(paragraph) if (u := view.results[key].figure.unit)}
        for sentence in sentences(view, page, paragraph):
            assert [*ill(sentence, units)] == [], sentence


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("机关党委每待填报待填报对各支部检查。", "两个空项连在一起"),
        ("收集（待填报）（待填报）问题。", "两个空项连在一起"),
        ("课题（待填报）个、典型（待填报）个、特色课题（待填报）个。", "一句里有3个空项"),
        ("同比下降（不公开）。", "不公开、不适用前面留着升降用词"),
        ("同比下降不公开。", "不公开、不适用前面留着升降用词"),
        ("研究部署（不适用）次。", "不公开、不适用后面留着单位"),
        ("走访（不公开）余次。", "不公开、不适用后面留着单位"),
        ("同比下降持平。", "持平前后留着升降用词或单位"),
        ("同比持平%。", "持平前后留着升降用词或单位"),
        ("推动待填报纳入项目。", "空项没有用括号与前后的字隔开"),
        ("报告（（不公开））得到肯定。", "空项没有用括号与前后的字隔开"),
        ("研究部署None次。", "有没有印出来的宏"),
    ],
)
def test_what_does_not_read_on_is_refused(sentence: str, said: str) -> None:
    assert said in [*ill(sentence, {"次", "%", "个"})]


@pytest.mark.parametrize(
    "sentence",
    [
        "领导小组研究部署（待填报）次，教育办调度推进（不公开）。",
        "截至待填报，措施完成率（不适用）。",
        "局发文数量同比持平。",
        "局发文数量同比下降（待填报）%。",
    ],
)
def test_what_reads_on_is_let_pass(sentence: str) -> None:
    assert [*ill(sentence, {"次", "%"})] == []
