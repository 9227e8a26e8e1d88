"""What all tests share: a small tree, its facts, the data sets surveyed, and how much hypothesis tries."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from report.facts.campaign import Campaign
from report.facts.reading.loading import load
from report.facts.reading.settings import settings as chosen
from report.figures.resolving import Facts, Result, resolve
from report.pages.survey import Survey
from report.publishing import prepare
from tests.office import office
from tests.trees import FACTS, FIRST_DAY, FOLDERS, ROOT, AsNeeded, copied, minimal_facts

__all__ = ["office"]

settings.register_profile(
    "suite",
    max_examples=60,
    deadline=None,  # a slow machine is no fault
    derandomize=True,  # the same examples every time: a red run can be repeated
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="把 tests/broken 里应当说的话改成现在说的")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the minimal tree that a test may spoil."""
    return copied(tmp_path / "small")


@pytest.fixture(scope="session")
def campaign() -> Campaign:
    """The facts of the minimal tree."""
    return minimal_facts().campaign


@pytest.fixture(scope="session")
def results() -> dict[str, Result]:
    """What its figures amount to."""
    return minimal_facts().results


@pytest.fixture(scope="module")  # a survey notes which figures are shown where, also by tests
def surveys() -> AsNeeded[Survey]:
    """The data sets with the pages of the tree."""
    return AsNeeded(lambda name: prepare(ROOT, {"REPORT_DATA": FOLDERS[name]}))


@pytest.fixture(scope="session")
def first_day() -> Facts:
    """The real data under the definitions of the first day."""
    loaded, faults = load(chosen(FIRST_DAY, {"REPORT_DATA": FACTS}))
    assert faults == []
    return resolve(loaded)
