"""Located data to records: pydantic decides, this module says it in Chinese with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from report.facts.fields import is_unwritable, parts
from report.facts.record import Listed, Located, Record
from report.facts.table import Entry
from report.faults import Fault, Place, nearest

R = TypeVar("R", bound=Record)
LIST_WANTED = "应写成列表，每项另起一行、以“- ”开头"
AS_MAPPING = "应写成若干行“名称: 值”"
MAPPING_WANTED = f"这里{AS_MAPPING}"


def bind(model: type[R], data: Any, place: Place, faults: list[Fault]) -> R | None:
    """The record, or None if it cannot be made. Its faults are added to `faults`; optional fields that are
    wrong are left out.

    `place` is used for faults where the data has no place of its own.
    """
    if not isinstance(data, Located):
        faults.append(place.fault(MAPPING_WANTED))
        return None
    try:
        return model.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        faults.extend(_translated(error, model, data))
        wrong = {found["loc"][0] for found in error.errors() if found["loc"]}
    try:
        kept = {name: value for name, value in data.items() if name not in wrong}
        sound = Located(data.place, data.lines, kept, {*data.refused, *map(str, wrong)})
        return model.model_validate(sound, by_alias=True, by_name=False)
    except ValidationError:
        return None


def bind_all(
    model: type[R], items: Any, place: Place, faults: list[Fault], lost: set[str] | None = None
) -> tuple[R, ...]:
    """Each item of a list as a record. If one cannot be made, its id ("" if it has none) is
    added to `lost`."""
    if items is None:
        return ()
    if not isinstance(items, list):
        faults.append(place.fault(LIST_WANTED))
        return ()
    records = []
    for index, item in enumerate(items):
        record = bind(model, item, items.at(index) if isinstance(items, Listed) else place, faults)
        if record is not None:
            records.append(record)
        elif lost is not None:
            lost.add(str(item.get("id") or "") if isinstance(item, dict) else "")
    return tuple(records)


def _translated(error: ValidationError, model: type[Record], data: Located) -> Iterator[Fault]:
    found_all = error.errors(include_url=False)
    for found in found_all:
        loc = tuple(part for part in found["loc"] if part != "[key]")
        missing = found["type"] == "missing"
        if not _refused(data, loc, missing) and not (missing and _misspelt(loc, found_all)):
            yield _place(data, loc).fault(_message(found, model, loc))


def _refused(data: Any, loc: tuple[Any, ...], missing: bool) -> bool:
    """Whether the value was refused while the file was read, so that its fault is known already."""
    for part in loc[:-1]:
        data = data[part] if isinstance(data, list | dict) and _has(data, part) else None
    if not isinstance(data, Located):
        return False
    return loc[-1] in data.refused or (missing and not data.complete)


def _misspelt(missing: tuple[Any, ...], found_all: Any) -> bool:
    """Whether a missing field was written under a misspelt name, which is a fault already."""
    beside = [
        f["loc"][-1] for f in found_all if f["type"] == "extra_forbidden" and f["loc"][:-1] == missing[:-1]
    ]
    return any(nearest(str(name), [str(missing[-1])]) for name in beside)


def _place(data: Any, loc: tuple[Any, ...]) -> Place:
    """The line of the deepest part of the location that was written."""
    place: Place = data.place
    for part in loc:
        if isinstance(data, Located):
            place = Place(place.path, data.lines.get(str(part), data.place.line))
        elif isinstance(data, Listed) and part < len(data):
            place = data.at(part)
        data = data[part] if isinstance(data, list | dict) and _has(data, part) else None
    return place


def _has(data: Any, part: Any) -> bool:
    return part in data if isinstance(data, dict) else isinstance(part, int) and part < len(data)


def _message(found: Any, model: type[Record], loc: tuple[Any, ...]) -> str:
    owner, name = _owner(model, loc)
    title = _title(owner, name)
    kind, value = found["type"], found.get("input")
    if kind not in SHAPES and isinstance(value, list | dict):
        return f"{title}只能写一个值"
    if value is None and isinstance(found["loc"][-1], int):
        return f"{title}有一项没有填，请补上或删去"
    if kind == "missing" or (kind != "extra_forbidden" and value is None):
        return f"缺少{title}，请补上"
    if kind == "extra_forbidden":
        known = [alias or field for field, alias in _names(owner)]
        return f"没有“{name}”这一项，请删去或改名{nearest(str(name), known)}"
    if kind == "enum":
        return f"{title}{_unlisted(str(value), _choices(found))}"
    if kind == "value_error":
        return f"{title}：{found['ctx']['error']}{_tidy(owner, name, value)}"
    if kind == "list_type":
        return f"{title}{LIST_WANTED}"
    if kind in ("model_type", "dict_type"):
        return f"{title}{AS_MAPPING}"
    if kind == "too_short":
        return f"{title}至少要有一项"
    return f"{title}写得不对，请对照 data/README.md"


LONG_LIST = 12
SHAPES = ("missing", "extra_forbidden", "list_type", "model_type", "dict_type", "too_short")


def _tidy(owner: type[BaseModel], name: Any, value: Any) -> str:
    """The remedy for what a spreadsheet program left in a ledger, if it can only mean one thing."""
    columns = owner.columns().values() if issubclass(owner, Entry) else ()
    mends = any(column.field == name and column.kind.mended(str(value)) != value for column in columns)
    return "；运行 make tidy 就改过来" if mends else ""


def _choices(found: Any) -> list[str]:
    return str(found["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")


def _unlisted(value: str, choices: list[str]) -> str:
    """What is wrong with a value that is not in a closed list; a long list is not quoted in full."""
    if set(parts := value.split("；")) <= set(choices):
        return f"只能写一个值，不能写{len(parts)}个，请改写“{value}”"
    near = nearest(value, choices)
    if len(choices) > LONG_LIST and near:
        return f"不能写“{value}”{near}；全部取值见 data/README.md"
    return f"不能写“{value}”，只能写{'、'.join(choices)}"


def _names(model: type[BaseModel]) -> list[tuple[str, str | None]]:
    """The fields that a file can write, each with its alias, if it has one."""
    fields = model.model_fields.items()
    return [(name, info.alias) for name, info in fields if not is_unwritable(info)]


def _owner(model: type[Record], loc: tuple[Any, ...]) -> tuple[type[BaseModel], Any]:
    """The model that the last named part of a location belongs to, and that part."""
    owner: type[BaseModel] = model
    named = [part for part in loc if isinstance(part, str)]
    while len(named) > 1:
        info = next((i for name, i in owner.model_fields.items() if named[0] in (name, i.alias)), None)
        found = list(parts(info)) if info else []
        inner = next((part for part in found if isinstance(part, type) and issubclass(part, BaseModel)), None)
        if inner is None:
            return owner, named[0]
        owner, named = inner, named[2 if dict in found else 1 :]
    return owner, named[0] if named else ""


def _title(owner: type[BaseModel], name: Any) -> str:
    for field, alias in _names(owner):
        if name in (field, alias):
            title = owner.model_fields[field].title
            quoted = str(title).translate({ord("“"): "‘", ord("”"): "’"})
            return f"“{quoted}”" if issubclass(owner, Entry) or title == name else f"“{quoted}”（{name}）"
    return f"“{name}”"
