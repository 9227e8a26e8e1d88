"""Rules about doing and closing: deadlines, what each status requires, and the order of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from report.facts.campaign import Campaign
from report.facts.derived import SOON
from report.facts.ledgers.cases import Case, CaseStatus
from report.facts.ledgers.measures import Measure, MeasureStatus
from report.facts.ledgers.problems import Problem, ProblemStatus
from report.facts.ledgers.row import Dated, Extendable, Row
from report.facts.ledgers.topics import Topic, TopicStatus
from report.facts.workdays import UnknownYear, after
from report.faults import Fault
from report.figures.resolving import Facts


def states_are_shown(facts: Facts) -> Iterator[Fault]:
    """已落实 requires its day and evidence, 已销号 also its day and who verified it; no earlier
    status has them."""
    for row in _dated(facts.campaign):
        for title, column in row.columns().items():
            if column.asked is None:
                continue
            if row.status.stage in column.asked.stages:
                if row.lacks(column.field):
                    yield row.at(column.field).fault(f"状态是{row.status}，须填“{title}”")
            elif row.texts(column.field) and not column.asked.early:
                yield row.at(column.field).fault(f"状态是{row.status}，却填了“{title}”，请清空或改状态")


def _dated(campaign: Campaign) -> Iterator[Dated]:
    """Every row with a deadline."""
    yield from (row for rows in campaign.ledgers.values() for row in rows if isinstance(row, Dated))


def verifiers_are_of_others(facts: Facts) -> Iterator[Fault]:
    """A closure is verified by somebody who is not of the responsible unit."""
    campaign = facts.campaign
    units = {post.name: campaign.organisation.names.get(post.unit) for post in campaign.organisation.posts}
    rows: tuple[Problem | Measure, ...] = (*campaign.problems, *campaign.measures)
    for row in rows:
        if row.verifier and units.get(row.verifier) == row.unit:
            yield row.at("verifier").fault(f"审核人“{row.verifier}”是责任单位{row.unit}的，须由别的单位审核")


def closures_rest_on_measures(facts: Facts) -> Iterator[Fault]:
    """A problem or case closes only when all its measures are closed; its status fits theirs."""
    campaign = facts.campaign
    if "measures" in campaign.lost:
        return
    rows: tuple[Problem | Case, ...] = (*campaign.problems, *campaign.cases)
    for row in (row for row in rows if campaign.by_id.get(row.id) is row):
        measures = campaign.measures_of.get(row.id, [])
        open_ones = [m.id for m in measures if m.open]
        unclosed = [m.id for m in measures if not m.status.is_closed]
        moved = [m.id for m in measures if m.status is not MeasureStatus.WAITING]
        complaint = ""
        if row.status in (ProblemStatus.CLOSED, ProblemStatus.DONE, CaseStatus.CLOSED) and not measures:
            complaint = "名下没有措施，请先在措施台账登记"
        elif row.status in (ProblemStatus.CLOSED, CaseStatus.CLOSED) and unclosed:
            complaint = f"名下措施 {'、'.join(unclosed)} 还没有销号，不能销号"
        elif row.status is ProblemStatus.DONE and open_ones:
            complaint = f"名下措施 {'、'.join(open_ones)} 还没有落实，应是整改中"
        elif row.status is ProblemStatus.UNDER_WAY and measures and not open_ones:
            complaint = "名下措施都已落实，应改为已完成待销号"
        elif row.status in (ProblemStatus.WAITING, CaseStatus.DISSECTING) and moved:
            complaint = f"名下措施 {'、'.join(moved)} 已经启动，应改为整改中"
        if complaint:
            yield row.at("status").fault(f"状态是{row.status}，{complaint}")


def extensions_are_grounded(facts: Facts) -> Iterator[Fault]:
    """A deadline is extended by 延期至 and 延期依据 together, and to a later day."""
    for row in (*facts.campaign.problems, *facts.campaign.measures):
        yield from _extension_of(row)


def _extension_of(row: Extendable) -> Iterator[Fault]:
    """What is wrong with how a row's deadline was extended."""
    if row.extension and row.lacks("extended"):
        yield row.at("extended").fault("填了“延期依据”，没有填“延期至”，请补上")
    if row.extended and row.lacks("extension"):
        yield row.at("extension").fault("填了“延期至”，没有填“延期依据”，请补上")
    if row.extended and row.extended <= row.deadline:
        yield row.at("extended").fault(f"延期至 {row.extended} 不晚于完成时限 {row.deadline}，请核对")


def days_follow(facts: Facts) -> Iterator[Fault]:
    """登记 ≤ 落实 ≤ 销号 ≤ 数据截至; a deadline is not before the beginning."""
    campaign = facts.campaign
    rows: tuple[Problem | Measure | Topic | Case, ...]
    rows = (*campaign.problems, *campaign.measures, *campaign.topics, *campaign.cases)
    for row in rows:
        yield from _days_of(row, campaign.site.as_of)


