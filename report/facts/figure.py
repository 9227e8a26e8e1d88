"""A figure: what it means, who reports it, its value, and how it is computed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from report.facts.fields import Day, Digits, Flag, Kind, Texts
from report.facts.record import Record


class Owner(StrEnum):
    """Who reports a figure, in protocol order."""

    PARTY_COMMITTEE = "党委"
    OFFICE = "教育办"
    OFFICE_PARTY_COMMITTEE = "机关党委"
    DIVISIONS = "各科室"


class Status(StrEnum):
    """Whether a figure has a value or, if not, why; pages then show this word in its place."""

    KNOWN = "已填"
    PENDING = "待填报"
    WITHHELD = "不公开"
    VOID = "不适用"


def _given_status(text: object) -> object:
    if text not in (Status.WITHHELD, Status.VOID):
        raise ValueError(f"“{text}”不行，只能写{Status.WITHHELD}或{Status.VOID}；待填报的空着就是")
    return text


GivenStatus = Annotated[
    Status, BeforeValidator(_given_status), Kind("choice", f"{Status.WITHHELD}、{Status.VOID}")
]


class Derivation(Record):
    """The arguments of a form: which records to count, or which two figures to relate."""

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
        """The values that a record must have to be counted, by column title."""
        return {**self.among, **self.where}


class Figure(Record):
    """One number or text blank of the report, defined once. It is a number if it has a unit, otherwise text.

    `derivations`: the form that it is computed by, one of those in `figures.forms`, with its arguments;
    one at most.
    """

    key: str = Field(title="键", alias="(key)")  # section.name, from where it stands in the file
    label: str = Field(title="名称")
    unit: str | None = Field(None, title="单位")
    owner: Owner = Field(title="填报单位")
    value: str | None = Field(None, title="值")
    source: str | None = Field(None, title="出处")
    as_of: Day | None = Field(None, title="数据截至")
    basis: str | None = Field(None, title="口径")
    approx: Flag = Field(False, title="带“余”")
    numerals: Flag = Field(False, title="正文用汉字数字")
    word: str | None = Field(None, title="变化用词")
    base: Flag = Field(False, title="报告未写的基数")
    status: GivenStatus | None = Field(None, title="不填的原因")
    difference: str | None = Field(None, title="与台账不一致的说明")
    derivations: dict[str, Derivation] = Field({}, alias="(derivations)")

    @property
    def section(self) -> str:
        return self.key.partition(".")[0]

    @property
    def form(self) -> str:
        """The name of the form that it is computed by; empty for a figure that is typed."""
        return next(iter(self.derivations), "")

    @property
    def derivation(self) -> Derivation | None:
        """The arguments of its form; None for a figure that is typed."""
        return next(iter(self.derivations.values()), None)


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
