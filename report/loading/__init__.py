"""Reads the data files into a Campaign, or refuses with every fault at once.

`text` bytes → text · `yaml_source`, `csv_source` text → located values · `binding` located values → records ·
here: which files there are, and what one data set takes from another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from report.faults import Fault, FaultsError, Place, nearest
from report.loading.binding import bind, bind_all
from report.loading.csv_source import read_csv
from report.loading.yaml_source import read_yaml
from report.models import (
    LEDGERS,
    SECTIONS,
    Book,
    Campaign,
    Figure,
    Located,
    Organisation,
    Pick,
    PlanItem,
    ProseRules,
    Site,
    Status,
    day,
)

DATA = "data"
EDITIONS = ("work", "display")
GIVEN = ("value", "source", "as_of", "status", "difference")  # what values.yml may say of a figure
OWN_VALUES = ("value", "difference", "as_of")  # what a figure keeps to the data set it was typed in
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
    data = root / (environ.get("REPORT_DATA") or DATA)
    if not data.is_dir():
        faults.append(Place("REPORT_DATA").fault(f"没有“{environ['REPORT_DATA']}”这个文件夹，请核对路径"))
    today = None
    if written := environ.get("REPORT_DATE"):
        try:
            today = day(written)
        except ValueError as error:
            faults.append(Place("REPORT_DATE").fault(str(error)))
    edition = environ.get("REPORT_EDITION") or EDITIONS[0]
    if edition not in EDITIONS:
        faults.append(Place("REPORT_EDITION").fault(f"没有“{edition}”这个版本，只能写 work 或 display"))
    if faults:
        raise FaultsError(faults)
    return Settings(root, data, today, edition)


def load(chosen: Settings) -> Campaign:
    """The campaign that the data files describe. FaultsError with every fault of every file."""
    reader = _Files(chosen)
    faults = reader.faults
    base = chosen.data.resolve() == (chosen.root / DATA).resolve()
    site = bind(Site, *reader.yaml("site"), faults)
    organisation = bind(Organisation, *reader.yaml("organisation"), faults)
    prose = bind(ProseRules, *reader.yaml("prose", chosen.root / DATA), faults)
    books = bind_all(Book, *reader.yaml("books"), faults)
    plan = bind_all(PlanItem, *reader.yaml("study-plan"), faults)
    picks = bind_all(Pick, *reader.yaml("picks"), faults)
    figures = _figures(*reader.yaml("figures", chosen.root / DATA), faults)
    if not base:
        figures = _with_values(figures, *reader.yaml("values"), faults)
    ledgers = {name: reader.ledger(name) for name in LEDGERS}
    reader.refuse_strays(base)
    if faults or site is None or organisation is None or prose is None:
        raise FaultsError(faults)
    return Campaign(
        site=site,
        figures=figures,
        books=books,
        plan=plan,
        picks=picks,
        organisation=organisation,
        documents=ledgers["documents"],
        prose=prose,
        today=chosen.today or site.as_of,
        edition=chosen.edition,
        sources=reader.paths,
    )


class _Files:
    """Reads the files of a data set, naming each by its path relative to the tree."""

    def __init__(self, chosen: Settings) -> None:
        self.root, self.data = chosen.root, chosen.data
        self.faults: list[Fault] = []
        self.paths: dict[str, str] = {}

    def yaml(self, name: str, folder: Path | None = None) -> tuple[Any, Place]:
        content = self._bytes(name, (folder or self.data) / f"{name}.yml")
        place = Place(self.paths[name], 1)
        if content is None:
            return None, place
        found, faults = read_yaml(content, self.paths[name])
        self.faults += faults
        return found, place

    def ledger(self, name: str) -> tuple[Any, ...]:
        model, _, _ = LEDGERS[name]
        content = self._bytes(name, self.data / "ledgers" / f"{name}.csv")
        if content is None:
            return ()
        rows, faults = read_csv(content, self.paths[name], model.titles())
        self.faults += faults
        return bind_all(model, rows, Place(self.paths[name], 1), self.faults)

    def refuse_strays(self, base: bool) -> None:
        """Every file of a data set is one that is read; anything else is a copy that will drift."""
        own = ("figures", "prose") if base else ("values",)
        known = {f"{name}.yml" for name in (*YAML_FILES, *own)} | {f"ledgers/{name}.csv" for name in LEDGERS}
        for path in sorted(self.data.rglob("*")):
            relative = path.relative_to(self.data).as_posix()
            if path.is_symlink():
                self.faults.append(Fault(self._name(path), 0, "数据文件夹里不能放链接，请换成文件本身"))
            elif path.is_file() and relative not in known and relative not in ("README.md", ".gitkeep"):
                self.faults.append(
                    Fault(self._name(path), 0, f"这个文件不会被读取，请移走{nearest(relative, known)}")
                )

    def _bytes(self, name: str, path: Path) -> bytes | None:
        self.paths[name] = self._name(path)
        if not path.is_file():
            self.faults.append(Fault(self.paths[name], 0, "缺少这个文件，请补上"))
            return None
        return path.read_bytes()

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()


def _figures(data: Any, place: Place, faults: list[Fault]) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    if not isinstance(data, Located):
        faults.append(place.fault("这里应按节写各个数，如 responsibility:"))
        return figures
    for section, members in data.items():
        at = Place(place.path, data.lines[section])
        if section not in SECTIONS:
            faults.append(at.fault(f"没有“{section}”这一节{nearest(section, SECTIONS)}"))
        elif not isinstance(members, Located):
            faults.append(at.fault("这一节下应写各个数的键，如 group_meetings:"))
        else:
            for name, definition in members.items():
                figure = _figure(
                    f"{section}.{name}", definition, Place(place.path, members.lines[name]), faults
                )
                if figure is not None:
                    figures[figure.key] = figure
    return figures


def _figure(key: str, definition: Any, place: Place, faults: list[Fault]) -> Figure | None:
    if isinstance(definition, Located):
        definition = Located(place, definition.lines, {**definition, "key": key})
    return bind(Figure, definition, place, faults)


def _with_values(
    figures: dict[str, Figure], data: Any, place: Place, faults: list[Fault]
) -> dict[str, Figure]:
    """The definitions with another data set's values in place of the ones typed beside them."""
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
            faults.append(at.fault(f"这里不能写“{'、'.join(unknown)}”，只能写{'、'.join(GIVEN)}"))
            continue
        checked = bind(Figure, _redefined(figures[key], given, at), at, faults)
        if checked is not None:
            merged[key] = checked
    return merged


def _redefined(figure: Figure, given: Located, place: Place) -> Located:
    """A figure's definition with the given fields, placed where they were given."""
    kept = {
        name: getattr(figure, name)
        for name in Figure.model_fields
        if name not in ("place", "lines", *OWN_VALUES) and getattr(figure, name) is not None
    }
    if given.get("value") is not None and figure.status is not Status.CLOSED:
        kept.pop("status", None)
    return Located(place, given.lines, {**kept, **given})
