"""Questions to the repository. Inside a hook they also see what was pushed and is not stored yet."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

NOTHING = "0" * 40
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
MAIN = "refs/heads/main"


def git(repository: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints. CalledProcessError if it fails."""
    command = ["git", f"--git-dir={repository}", "-c", "core.quotePath=off", *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def asked(repository: Path, *arguments: str) -> str:
    """What git prints, as text without its last line end; empty if it fails."""
    try:
        return git(repository, *arguments).decode(errors="replace").strip()
    except subprocess.CalledProcessError:
        return ""


def commit_of(repository: Path, name: str) -> str:
    """The commit that a ref, tag or abbreviation names; empty if there is none."""
    return asked(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")


def is_ancestor(repository: Path, older: str, newer: str) -> bool:
    """Whether a commit is another one or in its history."""
    try:
        git(repository, "merge-base", "--is-ancestor", older, newer)
    except subprocess.CalledProcessError:
        return False
    return True


def objects(repository: Path) -> list[Path]:
    """The folders that hold the repository's objects, including those just pushed."""
    names = [os.environ.get("GIT_OBJECT_DIRECTORY", "")]
    names += os.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "").split(os.pathsep)
    folders = [Path(name).resolve() for name in names if name] + [(repository / "objects").resolve()]
    return list(dict.fromkeys(folders))


def outside_of_hooks() -> dict[str, str]:
    """The environment without the variables that git sets for its hooks."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
