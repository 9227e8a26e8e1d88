"""The ledger of activities: meetings, visits, lectures. Each row is one occasion."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from report.facts.fields import DERIVED, LINK, Count, Day, FileMark, Maybe, PostName, UnitName, Words, ref
from report.facts.ledgers.row import Ledger, Row


class Method(StrEnum):
    """The six ways of research named by the centre (《关于在全党大兴调查研究的工作方案》)."""

    TALK = "座谈访谈"
    VISIT = "随机走访"
    SURVEY = "问卷调查"
    EXPERT = "专家调查"
    SAMPLE = "抽样调查"
    STATISTICS = "统计分析"


class ActivityKind(StrEnum):
    """What was held: meetings and checks, then study, research, rectification, development."""

    COMMITTEE_SESSION = "党委专题研究"
    GROUP_MEETING = "领导小组会议"
    CITY_SESSION = "市级专题研究"
    DISPATCH = "教育办调度"
    SUPERVISION = "督促指导"
    BRANCH_CHECK = "支部检查"
    SPOT_CHECK = "推门抽查"
    DISPATCH_CHECK = "调度检查"
    SUPERIOR_CHECK = "上级监督检查“回头看”"
    HEARING = "听取整改汇报"
    READING_CLASS = "读书班"
    READING_SEMINAR = "读书班专题研讨"
    CORE_SESSION = "中心组学习会"
    CORE_SEMINAR = "中心组专题研讨"
    LED_STUDY = "领学带学"
    LECTURE = "理论宣讲"
    PARTY_LECTURE = "专题党课"
    YOUTH_EXCHANGE = "青年小组学习交流"
    SECRETARY_TRAINING = "书记培训班"
    PROMOTION_SEMINAR = "“以学促干”专题研讨"
    BRANCH_STUDY = "支部学习"
    ONLINE_STUDY = "流动党员线上学习"
    PARTY_DAY = "主题党日"
    RESEARCH = "调研"
    SAY_A_WORD = "“我想对局党委说一句话”"
    HEART_TALK = "谈心交心"
    SELF_CHECK = "自查自纠"
    AT_ONES_POST = "立足岗位作贡献"
    ROLE_MODELS = "学习榜样争做榜样"
    HOSTED_EVENT = "承办活动"


class ActivityLevel(StrEnum):
    """Who held it, in protocol order."""

    COMMITTEE = "局党委"
    LEADERSHIP = "局班子成员"
    GROUP = "领导小组"
    OFFICE = "教育办"
    OFFICE_PARTY_COMMITTEE = "机关党委"
    BRANCH = "机关支部"
    GRASSROOTS = "基层党组织"
    YOUTH_GROUP = "青年小组"
    SUPERIOR = "上级"


class KeyTaskName(StrEnum):
    STUDY = "理论学习"
    RESEARCH = "调查研究"
    DEVELOPMENT = "推动发展"
    PROBLEMS = "检视问题"
    RULES = "建章立制"
    GENERAL = "综合"


class Outreach(StrEnum):
    """“四下基层”, in the short words of the ledger."""

    POLICY = "宣传政策下基层"
    RESEARCH = "调查研究下基层"
    PETITIONS = "信访接待下基层"
    WORK = "现场办公下基层"

    @property
    def in_full(self) -> str:
        """As the public phrase has it."""
        return "宣传党的路线方针政策下基层" if self is Outreach.POLICY else self.value


class Activity(Row):
    """An activity that was held."""

    date: Day = Field(title="日期")
    end: Maybe[Day] = Field(None, title="结束日期")
    kind: ActivityKind = Field(title="类型")
    name: Words = Field(title="名称")
    level: ActivityLevel = Field(title="层级")
    host: UnitName = Field(title="主办")
    chair: PostName | None = Field(None, title="主持或主讲")
    key_task: KeyTaskName = Field(title="重点措施")
    method: Maybe[Method] = Field(None, title="调研方式")
    outreach: Maybe[Outreach] = Field(None, title="四下基层")
    topic: Maybe[Annotated[str, ref("topics", above=True)]] = Field(None, title="课题")
    attendance: Maybe[Count] = Field(None, title="参加人数")
    days: Maybe[Count] = Field(None, title="天数")
    material: FileMark | None = Field(None, title="材料")
    link: Annotated[Maybe[Annotated[str, LINK]], DERIVED] = Field(None, title="环节")

    @property
    def since(self) -> datetime.date:
        """Its last day: only then was it held."""
        return self.end or self.date


LEDGER = Ledger(
    name="activities",
    title="活动台账",
    prefix="HD",
    row=Activity,
    place=5,
    missing="还没有登记活动",
    filled_by="由主办单位登记，一场一行",
    caveat="没有登记不等于没有开展",
    guide="handbook/add-activity.md",
)
