"""compare: prints what a returned copy says differently from the data."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from report.faults import FaultsError
from report.macros.view import View
from report.outputs.word.compare import comparison
from report.outputs.word.compare.differences import as_json, as_text
from report.outputs.word.compare.returned import NotACopy, judged_on
from report.publishing import whole_report

UNREADABLE = 2  # exit code if there is nothing to compare


def run(root: Path, given: Namespace) -> int:
    """Print what a returned copy says differently from the data; exit code 1 if figures differ."""
    try:
        content = Path(given.file).read_bytes()
        view, html = _judged_as(root, judged_on(content))
        found = comparison.compare(view, html, content)
    except FaultsError as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    except (OSError, NotACopy) as error:
        said = str(error) if isinstance(error, NotACopy) else "读不了这个文件，请核对路径"
        print(f"{given.file}:0: {said}", file=sys.stderr)
        return UNREADABLE
    print(as_json(found) if given.json else as_text(found))
    return 1 if found.differs else 0


def _judged_as(root: Path, day: str) -> tuple[View, str]:
    """The facts and the HTML of the whole report, judged as of the copy's day, if the data allows it and
    REPORT_DATE is not set."""
    if day and not os.environ.get("REPORT_DATE"):
        try:
            return whole_report(root, {**os.environ, "REPORT_DATE": day})
        except FaultsError:  # the data has moved on since
            pass
    return whole_report(root, os.environ)
