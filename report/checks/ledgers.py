"""Rules about single rows of the tables: ids, references, and what each kind of row has to state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from report.checks.records import added
from report.facts.campaign import Campaign
from report.facts.fields import POST, UNIT, Column
from report.facts.ledgers import LEDGERS, ledger_of
from report.facts.ledgers.activities import ActivityKind
from report.facts.ledgers.documents import DocumentKind, DocumentStatus
from report.facts.ledgers.problems import FoundBy, ProblemPool
from report.facts.ledgers.row import Disclosure, disclosed
from report.facts.ledgers.topics import Topic, TopicStatus
from report.facts.lists import TABLES
from report.facts.table import ENTRY_ID, Entry
from report.faults import Fault, nearest
from report.figures.resolving import Facts

AUTHOR = re.compile(  # who said it, how to reach him, or what he said word for word
    r"(?:来信|来电|反映|投诉|举报|提出|提意见)人(?:[是为系]|[：:])|(?:姓名|署名)[：:]|原话[是为：:]|[0-9]{7,}"
    r"|(?:同志|先生|女士)(?:说|反映|提出|建议|认为)|(?:说|反映|提出|写道|来信|来电)[：:，]?“"
)
WITH_DAYS = (ActivityKind.READING_CLASS, ActivityKind.SECRETARY_TRAINING)


def _cells(campaign: Campaign, asked: Callable[[Column], bool]) -> Iterator[tuple[Entry, Column]]:
    """Every row of every table, with each of its columns that `asked` accepts."""
    for name, table in TABLES.items():
        columns = [column for column in table.row.columns().values() if asked(column)]
        yield from ((row, column) for row in campaign.tables[name] for column in columns)


def ids_are_formed(facts: Facts) -> Iterator[Fault]:
    """The id of a row is the prefix of its table, a hyphen and at least four digits."""
    for name, table in TABLES.items():
        for row in facts.campaign.tables[name]:
            if not table.has_id(row.id):
                form = table.id_of(1)
                yield row.at("id").fault(f"编号“{row.id}”写法不对，应写成 {form}，单元格设为文本格式")


def units_and_posts_exist(facts: Facts) -> Iterator[Fault]:
    """A table names units and posts as organisation.yml does, and never a person."""
    campaign, names = facts.campaign, facts.campaign.organisation.names
    if "organisation" in campaign.incomplete:
        return
    known = {kind: kind.choices(campaign.organisation) for kind in (UNIT, POST)}
    for row, column in _cells(campaign, lambda column: column.kind in known):
        listed = known[column.kind]
        for said in row.cells(column):
            if said not in listed:
                complaint = _unnamed(said, column, names, listed)
                yield row.at(column.field).fault(f"“{column.title}”{complaint}")


def _unnamed(said: str, column: Column, names: dict[str, str], listed: list[str]) -> str:
    """Why a cell names none of the listed units or posts."""
    what, hint = ("单位", "") if column.kind is UNIT else ("职务", "，只写职务、不写姓名")
    if "；" in said:
        return f"只能写一个{what}，请改写“{said}”"
    if said in names:
        return f"写的是编号 {said}，请改写名称 {names[said]}"
    return f"：organisation.yml 里没有“{said}”这个{what}{hint}{nearest(said, listed)}{added(column.kind)}"


def cases_are_of_divisions(facts: Facts) -> Iterator[Fault]:
    """A case is dissected by a division."""
    organisation = facts.campaign.organisation
    divisions = [unit.name for unit in organisation.divisions]
    names = [unit.name for unit in organisation.units]
    for row in facts.campaign.cases:
        if row.unit in names and row.unit not in divisions:
            missing = "organisation.yml 里还没有标明 division: true 的"
            known = f"科室有：{'、'.join(divisions)}" if divisions else missing
            yield row.at("unit").fault(f"“科室”写的“{row.unit}”不是科室，{known}")


def references_lead_to_rows(facts: Facts) -> Iterator[Fault]:
    """A column of ids holds ids of rows that exist, in one of the ledgers that it may refer to."""
    campaign = facts.campaign
    known = {name: {row.id for row in rows} for name, rows in campaign.ledgers.items()}
    for row, column in _cells(campaign, lambda column: bool(column.kind.ledgers)):
        ledgers = column.kind.ledgers
        for said in row.cells(column):
            if not any(said in known[name] or campaign.may_hold(name, said) for name in ledgers):
                yield row.at(column.field).fault(f"“{column.title}”{_misled(said, ledgers, campaign)}")


def _misled(said: str, ledgers: tuple[str, ...], campaign: Campaign) -> str:
    """What is wrong with a reference that leads nowhere."""
    kinds = "、".join(LEDGERS[name].title for name in ledgers)
    if said in campaign.by_id:
        return f"写的 {said} 在{ledger_of(campaign.by_id[said]).title}，这里只能写{kinds}的编号"
    if named := [row.id for name in ledgers for row in campaign.ledgers[name] if row.name == said]:
        return f"要写编号，“{said}”的编号是 {named[0]}"
    if "；" in said:
        return f"只能写一个编号，请改写“{said}”"
    return f"：{kinds}里没有编号“{said}”，请核对"


def measures_hang_on_problems(facts: Facts) -> Iterator[Fault]:
    """A measure belongs to a topic only while that topic has no problem."""
    with_problems = {row.topic: row.id for row in facts.campaign.problems if row.topic}
    for row in facts.campaign.measures:
        if row.parent in with_problems:
            said = f"课题 {row.parent} 名下有问题 {with_problems[row.parent]}，措施要挂在问题上，请改“所属”"
            yield row.at("parent").fault(said)


def problems_are_classed(facts: Facts) -> Iterator[Fault]:
    """A problem states what its list asks for, and nothing that belongs to the other list."""
    asked = {
        ProblemPool.RECTIFICATION: {"aspect": "方面"},
        ProblemPool.RESEARCH: {"concern": "调研问题类别", "topic": "课题"},
    }
    for row in facts.campaign.problems:
        for pool, fields in asked.items():
            for field, title in fields.items():
                if pool is row.pool and row.lacks(field):
                    yield row.at(field).fault(f"清单是{row.pool}，须填“{title}”")
                elif pool is not row.pool and getattr(row, field) is not None:
                    yield row.at(field).fault(f"清单是{row.pool}，不填“{title}”，请清空")


def activities_are_complete(facts: Facts) -> Iterator[Fault]:
    """Research states its method, a class its days; other activities state neither."""
    for row in facts.campaign.activities:
        for field, title, kinds in (
            ("method", "调研方式", (ActivityKind.RESEARCH,)),
            ("days", "天数", WITH_DAYS),
        ):
            if row.kind in kinds and row.lacks(field):
                yield row.at(field).fault(f"{row.kind}须填“{title}”")
            elif row.kind not in kinds and getattr(row, field) is not None:
                yield row.at(field).fault(f"{row.kind}不填“{title}”，请清空；填它的只有{'、'.join(kinds)}")


def topics_are_applied(facts: Facts) -> Iterator[Fault]:
    """A topic has 转化去向 if and only if it is 已转化."""
    for row in facts.campaign.topics:
        if row.applied and row.status is not TopicStatus.APPLIED:
            yield row.at("status").fault(f"填了“转化去向”，状态却是{row.status}，请改为已转化或清空去向")
        elif row.status is TopicStatus.APPLIED and row.lacks("applied"):
            yield row.at("applied").fault("状态是已转化，须填“转化去向”：文件编号或措施编号")


def rows_hide_what_they_hang_on(facts: Facts) -> Iterator[Fault]:
    """A row is not more public than the row it belongs to, which it would give away."""
    for row, column in _cells(facts.campaign, lambda column: column.kind.above):
        for id in row.cells(column):
            above = facts.campaign.by_id.get(id)
            if above is None or "disclosure" in row.refused | above.refused:
                continue
            if above.disclosure.hides_more_than(disclosed(row)):
                what = "课题" if isinstance(above, Topic) else column.title
                said = f"{what} {above.id} 是{above.disclosure}，这一行不能是{disclosed(row)}"
                yield row.at("disclosure").fault(f"{said}，请改为{above.disclosure}")


def words_name_no_hidden_row(facts: Facts) -> Iterator[Fault]:
    """What people write in a row does not mention the id of a row that is less public."""
    rows = facts.campaign.by_id
    hidden = {id: row.disclosure for id, row in rows.items() if row.disclosure is not Disclosure.PUBLIC}
    for row, column in _cells(facts.campaign, lambda column: column.kind.free):
        for id in ENTRY_ID.findall(row.cell(column)):
            if id in hidden and hidden[id].hides_more_than(disclosed(row)):
                said = f"“{column.title}”里提到了{hidden[id]}的 {id}"
                yield row.at(column.field).fault(f"{said}，会把它说出去，请改写")


def opinions_keep_no_author(facts: Facts) -> Iterator[Fault]:
    """Of “我想对局党委说一句话” the ledgers keep occasions and matters: nobody's name, nobody's words."""
    for row, column in _cells(facts.campaign, lambda column: column.kind.free):
        heard = (getattr(row, "found_by", None), getattr(row, "kind", None))
        if FoundBy.SAY_A_WORD not in heard and ActivityKind.SAY_A_WORD not in heard:
            continue
        if AUTHOR.search(row.cell(column)):
            said = f"“{column.title}”里像有提意见的人或者意见原文，只写事情"
            yield row.at(column.field).fault(f"{said}；谁提的、原话怎么说，一律不登")


def documents_are_complete(facts: Facts) -> Iterator[Fault]:
    """A rule states its field, a work tip its issue, and no two tips are of one issue."""
    issues: dict[str, str] = {}
    for document in facts.campaign.documents:
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


def documents_are_dated(facts: Facts) -> Iterator[Fault]:
    """A document that was issued is not a draft."""
    for document in facts.campaign.documents:
        if document.issued and document.status in (DocumentStatus.DRAFTING, DocumentStatus.REVIEWED):
            yield document.at("status").fault(f"有印发日期，状态却是“{document.status}”，请核对")


LEDGER_RULES = (
    ids_are_formed,
    units_and_posts_exist,
    cases_are_of_divisions,
    references_lead_to_rows,
    measures_hang_on_problems,
    problems_are_classed,
    activities_are_complete,
    topics_are_applied,
    rows_hide_what_they_hang_on,
    words_name_no_hidden_row,
    opinions_keep_no_author,
    documents_are_complete,
    documents_are_dated,
)
