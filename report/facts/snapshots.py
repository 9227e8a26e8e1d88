"""Frozen snapshots: a two-weekly notice (公示) or a monthly reminder (提醒督办), as it stood on its day.

The frozen part carries a seal. The words around it may be edited; a number is changed only by a correction.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import Field

from report.facts.fields import Count, Day, Month, Texts
from report.facts.figure import Status
from report.facts.record import Record

LATE, SOON = "逾期", "临期"  # how the state of an item past its deadline, or close to it, begins
OPENED, CLOSED, OVERDUE = "opened", "closed", "overdue"  # the numbers that a notice counts itself
FROZEN = (  # the figures of the report that a notice states, in its order
    "rectification.problems",
    "rectification.problems_closed",
    "rectification.problem_closure_rate",
    "rectification.measures_total",
    "rectification.measures_done",
    "rectification.completion_rate",
    "rectification.measures_due",
    "rectification.measures_due_done",
    "rectification.due_completion_rate",
)
WRITTEN_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Amount:
    """A number as it stood: `text` is its digits without `unit`, or the word that stood in its place."""

    text: str
    unit: str

    @property
    def number(self) -> Decimal | None:
        """None if it was a word, such as 待填报."""
        return Decimal(self.text) if WRITTEN_NUMBER.fullmatch(self.text) else None

    def __str__(self) -> str:
        return self.text if self.text in list(Status) else f"{self.text}{self.unit}"


class Subject(StrEnum):
    """What political supervision looks at, and reminds of every month (报告第一节), in the report's order."""

    STUDY = "学习任务落实"
    RESEARCH = "领导干部调研"
    RECTIFICATION = "问题整改整治"


class Item(Record):
    """A row as it stood. `name`: the row in words; `state`: how it stood with its deadline; `subject`: in
    reminders, what it belongs to, None in those from before there were three."""

    id: str = Field(title="编号")
    name: str = Field(title="内容")
    unit: str = Field(title="责任单位")
    deadline: Day | None = Field(None, title="时限")
    state: str | None = Field(None, title="情形")
    subject: Subject | None = Field(None, title="督办的事")

    @property
    def about(self) -> Subject:
        """What a reminder of it belongs to: the first reminders held measures alone."""
        return self.subject or Subject.RECTIFICATION

    @property
    def is_planned(self) -> bool:
        """Whether it is an item of the study plan, which has an id of that file and no row in a ledger."""
        return self.subject is Subject.STUDY

    @property
    def is_late(self) -> bool:
        return (self.state or "").startswith(LATE)

    @property
    def is_soon(self) -> bool:
        return self.state == SOON


class Stated(Record):
    """A number as the notice states it, without its unit."""

    key: str = Field(title="键")
    label: str = Field(title="名称")
    value: str = Field(title="数")
    unit: str = Field(title="单位")


class UnitTally(Record):
    """How far a responsible unit had come."""

    unit: str = Field(title="责任单位")
    problems: Count = Field(title="问题")
    measures: Count = Field(title="措施")
    done: Count = Field(title="已落实")
    overdue: Count | None = Field(None, title="逾期")  # None while deadlines could not be judged


class Correction(Record):
    """更正: a number that turned out to be wrong, what it should have been, and why."""

    date: Day = Field(title="更正日期")
    key: str = Field(title="键")
    was: str = Field(title="原为")
    now: str = Field(title="更正为")
    reason: str = Field(title="原因")


class Snapshot(Record):
    """What notices and reminders share: the seal over the frozen part."""

    seal: str = Field(title="封签")

    def frozen(self) -> dict[str, Any]:
        """What the seal covers. Empty fields are left out, so that fields can be added later."""
        raise NotImplementedError

    @property
    def sound(self) -> bool:
        """Whether the frozen part is as it was when it was sealed, apart from dated corrections."""
        return self.seal == sealed(self.frozen())


class Notice(Snapshot):
    """第N期公示: problems of the rectification list opened and closed since the last notice,
    and overdue measures.

    `since` to `date` is 统计期间, `shown_from` to `shown_until` 公示期. A notice without `shown_from` is
    from before notices stated 公示期, 受理单位 and 联系方式; in any other, what is missing is 待填报.
    """

    issue: Count = Field(title="期数")
    date: Day = Field(title="公示日")
    since: Day = Field(title="起日")
    shown_from: Day | None = Field(None, title="公示期起")
    shown_until: Day | None = Field(None, title="公示期止")
    receiver: str | None = Field(None, title="受理单位")
    contact: str | None = Field(None, title="联系方式")
    scope: str = Field(title="公示范围")
    feedback: str = Field(title="意见反馈方式")
    text: Texts = Field(title="正文，一段一项", min_length=1)
    figures: list[Stated] = Field(title="数")
    units: list[UnitTally] = Field([], title="按责任单位")
    opened: list[Item] = Field([], title="新增问题")
    closed: list[Item] = Field([], title="销号问题")
    overdue: list[Item] = Field([], title="逾期措施")
    deadlines: dict[str, Day] = Field({}, title="新登记各行的完成时限")  # without rows of earlier notices
    settled: Texts = Field([], title="新销号的问题")  # by id, 不公开 ones too
    corrections: list[Correction] = Field([], title="更正")

    def frozen(self) -> dict[str, Any]:
        """Everything but the words around it; a corrected number as it was before its first correction."""
        around = {"scope", "feedback", "text", "corrections", "seal"}
        kept = self.model_dump(mode="json", exclude=around, exclude_defaults=True)
        for stated in kept["figures"]:
            said = [c for c in self.corrections if c.key == stated["key"]]
            if said and stated["value"] in (said[0].was, said[-1].now):
                stated["value"] = said[0].was
        return kept

    def amount(self, key: str) -> Amount:
        """A number as it reads now, corrections included; empty if the notice does not state it."""
        stated = next((each for each in self.figures if each.key == key), None)
        if stated is None:
            return Amount("", "")
        corrected = [correction.now for correction in self.corrections if correction.key == key]
        return Amount(corrected[-1] if corrected else stated.value, stated.unit)


class UnitReminder(Record):
    """What one unit is reminded of, and what it answered."""

    unit: str = Field(title="收件单位")
    items: list[Item] = Field(title="条目")
    reply: str | None = Field(None, title="反馈情况")


class Reminder(Snapshot):
    """A month's 提醒督办: study, research, rectification overdue and due soon, by unit."""

    month: Month = Field(title="月份")
    date: Day = Field(title="判定日")
    reply_by: Day = Field(title="反馈时限")
    units: list[UnitReminder] = Field([], title="收件单位")

    def frozen(self) -> dict[str, Any]:
        """Everything but the replies and their deadline."""
        around: Any = {"reply_by": True, "seal": True, "units": {"__all__": {"reply"}}}
        return self.model_dump(mode="json", exclude=around, exclude_defaults=True)


def sealed(frozen: dict[str, Any]) -> str:
    """The seal over a frozen part: sixteen hexadecimal digits, which any change alters."""
    content = json.dumps(frozen, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]
