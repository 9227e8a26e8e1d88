"""tidy: rewrites tables as UTF-8 with a byte order mark and one kind of line end; makes tables of lists that
a data set still has as YAML."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from report.commands.earlier import converted
from report.commands.files import named, replace
from report.facts.reading.csv_source import NOT_TEXT, UNREADABLE
from report.facts.reading.settings import settings
from report.facts.reading.text import NotText, tidied
from report.faults import Fault, FaultsError


def run(root: Path, given: Namespace) -> int:
    """Rewrite tables in one encoding and with one kind of line end, so that changes stay readable in git."""
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
            after = tidied(before)
        except NotText as error:
            faults.append(Fault(str(path), error.line, NOT_TEXT if error.binary else UNREADABLE))
            continue
        if after != before:
            replace(path, after)
            print(f"已整理 {named(path, root)}。")
    if faults:
        raise FaultsError(faults)
    return 0