def measures_keep_within(facts: Facts) -> Iterator[Fault]:
    """A measure lies between the registration and the deadline of what it belongs to, and closes no later."""
    campaign = facts.campaign
    as_of = campaign.site.as_of
    flawed = {row.id for row in campaign.problems if any(_days_of(row, as_of)) or any(_extension_of(row))}
    flawed |= {row.id for row in campaign.cases if any(_days_of(row, as_of))}
    for measure in campaign.measures:
        above = campaign.by_id.get(measure.parent)
        if measure.parent in flawed or not isinstance(above, Problem | Case):
            continue
        if isinstance(above, Problem):
            for field in ("deadline", "done"):
                yield from _after(measure, field, above.registered, f"所属 {above.id} 的登记日期")
            if above.closed and measure.closed and measure.closed > above.closed:
                said = f"销号日期 {measure.closed} 晚于所属 {above.id} 的销号日期 {above.closed}，请核对"
                yield measure.at("closed").fault(said)
        if "extended" not in measure.refused | above.refused and measure.due_by > above.due_by:
            field = "extended" if measure.extended else "deadline"
            said = f"{measure.titled(field)} {measure.due_by} 晚于所属 {above.id} 的时限 {above.due_by}"
            remedy = f"请改早，或先给 {above.id} 延期" if isinstance(above, Problem) else "请核对"
            yield measure.at(field).fault(f"{said}，{remedy}")


def _days_of(row: Problem | Measure | Topic | Case, as_of: date | None) -> Iterator[Fault]:
    """What is wrong with the days of a row taken by itself."""
    if isinstance(row, Problem):
        yield from _ordered(row, as_of, "registered", "closed")
        if not as_of or row.registered <= as_of:
            yield from _after(row, "deadline", row.registered, "登记日期")
    elif isinstance(row, Measure):
        yield from _ordered(row, as_of, "done", "closed")
    elif isinstance(row, Topic):
        if row.status is not TopicStatus.SET_UP:
            yield from _ordered(row, as_of, "started")
        if not (as_of and row.started and row.started > as_of):
            yield from _after(row, "deadline", row.started, "启动日期")
    elif as_of and row.month > f"{as_of:%Y-%m}":
        yield row.at("month").fault(f"月份 {row.month} 晚于数据截至 {as_of}，请核对")
    elif f"{row.deadline:%Y-%m}" < row.month:
        yield row.at("deadline").fault(f"完成时限 {row.deadline} 早于月份 {row.month}，请核对")


def _ordered(row: Row, as_of: date | None, *fields: str) -> Iterator[Fault]:
    """The days in these fields follow one another in this order, and none is after the data date."""
    before: tuple[str, date] | None = None
    for field in fields:
        day, title = getattr(row, field), row.titled(field)
        if day is None:
            continue
        if as_of and day > as_of:
            yield row.at(field).fault(f"{title} {day} 晚于数据截至 {as_of}，请核对")
            continue
        if before and day < before[1]:
            yield row.at(field).fault(f"{title} {day} 早于{before[0]} {before[1]}，请核对")
        before = (title, day)


def _after(row: Row, field: str, day: date | None, what: str) -> Iterator[Fault]:
    """The day in a field is not before `day`, which is called `what`."""
    said = getattr(row, field)
    if said is not None and day is not None and said < day:
        yield row.at(field).fault(f"{row.titled(field)} {said} 早于{what} {day}，请核对")


def activities_are_past(facts: Facts) -> Iterator[Fault]:
    """An activity is registered only once it was held; it does not end before it begins, and its
    days fit between."""
    as_of = facts.campaign.site.as_of
    for row in facts.campaign.activities:
        last, title = row.end or row.date, "结束日期" if row.end else "日期"
        span = (last - row.date).days + 1
        if as_of and last > as_of:
            yield row.at("date").fault(f"{title} {last} 晚于数据截至 {as_of}；台账只登已经开展的，请核对")
        elif last < row.date:
            yield row.at("end").fault(f"结束日期 {row.end} 早于日期 {row.date}，请核对")
        elif row.days is not None and row.days > span and "end" not in row.refused:
            yield row.at("days").fault(f"天数 {row.days} 多于起止日期之间的{span}天，请核对结束日期和天数")


def judgement_days_are_known(facts: Facts) -> Iterator[Fault]:
    """The working days after the judgement date are known."""
    campaign = facts.campaign
    if campaign.today is None:
        return
    try:
        after(campaign.today, SOON)
    except UnknownYear as year:
        said = f"{year}年的节假日安排还不知道，判不了临期；请更新依赖里的 chinesecalendar，或核对判定日"
        if campaign.today == campaign.site.as_of:
            yield campaign.site.at("as_of").fault(said)
        else:
            yield Fault("REPORT_DATE", 0, said)


CLOSURE_RULES = (
    states_are_shown,
    verifiers_are_of_others,
    closures_rest_on_measures,
    extensions_are_grounded,
    days_follow,
    measures_keep_within,
    activities_are_past,
    judgement_days_are_known,
)
