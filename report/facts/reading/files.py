"""Reads the files of a data set, and remembers what could not be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from report.facts.figure import Figure
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.row import Row
from report.facts.reading.binding import bind, bind_all
from report.facts.reading.csv_source import read_csv
from report.facts.reading.definitions import figure_definitions, with_values
from report.facts.reading.settings import DATA, Settings
from report.facts.reading.yaml_source import read_yaml
from report.facts.record import Record
from report.facts.snapshots import Snapshot
from report.faults import Fault, Place, nearest

R = TypeVar("R", bound=Record)
S = TypeVar("S", bound=Snapshot)

KEEP = ".gitkeep"  # keeps an empty folder in git
SNAPSHOTS = ("notices", "reminders")
YAML_FILES = ("site", "books", "study-plan", "picks", "organisation")


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

    def ledger(self, name: str) -> tuple[Row, ...]:
        """The rows of a ledger."""
        ledger = LEDGERS[name]
        content, path = self._bytes(name, self.data / "ledgers" / f"{name}.csv")
        if content is None:
            self.lost[name].add("")
            return ()
        with self._noting(name):
            located, faults = read_csv(content, path, ledger.row.columns())
            self.faults += faults
            rows = bind_all(ledger.row, located, Place(path, 1), self.faults, self.lost[name])
        ids = {row.id for row in rows if ledger.has_id(row.id)}
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
        known = {f"{name}.yml" for name in (*YAML_FILES, *own)} | {f"ledgers/{name}.csv" for name in LEDGERS}
        known |= {
            path.relative_to(self.data).as_posix()
            for folder in SNAPSHOTS
            for path in (self.data / folder).glob("*.yml")
        }
        for path in sorted(self.data.rglob("*")):
            relative = path.relative_to(self.data).as_posix()
            if path.is_symlink():
                self.faults.append(Fault(self._name(path), 0, "数据文件夹里不能放链接，请换成文件本身"))
            elif path.name.startswith(("~$", ".~lock.")):
                self.faults.append(Fault(self._name(path), 0, "表格软件还开着这份数据，请存盘后关闭"))
            elif path.is_file() and path.name != KEEP and relative not in {*known, "README.md"}:
                self.faults.append(
                    Fault(self._name(path), 0, f"这个文件不会被读取，请移走{nearest(relative, known)}")
                )

    def _bytes(self, name: str, path: Path) -> tuple[bytes | None, str]:
        shown = self._name(path)
        if not path.is_file():
            self.faults.append(Fault(shown, 0, "缺少这个文件，请补上"))
            self.incomplete.add(name)
            return None, shown
        return path.read_bytes(), shown

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()
