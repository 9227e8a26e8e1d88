"""Rules about doing and closing: deadlines, what each status requires, and the order of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from report.facts.campaign import Campaign
from report.facts.counting import happened
from report.facts.derived import SOON
from report.facts.ledgers.cases import Case, CaseStatus
from report.facts.ledgers.measures import Measure, MeasureStatus
from report.facts.ledgers.problems import Problem, ProblemStatus
from report.facts.ledgers.row import Dated, Extendable, Row
from report.facts.ledgers.topics import Topic
from report.facts.workdays import UnknownYear, after
from report.faults import Fault
from report.figures.resolving import Facts

YEAR = 366  # days


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
    """登记 ≤ 落实 ≤ 销号; a deadline is not before the beginning."""
    campaign = facts.campaign
    rows: tuple[Problem | Measure | Topic | Case, ...]
    rows = (*campaign.problems, *campaign.measures, *campaign.topics, *campaign.cases)
    for row in rows:
        yield from _days_of(row)


def measures_keep_within(facts: Facts) -> Iterator[Fault]:
    """A measure lies between the registration and the deadline of what it belongs to, and closes no later."""
    campaign = facts.campaign
    flawed = {row.id for row in campaign.problems if any(_days_of(row)) or any(_extension_of(row))}
    flawed |= {row.id for row in campaign.cases if any(_days_of(row))}
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


def _days_of(row: Problem | Measure | Topic | Case) -> Iterator[Fault]:
    """What is wrong with the days of a row taken by itself."""
    if isinstance(row, Problem):
        yield from _after(row, "closed", row.registered, "登记日期")
        yield from _after(row, "deadline", row.registered, "登记日期")
    elif isinstance(row, Measure):
        yield from _after(row, "closed", row.done, "落实日期")
    elif isinstance(row, Topic):
        yield from _after(row, "deadline", row.started, "启动日期")
    elif f"{row.deadline:%Y-%m}" < row.month:
        yield row.at("deadline").fault(f"完成时限 {row.deadline} 早于月份 {row.month}，请核对")


def _after(row: Row, field: str, day: date | None, what: str) -> Iterator[Fault]:
    """The day in a field is not before `day`, which is called `what`."""
    said = getattr(row, field)
    if said is not None and day is not None and said < day:
        yield row.at(field).fault(f"{row.titled(field)} {said} 早于{what} {day}，请核对")


def years_are_right(facts: Facts) -> Iterator[Fault]:
    """A row may wait for the data date to move, but not for more than a year: then its year is a slip."""
    as_of = facts.campaign.site.as_of
    if as_of is None:
        return
    late = {
        row.place: (row, day) for day, row in happened(facts.campaign.ledgers) if (day - as_of).days > YEAR
    }
    for row, day in late.values():
        if isinstance(row, Problem | Measure | Topic | Case) and any(_days_of(row)):
            continue
        days = (each.field for each in row.columns().values() if each.kind.name == "day")
        field = next((field for field in days if getattr(row, field) == day), "month")
        said = f"{row.titled(field)} {row.texts(field)[0]} 比数据截至 {as_of} 晚一年以上，请核对年份"
        yield row.at(field).fault(said)


def activities_have_their_days(facts: Facts) -> Iterator[Fault]:
    """An activity does not end before it begins, and its days fit between."""
    for row in facts.campaign.activities:
        last = row.end or row.date
        span = (last - row.date).days + 1
        if last < row.date:
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
        last = [row for day, row in happened(campaign.ledgers) if day == campaign.today]
        if campaign.today == campaign.site.as_of and campaign.site.follows:
            yield last[0].place.fault(f"{campaign.today} 最晚，数据截至随它；{said}，或者改这一行的日期")
        elif campaign.today == campaign.site.as_of:
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
    years_are_right,
    activities_have_their_days,
    judgement_days_are_known,
)
