"""A figure: what it means, who reports it, its value, and how it is computed."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from report.models.record import Record, Texts
from report.models.scalars import Count, Day, Digits, Flag
from report.models.values import Owner, Status


def _given_status(text: object) -> object:
    if text not in (Status.CLOSED, Status.VOID):
        raise ValueError(f"“{text}”不行，只能写{Status.CLOSED}或{Status.VOID}；待填报的空着就是")
    return text


GivenStatus = Annotated[Status, BeforeValidator(_given_status)]


JUDGED = {"已到期", "逾期", "临期"}


class Derivation(Record):
    """How a figure is computed: rows of a collection, or two other figures. One form is used."""

    of: str | None = Field(None, title="数哪一份")
    among: dict[str, Texts] = Field({}, title="范围")
    where: dict[str, Texts] = Field({}, title="条件")
    field: str | None = Field(None, title="列")
    part: str | None = Field(None, title="分子")
    whole: str | None = Field(None, title="分母")
    before: str | None = Field(None, title="上期", alias="from")
    after: str | None = Field(None, title="本期", alias="to")
    digits: Digits = Field(1, title="小数位数")

    @property
    def conditions(self) -> dict[str, list[str]]:
        """What rows have to say to be counted, by column title."""
        return {**self.among, **self.where}


ROW_FORMS = ("count", "sum", "distinct", "norm")
PAIR_FORMS = ("ratio", "change")


class Figure(Record):
    """One number or text blank of the report, defined once. With a unit it is a number, without one text."""

    key: str = Field(title="键", alias="(key)")  # given by where it stands
    label: str = Field(title="名称")
    unit: str | None = Field(None, title="单位")
    owner: Owner = Field(title="报数责任")
    value: str | None = Field(None, title="值")
    source: str | None = Field(None, title="出处")
    as_of: Day | None = Field(None, title="数据截至")
    basis: str | None = Field(None, title="口径")
    approx: Flag = Field(False, title="带“余”")
    numerals: Flag = Field(False, title="正文用汉字数字")
    word: str | None = Field(None, title="变化用词")
    blanks: Count = Field(1, title="原报告空几处")
    base: Flag = Field(False, title="报告未写的基数")
    status: GivenStatus | None = Field(None, title="不填的原因")
    difference: str | None = Field(None, title="与台账不一致的说明")
    count: Derivation | None = Field(None, title="数行")
    sum: Derivation | None = Field(None, title="合计")
    distinct: Derivation | None = Field(None, title="去重")
    ratio: Derivation | None = Field(None, title="比")
    change: Derivation | None = Field(None, title="同比")
    norm: Derivation | None = Field(None, title="每月一致数")

    @property
    def section(self) -> str:
        return self.key.partition(".")[0]

    @property
    def judged(self) -> bool:
        """Whether it is counted by a column that follows from the day of judgement."""
        return self.derivation is not None and not JUDGED.isdisjoint(self.derivation[1].conditions)

    @property
    def derivation(self) -> tuple[str, Derivation] | None:
        """The form and its arguments, or None for a figure that is typed."""
        for form in (*ROW_FORMS, *PAIR_FORMS):
            if (found := getattr(self, form)) is not None:
                return form, found
        return None


SECTIONS = {
    "org": "单位与机构",
    "overview": "引言",
    "responsibility": "责任落实",
    "books": "规定书目",
    "study": "理论学习",
    "research": "调查研究",
    "rectification": "检视整改",
    "development": "推动发展",
    "outlook": "下步工作努力方向",
}
