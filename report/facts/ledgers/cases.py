"""The ledger of “解剖麻雀” cases: what a division dissects in a month."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from report.facts.fields import Day, FileMark, Month, PostName, RowStatus, Stage, UnitName, Words, day
from report.facts.ledgers.row import Dated, Ledger


class CaseKind(StrEnum):
    RECURRING = "反复出现的老问题"
    BUDDING = "苗头性隐患"


class CaseStatus(RowStatus):
    DISSECTING = "解剖中", Stage.WAITING
    UNDER_WAY = "整改中", Stage.UNDER_WAY
    CLOSED = "已销号", Stage.CLOSED


class Case(Dated):
    """A case. It can be closed once all its measures are."""

    month: Month = Field(title="月份")
    name: Words = Field(title="案例")
    unit: UnitName = Field(title="科室")
    line: Words | None = Field(None, title="岗位条线")
    kind: CaseKind = Field(title="类型")
    crux: Words | None = Field(None, title="症结")
    leader: PostName | None = Field(None, title="牵头领导")
    deadline: Day = Field(title="完成时限")
    status: CaseStatus = Field(title="状态")
    material: FileMark | None = Field(None, title="材料")

    @property
    def since(self) -> date:
        """The first day of its month."""
        return day(f"{self.month}-01")


LEDGER = Ledger(
    name="cases",
    title="案例台账",
    prefix="MQ",
    row=Case,
    place=4,
    missing="还没有登记案例",
    filled_by="由各科室每月登记",
    caveat="没有登记不等于没有解剖",
    guide="handbook/add-case.md",
)
