"""What all tests share: a small tree, its facts, and how much hypothesis tries."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from report.facts.campaign import Campaign
from report.figures.resolving import Result
from tests.office import office
from tests.trees import copied, minimal_facts

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
