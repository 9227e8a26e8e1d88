"""What the Word copies cost: the same build with and without them, in turn on the same machine.

Run: make bench. Printed are medians of user + system CPU seconds, their difference and their ratio.
"""

from __future__ import annotations

import statistics
import sys
import tempfile

from timings import ROUNDS, cpu_seconds

BUILD = """
import sys
import types
if sys.argv[2] == "without":  # nothing of it is loaded
    room = sys.modules["report.outputs.word"] = types.ModuleType("report.outputs.word")
    room.copies = types.SimpleNamespace(files=lambda view, html: {})
from mkdocs.__main__ import cli
cli(["build", "--strict", "--site-dir", sys.argv[1]])
"""
DATA = {"真实数据": "data", "演示数据": "demo/data"}


def main() -> None:
    for name, data in DATA.items():
        taken: dict[str, list[float]] = {"with": [], "without": []}
        with tempfile.TemporaryDirectory() as target:
            for _ in range(ROUNDS):
                for kind, seconds in taken.items():
                    command = [sys.executable, "-c", BUILD, target, kind]
                    seconds.append(cpu_seconds(command, NO_MKDOCS_2_WARNING="1", REPORT_DATA=data))
        with_copies, without = (statistics.median(taken[kind]) for kind in ("with", "without"))
        print(
            f"生成（{name}）\t没有Word稿 {without:.2f} 秒 CPU\t有 {with_copies:.2f} 秒"
            f"\t多 {with_copies - without:.2f} 秒\t{with_copies / without:.2f} 倍"
        )


if __name__ == "__main__":
    main()
