"""The six ledgers: a row is one activity, document, problem, measure, topic or case.

A field whose alias stands in brackets is derived: no file holds it, `derived` fills it in.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from report.models.ledger_values import (
    ActivityKind,
    ActivityLevel,
    Aspect,
    CaseKind,
    CaseStatus,
    Concern,
    Disclosure,
    DocumentField,
    DocumentKind,
    DocumentStatus,
    FoundBy,
    KeyTaskName,
    MeasurePool,
    MeasureStatus,
    Method,
    Outreach,
    Pace,
    ProblemPool,
    ProblemSource,
    ProblemStatus,
    TopicKind,
    TopicStatus,
    YesNo,
)
from report.models.record import Many, Record, split
from report.models.scalars import Count, Day, Month

Methods = Annotated[list[Method], BeforeValidator(split)]


class Row(Record):
    """A row of a ledger.

    `UNITS` and `POSTS` are fields that name units and posts of organisation.yml, the responsible one first.
    What stands in `OPTIONAL` is empty where there is no such thing; other empty fields are 待填报.
    """

    UNITS: ClassVar[tuple[str, ...]] = ()
    POSTS: ClassVar[tuple[str, ...]] = ()
    OPTIONAL: ClassVar[tuple[str, ...]] = ()

    id: str = Field(title="编号")


class Activity(Row):
    """A meeting, a visit, a lecture: one row is one time."""

    UNITS, POSTS = ("host",), ("chair",)
    OPTIONAL = ("end", "method", "outreach", "topic", "days", "attendance", "link")

    date: Day = Field(title="日期")
    end: Day | None = Field(None, title="结束日期")
    kind: ActivityKind = Field(title="类型")
    name: str = Field(title="名称")
    level: ActivityLevel = Field(title="层级")
    host: str = Field(title="主办")
    chair: str | None = Field(None, title="主持或主讲")
    key_task: KeyTaskName = Field(title="重点措施")
    method: Method | None = Field(None, title="调研方式")
    outreach: Outreach | None = Field(None, title="四下基层")
    topic: str | None = Field(None, title="课题")
    attendance: Count | None = Field(None, title="参加人数")
    days: Count | None = Field(None, title="天数")
    material: str | None = Field(None, title="材料")
    disclosure: Disclosure = Field(Disclosure.INTERNAL, title="公开")
    link: str | None = Field(None, title="环节", alias="(link)")


class Document(Row):
    """A document that was drafted or issued."""

    UNITS = ("issuer",)
    OPTIONAL = ("issue", "field", "copies", "link")

    kind: DocumentKind = Field(title="类型")
    name: str = Field(title="名称")
    issue: str | None = Field(None, title="期号")
    number: str | None = Field(None, title="文号")
    issuer: str = Field(title="制发单位")
    issued: Day | None = Field(None, title="印发日期")
    field: DocumentField | None = Field(None, title="领域")
    copies: Count | None = Field(None, title="份数")
    status: DocumentStatus = Field(title="状态")
    material: str | None = Field(None, title="材料")
    disclosure: Disclosure = Field(Disclosure.INTERNAL, title="公开")
    link: str | None = Field(None, title="环节", alias="(link)")


class Dated(Row):
    """A row that is to be done by a day. 已到期, 逾期 and 临期 are judged at the day of judgement."""

    due: YesNo | None = Field(None, title="已到期", alias="(due)")
    overdue: YesNo | None = Field(None, title="逾期", alias="(overdue)")
    due_soon: YesNo | None = Field(None, title="临期", alias="(due_soon)")


class Problem(Dated):
    """A problem of the dynamic list, in one sentence about the matter and not about a person."""

    UNITS, POSTS = ("unit", "partners"), ("leader", "verifier")
    OPTIONAL = ("aspect", "concern", "topic", "partners", "extended", "extension", "closed", "verifier")

    registered: Day = Field(title="登记日期")
    pool: ProblemPool = Field(title="清单")
    name: str = Field(title="问题")
    source: ProblemSource = Field(title="来源")
    found_by: FoundBy | None = Field(None, title="发现方式")
    aspect: Aspect | None = Field(None, title="方面")
    concern: Concern | None = Field(None, title="调研问题类别")
    topic: str | None = Field(None, title="课题")
    root_in_office: YesNo = Field(title="根子在机关")
    special: YesNo = Field(title="专项整治")
    pace: Pace = Field(title="整改类型")
    leader: str = Field(title="牵头领导")
    unit: str = Field(title="责任单位")
    partners: Many = Field([], title="配合单位")
    deadline: Day = Field(title="完成时限")
    extended: Day | None = Field(None, title="延期至")
    extension: str | None = Field(None, title="延期依据")
    status: ProblemStatus = Field(title="状态")
    closed: Day | None = Field(None, title="销号日期")
    verifier: str | None = Field(None, title="审核人")
    disclosure: Disclosure = Field(Disclosure.INTERNAL, title="公开")

    @property
    def open(self) -> bool:
        """Whether work is still to be done on it."""
        return self.status in (ProblemStatus.WAITING, ProblemStatus.UNDER_WAY)


class Measure(Dated):
    """A measure against a problem, out of a case, or out of a topic that found no problem (`parent`)."""

    UNITS, POSTS = ("unit",), ("verifier",)
    OPTIONAL = ("extended", "extension", "done", "closed", "verifier", "evidence")

    parent: str = Field(title="所属")
    name: str = Field(title="措施")
    unit: str = Field(title="责任单位")
    pace: Pace = Field(title="整改类型")
    deadline: Day = Field(title="完成时限")
    extended: Day | None = Field(None, title="延期至")
    extension: str | None = Field(None, title="延期依据")
    status: MeasureStatus = Field(title="状态")
    done: Day | None = Field(None, title="落实日期")
    closed: Day | None = Field(None, title="销号日期")
    verifier: str | None = Field(None, title="审核人")
    evidence: str | None = Field(None, title="佐证")
    disclosure: Disclosure = Field(Disclosure.INTERNAL, title="公开")
    pool: MeasurePool | None = Field(None, title="清单", alias="(pool)")

    @property
    def open(self) -> bool:
        """Whether work is still to be done on it."""
        return self.status in (MeasureStatus.WAITING, MeasureStatus.UNDER_WAY)


class Topic(Row):
    """A subject of research. An example to be warned by is 不公开 unless the row says otherwise."""

    UNITS, POSTS = ("unit",), ("leader",)
    OPTIONAL = ("applied", "result")

    name: str = Field(title="课题")
    kind: TopicKind = Field(title="类型")
    concern: Concern | None = Field(None, title="重点方面")
    leader: str | None = Field(None, title="牵头领导")
    unit: str = Field(title="承办单位")
    methods: Methods = Field([], title="调研方式")
    started: Day | None = Field(None, title="启动日期")
    deadline: Day | None = Field(None, title="完成时限")
    status: TopicStatus = Field(title="状态")
    result: str | None = Field(None, title="成果")
    applied: Many = Field([], title="转化去向")
    disclosure: Disclosure = Field(Disclosure.INTERNAL, title="公开")

    @model_validator(mode="before")
    @classmethod
    def _hide_bad_examples(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("kind") == TopicKind.BAD_EXAMPLE:
            data.setdefault("disclosure", Disclosure.SECRET)
        return data


class Case(Dated):
    """A case of “解剖麻雀”: what a division takes apart in a month."""

    UNITS, POSTS = ("unit",), ("leader",)

    month: Month = Field(title="月份")
    name: str = Field(title="案例")
    unit: str = Field(title="科室")
    line: str | None = Field(None, title="岗位条线")
    kind: CaseKind = Field(title="类型")
    crux: str | None = Field(None, title="症结")
    leader: str | None = Field(None, title="牵头领导")
    deadline: Day = Field(title="完成时限")
    status: CaseStatus = Field(title="状态")
    material: str | None = Field(None, title="材料")
    disclosure: Disclosure = Field(Disclosure.INTERNAL, title="公开")

    @property
    def open(self) -> bool:
        """Whether work is still to be done on it."""
        return self.status is not CaseStatus.CLOSED


LEDGERS: dict[str, tuple[type[Row], str, str]] = {  # name → model, id prefix, Chinese name
    "problems": (Problem, "WT", "问题台账"),
    "measures": (Measure, "CS", "措施台账"),
    "topics": (Topic, "KT", "课题台账"),
    "cases": (Case, "MQ", "案例台账"),
    "activities": (Activity, "HD", "活动台账"),
    "documents": (Document, "WJ", "文件台账"),
}


def is_ledger_id(id: str, prefix: str) -> bool:
    """Whether an id is a prefix, a hyphen and at least four digits."""
    return re.fullmatch(rf"{prefix}-[0-9]{{4,}}", id, re.ASCII) is not None
