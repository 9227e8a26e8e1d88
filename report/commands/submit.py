"""submit: writes the report that is sent, or says what is still missing."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from report.commands.files import named, replace_kept
from report.outputs.word.copies import copy
from report.outputs.word.reading import read_report
from report.outputs.word.submission import behind, file_name, refusal
from report.publishing import whole_report

SUBMISSION = "submission"


def run(root: Path, given: Namespace) -> int:
    """Write the report that is sent. While anything is missing, print what, by who has to provide it,
    and write nothing."""
    view, html = whole_report(root, os.environ)
    report = read_report(html)
    path = root / SUBMISSION / f"{file_name(report.title)}.docx"
    if said := refusal(view, report):
        print(said)
        print("没有写报送稿。", file=sys.stderr)
        if path.exists():
            print(f"{named(path, root)} 是以前写的，不要报送。", file=sys.stderr)
        return 1
    try:
        path.parent.mkdir(exist_ok=True)
        kept = replace_kept(path, copy(view, report))
    except OSError as error:
        print(f"写不了 {named(path, root)}：{error.strerror}。请关掉打开着它的程序再试。", file=sys.stderr)
        return 1
    if kept:
        print(f"原来的一份不一样，改名留着：{named(kept, root)}。")
    if known := behind(view):
        print(known)
    print(f"已写好 {named(path, root)}。报送以前，照编辑手册“报送前看一遍”在Word或者WPS里看。")
    return 0
