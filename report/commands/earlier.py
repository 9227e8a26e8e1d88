"""Lists as data sets had them before they were tables: YAML becomes CSV, and what others know stays."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import count

from report.commands.files import named, replace
from report.facts.lists import LISTS
from report.facts.reading.files import Files
from report.facts.reading.settings import Settings
from report.facts.reading.text import UTF8_MARK
from report.facts.reading.yaml_source import read_yaml
from report.facts.record import Located
from report.facts.records import LABELS, Book, Organisation
from report.facts.snapshots import Reminder
from report.facts.table import Table
from report.faults import Fault, FaultsError, nearest

Names = Mapping[str, Mapping[str, str]]  # field → what the YAML file wrote → what the table writes


def converted(chosen: Settings) -> list[tuple[str, str]]:
    """Write each list of a data set that is not yet a table as one, and remove the file that held it: the
    paths of both. FaultsError if one cannot be read, or is there twice; nothing is written then."""
    waiting = [table for table in LISTS.values() if (chosen.data / table.replaces).is_file()]
    if not waiting:
        return []
    files = Files(chosen)
    organisation = files.one(Organisation, "organisation")
    names: Names = {
        "organisers": organisation.names if organisation else {},
        "books": {book.id: book.title for book in files.many(Book, "books")},
        "tiers": {tier.value: label for tier, label in LABELS.items()},
    }
    reminders = files.snapshots(Reminder, "reminders", "month")
    reminded = {item.id for each in reminders for unit in each.units for item in unit.items}
    made = [(table, _content(chosen, table, names, reminded, files.faults)) for table in waiting]
    if files.faults:
        raise FaultsError(files.faults)
    for table, content in made:
        (chosen.data / table.file).parent.mkdir(exist_ok=True)
        replace(chosen.data / table.file, content)
        (chosen.data / table.replaces).unlink()
    place = named(chosen.data, chosen.root)
    return [(f"{place}/{table.replaces}", f"{place}/{table.file}") for table in waiting]


def _content(chosen: Settings, table: Table, names: Names, reminded: set[str], faults: list[Fault]) -> bytes:
    old = chosen.data / table.replaces
    path = named(old, chosen.root)
    if (chosen.data / table.file).exists():
        faults.append(Fault(path, 0, f"已经有 {table.file} 了，两份不能都要，请核对后删去一份"))
    items, found = read_yaml(old.read_bytes(), path)
    faults += found
    columns = table.row.written()
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    numbers = count(1)
    for item in _sound(items, table, path, faults):
        known = _is_known(item, table, reminded)
        id = str(item.get("id") or "") if known else table.id_of(next(numbers))
        cells = {field: _cell(value, names.get(field, {})) for field, value in item.items()} | {"id": id}
        writer.writerow([cells.get(column.field, "") for column in columns.values()])
    return UTF8_MARK + written.getvalue().encode()


def _is_known(item: Located, table: Table, reminded: set[str]) -> bool:
    """Whether its id has gone out already, in a calendar or a reminder, and has to stay."""
    return table.earlier_ids and (bool(item.get("date")) or item.get("id") in reminded)


def _sound(items: object, table: Table, path: str, faults: list[Fault]) -> Iterator[Located]:
    """The items of the old file; what cannot become a row is a fault."""
    fields = [column.field for column in table.row.written().values()]
    if items is not None and not isinstance(items, list):
        faults.append(Fault(path, 1, "不是列表，每项应另起一行、以“- ”开头"))
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, Located):
            faults.append(Fault(path, 1, "有一项不是若干行“名称: 值”，请改好再转"))
            continue
        for name in item:
            if name not in fields:
                line = item.lines.get(name, item.place.line)
                faults.append(Fault(path, line, f"没有“{name}”这一项，请删去或改名{nearest(name, fields)}"))
        yield item


def _cell(value: object, names: Mapping[str, str]) -> str:
    """A value, or several, by their Chinese names; what has none is left for the check to complain of."""
    listed = value if isinstance(value, list) else [value] if value is not None else []
    return "；".join(names.get(str(each), str(each)) for each in listed)
