"""What the rows of all tables share, and what a table is: a list that an office keeps as CSV.

The ledgers are tables with a page of their own; the others are in `lists`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from report.facts.fields import ID, IDENTIFIER
from report.facts.record import Record

ENTRY_ID = re.compile(r"[A-Z]{2}-[0-9]{4,}", re.ASCII)


class Entry(Record):
    """A row of a table. Its class declares the columns in their order; 编号 comes first."""

    id: Annotated[str, ID] = Field(title="编号")


@dataclass(frozen=True)
class Table:
    """A table.

    `name`: of its file. `prefix`: of its ids. `row`: the class of its rows. `replaces`: the YAML file that
    held the list before, empty if there was none. `earlier_ids`: whether ids of that file, which calendars
    and reminders know, stay valid.
    """

    name: str
    title: str
    prefix: str
    row: type[Entry]
    replaces: str = field(default="", kw_only=True)
    earlier_ids: bool = field(default=False, kw_only=True)

    @property
    def file(self) -> str:
        """Its path in a data set."""
        return f"ledgers/{self.name}.csv"

    def id_of(self, number: int) -> str:
        """Its id with that number."""
        return f"{self.prefix}-{number:04}"

    def has_id(self, id: str) -> bool:
        """Whether an id is well-formed for this table: its prefix, a hyphen and at least four digits."""
        if self.earlier_ids and IDENTIFIER.fullmatch(id):
            return True
        return id.startswith(f"{self.prefix}-") and ENTRY_ID.fullmatch(id) is not None
