"""Each case of tests/broken breaks one file of the minimal tree; what is said of it is asserted whole.

With --update the documents get what is said as it is now, to be read in the diff.
"""

from __future__ import annotations

import functools
import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import report.checks
import report.pages.prose
import report.pages.survey
from report.faults import visible
from tests.checks.documents import Case, read, rewritten
from tests.trees import MINIMAL, ROOT, SECOND, complaints, copied

BROKEN = ROOT / "tests/broken"
DOCUMENTS = [read(path) for path in sorted(BROKEN.iterdir())]
CASES = [case for cases in DOCUMENTS for case in cases]
Rule = Callable[..., Iterator[Any]]
REGISTERS = (  # where each list of rules is read
    (report.checks, "RULES"),
    (report.pages.survey, "SOURCE_RULES"),
    (report.pages.survey, "PAGE_RULES"),
    (report.pages.prose, "PROSE_RULES"),
)
EVERY_RULE = [(module, name, rule) for module, name in REGISTERS for rule in getattr(module, name)]


@dataclass
class Bench:
    """A tree in which one file after another is broken and mended; remembers which rules spoke."""

    tree: Path
    heard: dict[str, tuple[list[str], set[Rule]]] = field(default_factory=dict)

    def said(self, target: str, data: bytes) -> list[str]:
        """All that is said when a file holds these bytes, by the rules as they are."""
        path = self.tree / target
        path.write_bytes(data)
        try:
            return complaints(self.tree, SECOND if target.startswith("second/") else {})
        finally:
            path.write_bytes((MINIMAL / target).read_bytes())

    def listen(self, case: Case) -> tuple[list[str], set[Rule]]:
        """All that is said of a case, and by which rules."""
        if case.id not in self.heard:
            seen: set[Rule] = set()
            with pytest.MonkeyPatch.context() as patch:
                for module, name in REGISTERS:
                    listened = tuple(_listened(rule, seen) for rule in getattr(module, name))
                    patch.setattr(module, name, listened)
                self.heard[case.id] = self.said(case.target, case.data), seen
        return self.heard[case.id]


def _listened(rule: Rule, seen: set[Rule]) -> Rule:
    @functools.wraps(rule)
    def listening(*args: Any) -> Iterator[Any]:
        for complaint in rule(*args):
            seen.add(rule)
            yield complaint

    return listening


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(copied(tmp_path_factory.mktemp("bench") / "tree"))


@pytest.mark.parametrize("environ", [{}, SECOND], ids=["base", "second"])
def test_the_tree_that_is_broken_is_sound_itself(environ: dict[str, str]) -> None:
    assert complaints(MINIMAL, environ) == []


