"""The house keeps its shape: contracts of imports are kept, markup lives in templates, functions say why.

Which room may import which stands in pyproject.toml, under importlinter.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trees import ROOT

MODULES = sorted([*(ROOT / "report").rglob("*.py"), *(ROOT / "deploy/gate").glob("*.py")])
MARKUP = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?>|&[a-z]+;", re.IGNORECASE)
LINT = Path(sys.executable).with_name("lint-imports")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the contracts say of a tree."""
    return subprocess.run(
        [LINT, "--no-cache"], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every piece of text of a module that is not a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(tree) if isinstance(node, holders)]
    docs = {id(node.body[0].value) for node in nodes if node.body and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def test_every_room_imports_only_what_its_contract_allows() -> None:
    done = linted(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("report/facts/editions.py", "import report.figures.wording"),
        ("report/macros/view.py", "from report.outputs import feed"),
        ("report/figures/forms.py", "import pathlib"),
        ("report/pages/posts.py", "from mkdocs.structure.pages import Page"),
        ("deploy/gate/git.py", "import deploy.gate.status"),
        ("deploy/gate/answers.py", "import report.faults"),
        ("report/newcomer.py", "WITHOUT_A_PLACE = True"),
    ],
)
def test_a_contract_that_is_broken_is_told(module: str, line: str, tmp_path: Path) -> None:
    for path in [*MODULES, ROOT / "deploy/__init__.py"]:
        copy = tmp_path / name_of(path)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    with (tmp_path / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    assert linted(tmp_path).returncode == 1


def test_the_theme_gives_templates_alone() -> None:
    """Its Python is its own affair: whoever leaves the theme rewrites overrides/, not programs."""
    for path in (*MODULES, ROOT / "hooks.py"):
        imports = re.findall(r"(?m)^\s*(?:from|import) +(\w+)", path.read_text(encoding="utf-8"))
        assert "material" not in imports, name_of(path)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_markup_lives_in_templates(path: Path) -> None:
    """Only the end of a heading is named, to put the line about the data date behind it."""
    for line, text in strings(path):
        found = MARKUP.search(text)
        assert found is None or found[0] == "</h1>", f"{name_of(path)}:{line} holds {found and found[0]}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_public_functions_say_what_they_are_for(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{name_of(path)} has no docstring"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name_of(path)}:{node.lineno} {node.name} has no docstring"


@pytest.mark.parametrize("path", [p for p in MODULES if p.parent.name in ("figures", "checks")], ids=name_of)
def test_the_middle_opens_no_file_and_asks_no_clock(path: Path) -> None:
    calls = {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    assert not {"open", "date.today", "datetime.now"} & calls
