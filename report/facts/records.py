"""The records of the YAML files, one class per kind. Figures are in `figure`, rows of tables elsewhere."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from report.facts.fields import Count, Day, Flag, Identifier, Kind, Month, Texts, day
from report.facts.ledgers.activities import ActivityKind
from report.facts.ledgers.documents import DocumentKind
from report.facts.record import Record

DATA_DATE = "数据截至日期"


class Tier(StrEnum):
    """Who reads or attends. Of the first three, each includes those before it; `all` is added on top."""

    MEMBERS = "members"
    LEADERS = "leaders"
    CHIEFS = "chiefs"
    ALL = "all"

    @property
    def label(self) -> str:
        """Its Chinese name."""
        return LABELS[self]

    @property
    def slug(self) -> str:
        """What stands for it in addresses."""
        return self.value

    @property
    def short(self) -> str:
        """A shorter name, if it has one."""
        return "副处级以上" if self is Tier.LEADERS else self.label

    @property
    def rank(self) -> int:
        """How many tiers it includes, counting itself: 1 to 3; 0 for `all`, which is added on top."""
        return CONTAINED.index(self) + 1 if self in CONTAINED else 0

    def includes(self, other: Tier) -> bool:
        """Whether this tier has to read whatever the other one has to read."""
        return self is other or 0 < other.rank <= self.rank


LABELS = {
    Tier.MEMBERS: "普通党员、干部",
    Tier.LEADERS: "副处级以上领导干部",
    Tier.CHIEFS: "局主官",
    Tier.ALL: "全体党员",
}
CONTAINED = (Tier.MEMBERS, Tier.LEADERS, Tier.CHIEFS)  # each includes those before it


class Attachment(StrEnum):
    """What may be attached to the report; the site makes both from its data."""

    FIGURES = "主要数据表"
    BOOKS = "规定书目"


class Level(StrEnum):
    """The two levels at which study is organised (报告第二节)."""

    COMMITTEE = "党委机关"
    GRASSROOTS = "基层党组织"


class Identity(StrEnum):
    """“四个认同” (报告第五节)."""

    POLITICAL = "政治认同"
    IDEOLOGICAL = "思想认同"
    THEORETICAL = "理论认同"
    EMOTIONAL = "情感认同"


class Book(Record):
    """A book of “3＋4＋5＋3”, or an item that every member follows (tier `all`). Written once."""

    id: Identifier = Field(title="编号")
    title: str = Field(title="书名")
    tier: Tier = Field(title="层次")
    author: str | None = Field(None, title="作者")


class Unit(Record):
    """An organisation, or a part of the bureau. Listed in protocol order."""

    id: Identifier = Field(title="编号")
    name: str = Field(title="名称")
    full_name: str | None = Field(None, title="全称")
    duty: str | None = Field(None, title="职责")
    division: Flag = Field(False, title="是科室")


class Post(Record):
    """A post, never a person's name. Listed in protocol order."""

    id: Identifier = Field(title="编号")
    name: str = Field(title="职务")
    unit: str = Field(title="单位")


class Link(Record):
    """A link of the “六位一体” mechanism: what is done, by whom, and which kinds of activities and documents
    record it."""

    id: Identifier = Field(title="编号")
    name: str = Field(title="环节")
    duty: str = Field(title="做什么")
    units: Texts = Field([], title="责任单位")
    activities: list[ActivityKind] = Field([], title="归入的活动类型")
    documents: list[DocumentKind] = Field([], title="归入的文件类型")


class KeyTask(Record):
    """A key task: who answers for it, by when. `figures` tell how far it has come, besides its activities."""

    id: Identifier = Field(title="编号")
    name: str = Field(title="重点措施")
    page: str = Field(title="报告页面")
    leaders: Texts = Field([], title="牵头领导")
    units: Texts = Field([], title="责任单位")
    deadline: Day | None = Field(None, title="时限")
    figures: Texts = Field([], title="看进展的数")


class Pair(Record):
    """A pair of 一级带一级: who leads and who follows."""

    leader: str = Field(title="带")
    learner: str = Field(title="跟")


class YouthGroup(Record):
    id: Identifier = Field(title="编号")
    name: str = Field(title="名称")
    members: Count | None = Field(None, title="成员数")
    rota: Texts = Field([], title="轮值小组长")
    rota_from: Month | None = Field(None, title="轮值起始月份")

    def on_duty(self, day: date) -> str | None:
        """Who leads the group in the month of a day: each for a month in turn. None before the rota begins,
        or while it or its first month is unknown."""
        if not self.rota or self.rota_from is None:
            return None
        year, month = map(int, self.rota_from.split("-"))
        passed = (day.year - year) * 12 + day.month - month
        return self.rota[passed % len(self.rota)] if passed >= 0 else None


class PeriodicTask(Record):
    id: Identifier = Field(title="编号")
    name: str = Field(title="周期任务")
    interval: str | None = Field(None, title="周期")
    interval_figure: str | None = Field(None, title="周期取自哪个数")
    unit: str = Field(title="责任单位")
    next: Day | None = Field(None, title="下次")


