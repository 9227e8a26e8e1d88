"""The gate trusts nothing but Python: no library, and nothing that a push brings."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.trees import ROOT

MODULES = sorted((ROOT / "deploy" / "gate").glob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_of_the_gate_needs_only_python(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            assert name.split(".")[0] in {*sys.stdlib_module_names, "deploy"}, f"{path.stem} needs {name}"
