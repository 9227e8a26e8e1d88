"""Commands: python -m report check | dictionary."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def check(root: Path) -> int:
    """Print every fault of data and pages as 文件:行: 说明; 1 when there is one."""
    from report.faults import FaultsError
    from report.publishing import prepare

    try:
        survey = prepare(root, os.environ)
    except FaultsError as error:
        print(error)
        print(f"共{len(error.faults)}处，改好后再试。", file=sys.stderr)
        return 1
    print(f"没有发现问题：{len(survey.sources)}个页面，{len(survey.desk.results)}个数。")
    return 0


def dictionary(root: Path) -> int:
    """Write data/README.md from the models."""
    from report.dictionary import text

    (root / "data" / "README.md").write_text(text(), encoding="utf-8")
    print("已写好 data/README.md。")
    return 0


COMMANDS: dict[str, tuple[str, Callable[[Path], int]]] = {
    "check": ("检查数据和页面", check),
    "dictionary": ("由数据模型生成 data/README.md", dictionary),
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m report", description="主题教育情况报告：检查与生成")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for name, (purpose, _) in COMMANDS.items():
        commands.add_parser(name, help=purpose)
    chosen = parser.parse_args(arguments).command
    return COMMANDS[chosen][1](ROOT)


if __name__ == "__main__":
    sys.exit(main())
