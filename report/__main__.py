"""Commands: python -m report serve | demo | site | check | …, with any Python that the machine has.

They run in `.venv`, which is made when there is none: `commands.environment`. Words as make has them are
understood (DAY=2023-12-08, REPORT_EDITION=display), so that one handbook holds with make and without.
"""

import sys

from report.commands import environment

if sys.version_info < environment.OLDEST:  # before anything that an older one cannot read
    environment.hand_over()

import argparse
import io
import os
import re
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {  # each is a module of `commands`, loaded only when it is run
    "serve": "本机预览，改了就刷新；数据有错时列出错处",
    "demo": "用演示数据预览",
    "site": "检查并生成整个网站，在 site/ 里",
    "check": "检查数据和页面",
    "impact": "与某次提交相比，数据的改动影响哪些数、哪些页",
    "notice": "定稿新一期公示，如 notice 2023-11-24",
    "reminder": "定稿一个月的提醒督办，如 reminder 2023-11",
    "submit": "写出报送的Word稿；还缺什么，按填报单位列出来",
    "compare": "核对改过的Word稿，如 compare 回稿.docx",
    "tidy": "把台账等各表整理成统一的编码、换行和日期写法；旧的学习计划、荐读转成表",
    "dictionary": "由数据模型生成 data/README.md",
    "setup": "只准备运行环境；别的命令第一次运行时也会自己准备",
}
ARGUMENTS = ("ADDRESS", "DAY", "MONTH", "REV", "FILE")  # make's names for what follows a command
SETTINGS = {"data": "REPORT_DATA", "date": "REPORT_DATE", "edition": "REPORT_EDITION"}
NAMED = re.compile(r"([A-Z_]+)=(.*)", re.DOTALL)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; faults in data or arguments are printed, with exit code 1."""
    from report.commands.files import named
    from report.commands.freezing import NoDraft
    from report.faults import FaultsError

    given = _parser().parse_args(_plain(sys.argv[1:] if arguments is None else arguments) or ["--help"])
    chosen = {name: getattr(given, option) for option, name in SETTINGS.items()}
    os.environ.update({name: value for name, value in chosen.items() if value})
    try:
        done: int = import_module(f"report.commands.{given.command}").run(ROOT, given)
        return done
    except FaultsError as error:
        print(error)
        print(f"共{len(error.faults)}处，改好后再试。", file=sys.stderr)
    except NoDraft as error:
        print(error, file=sys.stderr)
    except PermissionError as error:
        held = named(Path(error.filename or ""), ROOT)
        print(f"写不了 {held}：请关掉打开着它的程序（如Excel、WPS），再运行一遍。", file=sys.stderr)
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _plain(arguments: list[str]) -> list[str]:
    """The arguments, with words as make has them: what they set is set, and values stand by themselves."""
    plain = ["--help"] if arguments == ["help"] else []
    for word in arguments if not plain else []:
        named = NAMED.fullmatch(word)
        if named and named[1].startswith("REPORT_"):
            os.environ[named[1]] = named[2]
        elif not (named and named[1] == environment.WHEELHOUSE):  # has been read before
            plain.append(named[2] if named and named[1] in ARGUMENTS else word)
    return plain


def _parser() -> argparse.ArgumentParser:
    settings = argparse.ArgumentParser(add_help=False)
    for option, name in SETTINGS.items():
        settings.add_argument(f"--{option}", metavar=option.upper(), help=f"同环境变量 {name}")
    parser = argparse.ArgumentParser(prog="python -m report", description="主题教育情况报告：检查与生成")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    of = {name: commands.add_parser(name, help=said, parents=[settings]) for name, said in COMMANDS.items()}
    for name in ("serve", "demo"):
        of[name].add_argument(
            "address", nargs="?", default="127.0.0.1:8000", metavar="地址", help="地址和端口"
        )
        of[name].add_argument("--open", action="store_true", help="用浏览器打开")
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
    for stream in (sys.stdout, sys.stderr):  # a console of code page 936 lacks characters: print “?” for them
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    environment.enter(ROOT)
    sys.exit(main())
