"""When a page last changed, according to git. Without git's history there is no date: no clock is read."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from report.facts.ledgers import LEDGERS
from report.facts.lists import PICKS, PLAN
from report.macros.addresses import REPORT_PAGES, WHOLE

CHINA = "CST-8"  # commits are dated by the time where the site is read
BOUND = ("problems", "measures", "topics", "cases")  # each shows data of the others
SHOWS = {  # a page → the data that it shows; a folder stands for everything in it
    **{f"ledgers/{name}.md": [ledger.file] for name, ledger in LEDGERS.items()},
    **{f"ledgers/{name}.md": [f"ledgers/{other}.csv" for other in BOUND] for name in BOUND},
    "ledgers/reminders.md": ["reminders/"],
    "notices/index.md": ["notices/"],
    "study/plan.md": [PLAN.file],
    "study/books.md": ["books.yml"],
    "study/picks.md": [PICKS.file],
    "organisation/index.md": ["organisation.yml"],
    "organisation/mechanism.md": ["organisation.yml"],
    "organisation/opinions.md": ["site.yml", "ledgers/activities.csv", "ledgers/problems.csv"],
    "organisation/archive.md": ["ledgers/documents.csv"],
    "data/sheet.md": ["books.yml", "organisation.yml", "site.yml"],
    "data/chronicle.md": ["ledgers/activities.csv", "ledgers/documents.csv", "notices/"],
}


@dataclass(frozen=True)
class Changed:
    """The day of the last change; `what` changed: 本页, or 文字 if the page's data come from too many
    places to tell."""

    what: str
    day: date


def last_changed(root: Path) -> dict[str, date]:
    """The day of the last commit that touched each file under `root`, by path from there.

    Empty outside a repository, and in a shallow one, where the last commit would seem to have touched
    everything. Files that were edited since, or that git does not track, are left out: their day is unknown.
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
    """When a page last changed; None if the day of one of its files is unknown.

    `data`: the path of the data set from the root. `days`: as from `last_changed`.
    """
    files = [f"docs/{name}" for name in (REPORT_PAGES if page == WHOLE else [page])]
    shown = [f"{data}/{name}" for name in SHOWS.get(page, [])]
    if page == "column/index.md":
        shown = ["docs/column/posts/"] if _newest("docs/column/posts/", days) else []
    if page.startswith("notices/") and page not in SHOWS:
        files, shown = [], [f"{data}/{page.removesuffix('.md')}.yml"]
    found = [_newest(name, days) for name in (*files, *shown)]
    if not found or None in found:
        return None
    own = not shown and not page.startswith("column/")
    return Changed("文字" if own else "本页", max(day for day in found if day))


def _newest(name: str, days: Mapping[str, date]) -> date | None:
    """The day of a file, or of the newest file in a folder; None if there is none."""
    if not name.endswith("/"):
        return days.get(name)
    return max((day for path, day in days.items() if PurePosixPath(path).is_relative_to(name)), default=None)


def committed(root: Path) -> str:
    """The time of the last commit, in seconds since 1970; 0 outside a repository."""
    return (_git(root, "log", "-1", "--format=%ct") or "").strip() or "0"


def _git(root: Path, *arguments: str) -> str | None:
    """What git prints, independent of the user's settings; None if it fails, as outside a repository."""
    command = ("git", "-C", str(root), "-c", "core.quotePath=off", "-c", "log.showRoot=true", *arguments)
    try:
        done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "TZ": CHINA})
    except FileNotFoundError:
        return None
    return done.stdout.decode(errors="surrogateescape") if done.returncode == 0 else None
