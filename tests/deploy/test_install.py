"""The server sets itself up without a network, and once more without undoing anything."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.deploy.host import Host
from tests.trees import ROOT

SCRIPTS = [
    path for name in ("", "bin", "hooks", "git-shell-commands") for path in (ROOT / "deploy" / name).iterdir()
]
SCRIPTS = [path for path in SCRIPTS if path.is_file() and path.read_bytes().startswith(b"#!")]


def test_the_first_run_puts_up_the_site_without_a_network(host: Host) -> None:
    assert "推送第一版" in host.first
    assert "装好了" in host.first
    assert host.get("/").status == 200


def test_a_second_run_changes_nothing_that_is_there(host: Host) -> None:
    assert "安装依赖" not in host.again
    assert "推送第一版" not in host.again
    assert "装好了" in host.again
    before = host.site()
    host.must(str(host.folder / "tree" / "deploy" / "install"))
    assert host.site() == before


def test_the_wheelhouse_holds_the_list_to_the_letter(wheelhouse: Path) -> None:
    """What was downloaded was checked against the hashes of the project; every wheel has its own there."""
    listed = (wheelhouse / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert len(listed) == len(list(wheelhouse.glob("*.whl")))
    assert all("==" in line and "--hash=sha256:" in line for line in listed)
    assert not list(wheelhouse.glob("*.tar.gz"))


def test_a_changed_wheel_is_not_installed(host: Host, wheelhouse: Path, tmp_path: Path) -> None:
    listed = (wheelhouse / "requirements.txt").read_text(encoding="utf-8").splitlines()
    one = next(line for line in listed if line.startswith("rcssmin"))
    (tmp_path / "one.txt").write_text(one[:-4] + ("0000" if not one.endswith("0000") else "1111") + "\n")
    pip = ("-m", "pip", "download", "--quiet", "--no-index", "--require-hashes", "--no-deps")
    done = subprocess.run(
        ["python3", *pip, "--find-links", wheelhouse, "--dest", tmp_path, "-r", tmp_path / "one.txt"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr


def test_an_account_can_push_and_ask_and_nothing_else(host: Host) -> None:
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOinvented0000000000000000000000000000000000 someone"
    host.must("sh", "-c", "cat > /run/key.pub", given=key + "\n")
    said = host.must(str(host.folder / "tree" / "deploy" / "add-account"), "clerk", "/run/key.pub")
    assert "clerk@" in said
    assert host.must("cat", "/home/clerk/.ssh/authorized_keys") == f"restrict {key}\n"
    assert host.must("id", "-nG", "clerk").split() == ["clerk", "report-editors"]
    shell = host.must("sh", "-c", "getent passwd clerk | cut -d: -f7").strip()
    assert shell.endswith("git-shell")
    assert "网站上：" in host.must(shell, "-c", "status", user="clerk")
    refused = host.run(shell, "-c", "sh", user="clerk")
    assert refused.returncode != 0
    greeted = host.run(shell, user="clerk")
    assert greeted.returncode == 128 and "只用来推送" in greeted.stdout


def test_a_file_that_is_no_key_makes_no_account(host: Host) -> None:
    host.must("sh", "-c", "echo 不是公钥 > /run/no.pub")
    done = host.run(str(host.folder / "tree" / "deploy" / "add-account"), "nobody2", "/run/no.pub")
    assert done.returncode == 1 and "不是公钥" in done.stderr
    assert host.run("id", "nobody2").returncode != 0


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_script_parses_and_stops_at_errors(path: Path) -> None:
    assert subprocess.run(["sh", "-n", path], check=False).returncode == 0
    text = path.read_text(encoding="utf-8")
    assert "set -eu" in text or "exec " in text
    assert path.stat().st_mode & 0o111


def test_the_units_publish_every_minute_as_the_owner(host: Host) -> None:
    """There is no systemd here; that the units say what they should is all that can be seen."""
    service = (ROOT / "deploy" / "systemd" / "report-site.service").read_text(encoding="utf-8")
    timer = (ROOT / "deploy" / "systemd" / "report-site.timer").read_text(encoding="utf-8")
    assert "User=@OWNER@" in service and "report-site tick" in service
    assert "OnCalendar=minutely" in timer and "Persistent=true" in timer
