"""How far the work has come: the rectification list (检视整改清单), and problems and measures by status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from report.facts.campaign import Campaign
from report.facts.ledgers.measures import Measure, MeasurePool
from report.facts.ledgers.problems import Problem, ProblemPool
from report.facts.ledgers.row import Dated, YesNo
from report.facts.records import Unit

D = TypeVar("D", bound=Dated)


@dataclass(frozen=True)
class Tally:
    """Problems and measures, and what has become of them.

    `overdue` and `due_soon` are measures; None while none of them can be judged.
    """

    problems: tuple[Problem, ...]
    measures: tuple[Measure, ...]

    @property
    def closed(self) -> list[Problem]:
        """The problems that are 已销号."""
        return [row for row in self.problems if row.status.is_closed]

    @property
    def done(self) -> list[Measure]:
        """The measures that are 已落实, closed ones among them."""
        return [row for row in self.measures if not row.open]

    @property
    def overdue(self) -> list[Measure] | None:
        return overdue(self.measures)

    @property
    def due_soon(self) -> list[Measure] | None:
        return due_soon(self.measures)

    def of(self, unit: Unit) -> Tally:
        """The part of it that a unit is responsible for."""
        return Tally(
            tuple(row for row in self.problems if row.unit == unit.name),
            tuple(row for row in self.measures if row.unit == unit.name),
        )


def rectification(campaign: Campaign) -> Tally:
    """The problems and measures of the rectification list."""
    return Tally(
        tuple(row for row in campaign.problems if row.pool is ProblemPool.RECTIFICATION),
        tuple(row for row in campaign.measures if row.pool is MeasurePool.RECTIFICATION),
    )


def everything(campaign: Campaign) -> Tally:
    """The problems and measures of every list."""
    return Tally(campaign.problems, campaign.measures)


def overdue(rows: Iterable[D]) -> list[D] | None:
    """The rows that are overdue; None while none of them can be judged."""
    judged = [row for row in rows if row.overdue is not None]
    return [row for row in judged if row.overdue is YesNo.YES] if judged else None


def due_soon(rows: Iterable[D]) -> list[D] | None:
    """The rows that are 临期; None while none of them can be judged."""
    judged = [row for row in rows if row.due_soon is not None]
    return [row for row in judged if row.due_soon is YesNo.YES] if judged else None


def responsible(campaign: Campaign) -> list[Unit]:
    """The units responsible for at least one problem, measure or case, in protocol order."""
    rows: Sequence[Dated] = (*campaign.problems, *campaign.measures, *campaign.cases)
    named = {row.unit for row in rows}
    return [unit for unit in campaign.organisation.units if unit.name in named]
