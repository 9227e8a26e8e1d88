"""When a page was last changed, as the history of its files tells. Without one no date: no clock is asked."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from report.macros.desk import REPORT_PAGES, WHOLE
from report.models import LEDGERS

SHOWS = {  # the data that a page mainly shows, beside its own words
    **{f"ledgers/{name}.md": f"ledgers/{name}.csv" for name in LEDGERS},
    "study/plan.md": "study-plan.yml",
    "study/books.md": "books.yml",
    "study/picks.md": "picks.yml",
    "organisation/index.md": "organisation.yml",
    "organisation/mechanism.md": "organisation.yml",
}


def last_changed(root: Path) -> dict[str, date]:
    """The day of the last commit that touched each file under a root, by its path from there.

    Empty outside a repository and in a shallow one, which would name the day of its cut. A file that was
    edited since is left out: its day is not known yet.
    """
    if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
        return {}
    days: dict[str, date] = {}
    log = _git(root, "log", "--format=%x00%cs", "--name-only", "--no-renames", "--relative")
    for commit in log.split("\0")[1:]:
        day, *names = commit.split("\n")
        for name in filter(None, names):
            days.setdefault(name, date.fromisoformat(day))
    for name in _git(root, "diff", "--name-only", "--relative", "HEAD").splitlines():
        days.pop(name, None)
    return days


def page_changed(page: str, data: str, days: Mapping[str, date]) -> date | None:
    """The day on which a page last changed: its words, or the data that it shows. None when one is not known.

    `page` is its path under docs/, `data` the folder of the data set from the root.
    """
    files = [f"docs/{name}" for name in (REPORT_PAGES if page == WHOLE else [page])]
    if page in SHOWS:
        files.append(f"{data}/{SHOWS[page]}")
    if page.startswith("notices/") and page != "notices/index.md":
        files = [f"{data}/{page.removesuffix('.md')}.yml"]
    known = [days[name] for name in files if name in days]
    return max(known) if known and len(known) == len(files) else None


def _git(root: Path, *arguments: str) -> str:
    """What git says; nothing when there is no repository."""
    command = ("git", "-C", str(root), "-c", "core.quotePath=off", *arguments)
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.decode() if done.returncode == 0 else ""
