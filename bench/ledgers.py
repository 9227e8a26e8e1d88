"""How long 5,000 and 100,000 measures take to load, count and check, beside reading the file with csv alone.

Run: make bench. The measures of the demo are repeated under new ids, everything else of it stays. Each number
is the median of five rounds in one process, user + system CPU seconds, and its ratio to the csv module.
"""

from __future__ import annotations

import csv
import io
import resource
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from report.checks import check  # noqa: E402
from report.facts.reading.loading import load  # noqa: E402
from report.facts.reading.settings import settings  # noqa: E402
from report.figures.resolving import resolve  # noqa: E402

ROUNDS = 5
DEMO = {"REPORT_DATA": "demo/data"}
MEASURES = "demo/data/ledgers/measures.csv"


def cpu_seconds(action: Callable[[], object]) -> float:
    """CPU seconds, user and system, that an action takes in this process."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    action()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def enlarged(folder: Path, count: int) -> Path:
    """A tree whose demo has so many measures, and no typed values that would not agree with them."""
    tree = folder / str(count)
    for name in ("data", "demo"):
        shutil.copytree(ROOT / name, tree / name)
    (tree / "demo/data/values.yml").write_text("", encoding="utf-8")
    header, *rows = csv.reader(io.StringIO((tree / MEASURES).read_text(encoding="utf-8-sig")))
    with (tree / MEASURES).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([header, *rows])
        for number in range(len(rows), count):
            writer.writerow([f"CS-{number + 10_000}", *rows[number % len(rows)][1:]])
    return tree


def with_csv(tree: Path) -> None:
    with (tree / MEASURES).open(encoding="utf-8-sig", newline="") as file:
        list(csv.reader(file))


def checked(tree: Path) -> None:
    campaign, faults = load(settings(tree, DEMO))
    faults += check(resolve(campaign))
    assert faults == [], faults[:3]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for count in (5_000, 100_000):
            tree = enlarged(Path(folder), count)
            checked(tree)  # the first time, models and calendar are loaded too
            base = statistics.median(cpu_seconds(lambda tree=tree: with_csv(tree)) for _ in range(ROUNDS))
            whole = statistics.median(cpu_seconds(lambda tree=tree: checked(tree)) for _ in range(ROUNDS))
            print(f"{count} 条措施\t{whole:.2f} 秒 CPU\t只用 csv 读这份台账的 {whole / base:.0f} 倍")


if __name__ == "__main__":
    main()
