"""One way into every command, on any desktop: words as make has them, consoles that lack characters."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import report.__main__ as commands
from report.commands import check
from tests.trees import ROOT

VARIABLES = ("REPORT_DATA", "REPORT_DATE", "REPORT_EDITION")


@pytest.fixture
def tree(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small tree that the commands take for their own; what they set is set back."""
    monkeypatch.setattr(commands, "ROOT", small)
    for name in VARIABLES:
        monkeypatch.setenv(name, "")
    return small


@pytest.mark.parametrize("words", [["REPORT_DATE=2023-13-01"], ["--date", "2023-13-01"]])
def test_what_a_command_is_run_with_may_stand_behind_it(
    tree: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["check", *words]) == 1
    assert "REPORT_DATE:0: " in capsys.readouterr().out


def test_each_setting_is_an_option(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(
        check, "run", lambda root, given: seen.append([os.environ[n] for n in VARIABLES]) or 0
    )
    assert commands.main(["check", "--data", "a", "--date", "b", "--edition", "c"]) == 0
    assert seen == [["a", "b", "c"]]


def test_arguments_may_have_the_names_that_make_gives_them(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["reminder", "MONTH=2023-11"]) == 1
    assert "2023-11 的提醒督办已经发过" in capsys.readouterr().err
    assert commands.main(["tidy", "FILE=nowhere.csv"]) == 1
    assert "nowhere.csv:0: " in capsys.readouterr().out


def test_whatever_the_makefile_offers_editors_is_a_command() -> None:
    """With the arguments that the Makefile names, so that the handbook holds without make."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    called = dict(re.findall(r"(?m)^\t@\$\(REPORT\) ([a-z]+)(.*)$", makefile))
    assert set(called) == set(commands.COMMANDS)
    named = {name for words in called.values() for name in re.findall(r"\$\((?:or \$\()?([A-Z]+)\)", words)}
    assert named <= set(commands.ARGUMENTS)
    assert {re.sub(r"\W", "", name) for name in re.findall(r"make \w+ ([A-Z]+)=", makefile)} - named == {
        "PLATFORM"
    }


def test_without_a_command_they_are_listed(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["help"]):
        with pytest.raises(SystemExit, match="0"):
            commands.main(words)
        said = capsys.readouterr().out
        assert all(f"    {name}" in said for name in commands.COMMANDS)


def test_a_console_without_a_character_prints_another() -> None:
    """As one of code page 936 does."""
    done = subprocess.run(
        [sys.executable, "-m", "report", "tidy", "没有的\U0001f600.csv"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "gbk"},
        capture_output=True,
        check=False,
    )
    assert done.stdout.decode("gbk").startswith("没有的?.csv:0: 没有这个文件"), done.stderr


def test_a_file_that_another_program_holds_is_told(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Windows does not let anybody replace a file that Excel has open."""

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Access is denied", str(self), None, str(target))

    monkeypatch.setattr(Path, "replace", held)
    assert commands.main(["tidy"]) == 1
    assert (
        capsys.readouterr().err
        == "写不了 data/ledgers/documents.csv：请关掉打开着它的程序（如Excel、WPS），再运行一遍。\n"
    )


def test_impact_without_git_is_told(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert commands.main(["impact"]) == 1
    assert "没有装git，没法比较" in capsys.readouterr().err


def test_a_preview_that_cannot_have_its_address_is_told(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert commands.main(["serve", f"ADDRESS=127.0.0.1:{port}"]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"127.0.0.1:{port}用不了，多半是另一个窗口已经在预览：")
    assert said.endswith(f"make serve ADDRESS=127.0.0.1:{port + 1}。\n")
    for address in ("nonsense", "127.0.0.1:port", "127.0.0.1:99999"):
        assert commands.main(["serve", address]) == 1
        assert f"“{address}”不是能用的地址" in capsys.readouterr().err
