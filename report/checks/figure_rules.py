"""Rules about figures as they are typed: number or text, source, status, verb."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from report.checks.derivation_rules import DERIVATION_RULES
from report.faults import Fault
from report.figures import FALLS, RISES, Result
from report.models import Campaign, Figure, Status, number

NO_VALUES = re.compile(
    r"[（(]?(?:待填报?|待定|待补|待核|待报|未知|暂无|暂缺|没有|无|空|略|不详)[）)]?|[Xx×?？*…\-—/]+|N/?A|TBD|TODO",
    re.IGNORECASE,
)


def numbers_are_numbers(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A figure with a unit holds a plain number, not negative; a rate is at most 100; 余 stands on tens."""
    for figure in campaign.figures.values():
        if figure.unit is None or figure.value is None or NO_VALUES.fullmatch(figure.value):
            continue
        try:
            complaint = _unfit(figure, number(figure.value))
        except ValueError as error:
            complaint = f"：{error}"
        if complaint:
            yield figure.at("value").fault(f"{figure.label}{complaint}")


def _unfit(figure: Figure, value: Decimal) -> str:
    """Why a number cannot be that of the figure; empty when it can."""
    if value.is_signed():
        return f"为负，说明不是{figure.word}，请改句子和 word" if figure.change else "不能是负数，请核对"
    if figure.unit != "%":
        if "." in str(figure.value):
            return f"按{figure.unit}计，应是整数"
        if figure.approx and (value == 0 or value % 10 != 0):
            return "带“余”，应填整十、整百数，如 130"
    elif figure.ratio and value > 100:
        return "是比率，不能超过 100"
    return ""


def blanks_stay_blank(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """Unknown is left empty: no 待填报, 无, XX stands in for a value."""
    for figure in campaign.figures.values():
        if figure.value is not None and NO_VALUES.fullmatch(figure.value):
            said = f"{figure.label}写了“{figure.value}”；不知道就空着，冒号后什么也不写"
            yield figure.at("value").fault(said)


def texts_are_texts(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A figure without a unit is text; a bare number there lacks its unit, a derivation too."""
    for figure in campaign.figures.values():
        if figure.unit is not None:
            continue
        if figure.value is not None and re.fullmatch(r"[0-9０-９.,，%％]+", figure.value):
            yield figure.at("value").fault(
                f"{figure.label}没有单位却填了数；是数就补上 unit，是文字就写成文字"
            )
        if figure.derivation is not None:
            yield figure.place.fault(f"{figure.label}由数据算出，应有单位，请补上 unit")


def values_have_sources(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """Whatever was typed names the record it was taken from."""
    for figure in campaign.figures.values():
        if figure.value is not None and not figure.source:
            yield figure.at("value").fault(f"{figure.label}有值没有出处，请补上 source")


def statuses_fit(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """What does not apply has no value."""
    for figure in campaign.figures.values():
        if figure.status is Status.VOID and figure.value is not None:
            yield figure.at("status").fault(f"{figure.label}不适用，却填了值，请删去其一")


def words_fit(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A change names its verb, from a closed list; ratios and changes are percentages."""
    for figure in campaign.figures.values():
        changes = figure.word is not None or figure.change is not None
        if changes and figure.word not in (*FALLS, *RISES):
            words = "、".join((*FALLS, *RISES))
            yield figure.at("word").fault(f"{figure.label}须写明变化用词 word：{words}之一")
        if (changes or figure.ratio is not None) and figure.unit not in (None, "%"):
            yield figure.at("unit").fault(f"{figure.label}是{'同比' if changes else '比率'}，单位应是 %")


def numerals_fit(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """Chinese numerals are for whole numbers below 100."""
    for result in results.values():
        value = result.value
        if (
            result.figure.numerals
            and isinstance(value, Decimal)
            and not (0 <= value < 100 and value % 1 == 0)
        ):
            yield result.figure.at("numerals").fault(f"{result.figure.label}是{value:f}，不能写成汉字数字")


FIGURE_RULES = (
    numbers_are_numbers,
    blanks_stay_blank,
    texts_are_texts,
    values_have_sources,
    statuses_fit,
    words_fit,
    numerals_fit,
    *DERIVATION_RULES,
)
