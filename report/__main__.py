"""Commands: python -m report check | impact | notice | reminder | submit | compare | tidy | dictionary."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {  # each is a module of `commands`, loaded only when it is run
    "check": "检查数据和页面",
    "impact": "与某次提交相比，数据的改动影响哪些数、哪些页",
    "notice": "定稿新一期公示，如 notice 2023-11-24",
    "reminder": "定稿一个月的提醒督办，如 reminder 2023-11",
    "submit": "写出报送的Word稿；还缺什么，按填报单位列出来",
    "compare": "核对改过的Word稿，如 compare 回稿.docx",
    "tidy": "把台账整理成统一的编码、换行和日期写法",
    "dictionary": "由数据模型生成 data/README.md",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; faults in data or arguments are printed, with exit code 1."""
    from report.commands.freezing import NoDraft
    from report.faults import FaultsError

    given = _parser().parse_args(arguments)
    try:
        done: int = import_module(f"report.commands.{given.command}").run(ROOT, given)
        return done
    except FaultsError as error:
        print(error)
        print(f"共{len(error.faults)}处，改好后再试。", file=sys.stderr)
    except NoDraft as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m report", description="主题教育情况报告：检查与生成")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    of = {name: commands.add_parser(name, help=purpose) for name, purpose in COMMANDS.items()}
    of["impact"].add_argument(
        "rev", nargs="?", default="HEAD", metavar="提交", help="与它相比，缺省是最近一次提交"
    )
    of["notice"].add_argument("day", metavar="公示日", help="如 2023-11-24")
    of["reminder"].add_argument("month", metavar="月份", help="如 2023-11")
    of["compare"].add_argument("file", metavar="回稿", help="改过的 .docx")
    of["compare"].add_argument("--json", action="store_true", help="写成 JSON，供别的程序读")
    of["tidy"].add_argument("files", nargs="*", metavar="文件", help="缺省是全部台账")
    return parser


if __name__ == "__main__":
    sys.exit(main())
