"""Derived columns: what follows from a row, the row it belongs to, and the judgement date.

清单 of a measure comes from the row it belongs to; 已到期, 逾期, 临期 from deadline and date; 环节
from the kind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from report.facts.campaign import Campaign
from report.facts.ledgers.activities import Activity
from report.facts.ledgers.documents import Document
from report.facts.ledgers.measures import Measure, MeasurePool
from report.facts.ledgers.row import Dated, Row, YesNo
from report.facts.workdays import UnknownYear, after

SOON = 3  # working days within which a deadline is 临期


def with_derived(campaign: Campaign) -> Campaign:
    """The campaign with the derived columns of its ledgers filled in."""
    rules = (_judged(campaign), _pooled(campaign), _linked(campaign))

    def derived(row: Row) -> Row:
        found = {name: value for rule in rules for name, value in rule(row).items()}
        return row.model_copy(update=found) if found else row

    ledgers = {name: tuple(map(derived, rows)) for name, rows in campaign.ledgers.items()}
    return replace(campaign, ledgers=ledgers)


Rule = Callable[[Row], dict[str, Any]]  # the values derived for a row, by field


def _pooled(campaign: Campaign) -> Rule:
    """Which list a measure belongs to: that of the problem, case or topic above it."""
    pools = {
        **{row.id: MeasurePool.RESEARCH for row in campaign.topics},
        **{row.id: MeasurePool.DISSECTION for row in campaign.cases},
        **{row.id: MeasurePool(row.pool.value) for row in campaign.problems},
    }
    return lambda row: {"pool": pools.get(row.parent)} if isinstance(row, Measure) else {}


def _linked(campaign: Campaign) -> Rule:
    """Which link of “六位一体” an activity or document belongs to."""
    links = campaign.organisation.links
    activities = {kind: link.name for link in links for kind in link.activities}
    documents = {kind: link.name for link in links for kind in link.documents}

    def link(row: Row) -> dict[str, Any]:
        if isinstance(row, Activity):
            return {"link": activities.get(row.kind)}
        return {"link": documents.get(row.kind)} if isinstance(row, Document) else {}

    return link


def _judged(campaign: Campaign) -> Rule:
    """Whether a row is due, overdue or due soon; nothing while the judgement date is unknown."""
    return judged_on(campaign.today) if campaign.today else lambda row: {}


def judged_on(today: date) -> Rule:
    """Whether a row is due, overdue or due soon on a day."""
    horizon = soon(today)

    def judgement(row: Row) -> dict[str, Any]:
        if not isinstance(row, Dated):
            return {}
        due = row.due_by
        return {
            "due": _said(due <= today),
            "overdue": _said(row.open and due < today),
            "due_soon": _said(row.open and horizon is not None and today <= due <= horizon),
        }

    return judgement


def soon(today: date) -> date | None:
    """The last day whose deadlines are 临期; None if the calendar does not reach that far."""
    try:
        return after(today, SOON)
    except UnknownYear:
        return None


def _said(answer: bool) -> YesNo:
    return YesNo.YES if answer else YesNo.NO
