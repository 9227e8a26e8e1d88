"""Ledger rows for tests: one of each kind with sensible cells, and campaigns that hold them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from report.facts.campaign import Campaign
from report.facts.derived import with_derived
from report.facts.fields import POST, UNIT
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.activities import Activity
from report.facts.ledgers.cases import Case
from report.facts.ledgers.documents import Document
from report.facts.ledgers.measures import Measure
from report.facts.ledgers.problems import Problem
from report.facts.ledgers.row import Row
from report.facts.ledgers.topics import Topic
from report.facts.record import Record
from report.facts.snapshots import Notice
from report.faults import Place

NOWHERE = {"place": Place("test.csv", 2), "lines": {}}
DUE = date(2023, 11, 30)
MARK = "不可外传的字句"


def made(model: type[Any], **fields: Any) -> Any:
    """A record that stands in no file."""
    return model(**NOWHERE, **fields)


def problem(**fields: Any) -> Problem:
    """A problem of the rectification list that is being dealt with."""
    known = {
        "id": "WT-0001", "registered": date(2023, 10, 9), "pool": "检视整改", "name": "公文流转慢",
        "source": "自己查", "aspect": "工作作风", "root_in_office": "是", "special": "否", "pace": "限期整改",
        "leader": "分管负责人", "unit": "教育办", "partners": ["机关各支部"], "deadline": DUE,
        "status": "整改中", "disclosure": "公开",
    }  # fmt: skip
    return made(Problem, **(known | fields))


def measure(**fields: Any) -> Measure:
    """A measure against that problem, extended once."""
    known = {
        "id": "CS-0001", "parent": "WT-0001", "name": "并联会签", "unit": "教育办", "pace": "限期整改",
        "deadline": date(2023, 11, 10), "extended": DUE, "extension": "教育办第3次调度同意",
        "status": "整改中", "evidence": "档2023-1", "disclosure": "公开",
    }  # fmt: skip
    return made(Measure, **(known | fields))


def topic(**fields: Any) -> Topic:
    """A subject of research."""
    known = {
        "id": "KT-0001", "name": "窗口服务", "kind": "课题", "concern": "群众反映强烈", "unit": "教育办",
        "leader": "分管负责人", "methods": ["座谈访谈", "随机走访"], "status": "已转化",
        "result": "报告一篇", "disclosure": "公开",
    }  # fmt: skip
    return made(Topic, **(known | fields))


def case(**fields: Any) -> Case:
    """A case that is being taken apart."""
    known = {
        "id": "MQ-0001", "month": "2023-11", "name": "同一材料多次报送", "unit": "教育办",
        "kind": "反复出现的老问题", "line": "综合", "crux": "口径不一", "leader": "分管负责人",
        "deadline": DUE, "status": "整改中", "material": "档2023-2", "disclosure": "公开",
    }  # fmt: skip
    return made(Case, **(known | fields))


def activity(**fields: Any) -> Activity:
    """A visit of research that 40 people took part in."""
    known = {
        "id": "HD-0001", "date": date(2023, 11, 7), "kind": "调研", "name": "走访社区",
        "level": "局班子成员", "host": "教育办", "chair": "分管负责人", "key_task": "调查研究",
        "method": "随机走访", "topic": "KT-0001", "attendance": 40, "material": "档2023-3",
        "disclosure": "公开",
    }  # fmt: skip
    return made(Activity, **(known | fields))


def document(**fields: Any) -> Document:
    """A rule that was issued."""
    known = {
        "id": "WJ-0001", "kind": "规章制度", "name": "公文流转办法", "issue": "第1期",
        "number": "〔2023〕1号", "issuer": "教育办", "issued": date(2023, 11, 20), "field": "党的建设",
        "copies": 12, "status": "已印发", "material": "档2023-4", "disclosure": "公开",
    }  # fmt: skip
    return made(Document, **(known | fields))


MAKERS = {
    "problems": problem, "measures": measure, "topics": topic, "cases": case,
    "activities": activity, "documents": document,
}  # fmt: skip
BY_KIND = {  # what stands in a ledger that has no maker of its own
    "day": DUE, "month": "2023-11", "count": 3, "unit": "教育办", "post": "分管负责人", "words": "文字",
    "mark": "档2023-5", "refs": "WT-0001",
}  # fmt: skip


def row_of(name: str, **fields: Any) -> Row:
    """A 公开 row of any ledger."""
    if name in MAKERS:
        return MAKERS[name](**fields)
    ledger = LEDGERS[name]
    known: dict[str, Any] = {"id": f"{ledger.prefix}-0001", "disclosure": "公开"}
    for column in ledger.row.written().values():
        if column.required and column.field not in known:
            listed = column.kind.told.split("、") if column.kind.name in ("choice", "status") else []
            known[column.field] = listed[0] if listed else BY_KIND[column.kind.name]
    return made(ledger.row, **(known | fields))


MARKED_IDS = {name: f"{ledger.prefix}-9876" for name, ledger in LEDGERS.items()}
HIDDEN = [("work", "不公开"), ("display", "不公开"), ("display", "内部")]  # edition, rows it does not show


def with_ledgers(campaign: Campaign, edition: str = "work", **ledgers: list[Any]) -> Campaign:
    """The campaign with these rows and no others, their derived columns filled in."""
    rows = {name: tuple(ledgers.get(name, ())) for name in LEDGERS}
    return with_derived(replace(campaign, edition=edition, ledgers=rows))


def marked(row: Row, mark: str = MARK) -> Row:
    """The row with a mark in every cell where anything can be written, ids apart."""
    columns = [column for column in row.written().values() if column.kind.free or column.kind in (UNIT, POST)]
    told = {column.field: [mark] if column.several else mark for column in columns}
    return row.model_copy(update=told)


def with_marked_rows(campaign: Campaign, edition: str, disclosure: str) -> Campaign:
    """In every ledger a 公开 row, and a marked row of this disclosure to which the others refer."""
    marked_rows = {name: marked(row_of(name, id=MARKED_IDS[name], disclosure=disclosure)) for name in LEDGERS}
    plain_rows = {name: row_of(name) for name in LEDGERS} | {
        "problems": problem(topic=MARKED_IDS["topics"]),
        "measures": measure(parent=MARKED_IDS["problems"]),
        "topics": topic(applied=[MARKED_IDS["documents"], "WJ-0001", MARKED_IDS["measures"]]),
        "activities": activity(topic=MARKED_IDS["topics"]),
    }
    return with_ledgers(
        campaign, edition, **{name: [plain_rows[name], marked_rows[name]] for name in LEDGERS}
    )


def notice(**fields: Any) -> Notice:
    """A notice that nothing was corrected in."""
    known = {
        "issue": 4, "date": date(2023, 11, 24), "since": date(2023, 11, 11), "scope": "局机关",
        "feedback": "教育办", "text": ["正文"], "figures": [], "seal": "0" * 16,
    }  # fmt: skip
    return made(Notice, **(known | fields))


def altered(campaign: Campaign, **facts: Any) -> Campaign:
    """The campaign with other facts; rows of a ledger go by its name."""
    rows = {name: tuple(facts.pop(name)) for name in LEDGERS if name in facts}
    return replace(campaign, ledgers={**campaign.ledgers, **rows}, **facts)


def cell(row: Record, title: str) -> str:
    """What a row says under a title."""
    return row.cell(row.columns()[title])
