"""The ledger of documents that were drafted or issued."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from report.facts.fields import DERIVED, LINK, Count, Day, FileMark, Maybe, RowStatus, UnitName, Words
from report.facts.ledgers.row import Ledger, Row


class DocumentKind(StrEnum):
    SUPERIOR = "上级文件"
    PLAN = "实施方案"
    SUBPLAN = "子方案"
    TIP = "工作提示"
    STUDY_PLAN = "学习计划"
    PERSONAL_PLAN = "个人学习计划"
    LIST_AND_PLAN = "清单方案"
    RULE = "规章制度"
    REMINDER = "提醒督办单"
    OTHER = "其他"


class DocumentField(StrEnum):
    PARTY_BUILDING = "党的建设"
    GRASSROOTS = "基层治理"
    OTHER = "其他"


class DocumentStatus(RowStatus):
    DRAFTING = "起草中"
    REVIEWED = "已审议"
    ISSUED = "已印发"
    REPEALED = "已废止"


class Document(Row):
    """A document, drafted or issued."""

    kind: DocumentKind = Field(title="类型")
    name: Words = Field(title="名称")
    issue: Maybe[FileMark] = Field(None, title="期号")
    number: FileMark | None = Field(None, title="文号")
    issuer: UnitName = Field(title="制发单位")
    issued: Day | None = Field(None, title="印发日期")
    field: Maybe[DocumentField] = Field(None, title="领域")
    copies: Maybe[Count] = Field(None, title="份数")
    status: DocumentStatus = Field(title="状态")
    material: FileMark | None = Field(None, title="材料")
    link: Annotated[Maybe[Annotated[str, LINK]], DERIVED] = Field(None, title="环节")

    @property
    def since(self) -> date | None:
        """The day on which it was issued."""
        return self.issued


LEDGER = Ledger(
    name="documents",
    title="文件台账",
    prefix="WJ",
    row=Document,
    place=6,
    missing="还没有登记文件",
    filled_by="由教育办登记",
    caveat="没有登记不等于没有印发",
    guide="handbook/add-document.md",
)
