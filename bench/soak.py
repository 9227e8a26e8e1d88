"""Publishing under load and under fire: real pushes while many read, pushes killed at any moment, a crowd.

Run: make soak, as root. Prints what was counted and timed; ends with 1 when a read failed, was torn, mixed
two releases or was stale, when a push got lost, or when something took longer than it may.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import itertools
import multiprocessing
import os
import random
import re
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from multiprocessing.synchronize import Event
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.deploy.host import Clone, Host, serving_host, stored_wheels  # noqa: E402 – run, not installed

PUSHES, READS, KILLS, CROWD = 50, 20_000, 20, 8
PER_CONNECTION = 500  # requests; the web server closes after a thousand
READERS, PACE = 3, 0.02  # seconds between two reads of a reader: it is the server that is looked at
SLOWEST_MEDIAN, SLOWEST, SLOWEST_ROLLBACK = 4.0, 12.0, 1.0  # seconds
PAGES = ("/", "/study/online/", "/report/study/", "/ledgers/problems/", "/data/")
MARKED = "docs/study/online.md"
SHEET = "overrides/assets/stylesheets/blocks.css"
MARK = re.compile(r"第(\d+)次发布")
ASSET = re.compile(r'(?:href|src)="[^"]*?(assets/[^"]+?\.([0-9a-f]{8})\.(?:css|js))"')


class Reader:
    """Reads a page with its style sheet and script, as a browser would, and counts what was wrong."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.seen: Counter[str] = Counter()
        self.asked = 0

    def get(self, path: str) -> tuple[int, bytes]:
        self.asked += 1
        if self.asked % PER_CONNECTION == 0:
            self.connection.close()
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def read(self, path: str) -> None:
        status, body = self.get(path)
        self.seen["reads"] += 1
        page = body.decode()
        if status != 200:
            self.seen["not 200"] += 1
            return
        if not page.rstrip().endswith("</html>") or len(set(MARK.findall(page))) > 1:
            self.seen["torn"] += 1
        assets = set(ASSET.findall(page))
        if len(assets) < 2:
            self.seen["torn"] += 1
        for name, digest in assets:
            status, content = self.get(f"/{name}")
            self.seen["assets"] += 1
            if status != 200:
                self.seen["not 200"] += 1
            elif hashlib.sha256(content).hexdigest()[:8] != digest:
                self.seen["mixed"] += 1


def reading(port: int, over: Event, found: multiprocessing.Queue[Counter[str]], seed: int) -> None:
    """Read until told that it is over, and until it is enough."""
    reader, choice = Reader(port), random.Random(seed)
    while not over.is_set() or reader.seen["reads"] * READERS < READS:
        try:
            reader.read(choice.choice(PAGES))
        except (OSError, http.client.HTTPException):
            reader.seen["not 200"] += 1
            reader.connection.close()
        time.sleep(PACE)
    found.put(reader.seen)


