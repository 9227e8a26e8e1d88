"""A site comes out of its archive as regular files with plain names, or not at all."""

from __future__ import annotations

import dataclasses
import gzip
import io
import tarfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from deploy.gate.answers import Refused
from deploy.gate.releases import Release, found, lay_down, stored
from deploy.gate.settings import Settings
from tests.deploy.host import bare_settings
from tests.deploy.test_changes import Repository

DAY = date(2023, 11, 24)
PAGE = "<!doctype html>" + "字" * 400
SITE = {"index.html": PAGE, "404.html": "没有", "assets/site.0a1b2c3d.css": "a{}"}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "tree")


@pytest.fixture
def settings(tmp_path: Path, repository: Repository) -> Settings:
    (tmp_path / "releases").mkdir()
    (tmp_path / "repo.git").symlink_to(repository.path)
    return bare_settings(tmp_path)


def archive(path: Path, files: dict[str, str], odd: Callable[[tarfile.TarFile], None] | None = None) -> Path:
    """What comes out of the cage: a site, and whatever else somebody puts there."""
    with tarfile.open(path, "w") as tar:
        members = {"links.json": "{}"} | {f"site/{name}": text for name, text in files.items()}
        for name, text in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
        if odd:
            odd(tar)
    return path


def laid_down(settings: Settings, repository: Repository, tar: Path, day: date = DAY) -> Release:
    place = settings.home / f"work-{len(list(settings.home.iterdir()))}"
    place.mkdir()
    return lay_down(settings, tar, repository.first, day, ["页面变化（1页）："], place)


def test_a_release_is_whole_and_says_what_it_is(
    settings: Settings, repository: Repository, tmp_path: Path
) -> None:
    release = laid_down(settings, repository, archive(tmp_path / "site.tar", SITE))
    site = settings.releases / release.name / "site"
    assert release.name.endswith(f"-{repository.first}")
    assert stored(settings) == [release]
    assert found(settings, repository.first, DAY) == release
    assert {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()} == {
        *SITE,
        "index.html.gz",
    }
    assert gzip.decompress((site / "index.html.gz").read_bytes()).decode() == PAGE


def test_the_same_site_has_the_same_times_and_another_one_others(
    settings: Settings, repository: Repository, tmp_path: Path
) -> None:
    def times(text: str, day: date) -> list[float]:
        files = SITE | {"404.html": text}
        release = laid_down(settings, repository, archive(tmp_path / "site.tar", files), day)
        site = settings.releases / release.name / "site"
        return [path.stat().st_mtime for path in sorted(site.rglob("*")) if path.is_file()]

    first, same, other = times("12", DAY), times("12", date(2023, 11, 25)), times("21", date(2023, 11, 26))
    assert first == same
    assert first != other


def test_each_day_and_each_choice_is_a_release_of_its_own(
    settings: Settings, repository: Repository, tmp_path: Path
) -> None:
    tar = archive(tmp_path / "site.tar", SITE)
    first = laid_down(settings, repository, tar)
    later = laid_down(settings, repository, tar, date(2023, 11, 25))
    assert later.name == f"{first.name}-2023-11-25"
    display = dataclasses.replace(settings, edition="display")
    assert found(display, repository.first, DAY) is None
    again = laid_down(display, repository, tar, date(2023, 11, 25))
    assert again.name == f"{first.name}-2023-11-25-2"
    assert found(display, repository.first, date(2023, 11, 25)) == again


def test_what_another_gate_wrote_is_passed_over(
    settings: Settings, repository: Repository, tmp_path: Path
) -> None:
    release = laid_down(settings, repository, archive(tmp_path / "site.tar", SITE))
    for number, text in enumerate(("", "{", '{"name": "x"}', "[]")):
        (settings.releases / f"odd-{number}").mkdir()
        (settings.releases / f"odd-{number}" / "release.json").write_text(text)
    assert stored(settings) == [release]


def link(tar: tarfile.TarFile) -> None:
    member = tarfile.TarInfo("site/leak.html")
    member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
    tar.addfile(member)


def named(name: str) -> Callable[[tarfile.TarFile], None]:
    def add(tar: tarfile.TarFile) -> None:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())

    return add


@pytest.mark.parametrize(
    "odd",
    [
        link,
        named("../outside"),
        named("/etc/cron.d/x"),
        named("site/../../outside"),
        named("site/.htaccess"),
        named("site/sub/.hidden"),
        named("site/a b.html"),
        named("site/学习.html"),
        named("release.json"),
    ],
    ids=range(9),
)
def test_anything_odd_in_the_archive_is_refused(
    settings: Settings, repository: Repository, tmp_path: Path, odd: Callable[[tarfile.TarFile], None]
) -> None:
    with pytest.raises(Refused, match="不能发布的文件"):
        laid_down(settings, repository, archive(tmp_path / "site.tar", SITE, odd))
    assert stored(settings) == []
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"index.html": None}, "缺 index.html"),
        ({"404.html": None}, "缺 404.html"),
        ({"big.html": "字" * 400_000}, "超过1MB"),
    ],
)
def test_a_site_without_what_the_web_server_needs_is_refused(
    settings: Settings, repository: Repository, tmp_path: Path, change: dict[str, str | None], said: str
) -> None:
    files = {name: text for name, text in (SITE | change).items() if text is not None}
    with pytest.raises(Refused, match=said):
        laid_down(settings, repository, archive(tmp_path / "site.tar", files))
    assert stored(settings) == []


def test_an_archive_that_is_none_is_refused(
    settings: Settings, repository: Repository, tmp_path: Path
) -> None:
    (tmp_path / "site.tar").write_bytes(b"x" * 2000)
    with pytest.raises(Refused, match="放不下"):
        laid_down(settings, repository, tmp_path / "site.tar")
