"""serve: shows the site while it is worked on, and in its place what is wrong."""

from __future__ import annotations

import os
import sys
import threading
import time
import webbrowser
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import count, groupby
from pathlib import Path
from shutil import rmtree

from jinja2 import Environment, FileSystemLoader

from report.commands.building import WORK, Built, build

EXAMPLE = "127.0.0.1:8000"
WATCHED = ("data", "demo", "docs", "overrides", "report", "hooks.py", "mkdocs.yml")
PAUSE = 0.5  # seconds between looks at the files
OWN = "/_preview/"  # what the preview itself serves
PARTS = Path(__file__).parent / "preview"  # the page about faults, and what reloads a page


@dataclass
class Preview:
    """What the browser is shown: the newest site, or what keeps it from being built."""

    folder: Path | None = None
    built: Built | None = None  # None while the first is being built
    version: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def show(self, built: Built, folder: Path) -> Path | None:
        """Show what was built, or what is wrong; returns the folder that is not shown any more."""
        with self.lock:
            self.built, self.version = built, self.version + 1
            if not built.success:
                return folder
            before, self.folder = self.folder, folder
            return before

    def page(self) -> bytes | None:
        """The page that stands for every other one until there is a site without faults."""
        with self.lock:
            if self.built and self.built.success:
                return None
            faults = self.built.faults if self.built else ()
            files = [(path, list(each)) for path, each in groupby(faults, lambda fault: fault.path)]
            said = self.built.said if self.built else ()
            parts = Environment(loader=FileSystemLoader(PARTS, "utf-8"), autoescape=True)
            page = parts.get_template("page.html")
            return page.render(built=self.built, files=files, count=len(faults), said=said).encode()


class Handler(SimpleHTTPRequestHandler):
    """Serves what the preview shows; every page finds out by itself when there is something newer."""

    def __init__(self, preview: Preview, *args: object) -> None:
        self.preview = preview
        super().__init__(*args, directory=str(preview.folder or PARTS))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """A page, with what reloads it; another file; or the number of what is shown."""
        path = self.path.partition("?")[0]
        if path == f"{OWN}version":
            self._send(str(self.preview.version).encode(), "text/plain")
        elif path == f"{OWN}reload.js":
            self._send((PARTS / "reload.js").read_bytes(), "text/javascript")
        elif path.endswith(("/", ".html")) and (page := self.preview.page()):
            self._send_page(page, 503)
        elif path.endswith(("/", ".html")):
            self._send_file(Path(self.translate_path(path + ("index.html" if path.endswith("/") else ""))))
        elif self.preview.folder is None:
            self.send_error(404)
        elif Path(self.translate_path(path)).exists():
            super().do_GET()
        else:
            self._send_file(None)

    def _send_file(self, file: Path | None) -> None:
        found = file is not None and file.is_file()
        missing = Path(self.directory) / "404.html"
        page = file if file is not None and found else missing
        if page.is_file():
            self._send_page(page.read_bytes(), 200 if found else 404)
        else:
            self.send_error(404)

    def _send_page(self, page: bytes, code: int) -> None:
        reload = (PARTS / "reload.html").read_bytes().replace(b"{}", str(self.preview.version).encode())
        head, end, tail = page.rpartition(b"</body>")
        self._send(head + reload + end + tail, "text/html", code)

    def _send(self, content: bytes, kind: str, code: int = 200) -> None:
        self.send_response(code)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def end_headers(self) -> None:
        """Nothing is kept by the browser: the next version may differ."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """On Windows, to reuse an address means to take it away from whoever has it."""

    allow_reuse_address = os.name != "nt"
    daemon_threads = True


def run(root: Path, given: Namespace) -> int:
    """Show the site until Ctrl+C; whenever a file of it changes, show what becomes of it."""
    preview = Preview()
    host, _, port = given.address.rpartition(":")
    try:
        server = Server((host, int(port)), partial(Handler, preview))
    except (OSError, ValueError, OverflowError) as error:
        print(_refused(given.address, error), file=sys.stderr)
        return 1
    address, work = f"http://{given.address}/", root / WORK / f"preview-{port}"
    rmtree(work, ignore_errors=True)  # left by one whose window was closed
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"预览：{address}　改了、存了，网页自己更新；按 Ctrl+C 结束。", flush=True)
    if given.open:
        webbrowser.open(address)
    try:
        _follow(root, preview, work, address)
    except KeyboardInterrupt:
        print("预览结束。")
    finally:
        server.shutdown()
        server.server_close()
        rmtree(work, ignore_errors=True)
    return 0


def _follow(root: Path, preview: Preview, work: Path, address: str) -> None:
    """Build the site again whenever a file of it has changed."""
    for number in count(1):
        seen = dict(_states(root))
        folder = work / str(number)
        built = build(root, folder, REPORT_URL=address)
        if left := preview.show(built, folder):
            rmtree(left, ignore_errors=True)
        _tell(built)
        while dict(_states(root)) == seen:
            time.sleep(PAUSE)
        print("文件改了，正在重新生成……", flush=True)


def _states(root: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every file of the site, with what tells that it has changed."""
    for name in {*WATCHED, os.environ.get("REPORT_DATA") or "data"}:
        path = root / name
        files = path.rglob("*") if path.is_dir() else [path]
        for file in files:
            if "__pycache__" not in file.parts:
                try:
                    state = file.stat()
                except OSError:  # deleted in the meantime
                    continue
                yield str(file), (state.st_mtime_ns, state.st_size)


def _tell(built: Built) -> None:
    if built.success:
        print("网页是最新的。", flush=True)
        return
    print(built)
    print(f"有{len(built.faults) or len(built.said)}处要改。改好、存好，网页自己更新。", flush=True)


def _refused(address: str, error: Exception) -> str:
    """Why no server can listen at an address, and what to do."""
    if not isinstance(error, OSError) or ":" not in address:
        return f"“{address}”不是能用的地址，请照 {EXAMPLE} 的样子写。"
    host, _, port = address.rpartition(":")
    return (
        f"{address}用不了，多半是另一个窗口已经在预览：请关掉那个窗口，"
        f"或者换一个端口：make serve ADDRESS={host}:{int(port) + 1}。"
    )
