"""What tests work on: the data sets, and trees that a test may spoil with what is said of them.

The facts of `real` and `sample` are frozen: what is so of them stays so. `live` is data/, which the office
edits, as it does the pages and the definitions of figures, which all three share.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

from report.facts.reading.loading import load
from report.facts.reading.settings import settings
from report.faults import FaultsError
from report.figures.resolving import Facts, resolve
from report.publishing import prepare

ROOT = Path(__file__).parents[1]
MINIMAL = Path(__file__).parent / "minimal"
SECOND = {"REPORT_DATA": "second"}  # the second data set of the minimal tree
FIRST_DAY = Path(__file__).parent / "first_day"  # a tree with the definitions of the first day
FACTS = "facts"  # the real data of that day, as they were before anybody used the product
DATA_SETS = {"real": f"tests/{FIRST_DAY.name}/{FACTS}", "sample": "demo/data"}
FOLDERS = {**DATA_SETS, "live": "data"}
EVERY = (*DATA_SETS, pytest.param("live", marks=pytest.mark.live))  # for what holds of any data

T = TypeVar("T")


class AsNeeded(dict[str, T]):
    """Something for each data set by its name, made when it is first asked for."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, name: str) -> T:
        self[name] = self.make(name)
        return self[name]


def copied(folder: Path) -> Path:
    """A copy of the minimal tree in a folder that does not exist yet."""
    return Path(shutil.copytree(MINIMAL, folder))


def copied_facts(folder: Path) -> Path:
    """A copy of the project in a folder that may exist, as far as data and pages go."""
    for name in ("data", "demo", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


@cache
def minimal_facts() -> Facts:
    """What is known of the minimal tree, and what its figures amount to."""
    campaign, faults = load(settings(MINIMAL, {}))
    assert faults == []
    return resolve(campaign)


def complaints(tree: Path, environ: Mapping[str, str] | None = None) -> list[str]:
    """Every fault of a tree as 文件:行: 说明; empty when it could be published."""
    try:
        prepare(tree, environ or {})
    except FaultsError as error:
        return list(map(str, error.faults))
    return []


def changed(tree: Path, name: str, old: str, new: str) -> None:
    """Put something else in the place of a piece of text that a file has once."""
    path = tree / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (name, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def appended(tree: Path, name: str, more: str) -> None:
    """Add text at the end of a file."""
    path = tree / name
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
