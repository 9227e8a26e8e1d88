"""The environment of the commands: made, mended and entered by whatever Python the machine has."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from report.commands import environment
from tests.trees import ROOT

BASE = getattr(sys, "_base_executable", sys.executable)  # as a machine has it, outside of any environment
READ_FIRST = ("report/__init__.py", "report/__main__.py", "report/commands/__init__.py")
READ_FIRST += ("report/commands/environment.py",)
OLD = "import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); sys.argv = ['report', 'check', 'REV=x']; "
OLD += "runpy.run_module('report', run_name='__main__')"
STUB = """import sys
from pathlib import Path
from report.commands import environment
environment.enter(Path(__file__).resolve().parent.parent)
print(sys.prefix)
"""


def ran(*command: str, **how: str) -> subprocess.CompletedProcess[str]:
    """What a machine's Python does in the tree, or in a folder."""
    folder = how.pop("cwd", str(ROOT))
    return subprocess.run(
        [BASE, *command],
        cwd=folder,
        env={**os.environ, **how},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A tree that asks for no packages, with the way into the environment and no command."""
    for name in READ_FIRST:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "report/__main__.py").write_text(STUB, encoding="utf-8")
    (tmp_path / "requirements.txt").write_text("# 没有\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", READ_FIRST)
def test_what_is_read_first_can_be_read_by_old_pythons(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert isinstance(ast.parse(text, feature_version=(3, 6)), ast.Module)
    assert "from __future__ import annotations" not in text  # 3.6 does not know it


def test_a_python_too_old_is_told_in_one_line() -> None:
    done = ran("-c", OLD, PATH="/nowhere")
    assert done.returncode == 1
    assert (
        done.stderr
        == "要Python 3.11以上，这里是3.9：请装上新的再运行，办法见 docs/handbook/prepare-computer.md。\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows 上由 py 挑最新的")
def test_a_python_too_old_hands_over_to_a_newer_one_of_the_machine(tmp_path: Path) -> None:
    for minor, name in ((11, "older"), (13, "newer")):
        program = tmp_path / f"python3.{minor}"
        program.write_text(f'#!/bin/sh\necho {name} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    assert ran("-c", OLD, PATH=str(tmp_path)).stdout == "newer -m report check REV=x\n"


@pytest.mark.skipif(os.name == "nt", reason="那里的 Python 不是脚本")
def test_an_environment_is_made_once_and_again_if_its_python_is_too_old(bare: Path) -> None:
    python = bare / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")  # says that it is too old
    python.chmod(0o755)
    (bare / ".venv/left.txt").touch()
    first = ran("-m", "report", cwd=str(bare))
    assert Path(first.stdout.strip()) == bare / ".venv", first.stderr
    assert "第一次运行，正在准备运行环境，要一两分钟" in first.stderr
    assert not (bare / ".venv/left.txt").exists()
    (bare / ".venv/kept.txt").touch()
    again = ran("-m", "report", cwd=str(bare))
    assert (again.stdout, again.stderr) == (first.stdout, "")
    later = (bare / ".venv" / environment.STAMP).stat().st_mtime + 10
    os.utime(bare / "requirements.txt", (later, later))  # asks for more than is installed
    mended = ran("-m", "report", cwd=str(bare))
    assert mended.stdout == first.stdout and "正在更新运行环境" in mended.stderr
    assert (bare / ".venv/kept.txt").exists()


def test_packages_that_cannot_be_had_are_told(bare: Path) -> None:
    (bare / "wheels").mkdir()
    (bare / "wheels/requirements.txt").write_text("nothing==1 --hash=sha256:" + "0" * 64, encoding="utf-8")
    shutil.copytree(sys.prefix, bare / ".venv", symlinks=True, ignore=shutil.ignore_patterns("lib*", "bin"))
    done = ran("-m", "report", "WHEELHOUSE=wheels", cwd=str(bare))
    assert done.returncode == 1
    assert "运行环境没有准备好，原因见上面。" in done.stderr and "Traceback" not in done.stderr


def test_what_debian_keeps_apart_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r"请管理员运行 apt-get install python3\.\d+-venv"):
        environment._make(tmp_path / ".venv")


def test_wheels_that_lie_in_the_tree_are_found_by_the_kind_of_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(environment.WHEELHOUSE, raising=False)
    for system, name in (
        ("win-amd64", "win_amd64"),
        ("linux-aarch64", "aarch64"),
        ("linux-x86_64", "x86_64"),
    ):
        monkeypatch.setattr(sysconfig, "get_platform", lambda system=system: system)
        assert environment._packages(tmp_path) == ["--requirement", str(tmp_path / "requirements.txt")]
        folder = tmp_path / f"wheelhouse-{name}"
        folder.mkdir()
        (folder / "requirements.txt").touch()
        assert environment._packages(tmp_path)[:3] == ["--no-index", "--find-links", str(folder)]


def test_an_environment_that_somebody_else_made_is_taken_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    environment.enter(tmp_path / "tree")  # comes back, and makes nothing
    assert list(tmp_path.iterdir()) == []
