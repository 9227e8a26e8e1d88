"""Derived columns: what follows from a row, the rows it hangs on, and the day of judgement.

清单 of a measure comes from what it hangs on; 已到期, 逾期, 临期 from deadline and day; 环节 from the kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from report.models import ACTIVITY_LINKS, Campaign, MeasurePool, Row, YesNo
from report.workdays import UnknownYear, after

SOON = 3  # working days within which a deadline is 临期


def with_derived(campaign: Campaign) -> Campaign:
    """The campaign with the derived columns of its ledgers filled in."""
    pools = _pools(campaign)
    horizon = soon(campaign.today) if campaign.today else None
    links = {kind: link.name for link in campaign.organisation.links for kind in link.documents}
    by_id = {link.id: link.name for link in campaign.organisation.links}

    def judged(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(row.model_copy(update=_judged(row, campaign.today, horizon)) for row in rows)

    return replace(
        campaign,
        problems=judged(campaign.problems),
        measures=tuple(
            row.model_copy(update={"pool": pools.get(row.parent), **_judged(row, campaign.today, horizon)})
            for row in campaign.measures
        ),
        cases=judged(campaign.cases),
        activities=tuple(
            row.model_copy(update={"link": by_id.get(ACTIVITY_LINKS.get(row.kind, ""))})
            for row in campaign.activities
        ),
        documents=tuple(row.model_copy(update={"link": links.get(row.kind)}) for row in campaign.documents),
    )


def _pools(campaign: Campaign) -> dict[str, MeasurePool]:
    """Which list the measures under each problem, case or topic belong to."""
    problems: Iterator[tuple[str, MeasurePool]] = (
        (row.id, MeasurePool(row.pool.value)) for row in campaign.problems
    )
    return {
        **{row.id: MeasurePool.RESEARCH for row in campaign.topics},
        **{row.id: MeasurePool.DISSECTION for row in campaign.cases},
        **dict(problems),
    }


def deadline(row: Any) -> date:
    """The day by which a row is to be done: the extended one where it was extended."""
    found: date = getattr(row, "extended", None) or row.deadline
    return found


def days_over(row: Any, today: date) -> int:
    """How many days a row is past its deadline; 0 or less when it is not."""
    return (today - deadline(row)).days


def soon(today: date) -> date | None:
    """The last day whose deadlines are 临期; None where the calendar does not reach that far."""
    try:
        return after(today, SOON)
    except UnknownYear:
        return None


def _judged(row: Row, today: date | None, horizon: date | None) -> dict[str, YesNo | None]:
    if today is None:
        return {}
    due, is_open = deadline(row), bool(getattr(row, "open", False))
    return {
        "due": _said(due <= today),
        "overdue": _said(is_open and due < today),
        "due_soon": _said(is_open and horizon is not None and today <= due <= horizon),
    }


def _said(answer: bool) -> YesNo:
    return YesNo.YES if answer else YesNo.NO
