"""The ledger of research topics."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, model_validator

from report.facts.fields import (
    ABSENT,
    Day,
    Maybe,
    PostName,
    RowStatus,
    Several,
    Stage,
    UnitName,
    Words,
    asked,
    ref,
)
from report.facts.ledgers.activities import Method
from report.facts.ledgers.problems import Concern
from report.facts.ledgers.row import Disclosure, Ledger, Row


class TopicKind(StrEnum):
    TOPIC = "课题"
    GOOD_EXAMPLE = "正面典型"
    BAD_EXAMPLE = "反面典型"
    SPECIAL = "特色课题"


class TopicStatus(RowStatus):
    SET_UP = "已立项", Stage.WAITING
    UNDER_WAY = "调研中", Stage.UNDER_WAY
    REPORTED = "已形成报告", Stage.DONE
    APPLIED = "已转化", Stage.APPLIED


BEGUN = (Stage.UNDER_WAY, Stage.DONE, Stage.APPLIED)


class Topic(Row):
    """A research topic. A 反面典型 is 不公开 unless the row says otherwise."""

    name: Words = Field(title="课题")
    kind: TopicKind = Field(title="类型")
    concern: Concern | None = Field(None, title="重点方面")
    leader: PostName | None = Field(None, title="牵头领导")
    unit: UnitName = Field(title="承办单位")
    methods: Several[Method] = Field([], title="调研方式")
    started: Annotated[Day | None, asked(*BEGUN, early=True)] = Field(None, title="启动日期")
    deadline: Day | None = Field(None, title="完成时限")
    status: TopicStatus = Field(title="状态")
    result: Maybe[Words] = Field(None, title="成果")
    applied: Annotated[Several[Annotated[str, ref("documents", "measures")]], ABSENT] = Field(
        [], title="转化去向"
    )

    @model_validator(mode="before")
    @classmethod
    def _hide_bad_examples(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("kind") == TopicKind.BAD_EXAMPLE:
            data.setdefault("disclosure", Disclosure.WITHHELD)
        return data


LEDGER = Ledger(
    name="topics",
    title="课题台账",
    prefix="KT",
    row=Topic,
    place=3,
    missing="还没有登记课题",
    filled_by="由各科室登记",
    caveat="没有登记不等于没有调研",
    guide="handbook/add-topic.md",
)
