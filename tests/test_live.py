"""data/ and docs/ as they are now: what has to hold of them however the office uses them.

No count, no word of a page, no ledger that is empty or not: the office changes these every day. What was so
on the first day is held over tests/first_day. More that is live stands with what it is about, so marked.
"""

from __future__ import annotations

import re

import pytest

from deploy.gate.changes import wrong_line
from report.pages.posts import is_post
from report.pages.survey import Survey
from tests.trees import FOLDERS, ROOT, complaints

pytestmark = pytest.mark.live


@pytest.mark.parametrize("name", FOLDERS)
def test_the_tree_has_no_fault_with_any_of_its_data_sets(name: str) -> None:
    assert complaints(ROOT, {"REPORT_DATA": FOLDERS[name]}) == []


def test_every_page_is_in_the_navigation_and_the_other_way_round(surveys: dict[str, Survey]) -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    listed = re.findall(r"[\w/-]+\.md", navigation)
    on_disk = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert set(listed) == {name for name in on_disk if not is_post(name)}
    assert [
        name for name in surveys["live"].view.pages.titles if name in on_disk and not is_post(name)
    ] == listed


def test_the_manuals_name_only_what_exists() -> None:
    """Those of the project; the handbook is held to more in tests/pages."""
    commands = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        text = path.read_text(encoding="utf-8")
        for command in re.findall(r"(?m)(?:`|^)make ([a-z]+)", text):
            assert command in commands, f"{path}: make {command}"
        for name in re.findall(r"`((?:data|docs|demo|tests|overrides)/[\w./-]*)`", text):
            assert (ROOT / name).exists(), f"{path}: {name}"


def test_no_line_of_the_pages_and_data_would_be_refused_at_the_gate() -> None:
    """A page that shows what a conflict or a password looks like must not look like one."""
    for folder in ("docs", "data", "demo"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".md", ".yml", ".csv"):
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                    assert list(wrong_line(line)) == [], f"{path}:{number}"
