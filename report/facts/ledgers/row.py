"""What the rows of all ledgers share, and what a ledger is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated

from pydantic import Field

from report.facts.fields import JUDGED, UNIT, Blank, Column, Day, RowStatus, UnitName, Words
from report.facts.table import Entry, Table


class YesNo(StrEnum):
    YES = "是"
    NO = "否"


class Disclosure(StrEnum):
    """Who may see a ledger row. A 不公开 row is counted and never shown."""

    PUBLIC = "公开"
    INTERNAL = "内部"
    WITHHELD = "不公开"

    def hides_more_than(self, other: Disclosure) -> bool:
        """Whether it lets fewer people see a row than the other does."""
        order = list(Disclosure)
        return order.index(self) > order.index(other)


class Row(Entry):
    """A row of a ledger. 编号 comes first and 公开 last."""

    name: Words = Field(title="名称")
    disclosure: Annotated[Disclosure, Blank(Disclosure.INTERNAL)] = Field(Disclosure.INTERNAL, title="公开")

    @classmethod
    @cache
    def columns(cls) -> dict[str, Column]:
        """Every column by its title: first those of the file, then the derived ones."""
        known = super().columns()
        fields = {column.field: column for column in known.values() if column.written}
        first, last = fields.pop("id"), fields.pop("disclosure")
        listed = [fields.pop(name) for name in cls.__annotations__ if name in fields]
        written = (first, *listed, *fields.values(), last)
        return {column.title: column for column in written} | known

    @classmethod
    @cache
    def responsible(cls) -> Column | None:
        """The column of the unit that answers for the row: the first that names a unit. None if no column
        does."""
        return next((column for column in cls.columns().values() if column.kind is UNIT), None)

    @property
    def answering(self) -> str:
        """The name of the unit that answers for the row; empty if the ledger names none."""
        column = self.responsible()
        return self.cell(column) if column else ""

    @property
    def since(self) -> date | None:
        """The day since which there is something to count; None if the row does not tell."""
        return None


def disclosed(entry: Entry) -> Disclosure:
    """Who may see a row of any table: everybody, unless the table has a column that says so."""
    return entry.disclosure if isinstance(entry, Row) else Disclosure.PUBLIC


class Dated(Row):
    """A row with a deadline. 已到期, 逾期 and 临期 are judged as of the judgement date."""

    unit: UnitName = Field(title="责任单位")
    deadline: Day = Field(title="完成时限")
    status: RowStatus = Field(title="状态")
    due: Annotated[YesNo | None, JUDGED] = Field(None, title="已到期")
    overdue: Annotated[YesNo | None, JUDGED] = Field(None, title="逾期")
    due_soon: Annotated[YesNo | None, JUDGED] = Field(None, title="临期")

    @property
    def open(self) -> bool:
        """Whether there is work left to do."""
        return self.status.is_open

    @property
    def due_by(self) -> date:
        """The day by which it has to be done."""
        return self.deadline

    def days_over(self, today: date) -> int:
        """How many days past its deadline it is; 0 or less if it is not."""
        return (today - self.due_by).days


class Extendable(Dated):
    """A row whose deadline may be extended, with grounds."""

    extended: Day | None = Field(None, title="延期至")
    extension: Words | None = Field(None, title="延期依据")

    @property
    def due_by(self) -> date:
        """The extended deadline, if there is one."""
        return self.extended or self.deadline


@dataclass(frozen=True)
class Ledger(Table):
    """A table with a page of its own, whose rows say who may see them.

    `place`: its position among the ledgers. `missing`, `filled_by`, `caveat`: the parts of the sentence that
    stands for it while it has no rows: what is missing, who registers it, what must not be concluded.
    `guide`: the page of the handbook that tells how.
    """

    row: type[Row]
    place: int
    missing: str
    filled_by: str
    caveat: str
    guide: str

    @property
    def what(self) -> str:
        """What its rows are called: 问题, 活动."""
        return self.title.removesuffix("台账")

    @property
    def page(self) -> str:
        """Its page."""
        return f"ledgers/{self.name}.md"
