"""How long checking and building take, as ratios measured side by side on the same machine.

Run: make bench. Each command runs five times in turn; what is printed is the median of user + system CPU
seconds, and how it compares with starting Python and importing the site generator alone.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROUNDS = 5
BIN = Path(sys.executable).parent


def cpu_seconds(command: list[str], **environment: str) -> float:
    """CPU seconds, user and system, that a command and its children take."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    with tempfile.TemporaryDirectory() as target:
        build = [str(BIN / "mkdocs"), "build", "--strict", "--site-dir", target]
        commands = {
            "只启动 mkdocs": ([str(BIN / "mkdocs"), "--version"], {}),
            "检查（真实数据）": ([sys.executable, "-m", "report", "check"], {}),
            "检查（演示数据）": ([sys.executable, "-m", "report", "check"], {"REPORT_DATA": "demo/data"}),
            "生成（真实数据）": (build, {"NO_MKDOCS_2_WARNING": "1"}),
            "生成（演示数据）": (build, {"NO_MKDOCS_2_WARNING": "1", "REPORT_DATA": "demo/data"}),
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, (command, environment) in commands.items():
                taken[name].append(cpu_seconds(command, **environment))
    base = statistics.median(taken["只启动 mkdocs"])
    for name, seconds in taken.items():
        median = statistics.median(seconds)
        print(f"{name}\t{median:.2f} 秒 CPU\t{median / base:.1f} 倍")


if __name__ == "__main__":
    main()
