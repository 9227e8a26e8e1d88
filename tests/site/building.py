"""What the tests of the site share: how a site is built, read and served."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.trees import DATA_SETS, FIRST_DAY, ROOT

TREE = ("data", "demo", "docs", "overrides", "report", "hooks.py", "mkdocs.yml", "Makefile")
TREE += ("requirements.txt", "requirements-dev.txt", "pyproject.toml", FIRST_DAY.relative_to(ROOT).as_posix())
FIRST = {"REPORT_DATA": DATA_SETS["real"]}  # for what needs no particular data
NO_HISTORY = "/nowhere"
PUBLISHED = "http://127.0.0.1:8000/"  # where the sites that are built here say that they are read
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
QUIET += ("--disable-background-networking", "--disable-component-update", "--disable-sync")
QUIET += ("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",)


def run(*command: str, tree: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a tree, with the environment a clean machine would have."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REPORT_")}
    kept |= {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0", "REPORT_URL": PUBLISHED} | environment
    return subprocess.run(command, cwd=tree, env=kept, capture_output=True, text=True, check=False)


def build(target: Path, tree: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """The site of a tree, strictly built into a folder; of the first day and without history, unless told."""
    environment = {"GIT_DIR": NO_HISTORY} | FIRST | environment
    mkdocs = str(Path(sys.executable).parent / "mkdocs")
    return run(mkdocs, "build", "--strict", "--site-dir", str(target), tree=tree, **environment)


def copied_tree(folder: Path) -> Path:
    """A copy of the tree, as far as a build needs it, in a folder that does not exist yet."""
    folder.mkdir()
    for name in TREE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, folder / name)
    return folder


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path, without the digits of its content in its name, as bytes."""
    return {
        re.sub(r"\.[0-9a-f]{8}(?=\.\w+$)", "", path.relative_to(folder).as_posix()): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def security_policy() -> str:
    """The policy that the web server sends with everything, as its configuration has it."""
    configuration = (ROOT / "deploy" / "nginx" / "site.conf").read_text(encoding="utf-8")
    (policy,) = re.findall(r'^  add_header Content-Security-Policy "([^"]+)" always;$', configuration, re.M)
    return str(policy)


@dataclass(frozen=True)
class Served:
    """A built site behind a web server on this machine."""

    folder: Path
    address: str

    def pages(self) -> list[str]:
        """The path of every page, 404 included."""
        found = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        return [name.removesuffix("index.html") for name in found]


class Handler(http.server.SimpleHTTPRequestHandler):
    """Sends the security policy with everything, as the site's web server does."""

    policy = security_policy()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serving(folder: Path, handler: type[Handler] = Handler) -> Iterator[str]:
    """The address of a folder behind a web server on this machine."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
