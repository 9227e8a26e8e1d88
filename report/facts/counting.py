"""What counts on the data date: rows that came to be later are in the ledgers and not in the numbers.

A row tells by its days. One that was registered, held or issued later does not count yet, nor does what
belongs to it; one that was done or closed later counts as it stood, with the last status before. Where a row
has no such day, it counts as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from report.facts.campaign import Campaign
from report.facts.derived import judged_on
from report.facts.fields import RowStatus, Stage
from report.facts.ledgers.cases import Case, CaseStatus
from report.facts.ledgers.measures import Measure
from report.facts.ledgers.problems import Problem, ProblemStatus
from report.facts.ledgers.row import Row
from report.facts.ledgers.topics import Topic, TopicStatus

STATUS = "status"
Ledgers = Mapping[str, tuple[Row, ...]]
Standing = dict[str, list[tuple[Row, Row | None]]]  # each row of each ledger, and as it stood


def counted(campaign: Campaign, on: date | None = None) -> Campaign:
    """The campaign with the rows that count on its data date, or `on` another day, as they stood then; itself
    if all do.

    Deadlines are judged on the judgement date: what was done by then is not overdue.
    """
    as_of = on or campaign.site.as_of
    if as_of is None or not any(day > as_of for day, _ in happened(campaign.ledgers)):
        return campaign
    standing, then = _standing(campaign, as_of), _standing(campaign, campaign.today or as_of)
    judge = judged_on(campaign.today or as_of)
    ledgers = {
        name: tuple(
            stood.model_copy(update=judge(judged))
            for (_, stood), (_, judged) in zip(rows, then[name], strict=True)
            if stood is not None and judged is not None  # the judgement date is not before the data date
        )
        for name, rows in standing.items()
    }
    return replace(campaign, ledgers=ledgers)


def later(campaign: Campaign) -> dict[str, list[tuple[Row, Row | None]]]:
    """By ledger, the rows that came to be, or to where they are, after the data date: each with what counts
    in its place, None if nothing does. Ledgers without such rows are left out."""
    as_of = campaign.site.as_of
    standing = _standing(campaign, as_of) if as_of else {}
    found = {name: [pair for pair in rows if pair[1] is not pair[0]] for name, rows in standing.items()}
    return {name: pairs for name, pairs in found.items() if pairs}


def happened(ledgers: Ledgers) -> Iterator[tuple[date, Row]]:
    """The days of rows that decide whether they count: what happened, not what is planned."""
    for rows in ledgers.values():
        for row in rows:
            if since := row.since:
                yield since, row
            yield from ((day, row) for _, day in _reached(row))


def newest(ledgers: Ledgers, until: date | None = None) -> date | None:
    """The last day that any row tells, no later than `until`; None if there is no such day."""
    return max((day for day, _ in happened(ledgers) if until is None or day <= until), default=None)


def _reached(row: Row) -> Iterator[tuple[tuple[Stage, ...], date]]:
    """The days on which a row came to stages that it has reached, with these stages."""
    status = getattr(row, STATUS, None)
    for column in row.columns().values():
        if column.asked is None or column.kind.name != "day" or not isinstance(status, RowStatus):
            continue
        day = getattr(row, column.field)
        if day is not None and status.stage in column.asked.stages:
            yield column.asked.stages, day


def _standing(campaign: Campaign, day: date) -> Standing:
    """Every row with how it stood on a day; None if it did not count yet."""
    standing = {name: [(row, _stood(row, day)) for row in rows] for name, rows in campaign.ledgers.items()}
    every = [row for rows in campaign.ledgers.values() for row in rows]
    waiting = {row.id for found in standing.values() for row, stood in found if stood is None}
    waiting |= {row.id for row in every if isinstance(row, Measure) and row.parent in waiting}
    measures: dict[str, list[Measure]] = {}
    for found in standing.values():
        for _, stood in found:
            if isinstance(stood, Measure):
                measures.setdefault(stood.parent, []).append(stood)
    return {
        name: [
            (row, None if row.id in waiting or stood is None else _resting(stood, measures, waiting))
            for row, stood in found
        ]
        for name, found in standing.items()
    }


def _stood(row: Row, day: date) -> Row | None:
    """A row as it stood on a day by its own days; None if it did not count yet."""
    if row.since and row.since > day:
        return None
    after = {stage for stages, reached in _reached(row) if reached > day for stage in stages}
    return _before(row, after) if after else row


def _before(row: Row, after: set[Stage]) -> Row:
    """A row before it came to these stages: with the last status ahead of them, and without what only they
    ask for."""
    status: RowStatus = getattr(row, STATUS)
    statuses = [*type(status)]
    earlier = [each for each in statuses[: statuses.index(status)] if each.stage not in after]
    blank = {
        column.field: None
        for column in row.columns().values()
        if column.asked and not column.asked.early and after.issuperset(column.asked.stages)
    }
    return row.model_copy(update={**blank, STATUS: earlier[-1]})


def _resting(row: Row, measures: Mapping[str, list[Measure]], waiting: set[str]) -> Row:
    """A row no further than what it rests on: the measures of a problem or case, the rows that a topic was
    applied in."""
    under = measures.get(row.id, [])
    if isinstance(row, Problem) and row.status is ProblemStatus.DONE and any(each.open for each in under):
        return row.model_copy(update={"status": ProblemStatus.UNDER_WAY})
    if isinstance(row, Case) and row.status.is_closed and not all(each.status.is_closed for each in under):
        return row.model_copy(update={"status": CaseStatus.UNDER_WAY})
    if isinstance(row, Topic) and row.applied:
        was = row.status is TopicStatus.APPLIED
        applied = [id for id in row.applied if was and id not in waiting]
        status = TopicStatus.REPORTED if was and not applied else row.status
        changed = applied != row.applied
        return row.model_copy(update={"applied": applied, "status": status}) if changed else row
    return row
