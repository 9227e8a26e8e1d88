"""A commit as files, with all of its history, in a folder that is thrown away."""

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
    """An empty folder to build in; what a killed push left is cleared away. Only for who holds the lock."""
    for left in settings.work.iterdir():
        shutil.rmtree(left, ignore_errors=True)
    place = settings.work / "build"
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def clone(settings: Settings, commit: str, tree: Path) -> list[Path]:
    """Check a commit out as main of a full clone, and name the folders that hold its objects.

    The clone borrows the objects where they lie, those that are pushed but not stored yet as well.
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
    """CalledProcessError with what git said when it cannot, as on a full disk."""
    subprocess.run(["git", *arguments], env=outside_of_hooks(), capture_output=True, check=True)
