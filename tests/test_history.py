"""The day of a page comes from the history of its files, and from nothing else."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from report.history import last_changed, page_changed
from report.macros.desk import REPORT_PAGES

DAYS = {
    "docs/report/index.md": date(2023, 9, 1),
    "docs/report/study.md": date(2023, 9, 5),
    "docs/ledgers/problems.md": date(2023, 9, 2),
    "data/ledgers/problems.csv": date(2023, 10, 8),
    "docs/ledgers/measures.md": date(2023, 9, 2),
    "data/notices/2023-11-24.yml": date(2023, 11, 24),
}


def commit(root: Path, day: str, **files: str) -> None:
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    stamp = {"GIT_AUTHOR_DATE": f"{day}T12:00:00", "GIT_COMMITTER_DATE": f"{day}T12:00:00"}
    who = {f"GIT_{role}_{what}": "demo" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for command in (("add", "-A"), ("commit", "-qm", "change")):
        subprocess.run(
            ["git", "-C", str(root), *command], check=True, env={"HOME": str(root), **stamp, **who}
        )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    root.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    commit(root, "2023-09-01", **{"one.md": "a", "two.md": "a", "题目.md": "a"})
    commit(root, "2023-10-08", **{"two.md": "b"})
    return root


def test_a_file_bears_the_day_of_the_last_commit_that_touched_it(repository: Path) -> None:
    assert last_changed(repository) == {
        "one.md": date(2023, 9, 1),
        "two.md": date(2023, 10, 8),
        "题目.md": date(2023, 9, 1),
    }


def test_a_file_edited_since_has_no_day_yet(repository: Path) -> None:
    (repository / "one.md").write_text("c", encoding="utf-8")
    assert "one.md" not in last_changed(repository)


def test_without_a_history_there_are_no_days(tmp_path: Path) -> None:
    assert last_changed(tmp_path) == {}


def test_a_history_that_was_cut_off_tells_no_days(repository: Path, tmp_path: Path) -> None:
    """The commit at the cut seems to have written every file."""
    shallow = tmp_path / "shallow"
    source = f"file://{repository}"
    subprocess.run(["git", "clone", "-q", "--depth", "1", source, str(shallow)], check=True)
    assert (shallow / "one.md").is_file()
    assert last_changed(shallow) == {}


@pytest.mark.parametrize(
    ("page", "day"),
    [
        ("report/study.md", date(2023, 9, 5)),
        ("ledgers/problems.md", date(2023, 10, 8)),
        ("ledgers/measures.md", None),  # nobody knows when its data last changed
        ("notices/2023-11-24.md", date(2023, 11, 24)),
        ("ledgers/units/personnel.md", None),
    ],
)
def test_a_page_is_as_new_as_its_words_and_the_data_it_shows(page: str, day: date | None) -> None:
    assert page_changed(page, "data", DAYS) == day


def test_the_whole_report_is_as_new_as_its_newest_section() -> None:
    sections = {f"docs/{name}": date(2023, 9, 1) for name in REPORT_PAGES}
    sections["docs/report/outlook.md"] = date(2023, 12, 1)
    assert page_changed("report/whole.md", "data", sections) == date(2023, 12, 1)