class Watcher(threading.Thread):
    """Asks for one page again and again, and notes when each mark was first seen."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port, self.first, self.over = port, dict[int, float](), False

    def run(self) -> None:
        reader = Reader(self.port)
        while not self.over:
            for mark in MARK.findall(reader.get("/study/online/")[1].decode()):
                self.first.setdefault(int(mark), time.monotonic())
            time.sleep(0.02)


def marked(clone: Clone, number: int) -> None:
    """Commit the next mark, in two places of a page; every other time with a changed style sheet."""
    lines = [line for line in clone.read(MARKED).splitlines() if not MARK.search(line)]
    title = next(n for n, line in enumerate(lines) if line.startswith("# ")) + 1
    lines[title:title] = ["", f"本页第{number}次发布。"]
    clone.write(MARKED, "\n".join([*lines, "", f"以上是第{number}次发布。", ""]))
    if number % 2:
        sheet = re.sub(r"\n:root \{ --soak: \d+; \}", "", clone.read(SHEET).rstrip())
        clone.write(SHEET, f"{sheet}\n:root {{ --soak: {number}; }}\n")
    clone.commit(f"第{number}次")


def load(host: Host, clone: Clone) -> dict[str, float]:
    """Push again and again while others read."""
    over, found = multiprocessing.Event(), multiprocessing.Queue()
    readers = [
        multiprocessing.Process(target=reading, args=(host.port, over, found, seed))
        for seed in range(READERS)
    ]
    for process in readers:
        process.start()
    watcher, reader = Watcher(host.port), Reader(host.port)
    watcher.start()
    visible, stale, total = [], 0, Counter[str]()
    began = time.monotonic()
    for number in range(1, PUSHES + 1):
        marked(clone, number)
        start = time.monotonic()
        done = clone.push()
        returned = time.monotonic()
        assert done.returncode == 0, done.stderr
        stale += str(number) not in MARK.findall(reader.get("/study/online/")[1].decode())
        while number not in watcher.first and time.monotonic() < returned + 30:
            time.sleep(0.01)
        visible.append(watcher.first[number] - start)
    over.set()
    for _ in readers:
        total += found.get()
    for process in readers:
        process.join()
    watcher.over = True
    return {
        "推送": PUSHES, "读网页": total["reads"], "读样式脚本": total["assets"], "不是200": total["not 200"],
        "撕裂": total["torn"], "混版": total["mixed"], "推送返回后还旧": stale,
        "推送到看见，中位数（秒）": statistics.median(visible), "推送到看见，最长（秒）": max(visible),
        "每秒读": total["reads"] / (time.monotonic() - began),
    }  # fmt: skip


def fire(host: Host, clone: Clone) -> dict[str, float]:
    """Kill everything of a push at any moment; the site stays whole, and the timer brings it up to date."""
    reader, choice = Reader(host.port), random.Random(1)
    lost = 0
    for number in range(PUSHES + 1, PUSHES + KILLS + 1):
        marked(clone, number)
        push = clone.pushing()
        time.sleep(choice.uniform(0.05, 3.0))
        for process in host.processes("/opt/report-site"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with push:
            push.communicate()
        for path in PAGES:
            reader.read(path)
        host.run("report-site", "tick", user="report-site", HOME="/")
        main = host.must("git", "--git-dir=/srv/report-site/repo.git", "rev-parse", "main").strip()
        lost += host.live_commit() != main
        clone.reset()
    return {"杀掉的推送": KILLS, "杀后读网页有错": sum(reader.seen[n] for n in ("not 200", "torn", "mixed")),
            "定时任务后仍不是最新": lost}  # fmt: skip


def crowd(host: Host) -> dict[str, float]:
    """Many push at once; whoever is behind pulls and pushes again. All land."""
    clones = []
    for number in range(CROWD):
        host.add_person(f"clerk{number}", "report-editors")
        clones.append(Clone(host, f"clerk{number}"))
        name = f"docs/study/{('plan', 'books', 'picks', 'classes', 'youth', 'online')[number % 6]}.md"
        clones[-1].write(name, clones[-1].read(name) + f"\n第{number}人补一句。\n")
        clones[-1].commit(f"第{number}人")
    tries = itertools.count()

    def until_it_lands(clone: Clone) -> None:
        while clone.push().returncode:
            next(tries)
            if clone.git("pull", "--quiet", "--rebase", "origin", "main").returncode:
                clone.must("checkout", "--quiet", "--theirs", ".")  # two wrote at the end of one page
                clone.must("add", "--all")
                clone.must("-c", "core.editor=true", "rebase", "--continue")

    start = time.monotonic()
    people = [threading.Thread(target=until_it_lands, args=(clone,)) for clone in clones]
    for person in people:
        person.start()
    for person in people:
        person.join()
    log = host.must("git", "--git-dir=/srv/report-site/repo.git", "log", "--format=%s", "main").splitlines()
    main = host.must("git", "--git-dir=/srv/report-site/repo.git", "rev-parse", "main").strip()
    return {"同时推送": CROWD, "没有落地": sum(f"第{n}人" not in log for n in range(CROWD)),
            "上线的不是最后一个": float(host.live_commit() != main), "被请去先拉取": next(tries),
            "全部上线（秒）": time.monotonic() - start}  # fmt: skip


def rollback(host: Host) -> dict[str, float]:
    start = time.monotonic()
    host.must("report-site", "rollback", user="editor")
    return {"退回（秒）": time.monotonic() - start}


MUST_BE_NONE = (
    "不是200",
    "撕裂",
    "混版",
    "推送返回后还旧",
    "杀后读网页有错",
    "定时任务后仍不是最新",
    "没有落地",
    "上线的不是最后一个",
)
AT_MOST = {
    "推送到看见，中位数（秒）": SLOWEST_MEDIAN,
    "推送到看见，最长（秒）": SLOWEST,
    "退回（秒）": SLOWEST_ROLLBACK,
}
AT_LEAST = {"推送": PUSHES, "读网页": READS}


def main() -> int:
    """Print every count and time; 1 when one is not as it must be."""
    with tempfile.TemporaryDirectory() as folder, serving_host(stored_wheels(Path(folder))) as host:
        host.add_person("editor", "report-editors,report-developers")
        clone = Clone(host, "editor")
        found = load(host, clone) | fire(host, clone) | crowd(host) | rollback(host)
    bad = [name for name in MUST_BE_NONE if found[name]]
    bad += [name for name, most in AT_MOST.items() if found[name] > most]
    bad += [name for name, least in AT_LEAST.items() if found[name] < least]
    for name, value in found.items():
        print(
            f"{name}：{value:.2f}" if isinstance(value, float) else f"{name}：{value}",
            "不合格" * (name in bad),
        )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
