"""check: prints every fault of data and pages."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from report.facts.campaign import Campaign
from report.facts.counting import later
from report.facts.editions import is_shown
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.row import Row
from report.facts.workdays import expires
from report.publishing import prepare

REMINDED = 60  # days before the year ends


def run(root: Path, given: Namespace) -> int:
    """Print every fault of data and pages as 文件:行: 说明; exit code 1 if there is one."""
    survey = prepare(root, os.environ)
    print(f"没有发现问题：{len(survey.sources)}个页面，{len(survey.facts.results)}个数。")
    for line in _later(survey.facts.campaign):
        print(line)
    _remind(survey.facts.campaign.today)
    return 0


def _later(campaign: Campaign) -> Iterator[str]:
    """How many rows wait for the data date to move, and which; hidden ones only by their number."""
    found = [(ledger, *pair) for ledger, pairs in later(campaign).items() for pair in pairs]
    waiting = [(name, row) for name, row, stood in found if stood is None]
    if waiting:
        said = f"另有{len(waiting)}行晚于数据截至日期 {campaign.site.as_of}，暂不计入"
        yield f"{said}：{_named(campaign, waiting)}。"
    moved = [(name, row) for name, row, stood in found if stood is not None]
    if moved:
        said = f"有{len(moved)}行在数据截至日期 {campaign.site.as_of} 以后才落实、销号或者启动"
        yield f"{said}，暂按这一天的状态计：{_named(campaign, moved)}。"


def _named(campaign: Campaign, rows: list[tuple[str, Row]]) -> str:
    """活动台账 HD-0041、HD-0042；文件台账不列出的1行."""
    said = []
    for name in dict.fromkeys(name for name, _ in rows):
        mine = [row for ledger, row in rows if ledger == name]
        told = [row.id for row in mine if is_shown(campaign, row)]
        hidden = [f"不列出的{len(mine) - len(told)}行"] if len(mine) > len(told) else []
        said.append(f"{LEDGERS[name].title} {'、'.join([*told, *hidden])}")
    return "；".join(said)


def _remind(today: date | None) -> None:
    """Print a reminder in time if the holidays of the coming year are not installed yet."""
    last = expires(today) if today else None
    if today and last and (last - today).days <= REMINDED:
        said = f"提醒：来年的节假日安排还没有装上，{last}以前几个工作日起判不了临期、发布不了"
        print(f"{said}；请在这以前更新依赖里的 chinesecalendar。")
