"""The status of the site: what is live, since when, and what failed last."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from typing import Any

from deploy.gate.git import MAIN, asked, commit_of
from deploy.gate.publishing import CURRENT, wanted, write
from deploy.gate.releases import Release, found, pointed
from deploy.gate.settings import Settings

FAILURE, TICK = "failure.json", "last-run"
AGAIN = 600  # seconds after which a failed commit is tried again
LATE = 300  # seconds after which the timer must have run again


def failed(settings: Settings, reason: str) -> None:
    """Note why nothing could be published."""
    said = {"at": int(time.time()), "reason": reason, "commit": wanted(settings)}
    write(settings.state / FAILURE, json.dumps(said, ensure_ascii=False) + "\n")


def failure(settings: Settings) -> dict[str, Any]:
    """The last failure: `at` in seconds, `reason`, `commit`; empty if there is none."""
    with contextlib.suppress(OSError, ValueError):
        said = json.loads((settings.state / FAILURE).read_text(encoding="utf-8"))
        return said if isinstance(said, dict) and {"at", "reason", "commit"} <= set(said) else {}
    return {}


def in_vain(settings: Settings) -> bool:
    """Whether the wanted commit failed a short while ago, so that it need not be tried again every minute."""
    said = failure(settings)
    if not said or time.time() - said["at"] > AGAIN:
        return False
    commit = wanted(settings)
    return bool(said["commit"] == commit and found(settings, commit, settings.now().date()) is None)


def worked(settings: Settings) -> None:
    """Forget the last failure, since what is wanted is live."""
    (settings.state / FAILURE).unlink(missing_ok=True)


def status(settings: Settings) -> Iterator[str]:
    """Lines to print: the live commit and its age, main compared with it, the timer, the last failure."""
    now = time.time()
    live = pointed(settings, CURRENT)
    yield from _live(settings, live, now) if live else ["网站还没有发布过。"]
    tick = settings.state / TICK
    if not tick.exists():
        yield "定时任务：没有运行过"
    else:
        since = now - tick.stat().st_mtime
        yield f"定时任务：{_ago(since)}运行过{'，停了，请管理员查看' if since > LATE else ''}"
    if said := failure(settings):
        yield f"没有发布成功：{settings.at(said['at']):%Y-%m-%d %H:%M}，{said['reason']}"
    else:
        yield "没有发布成功的：无"


def _live(settings: Settings, live: Release, now: float) -> Iterator[str]:
    shown = asked(settings.repository, "log", "-1", "--format=%h%x00%ct%x00%an%x00%s", live.commit)
    digits, committed, author, subject = shown.split("\0")
    when = f"{settings.at(int(committed)):%Y-%m-%d %H:%M}提交，{_ago(now - int(committed))}"
    yield f"网站上：{digits} {subject}（{author}，{when}）"
    yield f"逾期、临期按{live.day}判定"
    main = commit_of(settings.repository, MAIN)
    if main == live.commit:
        yield "main：就是网站上的"
    elif wanted(settings) == live.commit:
        yield f"main：{main[:7]}，网站退回到了更早的版本，下次推送以前不动"
    else:
        yield f"main：{main[:7]}，还没有上线"


def _ago(seconds: float) -> str:
    for size, unit in ((86400, "天"), (3600, "小时"), (60, "分钟")):
        if seconds >= size:
            return f"{int(seconds // size)}{unit}前"
    return "刚刚"
