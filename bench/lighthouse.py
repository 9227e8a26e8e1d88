"""Marks for the home page, a report page and a ledger on a slow phone, by Lighthouse over the sample site.

The site is served as it is published: compressed, under its security policy.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.site.building import Handler, build, serving  # noqa: E402 – the tree is run, not installed

LIGHTHOUSE = "lighthouse@13.5.0"
PAGES = {"首页": "", "报告小节": "report/rectification/", "台账": "ledgers/problems/"}
MARKS = ("performance", "accessibility", "best-practices")
CHROME = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml"}


class Compressing(Handler):
    """Sends what is text compressed."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in TEXT or not path.is_file():
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", f"{self.guess_type(str(path))}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def marks(address: str) -> dict[str, int]:
    """The marks of one page, from 0 to 100. What cost it a mark is printed."""
    tools = Path(sys.executable).parent
    command = [str(tools / "npx"), "--yes", LIGHTHOUSE, address, "--output=json", "--quiet"]
    command += [f"--only-categories={','.join(MARKS)}", f"--chrome-flags={CHROME}"]
    environment = os.environ | {
        "PATH": f"{bin}:{os.environ['PATH']}",
        "CHROME_PATH": shutil.which("chromium") or "",
    }
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    report = json.loads(done.stdout)
    for name in MARKS:
        for part in report["categories"][name]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                print(f"    {name}: {audit['title']} {audit.get('displayValue', '')}")
    return {name: round(100 * report["categories"][name]["score"]) for name in MARKS}


def main() -> None:
    """Build the sample, serve it and print the marks of each page."""
    with tempfile.TemporaryDirectory() as folder:
        assert build(Path(folder), REPORT_DATA="demo/data").returncode == 0
        with serving(Path(folder), Compressing) as address:
            for name, path in PAGES.items():
                print(name, "，".join(f"{mark} {value}" for mark, value in marks(address + path).items()))


if __name__ == "__main__":
    main()
