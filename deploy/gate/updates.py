"""Which refs a push may change, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.gate.git import MAIN, NOTHING, commit_of, git, is_ancestor

TAGS = "refs/tags/"
TAG_NAME = re.compile(r"(?=[a-z0-9-]{3,60}$)[a-z0-9]*[g-z][a-z0-9]*(?:-[a-z0-9]+)+")  # no commit, no branch
HEAD = 200  # bytes of a tag that say what it is on
BEHIND = "main 已经有别人的新提交，请先 git pull --rebase，再推送"


@dataclass(frozen=True)
class Update:
    """A ref before and after the push. `old` and `new`: hashes of commits or tags."""

    old: str
    new: str
    ref: str


def read_updates(lines: Iterable[str]) -> list[Update]:
    """The updates that git passes to its hook."""
    return [Update(*line.split(maxsplit=2)) for line in map(str.strip, lines) if line]


def pushed_commit(updates: Iterable[Update]) -> str:
    """The commit that main is to be at; empty if the push does not move main."""
    return next((update.new for update in updates if update.ref == MAIN and update.new != NOTHING), "")


def complaints(repository: Path, updates: list[Update]) -> Iterator[str]:
    """What is wrong with the refs of a push, as lines to print."""
    tip = pushed_commit(updates) or commit_of(repository, MAIN)
    for update in updates:
        if update.ref == MAIN:
            yield from _main(repository, update)
        elif update.ref.startswith(TAGS):
            yield from _tag(repository, update, tip)
        else:
            yield f"{_short(update.ref)}: 这里只收 main 和标记，请推送到 main：git push origin HEAD:main"


def moved(repository: Path, update: Update) -> bool:
    """Whether somebody else has moved main since the push began."""
    return (commit_of(repository, MAIN) or NOTHING) != update.old


def _main(repository: Path, update: Update) -> Iterator[str]:
    if update.new == NOTHING:
        yield "main: 不能删除"
    elif moved(repository, update):
        yield f"main: {BEHIND}"
    elif update.old != NOTHING and not is_ancestor(repository, update.old, update.new):
        yield f"main: 不能改写已经发布的历史（强制推送）；{BEHIND}"


def _tag(repository: Path, update: Update, tip: str) -> Iterator[str]:
    name = _short(update.ref)
    if not TAG_NAME.fullmatch(name):
        yield f"标记 {name}: 标记的名字要有小写字母和连字符，如 archive-2023"
        return
    if update.new == NOTHING or update.old != NOTHING:
        yield f"标记 {name}: 推送过的标记不能删除、不能移动，请另起一个名字"
        return
    commit = commit_of(repository, update.new)
    if not commit or not tip or not is_ancestor(repository, commit, tip):
        yield f"标记 {name}: 只能标在 main 的提交上，请先推送 main"
    elif b"\ntype tag\n" in git(repository, "cat-file", "-p", update.new)[:HEAD]:
        yield f"标记 {name}: 标在另一个标记上，请标在提交上"


def tag_message(repository: Path, update: Update) -> str:
    """The message of an annotated tag; empty for any other update."""
    if not update.ref.startswith(TAGS) or update.new == NOTHING:
        return ""
    if git(repository, "cat-file", "-t", update.new).strip() != b"tag":
        return ""
    return git(repository, "cat-file", "tag", update.new).decode(errors="replace").partition("\n\n")[2]


def _short(ref: str) -> str:
    return ref.removeprefix("refs/").removeprefix("heads/").removeprefix("tags/")
