"""Figures: defined once in data/figures.yml; another data set brings its own values for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from report.facts.figure import SECTIONS, Figure, Owner, Status
from report.facts.reading.binding import AS_MAPPING, bind
from report.facts.record import Located, Record
from report.faults import Fault, Place, nearest

NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)  # a key is part of addresses
NAME_FORM = "只用小写英文字母、数字、下划线，以字母开头"

GIVEN = ("value", "source", "as_of", "status", "difference")  # what values.yml may say of a figure
KEY, DERIVATIONS = "(key)", "(derivations)"  # aliases that no file can write
OWN_VALUES = ("value", "difference", "as_of")  # not taken over from one data set into another


def figure_definitions(
    data: Any, place: Place, faults: list[Fault], forms: Mapping[str, str]
) -> tuple[dict[str, Figure], bool]:
    """The figures of a file by key, and whether every key in it could be read.

    `forms`: the titles, by name, of the forms that a figure can be computed by.
    """
    figures: dict[str, Figure] = {}
    if not isinstance(data, Located):
        faults.append(place.fault("这里应按节写各个数，如 responsibility:"))
        return figures, False
    complete = data.complete
    for section, members in data.items():
        at = Place(place.path, data.lines[section])
        if section not in SECTIONS:
            faults.append(at.fault(f"没有“{section}”这一节{nearest(section, SECTIONS)}"))
            complete = False
        elif isinstance(members, Located):
            figures |= _section(section, members, place.path, faults, forms)
            complete = complete and members.complete
        elif members is not None or section in data.refused:
            faults.append(at.fault("这一节下应写各个数的键，如 group_meetings:"))
            complete = False
    return figures, complete


def _section(
    section: str, members: Located, path: str, faults: list[Fault], forms: Mapping[str, str]
) -> dict[str, Figure]:
    figures = {}
    for name, definition in members.items():
        place = Place(path, members.lines[name])
        if not NAME.fullmatch(name):
            faults.append(place.fault(f"“{name}”不能作键，{NAME_FORM}"))
        key = f"{section}.{name}"
        if isinstance(definition, Located):
            faults += _without_arguments(definition, forms)
            definition = Located(
                place, definition.lines, _arranged(key, definition, forms), definition.refused
            )
        figures[key] = _figure(key, definition, place, faults)
    return figures


def _figure(key: str, definition: Any, place: Place, faults: list[Fault]) -> Figure:
    """The figure; if it cannot be read, an empty one, so that its key stays known."""
    stand_in = Figure(place=place, lines={}, key=key, label=key, owner=Owner.OFFICE)
    return bind(Figure, definition, place, faults) or stand_in


def _without_arguments(definition: Located, forms: Mapping[str, str]) -> Iterator[Fault]:
    """Faults of forms that are followed by a value in place of their arguments."""
    for name, said in definition.items():
        if name in forms and said is not None and not isinstance(said, Located):
            place = Place(definition.place.path, definition.lines[name])
            yield place.fault(f"“{forms[name]}”（{name}）{AS_MAPPING}")


def _arranged(key: str, definition: Located, forms: Mapping[str, str]) -> dict[str, Any]:
    """A definition with its key, and with the form it is computed by (count: {…}) apart from
    its other fields.

    Whatever has arguments and is not a field is taken for a form; the checks know which forms there are.
    """
    fields = Figure.model_fields
    derived = {n: said for n, said in definition.items() if isinstance(said, Located) and n not in fields}
    plain = {name: said for name, said in definition.items() if name not in (*derived, *forms)}
    lines = {name: definition.lines[name] for name in derived}
    return {**plain, KEY: key, DERIVATIONS: Located(definition.place, lines, derived)}


def with_values(
    figures: dict[str, Figure], data: Any, place: Place, faults: list[Fault]
) -> dict[str, Figure]:
    """The definitions with another data set's values in place of those typed beside them."""
    blank = dict.fromkeys(OWN_VALUES)
    merged = {key: figure.model_copy(update=blank) for key, figure in figures.items()}
    if data is None:
        return merged
    if not isinstance(data, Located):
        faults.append(place.fault("这里应写成若干行“键: 值”"))
        return merged
    for key, given in data.items():
        at = Place(place.path, data.lines[key])
        if key not in figures:
            faults.append(at.fault(f"没有“{key}”这个数{nearest(key, figures)}"))
            continue
        if not isinstance(given, Located):
            given = Located(at, {"value": at.line}, {"value": given})
        if unknown := [name for name in given if name not in GIVEN]:
            for name in unknown:
                said = f"这里不能写“{name}”，只能写{'、'.join(GIVEN)}{nearest(name, GIVEN)}"
                faults.append(Fault(place.path, given.lines[name], said))
            continue
        checked = bind(Figure, _redefined(figures[key], given, at), at, faults)
        if checked is not None:
            merged[key] = checked
    return merged


def _redefined(figure: Figure, given: Located, place: Place) -> Located:
    """A figure's definition with the fields given by another data set, placed where they were given."""
    kept = {
        info.alias or name: getattr(figure, name)
        for name, info in Figure.model_fields.items()
        if name not in (*Record.model_fields, *OWN_VALUES) and getattr(figure, name) is not None
    }
    if given.get("value") is not None and figure.status is not Status.WITHHELD:
        kept.pop("status", None)
    return Located(place, given.lines, {**kept, **given}, given.refused)
