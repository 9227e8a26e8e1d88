"""What every record has in common: it is closed and frozen, and knows its file and its lines."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SkipValidation, model_validator
from pydantic.fields import FieldInfo

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
        """Whether nothing was written there. What was refused, was written."""
        return getattr(self, field) in (None, []) and field not in self.refused

    @classmethod
    def titled(cls, field: str) -> str:
        """The Chinese title of a field."""
        return str(cls.model_fields[field].title)

    @classmethod
    @cache
    def columns(cls) -> dict[str, str]:
        """Chinese title → field name of what a file can hold, in column order."""
        return {info.title: name for name, info in cls.model_fields.items() if info.title and _written(info)}

    @classmethod
    @cache
    def titles(cls) -> dict[str, str]:
        """The same with the derived columns, which stand last."""
        every = {info.title: name for name, info in cls.model_fields.items() if info.title}
        return {**cls.columns(), **every}


def _written(info: FieldInfo) -> bool:
    """Whether a file can hold the field: an alias in brackets is one that none can."""
    return not (info.alias or "").startswith("(")


def cell(row: Any, title: str) -> str:
    """What a row says under a column title, as text; empty when nothing. KeyError for an unknown title."""
    return "；".join(cells(row, title))


def cells(row: Any, title: str) -> list[str]:
    """The same, value by value; most columns hold one."""
    return values(row, row.titles()[title])


def values(row: Any, field: str) -> list[str]:
    """The same, by the name of the field."""
    value = getattr(row, field)
    if isinstance(value, str):
        return [value]
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def split(text: Any) -> Any:
    """The values of a cell that may hold several. ValueError for other separators and repeated values."""
    if not isinstance(text, str):
        return text
    if re.search("[;,，、]", text):
        raise ValueError(f"“{text}”里几个值之间要用全角分号“；”隔开")
    values = [value.strip() for value in text.split("；") if value.strip()]
    if repeated := [value for n, value in enumerate(values) if value in values[:n]]:
        raise ValueError(f"“{repeated[0]}”写了两次，请只留一个")
    return values


Texts = Annotated[list[str], BeforeValidator(_as_list)]  # one value, or a list of values
Many = Annotated[list[str], BeforeValidator(split)]  # a cell that may hold several values
