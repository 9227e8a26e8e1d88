"""What a command is run with: the data set, the judgement date, the edition, where files are edited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from report.facts.campaign import EDITIONS
from report.facts.fields import day
from report.faults import FaultsError, Place

DATA = "data"
PLAIN = r"[\w.~:/?&=%+,;!$*()@-]"  # what an address may consist of, beside the two things to fill in
HOST, PATH, LINE = r"https?://[\w.:\[\]-]+/", r"\{path\}", r"\{line\}"
EDIT = re.compile(rf"{HOST}{PLAIN}*{PATH}{PLAIN}*(#{PLAIN}*{LINE}{PLAIN}*)?", re.ASCII)
EDIT_FORM = (
    "应写平台上改一个文件的网址，以 http:// 或者 https:// 开头，文件的位置写成 {path}，"
    "能到某一行的再加 #L{line}，如 http://git.example/office/report/_edit/main/{path}#L{line}"
)


@dataclass(frozen=True)
class Settings:
    """What a command is run with. If `today` is None, the data date stands in for it.

    `edit`: the address at which a file of the tree is edited, with {path} and perhaps #…{line}; may be empty.
    """

    root: Path
    data: Path
    today: date | None
    edition: str
    edit: str = ""


def settings(root: Path, environ: Mapping[str, str]) -> Settings:
    """Settings from REPORT_DATA, REPORT_DATE, REPORT_EDITION and REPORT_EDIT. FaultsError if one makes no
    sense."""
    faults = []
    named = environ.get("REPORT_DATA") or DATA
    data = root / named
    if not data.is_dir():
        faults.append(Place("REPORT_DATA").fault(f"没有“{named}”这个文件夹，请核对路径"))
    elif named != DATA and not (data / "site.yml").is_file():
        faults.append(Place("REPORT_DATA").fault(f"“{named}”里没有 site.yml，不是一套数据，请核对路径"))
    today = None
    if written := environ.get("REPORT_DATE"):
        try:
            today = day(written)
        except ValueError as error:
            faults.append(Place("REPORT_DATE").fault(str(error)))
    edition = environ.get("REPORT_EDITION") or EDITIONS[0]
    if edition not in EDITIONS:
        faults.append(Place("REPORT_EDITION").fault(f"没有“{edition}”这个版本，只能写{'、'.join(EDITIONS)}"))
    edit = environ.get("REPORT_EDIT") or ""
    if edit and not EDIT.fullmatch(edit):
        faults.append(Place("REPORT_EDIT").fault(f"“{edit}”不行，{EDIT_FORM}"))
    if faults:
        raise FaultsError(faults)
    return Settings(root, data, today, edition, edit)
