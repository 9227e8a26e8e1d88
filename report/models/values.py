"""Closed lists of values: what a cell or a field may say."""

from __future__ import annotations

from enum import StrEnum


class Owner(StrEnum):
    """Who reports a figure, in protocol order."""

    PARTY_COMMITTEE = "党委"
    OFFICE = "教育办"
    OFFICE_PARTY_COMMITTEE = "机关党委"
    DIVISIONS = "各科室"


class Status(StrEnum):
    """What stands where a figure is shown: its value, or the reason why there is none."""

    KNOWN = "已填"
    PENDING = "待填报"
    CLOSED = "不公开"
    VOID = "不适用"


class Tier(StrEnum):
    """Who reads or attends. The first three include one another; `all` is added on top."""

    MEMBERS = "members"
    LEADERS = "leaders"
    CHIEFS = "chiefs"
    ALL = "all"


TIER_NAMES = {
    Tier.MEMBERS: "普通党员、干部",
    Tier.LEADERS: "副处级以上领导干部",
    Tier.CHIEFS: "局主官",
    Tier.ALL: "全体党员",
}
TIER_SHORT = {**TIER_NAMES, Tier.LEADERS: "副处级以上"}
CONTAINED = (Tier.MEMBERS, Tier.LEADERS, Tier.CHIEFS)  # each includes those before it


class PickKind(StrEnum):
    ARTICLE = "署名文章"
    BOOK = "好书"


class Disclosure(StrEnum):
    """Who may see a ledger row. A 不公开 row only counts; it appears nowhere."""

    PUBLIC = "公开"
    INTERNAL = "内部"
    SECRET = "不公开"


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


class DocumentStatus(StrEnum):
    DRAFTING = "起草中"
    REVIEWED = "已审议"
    ISSUED = "已印发"
    REPEALED = "已废止"


class Level(StrEnum):
    """The two levels at which the campaign studies (报告第二节)."""

    COMMITTEE = "党委机关"
    GRASSROOTS = "基层党组织"


class Aspect(StrEnum):
    """What a rectification problem is about; 其他 is not one of the report's six."""

    STUDY = "理论学习"
    POLITICS = "政治素质"
    ABILITY = "能力本领"
    COMMITMENT = "担当作为"
    STYLE = "工作作风"
    INTEGRITY = "廉洁自律"
    OTHER = "其他"


class Method(StrEnum):
    """The six ways of research named by the centre (《关于在全党大兴调查研究的工作方案》)."""

    TALK = "座谈访谈"
    VISIT = "随机走访"
    SURVEY = "问卷调查"
    EXPERT = "专家调查"
    SAMPLE = "抽样调查"
    STATISTICS = "统计分析"
