"""When a page was last changed, as the history of its files tells. Without one no date: no clock is asked."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from report.facts.ledgers import LEDGERS
from report.macros.addresses import REPORT_PAGES, WHOLE

CHINA = "CST-8"  # commits are dated where the site is read, wherever they were made
BOUND = ("problems", "measures", "topics", "cases")  # each shows something of the others
SHOWS = {  # a page → the data that it shows beside its words; a folder stands for all that lies in it
    **{f"ledgers/{name}.md": [f"ledgers/{name}.csv"] for name in LEDGERS},
    **{f"ledgers/{name}.md": [f"ledgers/{other}.csv" for other in BOUND] for name in BOUND},
    "ledgers/reminders.md": ["reminders/"],
    "notices/index.md": ["notices/"],
    "study/plan.md": ["study-plan.yml"],
    "study/books.md": ["books.yml"],
    "study/picks.md": ["picks.yml"],
    "organisation/index.md": ["organisation.yml"],
    "organisation/mechanism.md": ["organisation.yml"],
    "organisation/archive.md": ["ledgers/documents.csv"],
}


@dataclass(frozen=True)
class Changed:
    """The day of the last change, and of what: the page, or its words alone where data come from all over."""

    what: str
    day: date


def last_changed(root: Path) -> dict[str, date]:
    """The day of the last commit that touched each file under a root, by its path from there.

    Empty outside a repository and in a shallow one, which would name the day of its cut. A file that was
    edited since, or that git does not keep, is left out: its day is not known.
    """
    log = ("log", "--format=%x00%cd", "--date=format-local:%Y-%m-%d", "-c", "--name-only", "--no-renames")
    asked = (
        ("rev-parse", "--is-shallow-repository"),
        ("ls-files",),
        ("diff", "--name-only", "--relative", "HEAD"),
        (*log, "--relative"),
    )
    answers = [_git(root, *arguments) for arguments in asked]
    if None in answers or str(answers[0]).strip() != "false":
        return {}
    kept, edited, commits = (str(answer) for answer in answers[1:])
    days: dict[str, date] = {}
    for commit in commits.split("\0")[1:]:
        day, *names = commit.split("\n")
        for name in filter(None, names):
            days.setdefault(name, date.fromisoformat(day))
    known = set(kept.splitlines()) - set(edited.splitlines())
    return {name: day for name, day in days.items() if name in known}


def page_changed(page: str, data: str, days: Mapping[str, date]) -> Changed | None:
    """When a page last changed. None when the day of one of its files is not known.

    `page` is its path under docs/, `data` the folder of the data set from the root.
    """
    files = [f"docs/{name}" for name in (REPORT_PAGES if page == WHOLE else [page])]
    shown = [f"{data}/{name}" for name in SHOWS.get(page, [])]
    if page == "column/index.md":
        shown = ["docs/column/posts/"]
    if page.startswith("notices/") and page not in SHOWS:
        files, shown = [], [f"{data}/{page.removesuffix('.md')}.yml"]
    found = [_newest(name, days) for name in (*files, *shown)]
    if not found or None in found:
        return None
    own = not shown and not page.startswith("column/")
    return Changed("文字" if own else "本页", max(day for day in found if day))


def _newest(name: str, days: Mapping[str, date]) -> date | None:
    """The day of a file, or of the newest file in a folder."""
    if not name.endswith("/"):
        return days.get(name)
    return max((day for path, day in days.items() if PurePosixPath(path).is_relative_to(name)), default=None)


def _git(root: Path, *arguments: str) -> str | None:
    """What git says, whatever a user has set; None when it fails, as where there is no repository."""
    command = ("git", "-C", str(root), "-c", "core.quotePath=off", "-c", "log.showRoot=true", *arguments)
    try:
        done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "TZ": CHINA})
    except FileNotFoundError:
        return None
    return done.stdout.decode(errors="surrogateescape") if done.returncode == 0 else None
