"""What every record has in common: it is closed and frozen, and knows its file and its lines."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from report.faults import Place


class Located(dict[str, Any]):
    """A mapping read from a file, with the place where it begins and the line of each of its keys."""

    def __init__(self, place: Place, lines: dict[str, int], data: dict[str, Any]) -> None:
        super().__init__(data)
        self.place, self.lines = place, lines


class Record(BaseModel):
    """A record read from a file: closed, frozen, aware of its place."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    place: Place = Field(exclude=True)
    lines: dict[str, int] = Field(exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _take_place(cls, data: Any) -> Any:
        if isinstance(data, Located):
            return {**data, "place": data.place, "lines": data.lines}
        return data

    def at(self, field: str) -> Place:
        """The place of one field; of the record where the field was not written."""
        return Place(self.place.path, self.lines.get(field, self.place.line))

    @classmethod
    def titles(cls) -> dict[str, str]:
        """Chinese title → field name, in column order."""
        return {info.title: name for name, info in cls.model_fields.items() if info.title}


def cell(row: Any, title: str) -> str:
    """What a row says under a column title, as text; empty when nothing. KeyError for an unknown title."""
    value = getattr(row, row.titles()[title])
    return "" if value is None else str(value)


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Texts = Annotated[list[str], BeforeValidator(_as_list)]  # one value, or a list of values
