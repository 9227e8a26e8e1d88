"""Releases: a folder each, never changed once it is there. The site in it, and release.json beside it."""

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
WORTH = 512  # bytes; what is smaller is sent as it is
SINCE, YEARS = 1_000_000_000, 1 << 32  # times of files are digests of their content, see `timed`


@dataclass(frozen=True)
class Release:
    """One publication: of a commit, judged as of a day, of the data and in the edition that were chosen."""

    name: str
    commit: str
    day: str  # REPORT_DATE, as in 2023-11-24
    chosen: dict[str, str]  # REPORT_URL, REPORT_DATA, REPORT_EDITION
    impact: list[str]  # against what was live, in lines to read


def stored(settings: Settings) -> list[Release]:
    """Every release that is there, by name: the oldest commit first. One of another gate's making is none."""
    found = []
    for path in sorted(settings.releases.glob("*/release.json")):
        with contextlib.suppress(ValueError, TypeError, FileNotFoundError):  # the last: pruned meanwhile
            found.append(Release(**json.loads(path.read_text(encoding="utf-8"))))
    return found


def alike(settings: Settings) -> list[Release]:
    """The releases of the data and the edition that are chosen now. Others are never shown again: one may
    hold what this edition leaves out."""
    return [release for release in stored(settings) if release.chosen == settings.chosen()]


def pointed(settings: Settings, link: str) -> Release | None:
    """The release that `current` or `previous` names; None before the first publication."""
    target = settings.home / link
    name = target.readlink().name if target.is_symlink() else ""
    return next((release for release in stored(settings) if release.name == name), None)


def found(settings: Settings, commit: str, day: date) -> Release | None:
    """The release of a commit as of a day, with what is chosen now, when it is there."""
    return next((r for r in alike(settings) if (r.commit, r.day) == (commit, str(day))), None)


def lay_down(
    settings: Settings, archive: Path, commit: str, day: date, impact: list[str], place: Path
) -> Release:
    """Take a site out of its archive, make it ready to be served, and put it among the releases in one step.

    Refused when it is not a site that the web server may serve.
    """
    release = Release(_name(settings, commit, day), commit, str(day), settings.chosen(), impact)
    folder = place / "release"
    try:
        _unpack(archive, folder, settings.largest_site)
        _accept(folder / "site")
        for path in sorted(path for path in (folder / "site").rglob("*") if path.is_file()):
            _packed(path)
            timed(path)
        record = json.dumps(asdict(release), ensure_ascii=False, indent=1)
        (folder / "release.json").write_text(record + "\n", encoding="utf-8")
        os.sync()  # whole on the disk before anybody is pointed at it
    except (OSError, tarfile.TarError) as error:
        raise Refused([f"服务器放不下生成的网站，请告诉管理员：{error}"]) from None
    folder.rename(settings.releases / release.name)
    return release


def _name(settings: Settings, commit: str, day: date) -> str:
    """<commit time>-<commit>; where that is taken, by another day's release, with the day, then a number."""
    seconds = int(asked(settings.repository, "log", "-1", "--format=%ct", commit))
    time = settings.at(seconds)
    name = f"{time:%Y%m%dT%H%M%S}-{commit}"
    dated = (f"{name}-{day}{'' if number == 1 else f'-{number}'}" for number in itertools.count(1))
    return next(free for free in itertools.chain([name], dated) if not (settings.releases / free).exists())


def _unpack(archive: Path, folder: Path, largest: int) -> None:
    """Regular files with plain names alone, however the archive was made."""
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
    """What the web server relies on is there."""
    if missing := [name for name in NEEDED if not (site / name).is_file()]:
        raise Refused([f"生成的网站里缺 {'、'.join(missing)}，请告诉开发人员"])


def _packed(path: Path) -> None:
    """Beside a text its gzip, which the web server sends in its place."""
    if path.suffix in TEXTS and path.stat().st_size >= WORTH:
        packed = path.with_name(path.name + ".gz")
        packed.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
        timed(packed)


def timed(path: Path) -> None:
    """Give a file a time that is a digest of its content.

    The web server makes its ETags from time and size: they change whenever the content does, stay when it
    does not, from release to release, and are the same on every host. The time itself is not sent.
    """
    digest = int.from_bytes(hashlib.sha256(path.read_bytes()).digest()[:8], "big")
    moment = SINCE + digest % YEARS
    os.utime(path, (moment, moment))
