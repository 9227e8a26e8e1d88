"""The package keeps its shape: imports go left, modules fit in the head, markup lives in templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trees import ROOT

ORDER = (  # a module imports only from its left
    "faults",
    "models",
    "workdays",
    "derived",
    "loading",
    "figures",
    "periods",
    "checks",
    "formatting",
    "editions",
    "charts",
    "notices",
    "macros",
    "pages",
    "rendered",
    "downloads",
    "calendars",
    "feeds",
    "word",
    "publishing",
    "history",
    "assets",
    "search",
    "impact",
)
BESIDE = {
    "dictionary": ("faults", "models"),
    "written": (),
    "__main__": (*ORDER, "dictionary", "written"),
    "__init__": ORDER,
}
MODULES = sorted((ROOT / "report").rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_CONFIG = 250, 40, 150
GENERATOR = {"mkdocs", "mkdocs_macros", "material"}
MARKUP = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?>|&[a-z]+;", re.IGNORECASE)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    """The part of the package that a module belongs to."""
    return path.relative_to(ROOT / "report").parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module that a module imports, at the top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno} imports relatively"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every piece of text of a module that is not a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(tree) if isinstance(node, holders)]
    docs = {id(node.body[0].value) for node in nodes if node.body and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_its_left(path: Path) -> None:
    room = room_of(path)
    allowed = BESIDE[room] if room in BESIDE else ORDER[: ORDER.index(room) + 1]
    used = {name.split(".")[1] for name in imports(path) if name.startswith("report.")}
    known = {used_room for used_room in used if (ROOT / "report" / used_room).exists()}
    known |= {used_room for used_room in used if (ROOT / "report" / f"{used_room}.py").exists()}
    assert known <= set(allowed), f"{name_of(path)} reaches to its right: {known - set(allowed)}"


def test_every_room_of_the_package_has_its_place_in_the_order() -> None:
    rooms = {room_of(path) for path in MODULES}
    assert rooms == {*ORDER, *BESIDE}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_fits_in_the_head(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_MODULE
    assert not lines or path.name == "__main__.py" or lines[0].startswith('"""'), (
        "a module says why it exists"
    )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{name_of(path)}:{node.lineno} {node.name} has {length} lines"


@pytest.mark.parametrize("path", [*MODULES, ROOT / "hooks.py"], ids=name_of)
def test_only_two_files_know_the_site_generator(path: Path) -> None:
    known = {name.split(".")[0] for name in imports(path)} & GENERATOR
    assert not known or name_of(path) in ("report/__init__.py", "hooks.py")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_markup_lives_in_templates(path: Path) -> None:
    """Only the end of a heading is named, to put the line about the data date behind it."""
    for line, text in strings(path):
        found = MARKUP.search(text)
        assert found is None or found[0] == "</h1>", f"{name_of(path)}:{line} holds {found and found[0]}"


def test_the_configuration_stays_readable() -> None:
    lines = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_CONFIG


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_public_function_says_what_it_is_for(path: Path) -> None:
    if room_of(path) in ("__main__",):
        return
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name_of(path)}:{node.lineno} {node.name} has no docstring"


@pytest.mark.parametrize(
    "path", [p for p in MODULES if room_of(p) in ("figures", "checks", "formatting")], ids=name_of
)
def test_the_middle_reads_no_file_no_clock_and_no_environment(path: Path) -> None:
    outside = {"os", "pathlib", "io", "time", "datetime.datetime", "random", "subprocess", "locale"}
    assert not set(imports(path)) & outside
    calls = {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    assert not {"open", "date.today", "datetime.now"} & calls
