"""The whole of a campaign's facts, and the collections a figure can be counted from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any

from report.models.definitions import Figure
from report.models.ledger_values import Aspect, Method
from report.models.ledgers import (
    LEDGERS,
    Activity,
    Case,
    Document,
    Measure,
    Problem,
    Topic,
    is_ledger_id,
)
from report.models.records import (
    Book,
    Organisation,
    Pick,
    PlanItem,
    ProseRules,
    Site,
)
from report.models.snapshots import Notice, Reminder
from report.models.values import Level

EDITIONS = ("work", "display")


@dataclass(frozen=True)
class Campaign:
    """All facts of one campaign, valid in themselves. `today` is the day on which deadlines are judged.

    `incomplete` names the files (figures, organisation, books, documents …) of which something could not be
    read. `lost` are the ids of the ledger rows that could not, by ledger; "" among them: one of unknown id.
    Rules then do not complain of what only seems missing. A campaign with either is checked, never published.
    """

    site: Site
    figures: dict[str, Figure]
    books: tuple[Book, ...]
    plan: tuple[PlanItem, ...]
    picks: tuple[Pick, ...]
    organisation: Organisation
    problems: tuple[Problem, ...]
    measures: tuple[Measure, ...]
    topics: tuple[Topic, ...]
    cases: tuple[Case, ...]
    activities: tuple[Activity, ...]
    documents: tuple[Document, ...]
    notices: tuple[Notice, ...]  # by date
    reminders: tuple[Reminder, ...]  # by month
    prose: ProseRules
    today: date | None
    edition: str
    incomplete: frozenset[str] = frozenset()
    lost: dict[str, frozenset[str]] = field(default_factory=dict)

    def rows(self, collection: str) -> tuple[Any, ...]:
        """The rows a figure can be counted from. KeyError for an unknown collection."""
        return COLLECTIONS[collection](self)

    def may_hold(self, ledger: str, id: str) -> bool:
        """Whether a row of that id may be among those that could not be read."""
        return not self.lost.get(ledger, frozenset()).isdisjoint(("", id))

    @cached_property
    def by_id(self) -> dict[str, Any]:
        """Every row of every ledger by its id. Under a wrong or repeated id there is none."""
        found: dict[str, Any] = {}
        for name, (_, prefix, _) in LEDGERS.items():
            for row in self.rows(name):
                if is_ledger_id(row.id, prefix):
                    found[row.id] = None if row.id in found else row
        return {id: row for id, row in found.items() if row is not None}

    @cached_property
    def measures_of(self) -> dict[str, list[Measure]]:
        """The measures under each problem, case or topic that has any."""
        found: dict[str, list[Measure]] = {}
        for measure in self.measures:
            found.setdefault(measure.parent, []).append(measure)
        return found


@dataclass(frozen=True)
class Value:
    """A value of a closed list, as a row that can be counted."""

    name: str

    @staticmethod
    def titles() -> dict[str, str]:
        return {"名称": "name"}


COLLECTIONS: dict[str, Callable[[Campaign], tuple[Any, ...]]] = {
    **{name: attrgetter(name) for name in LEDGERS},
    "books": lambda c: c.books,
    "picks": lambda c: c.picks,
    "links": lambda c: tuple(c.organisation.links),
    "key_tasks": lambda c: tuple(c.organisation.key_tasks),
    "youth_groups": lambda c: tuple(c.organisation.youth_groups),
    "levels": lambda c: tuple(Value(v) for v in Level),
    "methods": lambda c: tuple(Value(v) for v in Method),
    "aspects": lambda c: tuple(Value(v) for v in Aspect if v is not Aspect.OTHER),
}
