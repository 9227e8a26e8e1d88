"""Decides what should be live, and makes it so. Every step can be interrupted at any point and repeated."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from deploy.gate.answers import Refused
from deploy.gate.builds import build
from deploy.gate.git import MAIN, asked, commit_of, is_ancestor
from deploy.gate.locks import held
from deploy.gate.releases import Release, alike, found, lay_down, pointed
from deploy.gate.settings import Settings
from deploy.gate.trees import workplace

CURRENT, PREVIOUS = "current", "previous"
BUILDING, SWAPPING, HELD = "build.lock", "swap.lock", "held.json"
UNFINISHED = 3600  # seconds after which a release that never reached main is removed

Say = Callable[[str], None]


def wanted(settings: Settings) -> str:
    """The commit that should be live: that of main, or the one rolled back to until main moves; empty before
    the first push."""
    main = commit_of(settings.repository, MAIN)
    kept = settings.state / HELD
    with contextlib.suppress(
        OSError, ValueError, TypeError, KeyError
    ):  # missing or incomplete: nothing is held
        hold = json.loads(kept.read_text(encoding="utf-8"))
        if hold["main"] == main:
            return str(hold["commit"])
    return main


def make(settings: Settings, commit: str, day: date, say: Say) -> Release:
    """The release of a commit as of a day, built if it does not exist yet. Only while holding BUILDING."""
    if release := found(settings, commit, day):
        return release
    live = pointed(settings, CURRENT)
    say("检查、生成网站……")
    with workplace(settings) as place:
        built = build(settings, commit, day, live.commit if live else "", place)
        for line in built.reminders:
            say(line)
        return lay_down(settings, built.archive, commit, day, built.impact, place)


def publish(settings: Settings, day: date, say: Say) -> Release | None:
    """Make the wanted commit live, as of a day, and return its release; None before the first push.

    Does nothing if it is live already. Refused if it cannot be built: the site then stays as it is, or gets
    that commit's release of an earlier day.
    """
    while commit := wanted(settings):
        release = found(settings, commit, day)
        if release is None:
            try:
                with held(settings.state / BUILDING, settings.patience, say):
                    release = make(settings, commit, day, say)
            except Refused:
                _make_do(settings, commit)
                raise
        if point(settings, release):
            return release
    return None


def _make_do(settings: Settings, commit: str) -> None:
    """If a commit cannot be built as of today, make its latest release of an earlier day live instead."""
    live = pointed(settings, CURRENT)
    earlier = [release for release in alike(settings) if release.commit == commit]
    if earlier and (live is None or live.commit != commit):
        point(settings, max(earlier, key=lambda release: release.day))


def point(settings: Settings, release: Release) -> bool:
    """Point the web server at a release. False if another commit is wanted by now or the release is gone."""
    with held(settings.state / SWAPPING, settings.patience):
        if wanted(settings) != release.commit:
            return False
        if not (settings.releases / release.name).is_dir():  # removed meanwhile
            return False
        live = pointed(settings, CURRENT)
        if live is None or live.name != release.name:
            if live and live.chosen == release.chosen:
                _link(settings, PREVIOUS, live)
            else:  # a release of another edition may hold what this one leaves out
                (settings.home / PREVIOUS).unlink(missing_ok=True)
            _link(settings, CURRENT, release)
            note(settings, f"上线 {release.name}，判定日 {release.day}")
            _clear(settings)
    return True


def roll_back(settings: Settings) -> Release:
    """Point the web server at an earlier release until main moves. Refused if there is none."""
    live = pointed(settings, CURRENT)
    others = [release for release in alike(settings) if live and release.commit != live.commit]
    older = [r for r in others if live and is_ancestor(settings.repository, r.commit, live.commit)]
    if not older:
        raise Refused(["没有更早的版本可以退回"])
    target = _newest_last(settings, older)[-1]
    hold = {"main": commit_of(settings.repository, MAIN), "commit": target.commit}
    write(settings.state / HELD, json.dumps(hold) + "\n")
    if not point(settings, target):
        raise Refused(["刚刚有人推送了新的版本，没有退回；请先看看网站"])
    return target


def note(settings: Settings, line: str) -> None:
    """Add a line to the log of pushes and publications."""
    with (settings.state / "log").open("a", encoding="utf-8") as log:
        log.write(f"{settings.now():%Y-%m-%d %H:%M:%S} {line}\n")


def _newest_last(settings: Settings, releases: Iterable[Release]) -> list[Release]:
    """Releases by the number of commits in their history, then by day."""

    def age(release: Release) -> tuple[int, str]:
        return int(asked(settings.repository, "rev-list", "--count", release.commit)), release.day

    return sorted(releases, key=age)


def _link(settings: Settings, name: str, release: Release) -> None:
    """Point a symbolic link at a release in one step."""
    fresh = settings.home / f".{name}.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path("releases") / release.name)
    fresh.replace(settings.home / name)


def write(path: Path, text: str) -> None:
    """Write a file completely, and to the disk, before anybody sees it."""
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _clear(settings: Settings) -> None:
    """Remove all releases but those pointed at, the last ones of main, and those that may still get there."""
    releases = {release.name: release for release in alike(settings)}
    main = commit_of(settings.repository, MAIN)
    published = [r for r in releases.values() if is_ancestor(settings.repository, r.commit, main)]
    last = {release.commit: release.name for release in _newest_last(settings, published)}
    keep = set(list(last.values())[-settings.kept :])
    links = [settings.home / name for name in (CURRENT, PREVIOUS)]
    keep |= {link.readlink().name for link in links if link.is_symlink()}
    for folder in settings.releases.iterdir():
        on_its_way = releases.get(folder.name) not in published and _age(folder) < UNFINISHED
        if folder.name not in keep and not on_its_way:
            _remove(settings, folder)


def _remove(settings: Settings, folder: Path) -> None:
    """Move a release out of sight in one step, then delete it file by file: nobody ever sees half of one."""
    gone = settings.work / f"gone-{folder.name}"
    with contextlib.suppress(OSError):
        folder.rename(gone)
    shutil.rmtree(gone if gone.exists() else folder, ignore_errors=True)


def _age(folder: Path) -> float:
    """The age of a folder in seconds."""
    return time.time() - folder.stat().st_mtime
