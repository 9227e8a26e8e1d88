"""One server for all tests of publishing, set up as its administrator would."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.host import Clone, Host, serving_host, stored_wheels

PEOPLE = {"editor": "report-editors", "developer": "report-editors,report-developers"}


@pytest.fixture(scope="session")
def wheelhouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that the server needs from the outside, in a folder."""
    return stored_wheels(tmp_path_factory.mktemp("wheelhouse"))


@pytest.fixture(scope="session")
def host(wheelhouse: Path) -> Iterator[Host]:
    """The server, installed without a network, and its people."""
    if os.getuid() != 0 and not os.environ.get("CI"):
        pytest.skip("发布的测试要以 root 运行")
    with serving_host(wheelhouse) as server:
        for name, groups in PEOPLE.items():
            server.add_person(name, groups)
        yield server


@pytest.fixture(scope="session")
def clones(host: Host) -> dict[str, Clone]:
    """What each person works in."""
    return {name: Clone(host, name) for name in PEOPLE}


@pytest.fixture
def editor(clones: dict[str, Clone]) -> Clone:
    """An editor's copy, as the server has it."""
    clones["editor"].reset()
    return clones["editor"]


@pytest.fixture
def developer(clones: dict[str, Clone]) -> Clone:
    """A developer's copy, as the server has it."""
    clones["developer"].reset()
    return clones["developer"]
