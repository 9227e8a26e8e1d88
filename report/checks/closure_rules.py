"""Rules about doing and closing: deadlines, what a state has to show, and in which order days follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from report.derived import SOON, deadline
from report.faults import Fault
from report.figures import Result
from report.models import (
    Campaign,
    CaseStatus,
    MeasureStatus,
    Problem,
    ProblemStatus,
)
from report.workdays import UnknownYear, after

SHOWN: dict[
    StrEnum, tuple[str, ...]
] = {  # what a state has to show, as field → title; the others must stay empty
    MeasureStatus.WAITING: (),
    MeasureStatus.UNDER_WAY: (),
    MeasureStatus.DONE: ("done", "evidence"),
    MeasureStatus.CLOSED: ("done", "evidence", "closed", "verifier"),
    ProblemStatus.WAITING: (),
    ProblemStatus.UNDER_WAY: (),
    ProblemStatus.DONE: (),
    ProblemStatus.CLOSED: ("closed", "verifier"),
}
MAY_STAND = ("evidence",)  # what may be collected before it is asked for
ADVANCED = (MeasureStatus.DONE, MeasureStatus.CLOSED)


def states_are_shown(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """已落实 shows its day and evidence, 已销号 also when it was closed and who verified it; none before."""
    rows: tuple[tuple[tuple[Any, ...], tuple[str, ...]], ...] = (
        (campaign.measures, ("done", "evidence", "closed", "verifier")),
        (campaign.problems, ("closed", "verifier")),
    )
    for group, fields in rows:
        for row in group:
            for field in fields:
                title = row.model_fields[field].title
                said = getattr(row, field)
                if field in SHOWN[row.status] and said is None:
                    yield row.at(field).fault(f"状态是{row.status}，须填“{title}”")
                elif field not in SHOWN[row.status] and said is not None and field not in MAY_STAND:
                    yield row.at(field).fault(f"状态是{row.status}，却填了“{title}”，请清空或改状态")


def verifiers_are_of_others(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """Who verifies a closure is not of the unit that was responsible."""
    organisation = campaign.organisation
    names = {unit.id: unit.name for unit in organisation.units}
    units = {post.name: names.get(post.unit) for post in organisation.posts}
    row: Any
    for row in (*campaign.problems, *campaign.measures):
        if row.verifier and units.get(row.verifier) == row.unit:
            yield row.at("verifier").fault(f"审核人“{row.verifier}”是责任单位{row.unit}的，须由别的单位审核")


def closures_rest_on_measures(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A problem or case closes only when all its measures are closed; its state fits how far they are."""
    if "measures" in campaign.incomplete:
        return
    row: Any
    for row in (*campaign.problems, *campaign.cases):
        measures = campaign.measures_of.get(row.id, [])
        open_ones = [m.id for m in measures if m.status not in ADVANCED]
        unclosed = [m.id for m in measures if m.status is not MeasureStatus.CLOSED]
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


def extensions_are_grounded(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """A deadline is moved by 延期至 and 延期依据 together, and to a later day."""
    row: Any
    for row in (*campaign.problems, *campaign.measures):
        if (row.extended is None) != (row.extension is None):
            field = "extended" if row.extended is None else "extension"
            yield row.at(field).fault("“延期至”和“延期依据”要一起填，请补上另一格")
        if row.extended is not None and row.extended <= row.deadline:
            yield row.at("extended").fault(f"延期至 {row.extended} 不晚于完成时限 {row.deadline}，请核对")


def days_follow(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """登记 ≤ 落实 ≤ 销号 ≤ 截止日; a deadline follows the registration, a measure's is in its problem's."""
    for problem in campaign.problems:
        yield from _ordered(problem, campaign, ("registered", "closed"))
        yield from _after(problem, "deadline", problem.registered, "登记日期")
    for measure in campaign.measures:
        above: Any = campaign.by_id.get(measure.parent)
        registered = above.registered if isinstance(above, Problem) else None
        yield from _ordered(measure, campaign, ("done", "closed"))
        for field in ("deadline", "done"):
            yield from _after(measure, field, registered, f"{measure.parent} 的登记日期")
        if isinstance(above, Problem) and above.closed and measure.closed and measure.closed > above.closed:
            said = f"销号日期 {measure.closed} 晚于 {above.id} 的销号日期 {above.closed}，请核对"
            yield measure.at("closed").fault(said)
        if hasattr(above, "deadline") and above.deadline and deadline(measure) > deadline(above):
            said = f"时限 {deadline(measure)} 晚于所属 {above.id} 的时限 {deadline(above)}，请核对"
            yield measure.at("extended" if measure.extended else "deadline").fault(said)


def _ordered(row: Any, campaign: Campaign, fields: tuple[str, ...]) -> Iterator[Fault]:
    """The days of a row, in their order and not after the data date."""
    before: tuple[str, date] | None = None
    for field in fields:
        day, title = getattr(row, field), row.model_fields[field].title
        if day is None:
            continue
        if before and day < before[1]:
            yield row.at(field).fault(f"{title} {day} 早于{before[0]} {before[1]}，请核对")
        if campaign.site.as_of and day > campaign.site.as_of:
            yield row.at(field).fault(f"{title} {day} 晚于数据截至 {campaign.site.as_of}，请核对")
        before = (title, day)


def _after(row: Any, field: str, day: date | None, what: str) -> Iterator[Fault]:
    said = getattr(row, field)
    if said is not None and day is not None and said < day:
        yield row.at(field).fault(f"{row.model_fields[field].title} {said} 早于{what} {day}，请核对")


def activities_are_past(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """An activity is registered when it was held; it ends after it begins, its days fit between."""
    as_of = campaign.site.as_of
    for row in campaign.activities:
        last = row.end or row.date
        if last < row.date:
            yield row.at("end").fault(f"结束日期 {row.end} 早于日期 {row.date}，请核对")
        elif row.days is not None and row.days > (last - row.date).days + 1:
            yield row.at("days").fault(f"天数 {row.days} 多于起止日期之间的天数，请核对")
        if as_of and last > as_of:
            yield row.at("date").fault(f"日期 {last} 晚于数据截至 {as_of}；台账只登已经开展的，请核对")


def judgement_days_are_known(campaign: Campaign, results: dict[str, Result]) -> Iterator[Fault]:
    """The holidays of the year in which deadlines are judged are known."""
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
    activities_are_past,
    judgement_days_are_known,
)
