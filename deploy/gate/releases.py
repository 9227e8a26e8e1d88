"""Releases: one folder each, never changed once it exists, holding the site and release.json."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import itertools
import json
import os
import re
import shutil
import tarfile
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from deploy.gate.answers import Refused
from deploy.gate.git import asked
from deploy.gate.settings import MEGABYTE, Settings

MEMBER = re.compile(r"site/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
NEEDED = ("index.html", "404.html")
TEXTS = frozenset((".html", ".css", ".js", ".json", ".svg", ".xml", ".ics", ".csv", ".txt"))
WORTH = 512  # bytes; smaller files are sent as they are
SINCE, YEARS = 1_000_000_000, 1 << 32  # seconds: the range of file times, see `timed`


@dataclass(frozen=True)
class Release:
    """A publication: a commit, judged as of a day, with the data and in the edition that were chosen."""

    name: str
    commit: str
    day: str  # REPORT_DATE, as in 2023-11-24
    chosen: dict[str, str]  # REPORT_URL, REPORT_DATA, REPORT_EDITION, REPORT_EDIT
    impact: list[str]  # compared with what was live, as lines to print


def stored(settings: Settings) -> list[Release]:
    """Every release there is, the oldest commit first. Those that another version of the gate wrote
    are left out."""
    found = []
    for path in sorted(settings.releases.glob("*/release.json")):
        with contextlib.suppress(ValueError, TypeError, FileNotFoundError):  # the last: removed meanwhile
            found.append(Release(**json.loads(path.read_text(encoding="utf-8"))))
    return found


def alike(settings: Settings) -> list[Release]:
    """The releases of the data and edition that are chosen now. Others are never shown again: they may hold
    what this edition leaves out."""
    return [release for release in stored(settings) if release.chosen == settings.chosen()]


def pointed(settings: Settings, link: str) -> Release | None:
    """The release that `current` or `previous` points at; None if there is none."""
    target = settings.home / link
    name = target.readlink().name if target.is_symlink() else ""
    return next((release for release in stored(settings) if release.name == name), None)


def found(settings: Settings, commit: str, day: date) -> Release | None:
    """The release of a commit as of a day, of what is chosen now; None if there is none."""
    return next((r for r in alike(settings) if (r.commit, r.day) == (commit, str(day))), None)


def lay_down(
    settings: Settings, archive: Path, commit: str, day: date, impact: list[str], place: Path
) -> Release:
    """Unpack a site, prepare it to be served, and put it among the releases in one step.

    Refused if the web server must not serve it.
    """
    release = Release(_name(settings, commit, day), commit, str(day), settings.chosen(), impact)
    folder = place / "release"
    try:
        _unpack(archive, folder, settings.largest_site)
        _accept(folder / "site")
        for path in sorted(path for path in (folder / "site").rglob("*") if path.is_file()):
            _packed(path)
            timed(path)
        content = json.dumps(asdict(release), ensure_ascii=False, indent=1)
        (folder / "release.json").write_text(content + "\n", encoding="utf-8")
        os.sync()  # all on the disk before the web server is pointed at it
    except (OSError, tarfile.TarError) as error:
        raise Refused([f"服务器放不下生成的网站，请告诉管理员：{error}"]) from None
    folder.rename(settings.releases / release.name)
    return release


def _name(settings: Settings, commit: str, day: date) -> str:
    """<commit time>-<commit>; if another day's release has that name, with the day and, if
    needed, a number."""
    seconds = int(asked(settings.repository, "log", "-1", "--format=%ct", commit))
    time = settings.at(seconds)
    name = f"{time:%Y%m%dT%H%M%S}-{commit}"
    dated = (f"{name}-{day}{'' if number == 1 else f'-{number}'}" for number in itertools.count(1))
    return next(free for free in itertools.chain([name], dated) if not (settings.releases / free).exists())


def _unpack(archive: Path, folder: Path, largest: int) -> None:
    """Unpack regular files with plain names, whatever else the archive contains. Refused if that
    is not all."""
    folder.mkdir()
    total = 0
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isdir() or member.name == "links.json":
                continue
            if not member.isfile() or not MEMBER.fullmatch(member.name):
                raise Refused([f"生成的网站里有不能发布的文件：{member.name}，请告诉开发人员"])
            total += member.size
            if total > largest:
                raise Refused([f"生成的网站超过{largest // MEGABYTE}MB，请看看有没有特别大的图片"])
            content = tar.extractfile(member)
            path = folder / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                shutil.copyfileobj(content, file)  # type: ignore[arg-type] # a regular file has content


def _accept(site: Path) -> None:
    """Refused if files that the web server relies on are missing."""
    if missing := [name for name in NEEDED if not (site / name).is_file()]:
        raise Refused([f"生成的网站里缺 {'、'.join(missing)}，请告诉开发人员"])


def _packed(path: Path) -> None:
    """Put a gzip beside a text file, for the web server to send instead."""
    if path.suffix in TEXTS and path.stat().st_size >= WORTH:
        packed = path.with_name(path.name + ".gz")
        packed.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
        timed(packed)


def timed(path: Path) -> None:
    """Give a file a modification time that is a digest of its content.

    The web server makes its ETags from time and size: so they change exactly when the content does, from
    release to release, and are the same on every host. The time itself is not sent.
    """
    digest = int.from_bytes(hashlib.sha256(path.read_bytes()).digest()[:8], "big")
    moment = SINCE + digest % YEARS
    os.utime(path, (moment, moment))
