"""The tree works on other systems than this one: names, line ends, encodings, what is double-clicked."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trees import FOLDERS, ROOT, complaints, copied_facts

PROGRAMS = [ROOT / "hooks.py", *sorted((ROOT / "report").rglob("*.py"))]
CLICKED = {"预览": "serve --open", "检查": "check"}
ILLEGAL = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
LONGEST = 120  # characters of a path, so that with the folder of the tree it stays below Windows' 260


def names() -> list[str]:
    """Every file that git knows, or everything there is if this is no repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return listed.stdout.decode().strip("\0").split("\0")
    folders = ("data", "demo", "deploy", "docs", "overrides", "report")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    return [path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts]


def strange(name: str) -> bool:
    """Whether Windows cannot have a file of this name."""
    parts = name.split("/")
    return len(name) > LONGEST or any(ILLEGAL.search(part) or RESERVED.fullmatch(part) for part in parts)


@pytest.mark.live
def test_every_file_can_be_on_windows_and_none_is_taken_for_another() -> None:
    every = names()
    assert [name for name in every if strange(name)] == []
    assert [name for name, times in Counter(map(str.casefold, every)).items() if times > 1] == []


@pytest.mark.parametrize(
    "name", ["docs/aux.md", "docs/a:b.md", "docs/end./x.md", "data/CON", "docs/" + "a" * 150]
)
def test_a_name_that_windows_cannot_have_is_told(name: str) -> None:
    assert strange(name)


def unsaid(text: str) -> Iterator[str]:
    """The calls of a module that leave an encoding or a line end to the system, or join a path by hand."""
    for node in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
        said = {keyword.arg for keyword in node.keywords}
        call = ast.unparse(node.func)
        name = call.rpartition(".")[2]
        binary = any(isinstance(arg, ast.Constant) and "b" in str(arg.value) for arg in node.args)
        if name in ("read_text", "open", "fdopen") and not {"encoding"} & said and not binary:
            yield ast.unparse(node)
        if name == "write_text":  # gives \n the system's line end: write bytes
            yield ast.unparse(node)
        if call.startswith("subprocess.") and "text" in said and "encoding" not in said:
            yield ast.unparse(node)
        if call.startswith("os.path."):
            yield ast.unparse(node)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_program_leaves_encodings_line_ends_and_paths_to_the_system(path: Path) -> None:
    opened = [call for call in unsaid(path.read_text(encoding="utf-8")) if call not in OTHERWISE]
    assert opened == []


OTHERWISE = (  # open no text
    "webbrowser.open(address)",
    "os.open(os.devnull, os.O_WRONLY)",
    "tarfile.open(fileobj=io.BytesIO(archive.stdout))",
)


@pytest.mark.parametrize(
    "line",
    [
        *("open(name)", "path.open()", "path.read_text()", "path.write_text(text, encoding='utf-8')"),
        *("subprocess.run(command, text=True)", "os.path.join(folder, name)"),
    ],
)
def test_what_is_left_to_the_system_is_told(line: str) -> None:
    assert list(unsaid(line)) == [line]


@pytest.mark.parametrize("name", ["sample", pytest.param("live", marks=pytest.mark.live)])
def test_files_that_an_editor_of_windows_saved_are_read_alike(name: str, tmp_path: Path) -> None:
    """With its line ends."""
    tree = copied_facts(tmp_path)
    for path in (path for folder in ("data", "demo", "docs") for path in (tree / folder).rglob("*")):
        if path.suffix in (".md", ".yml", ".csv"):
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert complaints(tree, {"REPORT_DATA": FOLDERS[name]}) == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.cmd")), ids=lambda path: path.name)
def test_cmd_files_can_be_read_in_any_code_page(path: Path) -> None:
    """cmd.exe takes them for the code page of the console, and needs the line ends of Windows."""
    text = path.read_bytes().decode("ascii")
    assert "\n" not in text.replace("\r\n", "")
    (called,) = re.findall(r"(?m)^call (\S+) (.*?)\r$", text)
    assert called[1] == CLICKED.get(path.stem, "%*")
    run = ROOT / called[0].replace("\\", "/")
    said = run.read_bytes().decode("ascii")
    assert "\n" not in said.replace("\r\n", "") and " -m report %*\r\n" in said
    (told,) = re.findall(r'type "%~dp0(.+)"', said)
    assert (run.parent / told).read_text(encoding="utf-8").startswith("这台电脑没有装Python")


def test_git_gives_each_kind_of_file_its_line_ends() -> None:
    expected = {"预览.cmd": "crlf", "预览.sh": "lf", "data/site.yml": "lf", "report/__main__.py": "lf"}
    asked = ["git", "check-attr", "-z", "text", "eol", "--", *expected, "data/ledgers/topics.csv"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("这里不是 git 的工作目录")
    words = done.stdout.decode().strip("\0").split("\0")
    said = {(words[n], words[n + 1]): words[n + 2] for n in range(0, len(words), 3)}
    assert {name: said[name, "eol"] for name in expected} == expected
    assert said["data/ledgers/topics.csv", "text"] == "unset"  # stays as Excel saved it


@pytest.mark.parametrize("name", CLICKED)
def test_what_is_double_clicked_elsewhere_runs_the_same_command(name: str, tmp_path: Path) -> None:
    script = ROOT / f"{name}.sh"
    assert script.stat().st_mode & 0o100, "不能执行"
    folder = tmp_path / "空 格"
    folder.mkdir()
    shutil.copy(script, folder)
    python = tmp_path / "python3"
    python.write_text('#!/bin/sh\necho "$(pwd) $@"\n', encoding="utf-8")
    python.chmod(0o755)
    done = subprocess.run(
        [str(folder / script.name)],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        input="\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout == f"{folder} -m report {CLICKED[name]}\n按回车键关闭。"
