"""Reads the files of a data set, and remembers what could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from report.facts.figure import Figure
from report.facts.lists import TABLES
from report.facts.reading.binding import bind, bind_all
from report.facts.reading.csv_source import read_csv
from report.facts.reading.definitions import figure_definitions, with_values
from report.facts.reading.settings import DATA, Settings
from report.facts.reading.yaml_source import read_yaml
from report.facts.record import Record
from report.facts.snapshots import Snapshot
from report.facts.table import Entry, Table
from report.faults import Fault, Place, nearest

R = TypeVar("R", bound=Record)
E = TypeVar("E", bound=Entry)
S = TypeVar("S", bound=Snapshot)

KEEP = ".gitkeep"  # keeps an empty folder in git
SNAPSHOTS = ("notices", "reminders")
YAML_FILES = ("site", "books", "organisation")


class Files:
    """Reads the files of a data set; faults name each by its path relative to the tree."""

    def __init__(self, chosen: Settings) -> None:
        self.root, self.data = chosen.root, chosen.data
        self.faults: list[Fault] = []
        self.incomplete: set[str] = set()
        self.lost: defaultdict[str, set[str]] = defaultdict(set)

    def one(self, model: type[R], name: str, folder: Path | None = None) -> R | None:
        """The record that a file consists of; None if it cannot be read."""
        data, place = self._yaml(name, folder or self.data)
        if data is None and name in self.incomplete:
            return None
        with self._noting(name):
            return bind(model, data, place, self.faults)

    def many(self, model: type[R], name: str) -> tuple[R, ...]:
        """The records that a file lists."""
        data, place = self._yaml(name, self.data)
        with self._noting(name):
            return bind_all(model, data, place, self.faults)

    def table(self, table: Table, model: type[E]) -> tuple[E, ...]:
        """The rows of a table, as records of its class."""
        name = table.name
        content, path = self._bytes(name, self.data / table.file, table.replaces)
        if content is None:
            self.lost[name].add("")
            return ()
        with self._noting(name):
            located, faults = read_csv(content, path, model.columns())
            self.faults += faults
            rows = bind_all(model, located, Place(path, 1), self.faults, self.lost[name])
        ids = {row.id for row in rows if table.has_id(row.id)}
        if len(ids) < len(rows):  # a wrong or repeated id stands where another was meant
            self.lost[name].add("")
            self.incomplete.add(name)
        return rows

    def snapshots(self, model: type[S], folder: str, day: str) -> tuple[S, ...]:
        """The snapshots of a folder, one per file, which is named after the snapshot's field `day`."""
        found = []
        for path in sorted((self.data / folder).glob("*.yml")):
            before = len(self.faults)
            snapshot = self.one(model, path.stem, self.data / folder)
            if snapshot is None or len(self.faults) > before:  # its seal cannot hold without that
                self.incomplete.add(folder)
                continue
            if snapshot.sound and (named := str(getattr(snapshot, day))) != path.stem:
                said = f"文件名应与里面的日期一致，写成 {named}.yml，请改文件名"
                self.faults.append(snapshot.at(day).fault(said))
            found.append(snapshot)
        return tuple(found)

    def figures(self, base: bool, forms: Mapping[str, str]) -> dict[str, Figure]:
        """The definitions of data/figures.yml; unless that is the data set (`base`), with the
        data set's values.

        `forms`: the titles, by name, of the forms that a figure can be computed by.
        """
        data, place = self._yaml("figures", self.root / DATA)
        if data is None and "figures" in self.incomplete:
            return {}
        figures, complete = figure_definitions(data, place, self.faults, forms)
        if not complete:
            self.incomplete.add("figures")
        if base:
            return figures
        values, place = self._yaml("values", self.data)
        return with_values(figures, values, place, self.faults)

    @contextmanager
    def _noting(self, name: str) -> Iterator[None]:
        """Count the file as incomplete if a fault turns up inside."""
        before = len(self.faults)
        yield
        if len(self.faults) > before:
            self.incomplete.add(name)

    def _yaml(self, name: str, folder: Path) -> tuple[Any, Place]:
        content, path = self._bytes(name, folder / f"{name}.yml")
        if content is None:
            return None, Place(path, 1)
        found, faults = read_yaml(content, path)
        self.faults += faults
        if found is None and faults:
            self.incomplete.add(name)
        return found, Place(path, 1)

    def refuse_strays(self, base: bool) -> None:
        """Every file of a data set must be one that is read; anything else is a copy that will drift."""
        own = ("figures", "prose") if base else ("values",)
        known = {f"{name}.yml" for name in (*YAML_FILES, *own)} | {table.file for table in TABLES.values()}
        known |= {
            path.relative_to(self.data).as_posix()
            for folder in SNAPSHOTS
            for path in (self.data / folder).glob("*.yml")
        }
        replaced = {table.replaces: table for table in TABLES.values() if table.replaces}
        for path in sorted(self.data.rglob("*")):
            relative = path.relative_to(self.data).as_posix()
            if path.is_symlink():
                self.faults.append(Fault(self._name(path), 0, "数据文件夹里不能放链接，请换成文件本身"))
            elif path.name.startswith(("~$", ".~lock.")):
                self.faults.append(Fault(self._name(path), 0, "表格软件还开着这份数据，请存盘后关闭"))
            elif path.is_file() and relative in replaced:
                self.faults.append(Fault(self._name(path), 0, self._replaced(replaced[relative])))
            elif path.is_file() and path.name != KEEP and relative not in {*known, "README.md"}:
                self.faults.append(
                    Fault(self._name(path), 0, f"这个文件不会被读取，请移走{nearest(relative, known)}")
                )

    def _replaced(self, table: Table) -> str:
        """What to do with the file that held a table before."""
        if (self.data / table.file).exists():
            return f"{table.title}已改用 {table.file}，这个文件不再读取，请核对后删去"
        return f"{table.title}改用 {table.file} 了，请运行 make tidy（python -m report tidy），由它转换"

    def _bytes(self, name: str, path: Path, replaces: str = "") -> tuple[bytes | None, str]:
        """The content of a file, None if it is missing; that is no fault while the file that it `replaces`
        is there, which is refused with the remedy."""
        shown = self._name(path)
        if not path.is_file():
            if not (replaces and (self.data / replaces).is_file()):
                self.faults.append(Fault(shown, 0, "缺少这个文件，请补上"))
            self.incomplete.add(name)
            return None, shown
        return path.read_bytes(), shown

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()
