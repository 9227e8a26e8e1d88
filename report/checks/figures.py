"""Rules about figures: what is typed, how it is computed, and whether the two agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from report.facts.campaign import COLLECTIONS, Campaign
from report.facts.fields import Column, number
from report.facts.figure import Derivation, Figure, Status
from report.facts.record import Record
from report.facts.records import Organisation
from report.faults import Fault, nearest
from report.figures.forms import FALLS, FORMS, MONTH, RISES, Form, form_of, is_bounded, said_of
from report.figures.resolving import Facts, Result, in_ledger, parts_of, step, typed_number

NO_VALUES = re.compile(
    r"[（(]?(?:待填报?|待定|待补|待核|待报|未知|暂无|暂缺|没有|无|空|略|不详)[）)]?|[Xx×?？*…\-—/]+|N/?A|TBD|TODO",
    re.IGNORECASE,
)


def numbers_are_numbers(facts: Facts) -> Iterator[Fault]:
    """A figure with a unit is a plain number, not negative; a rate is at most 100; with 余 it is a
    multiple of ten."""
    for figure in facts.campaign.figures.values():
        if figure.unit is None or figure.value is None or NO_VALUES.fullmatch(figure.value):
            continue
        try:
            complaint = _unfit(figure, number(figure.value))
        except ValueError as error:
            complaint = f"：{error}"
        if complaint:
            yield figure.at("value").fault(f"{figure.label}{complaint}")


def _unfit(figure: Figure, value: Decimal) -> str:
    """Why a number cannot be the value of a figure; empty if it can."""
    if value.is_signed():
        return (
            f"为负，说明不是{figure.word}，请改句子和 word"
            if figure.form == "change"
            else "不能是负数，请核对"
        )
    if figure.unit != "%":
        if "." in str(figure.value):
            return f"按{figure.unit}计，应是整数"
        if figure.approx and (value == 0 or value % 10 != 0):
            return "带“余”，应填整十、整百数，如 130"
    elif is_bounded(figure) and value > 100:
        return "是比率，不能超过 100"
    return ""


def blanks_stay_blank(facts: Facts) -> Iterator[Fault]:
    """An unknown value is left empty: nothing like 待填报, 无 or XX stands in for it."""
    for figure in facts.campaign.figures.values():
        if figure.value is not None and NO_VALUES.fullmatch(figure.value):
            said = f"{figure.label}写了“{figure.value}”；不知道就空着，冒号后什么也不写"
            yield figure.at("value").fault(said)


def texts_are_texts(facts: Facts) -> Iterator[Fault]:
    """A figure without a unit is text: it is neither a bare number nor computed."""
    for figure in facts.campaign.figures.values():
        if figure.unit is not None:
            continue
        if figure.value is not None and re.fullmatch(r"[0-9０-９.,，%％]+", figure.value):
            yield figure.at("value").fault(
                f"{figure.label}没有单位却填了数；是数就补上 unit，是文字就写成文字"
            )
        if figure.derivation is not None:
            yield figure.place.fault(f"{figure.label}由数据算出，应有单位，请补上 unit")


def values_have_sources(facts: Facts) -> Iterator[Fault]:
    """A typed value names the source that it was taken from."""
    for figure in facts.campaign.figures.values():
        if figure.value is not None and not figure.source:
            yield figure.at("value").fault(f"{figure.label}有值没有出处，请补上 source")


def statuses_fit(facts: Facts) -> Iterator[Fault]:
    """A figure that is 不适用 has no value."""
    for figure in facts.campaign.figures.values():
        if figure.status is Status.VOID and figure.value is not None:
            yield figure.at("status").fault(f"{figure.label}不适用，却填了值，请删去其一")


def words_fit(facts: Facts) -> Iterator[Fault]:
    """A change names its verb, one of a closed list; ratios and changes are percentages."""
    for figure in facts.campaign.figures.values():
        changes = figure.word is not None or figure.form == "change"
        if changes and figure.word not in (*FALLS, *RISES):
            words = "、".join((*FALLS, *RISES))
            yield figure.at("word").fault(f"{figure.label}须写明变化用词 word：{words}之一")
        if (changes or is_bounded(figure)) and figure.unit not in (None, "%"):
            yield figure.at("unit").fault(f"{figure.label}是{'同比' if changes else '比率'}，单位应是 %")


def numerals_fit(facts: Facts) -> Iterator[Fault]:
    """Chinese numerals are for whole numbers below 100."""
    for result in facts.results.values():
        value = result.value
        if (
            result.figure.numerals
            and isinstance(value, Decimal)
            and not (0 <= value < 100 and value % 1 == 0)
        ):
            yield result.figure.at("numerals").fault(f"{result.figure.label}是{value:f}，不能写成汉字数字")


WRITTEN = {"before": "from", "after": "to"}  # argument → its key in the file


def derivations_are_whole(facts: Facts) -> Iterator[Fault]:
    """A figure has at most one derivation, of a known form, with exactly the arguments that
    the form takes."""
    for figure in facts.campaign.figures.values():
        known = [name for name in FORMS if name in figure.derivations]
        if len(known) > 1:
            yield figure.at(known[1]).fault(f"{figure.label}写了{'、'.join(known)}，只能有一种算法")
        for name, how in figure.derivations.items():
            if name in FORMS:
                yield from _arguments(figure, FORMS[name], how)
            else:
                near = nearest(name, [*(column.field for column in Figure.written().values()), *FORMS])
                yield figure.at(name).fault(f"没有“{name}”这一项，请删去或改名{near}")


def _arguments(figure: Figure, form: Form, how: Derivation) -> Iterator[Fault]:
    for name in form.needs:
        if getattr(how, name) is None:
            yield figure.at(form.name).fault(f"{form.name} 缺少 {WRITTEN.get(name, name)}，请补上")
    allowed = (*form.needs, *form.takes, *Record.model_fields)
    for name in sorted(how.model_fields_set - set(allowed)):
        yield how.at(WRITTEN.get(name, name)).fault(f"{form.name} 用不到 {WRITTEN.get(name, name)}，请删去")


def _derived(campaign: Campaign, of_rows: bool) -> Iterator[tuple[Figure, Form, Derivation]]:
    """The figures that are computed from rows, or those computed from other figures."""
    for figure in campaign.figures.values():
        form, how = form_of(figure), figure.derivation
        if form and how and (form.of_rows is not None) == of_rows:
            yield figure, form, how


def collections_exist(facts: Facts) -> Iterator[Fault]:
    """What is counted exists, and so does every column and every value in its conditions."""
    for _, form, how in _derived(facts.campaign, of_rows=True):
        if how.of is None:
            continue
        if how.of not in COLLECTIONS:
            yield how.at("of").fault(f"没有“{how.of}”这份数据{nearest(how.of, COLLECTIONS)}")
            continue
        columns = COLLECTIONS[how.of].record.columns()
        for group in ("among", "where"):
            for title, wanted in getattr(how, group).items():
                for complaint in _unknown(columns, title, wanted, facts.campaign.organisation):
                    yield how.at(group, title).fault(complaint)
        yield from _field(form, how, columns)


def _unknown(
    columns: dict[str, Column], title: str, wanted: list[str], organisation: Organisation
) -> Iterator[str]:
    if title not in columns:
        yield f"没有“{title}”这一列{nearest(title, columns)}"
        return
    possible = columns[title].kind.choices(organisation)
    for value in wanted:
        if possible and value not in possible:
            yield f"“{title}”没有“{value}”这个取值，可选{'、'.join(possible)}"


def _field(form: Form, how: Derivation, columns: dict[str, Column]) -> Iterator[Fault]:
    """A column that is added up holds numbers; a collection that a norm is taken of has months."""
    if form.by_month and MONTH not in columns:
        yield how.at("of").fault(f"{form.name} 只用于有“{MONTH}”一列的数据，如 picks")
    if how.field is None or "field" not in form.needs:
        return
    if how.field not in columns:
        yield how.at("field").fault(f"没有“{how.field}”这一列{nearest(how.field, columns)}")
    elif form.adds_up and columns[how.field].kind.name != "count":
        yield how.at("field").fault(f"“{how.field}”一列不是数，不能合计")


def references_hold(facts: Facts) -> Iterator[Fault]:
    """A ratio or change refers to figures that exist, are numbers, and are not computed from it in turn."""
    campaign = facts.campaign
    for figure, form, how in _derived(campaign, of_rows=False):
        for name in form.needs:
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


def derivations_agree(facts: Facts) -> Iterator[Fault]:
    """A typed value agrees with what its form yields, or `difference` explains why not; else
    there is none. While the ledger behind it is 补登中, the typed value stands whatever the rows say."""
    for result in facts.results.values():
        figure = result.figure
        place = figure.at("value") if figure.value is not None else figure.place
        if result.backfilling and not (figure.difference and figure.value is None):
            continue
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


FIGURE_RULES = (
    numbers_are_numbers,
    blanks_stay_blank,
    texts_are_texts,
    values_have_sources,
    statuses_fit,
    words_fit,
    numerals_fit,
    derivations_are_whole,
    collections_exist,
    references_hold,
    derivations_agree,
)
