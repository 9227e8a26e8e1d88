"""All facts of a campaign, and the collections that figures can be counted from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from pydantic import Field

from report.facts.figure import Figure
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.activities import Activity, Method
from report.facts.ledgers.cases import Case
from report.facts.ledgers.documents import Document
from report.facts.ledgers.measures import Measure
from report.facts.ledgers.problems import Aspect, Problem
from report.facts.ledgers.row import Row
from report.facts.ledgers.topics import Topic
from report.facts.lists import PICKS, PLAN, Pick, PlanItem
from report.facts.record import Record
from report.facts.records import (
    Book,
    Identity,
    KeyTask,
    Level,
    Link,
    Organisation,
    ProseRules,
    Site,
    YouthGroup,
)
from report.facts.snapshots import Notice, Reminder
from report.facts.table import Entry
from report.faults import Place

EDITIONS = ("work", "display")
R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Campaign:
    """All facts of one campaign, each valid by itself. `today`: the judgement date, None while unknown.

    `edit`: the address at which a file is edited, with {path} and perhaps #…{line}; empty without one, and in
    the display edition. `ledgers`: the rows of each ledger by its name. `incomplete`: the files (figures,
    organisation, books, documents …) that could not be read in full. `lost`: by table, the ids of the rows
    that could not be read; "" stands for one of unknown id. Rules do not complain of things missing on that
    account. Such a campaign is checked, but never published.
    """

    site: Site
    figures: dict[str, Figure]
    books: tuple[Book, ...]
    plan: tuple[PlanItem, ...]
    picks: tuple[Pick, ...]
    organisation: Organisation
    ledgers: Mapping[str, tuple[Row, ...]]
    notices: tuple[Notice, ...]  # by date
    reminders: tuple[Reminder, ...]  # by month
    prose: ProseRules
    today: date | None
    edition: str
    edit: str = ""
    incomplete: frozenset[str] = frozenset()
    lost: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._rows_of(Problem)

    @property
    def measures(self) -> tuple[Measure, ...]:
        return self._rows_of(Measure)

    @property
    def topics(self) -> tuple[Topic, ...]:
        return self._rows_of(Topic)

    @property
    def cases(self) -> tuple[Case, ...]:
        return self._rows_of(Case)

    @property
    def activities(self) -> tuple[Activity, ...]:
        return self._rows_of(Activity)

    @property
    def documents(self) -> tuple[Document, ...]:
        return self._rows_of(Document)

    @property
    def tables(self) -> Mapping[str, tuple[Entry, ...]]:
        """The rows of each table by its name: those of the ledgers, the study plan, the picks."""
        return {PLAN.name: self.plan, PICKS.name: self.picks, **self.ledgers}

    def _rows_of(self, row: type[R]) -> tuple[R, ...]:
        name = next(name for name, ledger in LEDGERS.items() if ledger.row is row)
        return cast("tuple[R, ...]", self.ledgers[name])

    def may_hold(self, ledger: str, id: str) -> bool:
        """Whether a row of that id may be among those that could not be read."""
        return not self.lost.get(ledger, frozenset()).isdisjoint(("", id))

    @cached_property
    def by_id(self) -> dict[str, Row]:
        """Every row of every ledger by its id. Malformed and repeated ids are left out."""
        found: dict[str, Row | None] = {}
        for name, ledger in LEDGERS.items():
            for row in self.ledgers[name]:
                if ledger.has_id(row.id):
                    found[row.id] = None if row.id in found else row
        return {id: row for id, row in found.items() if row is not None}

    @cached_property
    def measures_of(self) -> dict[str, list[Measure]]:
        """The measures that belong to each problem, case or topic, by its id."""
        found: dict[str, list[Measure]] = {}
        for measure in self.measures:
            found.setdefault(measure.parent, []).append(measure)
        return found


class Choice(Record):
    """One of a closed list, as a record that can be counted."""

    name: str = Field(title="名称")


@dataclass(frozen=True)
class Collection:
    """Records of one kind that a figure can be counted from: what readers call them, their class, and those
    of a campaign."""

    title: str
    record: type[Record]
    of: Callable[[Campaign], tuple[Record, ...]]


def _ledger(name: str) -> Callable[[Campaign], tuple[Record, ...]]:
    return lambda campaign: campaign.ledgers[name]


def _choices(title: str, listed: list[str]) -> Collection:
    records = tuple(Choice(place=Place(""), lines={}, name=name) for name in listed)
    return Collection(title, Choice, lambda campaign: records)


COLLECTIONS: dict[str, Collection] = {
    **{name: Collection(ledger.title, ledger.row, _ledger(name)) for name, ledger in LEDGERS.items()},
    "books": Collection("规定书目", Book, lambda c: c.books),
    PICKS.name: Collection(PICKS.title, Pick, lambda c: c.picks),
    "links": Collection("“六位一体”环节", Link, lambda c: tuple(c.organisation.links)),
    "key_tasks": Collection("重点措施", KeyTask, lambda c: tuple(c.organisation.key_tasks)),
    "youth_groups": Collection(
        "机关青年理论学习小组", YouthGroup, lambda c: tuple(c.organisation.youth_groups)
    ),
    "levels": _choices("学习层面", list(Level)),
    "identities": _choices("“四个认同”", list(Identity)),
    "methods": _choices("调研方式", list(Method)),
    "aspects": _choices("问题方面", [aspect for aspect in Aspect if aspect is not Aspect.OTHER]),
}
