"""Rules about how figures are computed, and whether what is typed agrees with that."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args

from report.faults import Fault, nearest
from report.figures import MONTH, Result, in_ledger, parts_of, said_of, step, typed_number
from report.models import (
    COLLECTIONS,
    LEDGERS,
    PAIR_FORMS,
    ROW_FORMS,
    Book,
    Campaign,
    Derivation,
    Figure,
    KeyTask,
    Link,
    Pick,
    Record,
    Value,
    YouthGroup,
)

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
    allowed = (*NEEDED[form], *ALLOWED_BESIDE[form], *Record.model_fields)
    for name in sorted(how.model_fields_set - set(allowed)):
        yield how.at(WRITTEN.get(name, name)).fault(f"{form} 用不到 {WRITTEN.get(name, name)}，请删去")


def collections_exist(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """What is counted exists; so does every column, and every value that a column can hold."""
    for figure in campaign.figures.values():
        if figure.derivation is None or figure.derivation[0] not in ROW_FORMS:
            continue
        form, how = figure.derivation
        if how.of is None:
            continue
        if how.of not in COLLECTIONS:
            yield how.at("of").fault(f"没有“{how.of}”这份数据{nearest(str(how.of), COLLECTIONS)}")
            continue
        model = _model_of(str(how.of))
        for group in ("among", "where"):
            for title, wanted in getattr(how, group).items():
                for complaint in _unknown(model, title, wanted, choices(model, title, campaign)):
                    yield how.at(group, title).fault(complaint)
        yield from _field(form, how, model)


def _unknown(model: Any, title: str, wanted: list[str], possible: list[str]) -> Iterator[str]:
    if title not in model.titles():
        yield f"没有“{title}”这一列{nearest(title, model.titles())}"
        return
    for value in wanted:
        if possible and value not in possible:
            yield f"“{title}”没有“{value}”这个取值，可选{'、'.join(possible)}"


def _field(form: str, how: Derivation, model: Any) -> Iterator[Fault]:
    """The column that is added up holds numbers; the one that a norm goes by is there."""
    if form == "norm" and MONTH not in model.titles():
        yield how.at("of").fault(f"norm 只用于有“{MONTH}”一列的数据，如 picks")
    if how.field is None or form not in ("sum", "distinct"):
        return
    if how.field not in model.titles():
        yield how.at("field").fault(f"没有“{how.field}”这一列{nearest(how.field, model.titles())}")
    elif form == "sum" and int not in _kinds(model, how.field):
        yield how.at("field").fault(f"“{how.field}”一列不是数，不能合计")


def _model_of(collection: str) -> Any:
    models = {"books": Book, "picks": Pick, "links": Link, "key_tasks": KeyTask, "youth_groups": YouthGroup}
    return {**models, **{name: model for name, (model, _, _) in LEDGERS.items()}}.get(collection, Value)


def choices(model: Any, title: str, campaign: Campaign) -> list[str]:
    """The closed list that a column draws on; empty when it is open."""
    field = model.titles().get(title)
    if field in getattr(model, "UNITS", ()):
        return [unit.name for unit in campaign.organisation.units]
    if field in getattr(model, "POSTS", ()):
        return [post.name for post in campaign.organisation.posts]
    if field == "link":
        return [link.name for link in campaign.organisation.links]
    closed = [kind for kind in _kinds(model, title) if issubclass(kind, StrEnum)]
    return [str(value) for kind in closed for value in kind]


def _kinds(model: Any, title: str) -> list[type]:
    """What the values of a column are."""
    info = getattr(model, "model_fields", {}).get(model.titles().get(title))
    return list(_types_in(info.annotation)) if info else []


def _types_in(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type):
        yield annotation
    for inner in get_args(annotation):
        yield from _types_in(inner)


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
            if key not in campaign.figures and "figures" in campaign.incomplete:
                continue
            if key not in campaign.figures:
                yield place.fault(f"没有“{key}”这个数{nearest(key, campaign.figures)}")
            elif campaign.figures[key].unit is None:
                yield place.fault(f"“{key}”是文字，不能拿来算")
            elif _leads_to(key, figure.key, campaign):
                yield place.fault(f"“{key}”又要用“{figure.key}”来算，成了循环，请改其一")


def _leads_to(key: str, target: str, campaign: Campaign) -> bool:
    """Whether a figure is computed, directly or through others, from the target."""
    seen, further = set(), [key]
    while further:
        current = further.pop()
        if current == target:
            return True
        if current not in seen and current in campaign.figures:
            seen.add(current)
            further += parts_of(campaign.figures[current])
    return False


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
        elif figure.difference and figure.value is None:
            yield figure.at("difference").fault(f"{figure.label}没有填 value，用不着 difference，请删去")
        elif figure.difference and typed_number(figure) is not None and not result.disagrees:
            said = "已经一致" if result.counted is not None else "还没有数可比"
            yield figure.at("difference").fault(f"{figure.label}{said}，请删去 difference")


def _counted(result: Result) -> str:
    assert result.counted is not None
    said = f"{'台账数出' if in_ledger(result.figure) else '数据算出'}{said_of(result.counted)}"
    typed = typed_number(result.figure)
    if result.figure.approx and isinstance(typed, Decimal):
        return f"{said}，应在{typed + 1:f}到{typed + step(typed) - 1:f}之间"
    return said


DERIVATION_RULES = (
    derivations_are_whole,
    collections_exist,
    references_hold,
    derivations_agree,
)
