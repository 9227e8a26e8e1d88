"""The ledger of measures: each row is a measure that belongs to a problem, a case or a topic."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from report.facts.fields import (
    DERIVED,
    Day,
    FileMark,
    Maybe,
    PostName,
    RowStatus,
    Stage,
    UnitName,
    Words,
    asked,
    ref,
)
from report.facts.ledgers.problems import Pace
from report.facts.ledgers.row import Extendable, Ledger


class MeasurePool(StrEnum):
    """The three lists (清单) that measures belong to; their numbers are never added up."""

    RECTIFICATION = "检视整改"
    RESEARCH = "调查研究"
    DISSECTION = "解剖麻雀"


class MeasureStatus(RowStatus):
    WAITING = "未启动", Stage.WAITING
    UNDER_WAY = "整改中", Stage.UNDER_WAY
    DONE = "已落实", Stage.DONE
    CLOSED = "已销号", Stage.CLOSED


class Measure(Extendable):
    """A measure. It belongs to a topic (`parent`) only if that topic has found no problem."""

    parent: Annotated[str, ref("problems", "cases", "topics", above=True)] = Field(title="所属")
    name: Words = Field(title="措施")
    unit: UnitName = Field(title="责任单位")
    pace: Pace = Field(title="整改类型")
    deadline: Day = Field(title="完成时限")
    extended: Maybe[Day] = Field(None, title="延期至")
    extension: Maybe[Words] = Field(None, title="延期依据")
    status: MeasureStatus = Field(title="状态")
    done: Annotated[Maybe[Day], asked(Stage.DONE, Stage.CLOSED)] = Field(None, title="落实日期")
    closed: Annotated[Maybe[Day], asked(Stage.CLOSED)] = Field(None, title="销号日期")
    verifier: Annotated[Maybe[PostName], asked(Stage.CLOSED)] = Field(None, title="审核人")
    evidence: Annotated[Maybe[FileMark], asked(Stage.DONE, Stage.CLOSED, early=True)] = Field(
        None, title="佐证"
    )
    pool: Annotated[MeasurePool | None, DERIVED] = Field(None, title="清单")


LEDGER = Ledger(
    name="measures",
    title="措施台账",
    prefix="CS",
    row=Measure,
    place=2,
    missing="还没有登记措施",
    filled_by="由各科室登记，审核后销号",
    caveat="空白等于待填报，不等于没有整改",
    guide="handbook/add-measure.md",
)
