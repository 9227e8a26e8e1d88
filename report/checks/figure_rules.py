"""Rules about figures: what they say, how they are derived, and whether the two agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args

from report.faults import Fault, nearest
from report.figures import Result, in_ledger, step, typed_number
from report.models import (
    COLLECTIONS,
    PAIR_FORMS,
    ROW_FORMS,
    Campaign,
    Derivation,
    Figure,
    Status,
    number,
)

CHANGE_WORDS = ("下降", "减少", "增长")
NEEDED = {
    "count": ("of",),
    "sum": ("of", "field"),
    "distinct": ("of", "field"),
    "norm": ("of",),
    "ratio": ("part", "whole"),
    "change": ("before", "after"),
}
WRITTEN = {"before": "from", "after": "to"}  # field name → how it is written in the file
ALLOWED_BESIDE = dict.fromkeys(ROW_FORMS, ("among", "where")) | dict.fromkeys(PAIR_FORMS, ("digits",))


def numbers_are_numbers(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A figure with a unit holds a plain number, not negative; a rate is at most 100; 余 stands on tens."""
    for figure in campaign.figures.values():
        if figure.unit is None or figure.value is None:
            continue
        place = figure.at("value")
        try:
            value = number(figure.value)
        except ValueError as error:
            yield place.fault(f"{figure.label}：{error}")
            continue
        if value < 0:
            yield place.fault(f"{figure.label}不能是负数；同比为负说明不是{figure.word or '下降'}，请改句子")
        elif figure.unit == "%" and figure.ratio and value > 100:
            yield place.fault(f"{figure.label}是比率，不能超过 100")
        elif figure.unit != "%" and value != value.to_integral_value():
            yield place.fault(f"{figure.label}按{figure.unit}计，应是整数")
        elif figure.approx and (value == 0 or value % 10 != 0):
            yield place.fault(f"{figure.label}带“余”，应填整十、整百数，如 130")


