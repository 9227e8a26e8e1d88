"""Reads the data files into a Campaign, with every fault they have.

`text` bytes → text · `yaml_source`, `csv_source` text → located values · `binding` located values → records ·
`definitions` figures · here: which files there are, and what one data set takes from another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from report.faults import Fault, FaultsError, Place, nearest
from report.loading.binding import bind, bind_all
from report.loading.csv_source import read_csv
from report.loading.definitions import figure_definitions, with_values
from report.loading.yaml_source import read_yaml
from report.models import (
    LEDGERS,
    Book,
    Campaign,
    Figure,
    Letter,
    Organisation,
    Pick,
    PlanItem,
    ProseRules,
    Record,
    Site,
    day,
)

R = TypeVar("R", bound=Record)

DATA = "data"
EDITIONS = ("work",)
YAML_FILES = ("site", "books", "study-plan", "picks", "organisation")


@dataclass(frozen=True)
class Settings:
    """What a command is run with. `today` None: the data date stands in for it."""

    root: Path
    data: Path
    today: date | None
    edition: str


def settings(root: Path, environ: Mapping[str, str]) -> Settings:
    """Settings from REPORT_DATA, REPORT_DATE, REPORT_EDITION. FaultsError for values that mean nothing."""
    faults = []
    named = environ.get("REPORT_DATA") or DATA
    data = root / named
    if not data.is_dir():
        faults.append(Place("REPORT_DATA").fault(f"没有“{named}”这个文件夹，请核对路径"))
    elif named != DATA and not (data / "site.yml").is_file():
        faults.append(Place("REPORT_DATA").fault(f"“{named}”里没有 site.yml，不是一套数据，请核对路径"))
    today = None
    if written := environ.get("REPORT_DATE"):
        try:
            today = day(written)
        except ValueError as error:
            faults.append(Place("REPORT_DATE").fault(str(error)))
    edition = environ.get("REPORT_EDITION") or EDITIONS[0]
    if edition not in EDITIONS:
        faults.append(Place("REPORT_EDITION").fault(f"没有“{edition}”这个版本，只能写{'、'.join(EDITIONS)}"))
    if faults:
        raise FaultsError(faults)
    return Settings(root, data, today, edition)


def load(chosen: Settings) -> tuple[Campaign, list[Fault]]:
    """The campaign that the data files describe, and every fault of every file.

    With faults the campaign is what could be read: good enough to go on checking, not to publish.
    """
    reader = _Files(chosen)
    base = chosen.data.resolve() == (chosen.root / DATA).resolve()
    figures = reader.figures(base)
    site = reader.one(Site, "site")
    campaign = Campaign(
        site=site or STAND_IN_SITE,
        figures=figures,
        books=reader.many(Book, "books"),
        plan=reader.many(PlanItem, "study-plan"),
        picks=reader.many(Pick, "picks"),
        organisation=reader.one(Organisation, "organisation") or STAND_IN_ORGANISATION,
        documents=reader.ledger("documents"),
        prose=reader.one(ProseRules, "prose", chosen.root / DATA) or STAND_IN_PROSE,
        today=chosen.today or (site.as_of if site else None),
        edition=chosen.edition,
        incomplete=frozenset(reader.incomplete),
        lost=frozenset(reader.lost),
    )
    reader.refuse_strays(base)
    return campaign, reader.faults


NOWHERE = Place("")
STAND_IN_SITE = Site(
    place=NOWHERE,
    lines={},
    title="",
    report_title=[""],
    campaign=[""],
    requirement=[""],
    publisher="",
    letter=Letter(place=NOWHERE, lines={}),
)
STAND_IN_ORGANISATION = Organisation(place=NOWHERE, lines={}, units=[], links=[], key_tasks=[], pairs=[])
STAND_IN_PROSE = ProseRules(place=NOWHERE, lines={}, phrases=[], orders=[], measure_words=[])


class _Files:
    """Reads the files of a data set, naming each by its path relative to the tree."""

    def __init__(self, chosen: Settings) -> None:
        self.root, self.data = chosen.root, chosen.data
        self.faults: list[Fault] = []
        self.incomplete: set[str] = set()
        self.lost: set[str] = set()

    def one(self, model: type[R], name: str, folder: Path | None = None) -> R | None:
        """The one record that a file is."""
        data, place = self._yaml(name, folder or self.data)
        if data is None and name in self.incomplete:
            return None
        with self._noting(name):
            return bind(model, data, place, self.faults)

    def many(self, model: type[R], name: str) -> tuple[R, ...]:
        """The records that a file lists."""
        data, place = self._yaml(name, self.data)
        with self._noting(name):
            return bind_all(model, data, place, self.faults, self.lost)

    def ledger(self, name: str) -> tuple[Any, ...]:
        """The rows of a ledger."""
        model, _, _ = LEDGERS[name]
        content, path = self._bytes(name, self.data / "ledgers" / f"{name}.csv")
        if content is None:
            return ()
        with self._noting(name):
            rows, faults = read_csv(content, path, model.titles())
            self.faults += faults
            return bind_all(model, rows, Place(path, 1), self.faults, self.lost)

    def figures(self, base: bool) -> dict[str, Figure]:
        """The definitions of data/figures.yml; for another data set, with its values."""
        data, place = self._yaml("figures", self.root / DATA)
        if data is None and "figures" in self.incomplete:
            return {}
        figures, complete = figure_definitions(data, place, self.faults)
        if not complete:
            self.incomplete.add("figures")
        if base:
            return figures
        values, place = self._yaml("values", self.data)
        return with_values(figures, values, place, self.faults)

    @contextmanager
    def _noting(self, name: str) -> Iterator[None]:
        """Whatever fault turns up inside makes the file incomplete."""
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
        """Every file of a data set is one that is read; anything else is a copy that will drift."""
        own = ("figures", "prose") if base else ("values",)
        known = {f"{name}.yml" for name in (*YAML_FILES, *own)} | {f"ledgers/{name}.csv" for name in LEDGERS}
        for path in sorted(self.data.rglob("*")):
            relative = path.relative_to(self.data).as_posix()
            if path.is_symlink():
                self.faults.append(Fault(self._name(path), 0, "数据文件夹里不能放链接，请换成文件本身"))
            elif path.name.startswith(("~$", ".~lock.")):
                self.faults.append(Fault(self._name(path), 0, "表格软件还开着这份数据，请存盘后关闭"))
            elif path.is_file() and relative not in known and relative not in ("README.md", ".gitkeep"):
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
