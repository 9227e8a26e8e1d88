"""What all records share: they are closed and frozen, and know their file and their lines."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SkipValidation, model_validator

from report.facts.fields import Column, column
from report.faults import Place


class Located(dict[str, Any]):
    """A mapping read from a file, with the place where it begins and the line of each of its keys.

    `refused`: the keys whose values were faulty and are left out. `complete`: False if a whole entry
    was left out.
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
        """The place of an item."""
        return Place(self.path, self.lines[index])


class Record(BaseModel):
    """An entry of a data file: closed, frozen, aware of its place.

    `refused`: the fields whose values were faulty; they read as if nothing had been written there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    place: SkipValidation[Place] = Field(exclude=True, alias="(place)")  # an alias that no file can hold
    lines: SkipValidation[dict[str, int]] = Field(exclude=True, alias="(lines)")
    refused: SkipValidation[frozenset[str]] = Field(frozenset(), exclude=True, alias="(refused)")

    @model_validator(mode="before")
    @classmethod
    def _take_place(cls, data: Any) -> Any:
        """Keep the place and lines of what was read; an empty value counts as not written."""
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
        """The place of a field, or of an item or key within it; of the record if it was not written."""
        line = self.lines.get(field, self.place.line)
        return Place(self.place.path, self.lines.get(f"{field}.{within}", line))

    def lacks(self, field: str) -> bool:
        """Whether nothing was written in a field; a value that was refused was written."""
        return getattr(self, field) in (None, []) and field not in self.refused

    @classmethod
    def titled(cls, field: str) -> str:
        """The Chinese title of a field."""
        return str(cls.model_fields[field].title)

    @classmethod
    @cache
    def columns(cls) -> dict[str, Column]:
        """The fields that have a Chinese title, by that title, as declared."""
        declared = (column(name, info) for name, info in cls.model_fields.items() if info.title)
        return {each.title: each for each in declared}

    @classmethod
    def written(cls) -> dict[str, Column]:
        """The columns that the file holds; the others are derived."""
        return {title: each for title, each in cls.columns().items() if each.written}

    @property
    def called(self) -> str:
        """What readers call the record: its name or else its title."""
        return str(getattr(self, "name", None) or getattr(self, "title", ""))

    def texts(self, field: str) -> list[str]:
        """The values of a field as text; most fields hold one."""
        value = getattr(self, field)
        if value is None:
            return []
        return [str(each) for each in value] if isinstance(value, list) else [str(value)]

    def cells(self, column: Column) -> list[str]:
        """The values under a column as text."""
        return self.texts(column.field)

    def cell(self, column: Column) -> str:
        """The values under a column as one text, joined by ；."""
        return "；".join(self.cells(column))
