"""Commands: python -m deploy.gate receive | publish | tick | rollback | status."""

from __future__ import annotations

import argparse
import contextlib
import os
import pwd
import signal
import subprocess
import sys
import traceback
from datetime import date

from deploy.gate.answers import Misconfigured, Refused, refusal
from deploy.gate.git import asked
from deploy.gate.publishing import note, publish, roll_back
from deploy.gate.receiving import receive
from deploy.gate.releases import Release
from deploy.gate.settings import Settings, settings
from deploy.gate.status import TICK, failed, in_vain, status, worked

GROUP_WRITES = 0o002
LONGEST = 900  # seconds that a push may take, including waiting


def say(line: str) -> None:
    """Print without delay, for whoever is waiting for their push."""
    print(line, flush=True)


def _title(chosen: Settings, release: Release) -> str:
    """What people call a release: its short commit and the subject of that."""
    return asked(chosen.repository, "log", "-1", "--format=%h %s", release.commit)


def received(chosen: Settings, given: argparse.Namespace) -> int:
    """Before git stores a push: inspect it and prepare its release. Exit code 1 refuses it."""
    signal.alarm(LONGEST)
    lines = sys.stdin.read().splitlines()
    who = pwd.getpwuid(os.getuid()).pw_name
    try:
        receive(chosen, lines, say)
    except Refused as refused:
        say(refusal(refused))
        note(chosen, f"{who} 推送，没有通过，{len(refused.reasons)}处")
        return 1
    note(chosen, f"{who} 推送，通过：{'；'.join(line.split()[2] for line in lines)}")
    return 0


def published(chosen: Settings, given: argparse.Namespace) -> int:
    """Make the wanted release live. Exit code 1 if that fails."""
    try:
        release = publish(chosen, given.day or chosen.now().date(), say)
    except Refused as refused:
        failed(chosen, "；".join(refused.reasons[:3]))
        say(f"没有发布：{refused}")
        return 1
    worked(chosen)
    if release is not None and given.command == "publish":
        say(f"网站上现在是：{_title(chosen, release)}，{chosen.url}")
    return 0


def ticked(chosen: Settings, given: argparse.Namespace) -> int:
    """The same, every minute; prints nothing if there is nothing to do."""
    (chosen.state / TICK).touch()
    return 1 if in_vain(chosen) else published(chosen, given)


def rolled_back(chosen: Settings, given: argparse.Namespace) -> int:
    """Go back to the release before the live one."""
    try:
        release = roll_back(chosen)
    except Refused as refused:
        say(str(refused))
        return 1
    say(f"网站退回到：{_title(chosen, release)}。下次推送以前不动；改好了照常推送就上线。")
    note(chosen, f"退回到 {release.name}")
    return 0


def told(chosen: Settings, given: argparse.Namespace) -> int:
    """Print the status of the site."""
    for line in status(chosen):
        say(line)
    return 0


COMMANDS = {
    "receive": ("推送存进仓库以前：检查、生成（由 pre-receive 调用）", received),
    "publish": ("让该上线的上线；已经是的什么也不做", published),
    "tick": ("同上，由定时任务每分钟调用", ticked),
    "rollback": ("退回上一个版本，下次推送以前不动", rolled_back),
    "status": ("网站上是哪次提交、多久了、上次为什么没有发布成功", told),
}


def main() -> int:
    """Run one command and return its exit code; problems of the server are said in one line, with
    exit code 1."""
    parser = argparse.ArgumentParser(prog="report-site", description="发布：推送、上线、退回")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for name, (purpose, _) in COMMANDS.items():
        command = commands.add_parser(name, help=purpose)
        command.set_defaults(day=None)
        if name == "publish":
            command.add_argument("--day", type=date.fromisoformat, help="按哪一天判定，缺省是今天")
    given = parser.parse_args()
    os.umask(GROUP_WRITES)
    chosen = None
    try:
        chosen = settings()
        return COMMANDS[given.command][1](chosen, given)
    except Misconfigured as error:
        say(f"服务器没有设置好，网站没有动：{error}")
    except (OSError, subprocess.SubprocessError) as error:
        say(f"服务器出了错，网站没有动，请告诉管理员：{error}")
        if chosen is not None and given.command != "status":
            with contextlib.suppress(OSError):  # it may be the disk that failed
                failed(chosen, str(error))
    except Exception as error:  # no traceback for whoever pushes; it goes to the log
        say(f"检查推送的程序自己出了错，网站没有动，请告诉管理员：{type(error).__name__} {error}")
        if chosen is not None:
            with contextlib.suppress(OSError):
                note(chosen, traceback.format_exc())
    return 1


if __name__ == "__main__":
    sys.exit(main())
