"""The preview: a site while all is well, and while it is not, a page that says what to mend, and where."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.site.building import FIRST
from tests.trees import changed

PATIENCE = 120  # seconds
SITE = f"{FIRST['REPORT_DATA']}/site.yml"


@contextlib.contextmanager
def previewing(tree: Path) -> Iterator[str]:
    """The address of a preview of the tree."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "report", "serve", f"127.0.0.1:{port}"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REPORT_")}
    server = subprocess.Popen(command, cwd=tree, env=environment | FIRST, stdout=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def got(address: str) -> tuple[int, str]:
    """The code and the text of what stands at an address; 0 if nobody listens yet."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode()
    except urllib.error.URLError:
        return 0, ""


def until(address: str, is_so: Callable[[int, str], bool]) -> str:
    """The text of a page as soon as it is as it should be."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        code, text = got(address)
        if is_so(code, text):
            return text
        time.sleep(0.2)
    raise AssertionError(f"{address}: {code} {text[:2000]}")


def test_faults_are_shown_as_the_page_and_the_site_as_soon_as_they_are_mended(tree: Path) -> None:
    changed(tree, SITE, "publisher: ", "# publisher: ")  # wrong from the start
    with previewing(tree) as address:
        waiting = until(f"{address}/", lambda code, text: code == 503)
        assert "正在生成网页" in waiting or "处要改" in waiting
        faulty = until(f"{address}/study/plan/", lambda code, text: "处要改" in text)
        assert f"<h2>{SITE}</h2>" in faulty and "缺少“编制单位”（publisher），请补上" in faulty
        assert re.search(r"<span>第\d+行</span>", faulty)
        assert 'src="/_preview/reload.js"' in faulty  # which asks for the version, and reloads
        before = got(f"{address}/_preview/version")
        assert got(f"{address}/_preview/version") == before

        changed(tree, SITE, "# publisher: ", "publisher: ")
        until(f"{address}/study/plan/", lambda code, text: code == 200 and "学习计划" in text)
        assert got(f"{address}/_preview/version") > before
        assert got(f"{address}/nowhere/")[0] == got(f"{address}/nowhere.css")[0] == 404
        assert got(f"{address}/data/figures.json")[0] == 200

        page = tree / "docs/study/youth.md"
        page.write_text(page.read_text(encoding="utf-8") + "\n第 3 组。\n", encoding="utf-8")
        faulty = until(f"{address}/", lambda code, text: code == 503)
        assert "<h2>docs/study/youth.md</h2>" in faulty and "汉字与数字、字母之间不空格" in faulty
