"""What every record has in common: it is closed and frozen, and knows its file and its lines."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SkipValidation, model_validator

from report.facts.fields import Column, column
from report.faults import Place


class Located(dict[str, Any]):
    """A mapping read from a file, with the place where it begins and the line of each of its keys.

    `refused` are the keys whose values were complained of while reading, and left out; it is not `complete`
    when a whole entry was.
    """

    __slots__ = ("complete", "lines", "place", "refused")

    def __init__(
        self,
        place: Place,
        lines: dict[str, int],
        data: dict[str, Any],
        refused: Collection[str] = (),
        complete: bool = True,
    ) -> None:
        super().__init__(data)
        self.place, self.lines, self.refused, self.complete = place, lines, frozenset(refused), complete


class Listed(list[Any]):
    """A list read from a file, with the line of each of its items."""

    def __init__(self, path: str, lines: list[int], items: list[Any]) -> None:
        super().__init__(items)
        self.path, self.lines = path, lines

    def at(self, index: int) -> Place:
        """The place of one item."""
        return Place(self.path, self.lines[index])


class Record(BaseModel):
    """A record read from a file: closed, frozen, aware of its place.

    `refused` are the fields that were complained of while reading, and stand here as if they were empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    place: SkipValidation[Place] = Field(exclude=True, alias="(place)")  # an alias that no file can hold
    lines: SkipValidation[dict[str, int]] = Field(exclude=True, alias="(lines)")
    refused: SkipValidation[frozenset[str]] = Field(frozenset(), exclude=True, alias="(refused)")

    @model_validator(mode="before")
    @classmethod
    def _take_place(cls, data: Any) -> Any:
        """Place and lines of what was read; what is left empty counts as not written."""
        if not isinstance(data, Located):
            return data
        known = cls._names()
        written = {name: value for name, value in data.items() if value is not None or name not in known}
        return {**written, "(place)": data.place, "(lines)": data.lines, "(refused)": data.refused}

    @classmethod
    @cache
    def _names(cls) -> frozenset[str]:
        return frozenset(info.alias or name for name, info in cls.model_fields.items())

    def at(self, field: str, within: int | str = "") -> Place:
        """The place of one field, or of an item or name within; of the record where it was not written."""
        line = self.lines.get(field, self.place.line)
        return Place(self.place.path, self.lines.get(f"{field}.{within}", line))

    def lacks(self, field: str) -> bool:
        """Whether nothing was written there; what was refused had been written."""
        return getattr(self, field) in (None, []) and field not in self.refused

    @classmethod
    def titled(cls, field: str) -> str:
        """The Chinese title of a field."""
        return str(cls.model_fields[field].title)

    @classmethod
    @cache
    def columns(cls) -> dict[str, Column]:
        """The fields that have a Chinese title, by that title, in their order."""
        declared = (column(name, info) for name, info in cls.model_fields.items() if info.title)
        return {each.title: each for each in declared}

    @classmethod
    def written(cls) -> dict[str, Column]:
        """Those of the columns that a file holds; the others are derived."""
        return {title: each for title, each in cls.columns().items() if each.written}

    @property
    def called(self) -> str:
        """What a reader knows the record by: its name, or its title."""
        return str(getattr(self, "name", None) or getattr(self, "title", ""))

    def texts(self, field: str) -> list[str]:
        """What a field says, value by value, as text; most fields hold one."""
        value = getattr(self, field)
        if value is None:
            return []
        return [str(each) for each in value] if isinstance(value, list) else [str(value)]

    def cells(self, column: Column) -> list[str]:
        """What stands under a column, value by value."""
        return self.texts(column.field)

    def cell(self, column: Column) -> str:
        """The same as one text; empty where there is nothing."""
        return "；".join(self.cells(column))
