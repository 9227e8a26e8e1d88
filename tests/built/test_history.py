"""The day of a page comes from the history of its files, and from nothing else."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from report.built.history import Changed, last_changed, page_changed
from report.macros.addresses import REPORT_PAGES

DAYS = {
    "docs/report/index.md": date(2023, 9, 1),
    "docs/report/study.md": date(2023, 9, 5),
    "docs/ledgers/activities.md": date(2023, 9, 2),
    "data/ledgers/activities.csv": date(2023, 10, 8),
    "docs/ledgers/problems.md": date(2023, 9, 2),
    "data/ledgers/problems.csv": date(2023, 9, 2),
    "docs/notices/index.md": date(2023, 9, 1),
    "data/notices/2023-11-10.yml": date(2023, 11, 10),
    "data/notices/2023-11-24.yml": date(2023, 11, 24),
}


def commit(root: Path, day: str, **files: str) -> None:
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    stamp = {"GIT_AUTHOR_DATE": f"{day}T12:00:00+08:00", "GIT_COMMITTER_DATE": f"{day}T12:00:00+08:00"}
    who = {f"GIT_{role}_{what}": "demo" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for command in (("add", "-A"), ("commit", "-qm", "change", "--allow-empty")):
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


def test_a_conflict_settled_in_a_merge_is_a_change(repository: Path) -> None:
    git = ("git", "-C", str(repository), "-c", "user.name=demo", "-c", "user.email=demo@example.invalid")
    subprocess.run([*git, "switch", "-qc", "side"], check=True)
    commit(repository, "2023-12-01", **{"one.md": "side"})
    subprocess.run([*git, "switch", "-q", "main"], check=True)
    commit(repository, "2023-12-02", **{"one.md": "main"})
    subprocess.run([*git, "merge", "-q", "side"], check=False, capture_output=True)
    commit(repository, "2023-12-20", **{"one.md": "both"})
    assert last_changed(repository)["one.md"] == date(2023, 12, 20)


def test_a_day_is_that_of_beijing(repository: Path) -> None:
    commit(repository, "2023-12-01", **{"one.md": "late"})
    late = {**os.environ, "GIT_COMMITTER_DATE": "2023-12-01T17:30:00+00:00"}
    who = ("-c", "user.name=demo", "-c", "user.email=demo@example.invalid")
    amend = ["git", "-C", str(repository), *who, "commit", "-q", "--amend", "--no-edit"]
    subprocess.run(amend, check=True, env=late)
    assert last_changed(repository)["one.md"] == date(2023, 12, 2)


def test_a_file_that_git_does_not_keep_has_no_day(repository: Path) -> None:
    (repository / "one.md").unlink()
    commit(repository, "2023-12-01")
    (repository / "one.md").write_text("back", encoding="utf-8")
    assert "one.md" not in last_changed(repository)


def test_a_name_of_another_encoding_stops_nothing(repository: Path) -> None:
    (repository / os.fsdecode(b"\xb9\xab\xca\xbe.txt")).write_text("x", encoding="utf-8")
    commit(repository, "2023-12-01")
    assert last_changed(repository)["two.md"] == date(2023, 10, 8)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("report/study.md", Changed("文字", date(2023, 9, 5))),
        ("ledgers/activities.md", Changed("本页", date(2023, 10, 8))),
        ("ledgers/problems.md", None),  # nobody knows when the cases last changed
        ("notices/2023-11-24.md", Changed("本页", date(2023, 11, 24))),
        ("notices/index.md", Changed("本页", date(2023, 11, 24))),
        ("ledgers/units/personnel.md", None),
    ],
)
def test_a_page_is_as_new_as_its_words_and_the_data_it_shows(page: str, expected: Changed | None) -> None:
    assert page_changed(page, "data", DAYS) == expected


def test_the_column_is_as_new_as_its_newest_post_and_needs_none() -> None:
    page, posts = "docs/column/index.md", "docs/column/posts/"
    days = {page: date(2023, 9, 5), f"{posts}a.md": date(2023, 11, 1), f"{posts}b.md": date(2023, 10, 1)}
    assert page_changed("column/index.md", "data", days) == Changed("本页", date(2023, 11, 1))
    assert page_changed("column/index.md", "data", {page: days[page]}) == Changed("本页", date(2023, 9, 5))


def test_the_whole_report_is_as_new_as_its_newest_section() -> None:
    sections = {f"docs/{name}": date(2023, 9, 1) for name in REPORT_PAGES}
    sections["docs/report/outlook.md"] = date(2023, 12, 1)
    assert page_changed("report/whole.md", "data", sections) == Changed("文字", date(2023, 12, 1))
