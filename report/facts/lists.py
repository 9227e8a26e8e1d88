"""The tables that are no ledgers: the study plan and the monthly picks. Everybody may see their rows."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from report.facts.fields import (
    ABSENT,
    SEVERAL_WANTED,
    Blank,
    BookTitles,
    Day,
    Kind,
    Maybe,
    Month,
    Several,
    UnitName,
    Words,
    parted,
)
from report.facts.ledgers import LEDGERS
from report.facts.records import LABELS, Tier
from report.facts.table import Entry, Table


class Audience(StrEnum):
    """Those who attend where no tier fits, in protocol order; `slug` stands in addresses."""

    slug: str

    def __new__(cls, word: str, slug: str) -> Audience:
        member = str.__new__(cls, word)
        member._value_, member.slug = word, slug
        return member

    LEADERSHIP = "局班子成员", "leadership"
    CORE_GROUP = "中心组成员", "core-group"
    SECRETARIES = "党组织书记", "secretaries"
    YOUTH = "青年小组成员", "youth"
    ON_THE_MOVE = "流动党员", "on-the-move"

    @property
    def label(self) -> str:
        """Its Chinese name."""
        return self.value

    @property
    def short(self) -> str:
        """The same: it has no shorter name."""
        return self.value


class PickKind(StrEnum):
    ARTICLE = "署名文章"
    BOOK = "好书"


def _tier(said: object) -> Tier:
    """A tier by its Chinese name; one of the names has a comma in it."""
    named = {label: tier for tier, label in LABELS.items()}
    if isinstance(said, Tier):
        return said
    if said in named:
        return named[str(said)]
    if any(label in str(said) for label in named):
        raise ValueError(f"“{said}”{SEVERAL_WANTED}")
    raise ValueError(f"没有“{said}”这一层，只能写{TIER_NAMES}")


TIER_NAMES = "".join(f"“{label}”" for label in LABELS.values())
TIER = Kind("choice", TIER_NAMES, choices=lambda organisation: list(LABELS.values()))
Tiers = Annotated[list[Annotated[Tier, BeforeValidator(_tier), TIER]], BeforeValidator(parted)]


class PlanItem(Entry):
    """An item of the study plan. Without a date it is 时间待定.

    It is for everybody in its tiers and for its audience. Whoever belongs to no tier named is not meant: an
    audience alone concerns no tier. `books` holds titles.
    """

    title: Words = Field(title="内容")
    form: Words = Field(title="形式")
    organisers: Several[UnitName] = Field(title="组织单位", min_length=1)
    tiers: Annotated[Tiers, ABSENT] = Field([], title="层次")
    audience: Annotated[Several[Audience], ABSENT] = Field([], title="参加人员")
    date: Annotated[Day | None, Blank("时间待定")] = Field(None, title="日期")
    end: Maybe[Day] = Field(None, title="结束日期")
    books: Annotated[BookTitles, ABSENT] = Field([], title="书目")

    def concerns(self, who: Tier | Audience) -> bool:
        """Whether all of a tier, or an audience, attends it."""
        if isinstance(who, Audience):
            return who in self.audience
        return Tier.ALL in self.tiers or any(who.includes(each) for each in self.tiers)

    @property
    def attended_by(self) -> list[Tier | Audience]:
        """Who attends: tiers first."""
        return [*self.tiers, *self.audience]

    def texts(self, field: str) -> list[str]:
        """The values of a field as the table has them: tiers by their Chinese names."""
        return [tier.label for tier in self.tiers] if field == "tiers" else super().texts(field)


UNWRITTEN = Blank("页面上不写")


class Pick(Entry):
    """A monthly recommendation."""

    month: Month = Field(title="月份")
    kind: PickKind = Field(title="种类")
    title: Words = Field(title="题名")
    author: Annotated[Words | None, UNWRITTEN] = Field(None, title="作者")
    source: Annotated[Words | None, UNWRITTEN] = Field(None, title="出处")
    date: Annotated[Day | None, UNWRITTEN] = Field(None, title="日期")


PLAN = Table("plan", "学习计划", "JH", PlanItem, replaces="study-plan.yml", earlier_ids=True)
PICKS = Table("picks", "每月荐读", "JD", Pick, replaces="picks.yml")
LISTS = {table.name: table for table in (PLAN, PICKS)}
TABLES: dict[str, Table] = {**LISTS, **LEDGERS}
