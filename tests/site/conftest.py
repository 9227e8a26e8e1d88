"""The site, built once a run for each data set asked for, and a browser that can reach nothing else."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.clerk import BEGIN, post
from tests.site.building import QUIET, ROOT, Served, build, copied_tree, serving
from tests.trees import FOLDERS, AsNeeded


@pytest.fixture(scope="session")
def trees(tmp_path_factory: pytest.TempPathFactory) -> AsNeeded[Path]:
    """What the data sets are built from; the sample with a post, so that every kind of page is there."""

    def made(name: str) -> Path:
        if name != "sample":
            return ROOT
        folder = copied_tree(tmp_path_factory.mktemp("posted") / "tree")
        post(folder, BEGIN)
        return folder

    return AsNeeded(made)


@pytest.fixture(scope="session")
def sites(trees: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> AsNeeded[Path]:
    """The data sets, built."""

    def built(name: str) -> Path:
        folder = tmp_path_factory.mktemp(name)
        done = build(folder, trees[name], REPORT_DATA=FOLDERS[name])
        assert done.returncode == 0, done.stderr
        assert "WARNING" not in done.stderr, done.stderr
        return folder

    return AsNeeded(built)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the whole tree that a test may spoil. It shares the installed packages."""
    copy = copied_tree(tmp_path / "tree")
    (copy / ".venv").symlink_to(Path(sys.prefix))
    return copy


@pytest.fixture(scope="session")
def served(sites: dict[str, Path]) -> Iterator[AsNeeded[Served]]:
    """The same behind web servers."""
    with contextlib.ExitStack() as servers:
        yield AsNeeded(lambda name: Served(sites[name], servers.enter_context(serving(sites[name]))))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("没有浏览器 chromium，请先安装")
        pytest.skip("没有浏览器 chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield chromium
        chromium.close()
