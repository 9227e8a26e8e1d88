"""A commit checked out with all of its history, in a folder that is deleted afterwards."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from deploy.gate.git import MAIN, objects, outside_of_hooks
from deploy.gate.settings import Settings

UNHOOKED = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false")


@contextlib.contextmanager
def workplace(settings: Settings) -> Iterator[Path]:
    """An empty folder to build in. Leftovers of a killed push are deleted, so only for whoever
    holds the lock."""
    for left in settings.work.iterdir():
        shutil.rmtree(left, ignore_errors=True)
    place = settings.work / "build"
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def clone(settings: Settings, commit: str, tree: Path) -> list[Path]:
    """Check out a commit as main of a full clone, and return the folders that hold its objects.

    The clone borrows the objects where they are, including those that were pushed and are not stored yet.
    """
    borrowed = objects(settings.repository)
    _run("init", "--quiet", "--template=", "--initial-branch=main", str(tree))
    (tree / ".git" / "objects" / "info").mkdir(exist_ok=True)
    alternates = "".join(f"{folder}\n" for folder in borrowed)
    (tree / ".git" / "objects" / "info" / "alternates").write_text(alternates, encoding="utf-8")
    _run("-C", str(tree), *UNHOOKED, "update-ref", MAIN, commit)
    _run("-C", str(tree), *UNHOOKED, "reset", "--quiet", "--hard")
    return borrowed


def _run(*arguments: str) -> None:
    """Run git. CalledProcessError, with its error output, if it fails, as on a full disk."""
    subprocess.run(["git", *arguments], env=outside_of_hooks(), capture_output=True, check=True)
