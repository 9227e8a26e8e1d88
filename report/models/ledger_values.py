"""Closed lists of the ledgers: what a cell may say."""

from __future__ import annotations

from enum import StrEnum


class YesNo(StrEnum):
    YES = "是"
    NO = "否"


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


class ActivityKind(StrEnum):
    """What was held: first the links of “六位一体”, then study, research, rectification, development."""

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
    """“四下基层”."""

    POLICY = "宣传政策下基层"
    RESEARCH = "调查研究下基层"
    PETITIONS = "信访接待下基层"
    WORK = "现场办公下基层"


class MeasurePool(StrEnum):
    """The three lists (清单) that measures belong to; their numbers are never added up."""

    RECTIFICATION = "检视整改"
    RESEARCH = "调查研究"
    DISSECTION = "解剖麻雀"


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


class Concern(StrEnum):
    """The three kinds of problems that research goes after (报告第三节)."""

    FOUND = "调查研究发现"
    MET = "推动发展遇到"
    VOICED = "群众反映强烈"


class Pace(StrEnum):
    AT_ONCE = "立行立改"
    BY_DEADLINE = "限期整改"
    LASTING = "长期坚持"


class ProblemStatus(StrEnum):
    WAITING = "未启动"
    UNDER_WAY = "整改中"
    DONE = "已完成待销号"
    CLOSED = "已销号"


class MeasureStatus(StrEnum):
    WAITING = "未启动"
    UNDER_WAY = "整改中"
    DONE = "已落实"
    CLOSED = "已销号"


class TopicKind(StrEnum):
    TOPIC = "课题"
    GOOD_EXAMPLE = "正面典型"
    BAD_EXAMPLE = "反面典型"
    SPECIAL = "特色课题"


class TopicStatus(StrEnum):
    SET_UP = "已立项"
    UNDER_WAY = "调研中"
    REPORTED = "已形成报告"
    APPLIED = "已转化"


class CaseKind(StrEnum):
    RECURRING = "反复出现的老问题"
    BUDDING = "苗头性隐患"


class CaseStatus(StrEnum):
    DISSECTING = "解剖中"
    UNDER_WAY = "整改中"
    CLOSED = "已销号"


ACTIVITY_LINKS: dict[
    ActivityKind, str
] = {  # kind → id of the link of “六位一体” it belongs to; others to none
    **dict.fromkeys(
        (ActivityKind.COMMITTEE_SESSION, ActivityKind.GROUP_MEETING, ActivityKind.CITY_SESSION), "meetings"
    ),
    ActivityKind.DISPATCH: "coordination",
    **dict.fromkeys(
        (
            ActivityKind.SUPERVISION,
            ActivityKind.BRANCH_CHECK,
            ActivityKind.SPOT_CHECK,
            ActivityKind.DISPATCH_CHECK,
            ActivityKind.SUPERIOR_CHECK,
        ),
        "supervision",
    ),
    ActivityKind.HEARING: "accountability",
}
