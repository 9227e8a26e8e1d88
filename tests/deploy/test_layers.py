"""The gate keeps its shape, and trusts nothing but Python: no library, and nothing that a push brings."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.test_layers import LONGEST_FUNCTION, LONGEST_MODULE, imports, name_of
from tests.trees import ROOT

ORDER = (  # a module imports only from its left
    "answers",
    "settings",
    "git",
    "secrets",
    "updates",
    "changes",
    "locks",
    "sandbox",
    "trees",
    "builds",
    "releases",
    "publishing",
    "receiving",
    "status",
)
MODULES = sorted((ROOT / "deploy" / "gate").glob("*.py"))


def test_every_module_of_the_gate_has_its_place() -> None:
    assert {path.stem for path in MODULES} == {*ORDER, "__init__", "__main__"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_python_and_what_is_on_its_left(path: Path) -> None:
    left = ORDER if path.stem.startswith("__") else ORDER[: ORDER.index(path.stem)]
    for name in imports(path):
        if name.startswith("deploy"):
            assert name == "deploy.gate" or name.split(".")[2] in left, f"{path.stem} reaches to {name}"
        else:
            assert name.split(".")[0] in sys.stdlib_module_names, f"{path.stem} needs {name}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_and_its_functions_fit_in_the_head(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert text.startswith('"""')
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name