def blanks_stay_blank(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """Unknown is left empty: no 待填报, 无, XX or 0 in words stands in for a value."""
    for figure in campaign.figures.values():
        value = figure.value or ""
        if re.fullmatch(r"待填报|待填|未知|暂无|无|不详|[Xx×?？\-—/]+|N/?A|[Tt][Bb][Dd]", value):
            yield figure.at("value").fault(f"{figure.label}写了“{value}”；不知道就空着，冒号后什么也不写")


def texts_are_texts(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A figure without a unit is text; a bare number there lacks its unit, a derivation too."""
    for figure in campaign.figures.values():
        if figure.unit is not None:
            continue
        if figure.value is not None and re.fullmatch(r"[0-9０-９.,，%％]+", figure.value):
            yield figure.at("value").fault(
                f"{figure.label}没有单位却填了数；是数就补上 unit，是文字就写成文字"
            )
        if figure.derivation:
            yield figure.place.fault(f"{figure.label}由数据算出，应有单位，请补上 unit")


def values_have_sources(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """Whatever was typed names the record it was taken from."""
    for figure in campaign.figures.values():
        if figure.value is not None and not figure.source:
            yield figure.at("value").fault(f"{figure.label}有值没有出处，请补上 source")


def statuses_fit(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """Only 不公开 and 不适用 are written as a status; what does not apply has no value."""
    for figure in campaign.figures.values():
        if figure.status in (Status.KNOWN, Status.PENDING):
            yield figure.at("status").fault(f"status 不写“{figure.status}”，有没有值自会判断，请删去")
        elif figure.status is Status.VOID and figure.value is not None:
            yield figure.at("status").fault(f"{figure.label}不适用，却填了值，请删去其一")


def words_fit(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A change names its verb, from a closed list; only percentages change."""
    for figure in campaign.figures.values():
        if figure.word is None and figure.change is None:
            continue
        if figure.word not in CHANGE_WORDS:
            yield figure.at("word").fault(f"{figure.label}须写明变化用词 word：{'、'.join(CHANGE_WORDS)}之一")
        if figure.unit != "%":
            yield figure.at("unit").fault(f"{figure.label}写同比，单位应是 %")


def derivations_are_whole(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A figure has at most one derivation, with just the arguments that its form takes."""
    for figure in campaign.figures.values():
        forms = [form for form in NEEDED if getattr(figure, form) is not None]
        if len(forms) > 1:
            yield figure.at(forms[1]).fault(f"{figure.label}写了{'、'.join(forms)}，只能有一种算法")
        for form in forms:
            yield from _arguments(figure, form, getattr(figure, form))


def _arguments(figure: Figure, form: str, how: Derivation) -> Iterator[Fault]:
    for name in NEEDED[form]:
        if getattr(how, name) is None:
            yield figure.at(form).fault(f"{form} 缺少 {WRITTEN.get(name, name)}，请补上")
    allowed = (*NEEDED[form], *ALLOWED_BESIDE[form], "place", "lines")
    for name in sorted(how.model_fields_set - set(allowed)):
        yield how.at(WRITTEN.get(name, name)).fault(f"{form} 用不到 {WRITTEN.get(name, name)}，请删去")
    if how.digits > 4:
        yield how.at("digits").fault("小数最多四位")


def collections_exist(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """What is counted exists; so does every column, and every value that a column can hold."""
    for figure in campaign.figures.values():
        if figure.derivation is None or figure.derivation[1].of is None:
            continue
        _, how = figure.derivation
        if how.of not in COLLECTIONS:
            yield how.at("of").fault(f"没有“{how.of}”这份数据{nearest(str(how.of), COLLECTIONS)}")
            continue
        model = _model_of(str(how.of))
        for group in ("among", "where"):
            for title, wanted in getattr(how, group).items():
                yield from _column(how, group, model, title, wanted)
        if how.field is not None and how.field not in model.titles():
            yield how.at("field").fault(f"没有“{how.field}”这一列{nearest(how.field, model.titles())}")


def _column(how: Derivation, group: str, model: Any, title: str, wanted: list[str]) -> Iterator[Fault]:
    if title not in model.titles():
        yield how.at(group).fault(f"没有“{title}”这一列{nearest(title, model.titles())}")
        return
    choices = _choices(model, model.titles()[title])
    for value in wanted:
        if choices and value not in choices:
            yield how.at(group).fault(f"“{title}”没有“{value}”这个取值，可选{'、'.join(choices)}")


def _model_of(collection: str) -> Any:
    from report.models import Book, Document, KeyTask, Link, Pick, Value, YouthGroup

    models = {"documents": Document, "books": Book, "picks": Pick, "links": Link, "key_tasks": KeyTask}
    return {**models, "youth_groups": YouthGroup}.get(collection, Value)


def _choices(model: Any, field: str) -> list[str]:
    """The closed list that a column draws on; empty when it is open."""
    annotation = getattr(model, "model_fields", {}).get(field)
    for kind in (annotation.annotation, *get_args(annotation.annotation)) if annotation else ():
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return [str(value) for value in kind]
    return []


def references_hold(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A ratio or change refers to figures that exist, are numbers, and do not lead back to it."""
    for figure in campaign.figures.values():
        if figure.derivation is None or figure.derivation[0] not in PAIR_FORMS:
            continue
        form, how = figure.derivation
        for name in NEEDED[form]:
            key, place = getattr(how, name), how.at(WRITTEN.get(name, name))
            if key is None:
                continue
            if key not in campaign.figures:
                yield place.fault(f"没有“{key}”这个数{nearest(key, campaign.figures)}")
            elif campaign.figures[key].unit is None:
                yield place.fault(f"“{key}”是文字，不能拿来算")
            elif _leads_to(key, figure.key, campaign, frozenset()):
                yield place.fault(f"“{key}”又要用“{figure.key}”来算，成了循环，请改其一")


def _leads_to(key: str, target: str, campaign: Campaign, seen: frozenset[str]) -> bool:
    if key == target:
        return True
    if key in seen or key not in campaign.figures or (derivation := campaign.figures[key].derivation) is None:
        return False
    how = derivation[1]
    further = [k for k in (how.part, how.whole, how.before, how.after) if k]
    return any(_leads_to(k, target, campaign, seen | {key}) for k in further)


def derivations_agree(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A typed value agrees with what the rows say, or a difference explains it; and only then."""
    for result in results.values():
        figure = result.figure
        place = figure.at("value") if figure.value is not None else figure.place
        if result.refusal:
            yield place.fault(f"{figure.label}：{result.refusal}")
        elif result.disagrees and not figure.difference:
            yield place.fault(
                f"{figure.label}填的是{figure.value}，{_counted(result)}；"
                "请改成一致，或删去 value，确有原因的写在 difference"
            )
        elif figure.difference and not result.disagrees:
            yield figure.at("difference").fault(f"{figure.label}已经一致，请删去 difference")


def _counted(result: Result) -> str:
    assert result.counted is not None
    counted = result.counted
    exact = counted if counted == counted.to_integral_value() else round(counted, 2)
    said = f"{'台账数出' if in_ledger(result.figure) else '数据算出'}{exact:f}"
    typed = typed_number(result.figure)
    if result.figure.approx and isinstance(typed, Decimal):
        return f"{said}，应在{typed + 1:f}到{typed + step(typed) - 1:f}之间"
    return said


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
    derivations_are_whole,
    collections_exist,
    references_hold,
    derivations_agree,
    numerals_fit,
)
