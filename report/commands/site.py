"""site: builds the whole site."""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from report.commands.building import WORK, build


def run(root: Path, given: Namespace) -> int:
    """Build the whole site into site/. With the least fault, print it and leave the old site as it is."""
    work, site = root / WORK / "new", root / "site"
    shutil.rmtree(work, ignore_errors=True)
    built = build(root, work / "site")
    if not built.success:
        print(built)
        print("网站没有生成，原来的 site/ 没有动。改好后再试。", file=sys.stderr)
    elif site.exists():
        site.rename(work / "old")
    if built.success:
        (work / "site").rename(site)
        print("已生成网站，在 site/ 里。")
    shutil.rmtree(work, ignore_errors=True)
    with suppress(OSError):  # a preview is running
        work.parent.rmdir()
    return 0 if built.success else 1
