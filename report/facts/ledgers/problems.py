"""The problem ledger: each row is a problem of the dynamic list, in one sentence about the matter."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from report.facts.fields import (
    ABSENT,
    LATER,
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
from report.facts.ledgers.row import Extendable, Ledger, YesNo


class ProblemPool(StrEnum):
    RECTIFICATION = "检视整改"
    RESEARCH = "调查研究"


class ProblemSource(StrEnum):
    SUPERIOR = "上级点"
    SELF = "自己查"
    MASSES = "群众提"
    OTHER = "其他"


class FoundBy(StrEnum):
    SAY_A_WORD = "“我想对局党委说一句话”"
    HEART_TALK = "谈心交心"
    SELF_CHECK = "自查自纠"
    SUPERIOR_CHECK = "上级监督检查“回头看”"
    RESEARCH = "调研"
    SUPERVISION = "督导检查"
    OTHER = "其他"


class Aspect(StrEnum):
    """What a rectification problem is about; 其他 is not one of the report's six."""

    STUDY = "理论学习"
    POLITICS = "政治素质"
    ABILITY = "能力本领"
    COMMITMENT = "担当作为"
    STYLE = "工作作风"
    INTEGRITY = "廉洁自律"
    OTHER = "其他"


class Concern(StrEnum):
    """The three kinds of problems that research looks for (报告第三节)."""

    FOUND = "调查研究发现"
    MET = "推动发展遇到"
    VOICED = "群众反映强烈"


class Shortfall(StrEnum):
    """Which of the four shortfalls of the report a problem answers (报告“存在的不足”)."""

    STUDY = "理论学习"
    RESEARCH = "调查研究"
    RECTIFICATION = "检视整改"
    DEVELOPMENT = "推动发展"


class Pace(StrEnum):
    AT_ONCE = "立行立改"
    BY_DEADLINE = "限期整改"
    LASTING = "长期坚持"


class ProblemStatus(RowStatus):
    WAITING = "未启动", Stage.WAITING
    UNDER_WAY = "整改中", Stage.UNDER_WAY
    DONE = "已完成待销号", Stage.DONE
    CLOSED = "已销号", Stage.CLOSED


class Problem(Extendable):
    """A problem. It is about a matter, never about a person."""

    registered: Day = Field(title="登记日期")
    pool: ProblemPool = Field(title="清单")
    name: Words = Field(title="问题")
    source: ProblemSource = Field(title="来源")
    found_by: FoundBy | None = Field(None, title="发现方式")
    aspect: Maybe[Aspect] = Field(None, title="方面")
    concern: Maybe[Concern] = Field(None, title="调研问题类别")
    topic: Maybe[Annotated[str, ref("topics", above=True)]] = Field(None, title="课题")
    root_in_office: YesNo = Field(title="根子在机关")
    special: YesNo = Field(title="专项整治")
    shortfall: Annotated[Maybe[Shortfall], LATER] = Field(None, title="对应不足")
    pace: Pace = Field(title="整改类型")
    leader: PostName = Field(title="牵头领导")
    unit: UnitName = Field(title="责任单位")
    partners: Annotated[Several[UnitName], ABSENT] = Field([], title="配合单位")
    deadline: Day = Field(title="完成时限")
    extended: Maybe[Day] = Field(None, title="延期至")
    extension: Maybe[Words] = Field(None, title="延期依据")
    status: ProblemStatus = Field(title="状态")
    closed: Annotated[Maybe[Day], asked(Stage.CLOSED)] = Field(None, title="销号日期")
    verifier: Annotated[Maybe[PostName], asked(Stage.CLOSED)] = Field(None, title="审核人")

    @property
    def since(self) -> date:
        """The day on which it was registered."""
        return self.registered


LEDGER = Ledger(
    name="problems",
    title="问题台账",
    prefix="WT",
    row=Problem,
    place=1,
    missing="还没有登记问题",
    filled_by="由教育办按来源逐条登记",
    caveat="空白等于待填报，不等于没有问题",
    guide="handbook/add-problem.md",
)
