"""Rules about single rows of the ledgers: ids, references, and what a kind of row has to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from report.faults import Fault, nearest
from report.figures import Result
from report.models import (
    LEDGERS,
    ActivityKind,
    Campaign,
    Disclosure,
    DocumentKind,
    DocumentStatus,
    ProblemPool,
    Topic,
    TopicStatus,
    is_ledger_id,
    values,
)

ID = re.compile(r"[A-Z]{2}-[0-9]{4,}", re.ASCII)
WORDS = ("name", "line", "crux", "result", "extension", "evidence", "material")
WITH_DAYS = (ActivityKind.READING_CLASS, ActivityKind.SECRETARY_TRAINING)


def ledger_ids_are_formed(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A ledger id is its prefix, a hyphen and at least four digits."""
    for name, (_, prefix, _) in LEDGERS.items():
        for row in campaign.rows(name):
            if not is_ledger_id(row.id, prefix):
                yield row.at("id").fault(f"编号“{row.id}”写法不对，应写成 {prefix}-0001，单元格设为文本格式")


def units_and_posts_exist(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A ledger names units and posts as organisation.yml does; nobody is named as a person."""
    if "organisation" in campaign.incomplete:
        return
    organisation = campaign.organisation
    names = {
        "单位": {unit.name for unit in organisation.units},
        "职务": {post.name for post in organisation.posts},
    }
    ids = {post.id: post.name for post in organisation.posts}
    ids |= {unit.id: unit.name for unit in organisation.units}
    for name, (model, _, _) in LEDGERS.items():
        fields = [("单位", field) for field in model.UNITS] + [("职务", field) for field in model.POSTS]
        for row in campaign.rows(name):
            for what, field in fields:
                for said in values(row, field):
                    if said in names[what]:
                        continue
                    title = row.titled(field)
                    if "；" in said:
                        yield row.at(field).fault(f"“{title}”只能写一个{what}，请改写“{said}”")
                        continue
                    if said in ids:
                        yield row.at(field).fault(f"“{title}”写的是编号 {said}，请改写名称 {ids[said]}")
                        continue
                    hint = "" if what == "单位" else "，只写职务、不写姓名"
                    missing = f"organisation.yml 里没有“{said}”这个{what}{hint}{nearest(said, names[what])}"
                    yield row.at(field).fault(f"“{title}”：{missing}")


def cases_are_of_divisions(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A case is taken apart by a division."""
    divisions = [unit.name for unit in campaign.organisation.units if unit.division]
    names = [unit.name for unit in campaign.organisation.units]
    for row in campaign.cases:
        if row.unit in names and row.unit not in divisions:
            missing = "organisation.yml 里还没有标明 division: true 的"
            known = f"科室有：{'、'.join(divisions)}" if divisions else missing
            yield row.at("unit").fault(f"“科室”写的“{row.unit}”不是科室，{known}")


def references_lead_to_rows(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """所属, 课题 and 转化去向 are ids of rows that exist, in a ledger that can be meant."""
    wanted: tuple[tuple[tuple[Any, ...], str, tuple[str, ...]], ...] = (
        (campaign.measures, "parent", ("problems", "cases", "topics")),
        (campaign.problems, "topic", ("topics",)),
        (campaign.activities, "topic", ("topics",)),
        (campaign.topics, "applied", ("documents", "measures")),
    )
    for rows, field, ledgers in wanted:
        known = {row.id for name in ledgers for row in campaign.rows(name)}
        for row in rows:
            for said in values(row, field):
                if said not in known and not any(campaign.may_hold(name, said) for name in ledgers):
                    yield row.at(field).fault(f"“{row.titled(field)}”{_misled(said, ledgers, campaign)}")


def _misled(said: str, ledgers: tuple[str, ...], campaign: Campaign) -> str:
    """What is wrong with a reference that leads nowhere."""
    kinds = "、".join(LEDGERS[name][2] for name in ledgers)
    if said in campaign.by_id:
        other = next(name for _, prefix, name in LEDGERS.values() if is_ledger_id(said, prefix))
        return f"写的 {said} 在{other}，这里只能写{kinds}的编号"
    if named := [row.id for name in ledgers for row in campaign.rows(name) if row.name == said]:
        return f"要写编号，“{said}”的编号是 {named[0]}"
    if "；" in said:
        return f"只能写一个编号，请改写“{said}”"
    return f"：{kinds}里没有编号“{said}”，请核对"


def measures_hang_on_problems(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A measure hangs on a topic only while that topic has no problem of its own."""
    with_problems = {row.topic: row.id for row in campaign.problems if row.topic}
    for row in campaign.measures:
        if row.parent in with_problems:
            said = f"课题 {row.parent} 名下有问题 {with_problems[row.parent]}，措施要挂在问题上，请改“所属”"
            yield row.at("parent").fault(said)


def problems_are_classed(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A problem says what its list asks for, and nothing that belongs to the other list."""
    asked = {
        ProblemPool.RECTIFICATION: {"aspect": "方面"},
        ProblemPool.RESEARCH: {"concern": "调研问题类别", "topic": "课题"},
    }
    for row in campaign.problems:
        for pool, fields in asked.items():
            for field, title in fields.items():
                if pool is row.pool and row.lacks(field):
                    yield row.at(field).fault(f"清单是{row.pool}，须填“{title}”")
                elif pool is not row.pool and getattr(row, field) is not None:
                    yield row.at(field).fault(f"清单是{row.pool}，不填“{title}”，请清空")


def activities_are_complete(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """Research names its method, a class its days; other activities have neither."""
    for row in campaign.activities:
        for field, title, kinds in (
            ("method", "调研方式", (ActivityKind.RESEARCH,)),
            ("days", "天数", WITH_DAYS),
        ):
            if row.kind in kinds and row.lacks(field):
                yield row.at(field).fault(f"{row.kind}须填“{title}”")
            elif row.kind not in kinds and getattr(row, field) is not None:
                yield row.at(field).fault(f"{row.kind}不填“{title}”，请清空；填它的只有{'、'.join(kinds)}")


def topics_are_applied(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """转化去向 goes with 已转化, and the other way round."""
    for row in campaign.topics:
        if row.applied and row.status is not TopicStatus.APPLIED:
            yield row.at("status").fault(f"填了“转化去向”，状态却是{row.status}，请改为已转化或清空去向")
        elif row.status is TopicStatus.APPLIED and row.lacks("applied"):
            yield row.at("applied").fault("状态是已转化，须填“转化去向”：文件编号或措施编号")


def rows_hide_what_they_hang_on(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A row is no more public than the row it hangs on, which it would give away."""
    order = list(Disclosure)
    row: Any
    for row in (*campaign.measures, *campaign.problems, *campaign.activities):
        field = "parent" if hasattr(row, "parent") else "topic"
        above = campaign.by_id.get(getattr(row, field) or "")
        if above is None or "disclosure" in row.refused | above.refused:
            continue
        if order.index(row.disclosure) < order.index(above.disclosure):
            what = "课题" if isinstance(above, Topic) else "所属"
            said = f"{what} {above.id} 是{above.disclosure}，这一行不能是{row.disclosure}"
            yield row.at("disclosure").fault(f"{said}，请改为{above.disclosure}")


def words_name_no_hidden_row(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """The words of a row do not name the id of a row less public than itself."""
    order = list(Disclosure)
    hidden = {id: row for id, row in campaign.by_id.items() if row.disclosure is not Disclosure.PUBLIC}
    for name, (model, _, _) in LEDGERS.items():
        fields = [field for field in WORDS if field in model.model_fields]
        for row in campaign.rows(name):
            for field in fields:
                for id in ID.findall(getattr(row, field) or ""):
                    if id in hidden and order.index(row.disclosure) < order.index(hidden[id].disclosure):
                        said = f"“{row.titled(field)}”里提到了{hidden[id].disclosure}的 {id}"
                        yield row.at(field).fault(f"{said}，会把它说出去，请改写")


def documents_are_complete(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A rule names its field, a work tip its issue, and each issue of the tips stands once."""
    issues: dict[str, str] = {}
    for document in campaign.documents:
        if document.kind is DocumentKind.RULE and document.lacks("field"):
            yield document.at("field").fault("规章制度须填“领域”：党的建设、基层治理、其他")
        if document.kind is not DocumentKind.TIP:
            continue
        if document.lacks("issue"):
            yield document.at("issue").fault("工作提示须填“期号”，如 第1期")
        elif issues.get(document.issue or "", document.id) != document.id:
            yield document.at("issue").fault(
                f"工作提示{document.issue}已登记为 {issues[document.issue or '']}，请核对期号"
            )
        issues.setdefault(document.issue or "", document.id)


def documents_are_dated(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A document is not issued after the data date, and one with an issue date is not a draft."""
    as_of = campaign.site.as_of
    for document in campaign.documents:
        if document.issued is None:
            continue
        if as_of and document.issued > as_of:
            yield document.at("issued").fault(f"印发日期 {document.issued} 晚于数据截至 {as_of}，请核对")
        if document.status in (DocumentStatus.DRAFTING, DocumentStatus.REVIEWED):
            yield document.at("status").fault(f"有印发日期，状态却是“{document.status}”，请核对")


LEDGER_RULES = (
    ledger_ids_are_formed,
    units_and_posts_exist,
    cases_are_of_divisions,
    references_lead_to_rows,
    measures_hang_on_problems,
    problems_are_classed,
    activities_are_complete,
    topics_are_applied,
    rows_hide_what_they_hang_on,
    words_name_no_hidden_row,
    documents_are_complete,
    documents_are_dated,
)
