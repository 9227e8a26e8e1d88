"""tidy: rewrites tables with one encoding, one kind of line end and one form of days and months; makes tables
of lists that a data set still has as YAML."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from report.commands.earlier import converted
from report.commands.files import named, replace
from report.facts.lists import TABLES
from report.facts.reading.csv_source import NOT_TEXT, UNREADABLE, mended
from report.facts.reading.settings import settings
from report.facts.reading.text import NotText, decode, marked
from report.faults import Fault, FaultsError


def run(root: Path, given: Namespace) -> int:
    """Rewrite tables in one encoding, with one kind of line end and one form of days and months, so that
    changes stay readable in git, however a spreadsheet program saved them."""
    chosen = settings(root, os.environ)
    data = chosen.data
    for old, new in () if given.files else converted(chosen):
        print(f"已把 {old} 转成 {new}，旧文件已删去；检查后一起提交。")
    faults = []
    for path in [Path(name) for name in given.files] or sorted((data / "ledgers").glob("*.csv")):
        if not path.is_file() or path.is_symlink() or path.suffix != ".csv":
            wrong = "不是台账，只整理 .csv 文件" if path.is_file() else "没有这个文件，请核对路径"
            faults.append(Fault(str(path), 0, wrong))
            continue
        before = path.read_bytes()
        try:
            text = decode(before, "gb18030")
        except NotText as error:
            faults.append(Fault(str(path), error.line, NOT_TEXT if error.binary else UNREADABLE))
            continue
        table = TABLES.get(path.stem)
        right, cells = mended(text, table.row.written()) if table else (text, 0)
        if (after := marked(right)) != before:
            replace(path, after)
            print(f"已整理 {named(path, root)}{f'，{cells}格日期、月份改了写法' if cells else ''}。")
    if faults:
        raise FaultsError(faults)
    return 0