@pytest.fixture(scope="module")
def answers(request: pytest.FixtureRequest) -> Iterator[dict[str, list[str]] | None]:
    """What is said of the cases, to be written into their documents in the end; None without --update."""
    said: dict[str, list[str]] = {}
    yield said if request.config.getoption("--update") else None
    for cases in DOCUMENTS:
        if any(said.get(case.id, case.expected) != case.expected for case in cases):
            cases[0].document.write_bytes(rewritten(cases, said).encode())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_broken_file_is_told_all_of_it_and_nothing_else(
    case: Case, bench: Bench, answers: dict[str, list[str]] | None
) -> None:
    said = bench.listen(case)[0]
    assert said
    if answers is not None:
        answers[case.id] = said
    else:
        assert said == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_is_said_of_a_broken_file_leads_to_a_line_and_a_way_out(case: Case, bench: Bench) -> None:
    """A fault names a file of the tree and a line it has; its message is whole and in Chinese."""
    for fault in bench.listen(case)[0]:
        name, line, message = fault.split(":", 2)
        data = case.data if name == case.target else (MINIMAL / name).read_bytes()
        assert 0 <= int(line) <= data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1, fault
        assert any("\u4e00" <= char <= "\u9fff" for char in message), fault
        assert "None" not in message and "Error" not in message, fault
        assert all(visible(char) for char in message), fault


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the minimal tree, or one broken already, with bits put in, taken out and moved."""
    cases = draw(st.sampled_from(DOCUMENTS))
    target = cases[0].target
    data = bytearray(draw(st.sampled_from([(MINIMAL / target).read_bytes(), *(case.data for case in cases)])))
    for _ in range(draw(st.integers(1, 4))):
        at, to = (draw(st.integers(0, len(data))) for _ in range(2))
        length = draw(st.integers(0, 30))
        bit = draw(
            st.one_of(
                st.binary(max_size=3), st.sampled_from([b"\n", b"- ", b": ", b"\t", b"[", b"0", b"{{ "])
            )
        )
        data[at : at + length] = data[to : to + length] if draw(st.booleans()) else bit
    return target, bytes(data)


@given(spoilt=spoilt())
def test_no_file_is_so_broken_that_the_check_itself_breaks(spoilt: tuple[str, bytes], bench: Bench) -> None:
    said = bench.said(*spoilt)
    assert all(":" in fault and all(visible(char) for char in fault) for fault in said)


def test_every_data_file_is_broken_somewhere() -> None:
    files = {path.relative_to(MINIMAL).as_posix() for path in (MINIMAL / "data").rglob("*.*")}
    earlier = {"data/notices/2023-11-10.yml"}  # of its kind the last one is broken
    assert files - {case.target for case in CASES} == earlier


@pytest.mark.parametrize(
    ("module", "name", "rule"), EVERY_RULE, ids=lambda part: getattr(part, "__name__", part)
)
def test_without_a_rule_some_broken_file_would_pass(module: Any, name: str, rule: Rule, bench: Bench) -> None:
    """For every rule there is a broken file whose faults change when that rule alone is taken away."""
    rest = tuple(other for other in getattr(module, name) if other is not rule)
    assert len(rest) == len(getattr(module, name)) - 1
    for case in CASES:
        if rule in bench.listen(case)[1]:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(module, name, rest)
                if bench.said(case.target, case.data) != bench.listen(case)[0]:
                    return
    pytest.fail(f"no case of tests/broken needs {rule.__name__}")


def test_every_rule_is_asked_and_says_what_it_holds() -> None:
    """A rule that stands in a module of the checks and in none of its lists would never speak."""
    rules = {rule for _, _, rule in EVERY_RULE}
    modules = {sys.modules[rule.__module__] for rule in rules}
    taken = {tuple(inspect.signature(rule).parameters) for rule in rules}
    written = {
        found
        for module in modules
        for name, found in inspect.getmembers(module, inspect.isgeneratorfunction)
        if found.__module__ == module.__name__ and not name.startswith("_")
        if tuple(inspect.signature(found).parameters) in taken
    }
    assert written - rules == {report.pages.prose.complaints}  # which asks all of them
    assert all((rule.__doc__ or "").strip() for rule in rules)


PUBLISHED = (None, "figures/change-not-in-percent", "documents/tabs", "pages/unknown-key", "site/python-tag")
PLUGIN = """site_name: 小样
theme: {name: mkdocs}
plugins:
  - macros: {module_name: report, on_undefined: strict, on_error_fail: true}
"""


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_site_is_built_from_a_broken_file(name: str | None, tmp_path: Path) -> None:
    """mkdocs stops with the faults and writes nothing; without a broken file the same build succeeds."""
    tree = copied(tmp_path / "tree")
    (tree / "report").symlink_to(ROOT / "report")
    config = tree / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8") + PLUGIN, encoding="utf-8")
    expected: list[str] = []
    for case in CASES:
        if case.id == name:
            (tree / case.target).write_bytes(case.data)
            expected = case.expected
    mkdocs = [
        str(Path(sys.executable).parent / "mkdocs"),
        "build",
        "--strict",
        "--site-dir",
        str(tmp_path / "site"),
    ]
    done = subprocess.run(
        mkdocs, cwd=tree, env={"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode == 0) == (name is None), done.stderr
    assert (tmp_path / "site").exists() == (name is None)
    for fault in expected:
        assert fault in done.stderr
