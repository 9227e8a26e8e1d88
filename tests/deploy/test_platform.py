"""A code platform in front of the site: what it takes, the site has taken; who is refused reads why."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from deploy.gate.answers import Misconfigured
from deploy.gate.settings import settings
from tests.trees import ROOT

HOOK = ROOT / "deploy" / "platform" / "pre-receive"
GATE = """#!/bin/sh
while read -r _ commit _; do
  git log -1 --format=%s "$commit" | grep -q 错 && { echo "data/site.yml:4: 要改" >&2; exit 1; }
done
exit 0
"""
SSH = """#!/bin/sh
shift
exec env -i PATH="$PATH" sh -c "$1"
"""
CONFIGURATION = """REPORT_HOME=/srv/report-site
REPORT_ENGINE=/opt/report-site/engine
REPORT_PROGRAM=/opt/report-site
REPORT_DEVELOPERS=report-developers
REPORT_URL=http://intra/
"""


class Platform:
    """A platform's repository with our hook, the site's repository behind it, and a clone to push from."""

    def __init__(self, folder: Path) -> None:
        self.site, self.repository, self.clone = (
            folder / "site.git",
            folder / "platform.git",
            folder / "clone",
        )
        for bare in (self.site, self.repository):
            self.git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(bare))
        self.git(folder, "init", "--quiet", "--initial-branch=main", str(self.clone))
        self.hook(self.site, GATE)
        there = "gitea@服务器:/srv/report-site/repo.git"
        assert there in HOOK.read_text(encoding="utf-8")
        self.hook(self.repository, HOOK.read_text(encoding="utf-8").replace(there, f"site:{self.site}"))
        (folder / "ssh").write_text(SSH)
        (folder / "ssh").chmod(0o755)

    def hook(self, repository: Path, text: str) -> None:
        (repository / "hooks" / "pre-receive").write_text(text, encoding="utf-8")
        (repository / "hooks" / "pre-receive").chmod(0o755)

    def git(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        person = ("-c", "user.name=编辑", "-c", "user.email=editor@example.invalid")
        alone = {"HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ["PATH"]}
        alone |= {"GIT_SSH": str(self.site.parent / "ssh"), "GIT_SSH_VARIANT": "simple"}
        command = ["git", "-C", str(folder), *person, *arguments]
        return subprocess.run(command, env=alone, capture_output=True, text=True, check=False)

    def push(self, said: str, branch: str = "main") -> subprocess.CompletedProcess[str]:
        self.git(self.clone, "commit", "--quiet", "--allow-empty", "-m", said)
        return self.git(self.clone, "push", str(self.repository), f"HEAD:{branch}")

    def heads(self) -> list[str]:
        """What is last on main, in the clone, on the platform and on the site."""
        places = ((self.clone, "HEAD"), (self.repository, "main"), (self.site, "main"))
        return [
            self.git(place, "rev-parse", "--verify", "--quiet", of).stdout.strip() for place, of in places
        ]


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    return Platform(tmp_path)


def test_what_the_site_takes_the_platform_takes(platform: Platform) -> None:
    for said in ("改一句话", "再改一句话"):
        done = platform.push(said)
        assert done.returncode == 0, done.stderr
        assert len(set(platform.heads())) == 1


def test_what_the_site_refuses_the_platform_refuses_in_its_words(platform: Platform) -> None:
    platform.push("改一句话")
    before = platform.heads()[1:]
    done = platform.push("改错了")
    assert done.returncode != 0
    assert "data/site.yml:4: 要改" in done.stderr
    assert platform.heads()[1:] == before


def test_other_branches_stay_on_the_platform_until_they_are_merged(platform: Platform) -> None:
    platform.push("改一句话")
    done = platform.push("改错了，请看一看", branch="draft")
    assert done.returncode == 0, done.stderr
    mine, *theirs = platform.heads()
    assert mine not in theirs and len(set(theirs)) == 1


@pytest.mark.parametrize(
    ("written", "edit"),
    [
        ("", ""),
        ("REPORT_EDIT=\n", ""),
        ("REPORT_EDIT='http://git/_edit/main/{path}#L{line}'\n", "http://git/_edit/main/{path}#L{line}"),
    ],
)
def test_a_release_is_told_where_files_are_edited(
    written: str, edit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "conf").write_text(CONFIGURATION + written, encoding="utf-8")
    monkeypatch.setenv("REPORT_SITE_CONF", str(tmp_path / "conf"))
    assert settings().chosen().get("REPORT_EDIT", "") == edit


@pytest.mark.parametrize("bad", ["on", "http://git/_edit/main/", "http://intra/git/_edit/main/{path}"])
def test_an_address_for_editing_that_cannot_be_right_is_told(
    bad: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "conf").write_text(f"{CONFIGURATION}REPORT_EDIT='{bad}'\n", encoding="utf-8")
    monkeypatch.setenv("REPORT_SITE_CONF", str(tmp_path / "conf"))
    with pytest.raises(Misconfigured, match="REPORT_EDIT 应写代码平台上改一个文件的网址"):
        settings()