class Organisation(Record):
    units: list[Unit] = Field(title="单位")
    posts: list[Post] = Field([], title="职务")
    links: list[Link] = Field(title="六位一体")
    links_confirmed: Flag = Field(False, title="环节的职责和责任单位已由教育办确认")
    key_tasks: list[KeyTask] = Field(title="重点措施")
    pairs: list[Pair] = Field(title="带学关系")
    youth_groups: list[YouthGroup] = Field([], title="机关青年理论学习小组")
    periodic_tasks: list[PeriodicTask] = Field([], title="周期任务")

    @property
    def names(self) -> dict[str, str]:
        """The names of units and posts by their ids: units first, each group in protocol order."""
        return {unit.id: unit.name for unit in self.units} | {post.id: post.name for post in self.posts}

    def name_of(self, id: str) -> str:
        """The name of a unit or post by its id; the id itself if it is unknown, which is a fault."""
        return self.names.get(id, id)

    def rank(self, name: str) -> int:
        """The position of a unit or post in protocol order, by its name; the last if it is unknown."""
        ranked = list(self.names.values())
        return ranked.index(name) if name in ranked else len(ranked)

    @property
    def divisions(self) -> list[Unit]:
        """The units that are divisions (科室)."""
        return [unit for unit in self.units if unit.division]


class Letter(Record):
    """The elements of the official document (GB/T 9704). Those it needs are 待填报 while empty."""

    recipient: str | None = Field(None, title="主送机关")
    sender: str | None = Field(None, title="署名")
    date: Day | None = Field(None, title="成文日期")
    sealed: Flag = Field(True, title="加盖印章")
    attachments: list[Attachment] = Field(list(Attachment), title="附件")
    red_head: Flag = Field(False, title="红头")
    number: str | None = Field(None, title="发文字号")
    signer: str | None = Field(None, title="签发人")

    def missing(self) -> dict[str, str]:
        """The elements still needed, title → key; a red head also needs 发文字号 and 签发人."""
        needed = ("recipient", "sender", "date", *(("number", "signer") if self.red_head else ()))
        return {self.titled(name): f"letter.{name}" for name in needed if getattr(self, name) is None}


class Contact(Record):
    """Where the office is reached with opinions on a notice, with corrections, with posts for the column."""

    unit: str | None = Field(None, title="受理单位")
    phone: str | None = Field(None, title="电话")
    mailbox: str | None = Field(None, title="信箱")
    room: str | None = Field(None, title="地点")

    def ways(self) -> str:
        """电话：…；信箱：…；地点：…, as far as they are known; empty if none is."""
        known = (name for name in ("phone", "mailbox", "room") if getattr(self, name))
        return "；".join(f"{self.titled(name)}：{getattr(self, name)}" for name in known)


class Opinions(Record):
    """How anybody says a word to the party committee (“我想对局党委说一句话”), how soon it is answered."""

    box: str | None = Field(None, title="意见箱")
    phone: str | None = Field(None, title="电话")
    mailbox: str | None = Field(None, title="信箱")
    talk: str | None = Field(None, title="面谈")
    answer_days: Count | None = Field(None, title="答复时限，几个工作日")


FOLLOWING = "随最新登记"  # written for the data date: it is the last day that any row tells
UNSETTLED = date.max  # stands for that day until the rows are read


def _data_date(text: object) -> date:
    if text == FOLLOWING:
        return UNSETTLED
    if isinstance(text, str) and not re.search("[0-9０-９]", text):
        raise ValueError(f"“{text}”不行，写日期，如 2023-11-24，或者写“{FOLLOWING}”")
    return day(text)


DataDate = Annotated[
    date, BeforeValidator(_data_date), Kind("day", f"日期，如 2023-11-24；或者写“{FOLLOWING}”")
]


class Site(Record):
    title: str = Field(title="站名")
    report_title: Texts = Field(title="报告标题，按不可断开的词组分写", min_length=1)
    campaign: list[str] = Field(title="主题教育全称，按不可断开的词组分写", min_length=1)
    requirement: list[str] = Field(title="总要求", min_length=1)
    publisher: str = Field(title="编制单位")
    bureau: str | None = Field(None, title="局名")
    as_of: DataDate | None = Field(None, title="数据截至")
    backfilling: Texts = Field([], title="补登中的台账")
    sample: Flag = Field(False, title="是否示例数据")
    letter: Letter = Field(title="公文要素")
    contact: Contact | None = Field(None, title="联系方式")
    notice_days: Count | None = Field(None, title="公示期，几个工作日")
    opinions: Opinions | None = Field(None, title="“我想对局党委说一句话”的渠道")

    follows: Flag = Field(False, title="数据截至随最新登记", alias="(follows)")  # so written for `as_of`

    def missing(self) -> dict[str, str]:
        """What the report still lacks as a document, title → key: a data date that is fixed, elements of the
        letter."""
        date = f"{DATA_DATE}，现写“{FOLLOWING}”，要写定" if self.follows else DATA_DATE
        settled = self.as_of is not None and not self.follows
        return {**({} if settled else {date: "as_of"}), **self.letter.missing()}


class Phrase(Record):
    """A set phrase, and the near-misses that are faults."""

    write: str = Field(title="规范写法")
    instead_of: list[str] = Field(title="误写", min_length=1)


class AllowedNumber(Record):
    """A number that a page of the report may state without a macro, and why."""

    text: str = Field(title="文字")
    reason: str = Field(title="理由")


class ProseRules(Record):
    """The rules of official Chinese that are data and not code: set phrases, orders, measure words."""

    phrases: list[Phrase] = Field(title="固定提法")
    orders: list[list[str]] = Field(title="次序")
    measure_words: list[str] = Field(title="量词")
    allowed_numbers: list[AllowedNumber] = Field([], title="可以直接写的数")
