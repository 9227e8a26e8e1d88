"""What runs in the cage sees its tree, and nobody sees it."""

from __future__ import annotations

import dataclasses
import os
import socket
from pathlib import Path

import pytest

from deploy.gate.sandbox import TOO_LATE, Done, run
from deploy.gate.settings import Settings
from tests.deploy.host import bare_settings

MB = 1 << 20


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return bare_settings(tmp_path, largest_site=2 * MB, build_time=20)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "page.md").write_text("内容", encoding="utf-8")
    return folder


def caged(settings: Settings, tree: Path, script: str, **given: str) -> Done:
    return run(settings, tree, [], script, given, settings.home / "out")


def test_it_runs_in_the_tree_and_prints_to_a_file(settings: Settings, tree: Path) -> None:
    done = caged(settings, tree, "cat page.md; echo 不对 >&2")
    assert (done.code, done.out.read_text(encoding="utf-8"), done.err) == (0, "内容", "不对\n")


def test_it_is_nobody_and_is_told_only_what_it_should_know(
    settings: Settings, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_THE_SERVER", "x")
    done = caged(settings, tree, "id -u; env", REPORT_DATE="2023-11-24")
    said = done.out.read_text(encoding="utf-8").splitlines()
    assert said[0] == "65534"
    assert "REPORT_DATE=2023-11-24" in said
    assert not [line for line in said if line.startswith("SECRET")]


@pytest.mark.parametrize(
    "script",
    [
        "cat /etc/passwd",
        "ls /root",
        "ls /home",
        "ls /srv",
        "touch /tree/new",
        "rm /tree/page.md",
        "touch /usr/new",
        "touch /new",
        "touch /dev/new",
        "head -c 20000000 /dev/zero > /dev/shm/big",
        "mount -t tmpfs none /mnt",
    ],
)
def test_it_neither_sees_nor_changes_the_server(settings: Settings, tree: Path, script: str) -> None:
    assert caged(settings, tree, script).code != 0
    assert [path.name for path in tree.iterdir()] == ["page.md"]


def test_it_has_no_network(settings: Settings, tree: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        script = f"python3 -c \"import socket; socket.create_connection(('127.0.0.1', {port}), 2)\""
        assert caged(settings, tree, script).code != 0
        with socket.create_connection(("127.0.0.1", port), 2):  # it can be reached from outside of the cage
            pass


def test_it_sees_no_other_process(settings: Settings, tree: Path) -> None:
    done = caged(settings, tree, "ls -d /proc/[0-9]* | wc -l")
    assert int(done.out.read_text()) < 8
    assert Path(f"/proc/{os.getpid()}").exists()


def test_what_it_writes_is_memory_of_a_fixed_size(settings: Settings, tree: Path) -> None:
    assert caged(settings, tree, "head -c 1000000 /dev/zero > /out/a").code == 0
    done = caged(settings, tree, "for n in 1 2 3; do head -c 1000000 /dev/zero > /out/$n; done")
    assert done.code != 0 and "No space left" in done.err
    assert caged(settings, tree, "ls /out /tmp").out.read_text().split() == ["/out:", "/tmp:"]


def test_what_it_prints_is_bounded(settings: Settings, tree: Path) -> None:
    done = caged(settings, tree, "head -c 9000000 /dev/zero")
    assert done.code != 0
    assert done.out.stat().st_size <= settings.largest_site


def test_its_memory_is_bounded(settings: Settings, tree: Path) -> None:
    small = dataclasses.replace(settings, memory=300 * MB)
    done = caged(small, tree, "python3 -c 'bytearray(400 << 20)'")
    assert done.code != 0 and "MemoryError" in done.err


def test_its_time_is_bounded(settings: Settings, tree: Path) -> None:
    hasty = dataclasses.replace(settings, build_time=1)
    assert caged(hasty, tree, "sleep 30").code == TOO_LATE
