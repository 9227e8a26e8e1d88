"""The whole site, built by the site generator in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from report.built.history import committed
from report.faults import Fault

WORK = ".build"  # where sites lie that are not finished; git ignores it
TOLD = re.compile(r"(.+?):(\d+): (.+)")
LABEL = re.compile(r"(?:WARNING|ERROR) +-  ?")  # before what the site generator says
QUIET = ("INFO ", "Aborted with a ", "共")  # how lines begin that say nothing more


@dataclass(frozen=True)
class Built:
    """What came of it. Without success `faults` are what has to be mended, `said` whatever else was said."""

    success: bool
    faults: tuple[Fault, ...] = ()
    said: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([*map(str, self.faults), *self.said])


def build(root: Path, target: Path, **settings: str) -> Built:
    """Build the site into a folder that does not exist yet, strictly: the least fault and there is none."""
    environment = {
        "SOURCE_DATE_EPOCH": committed(root),  # the same commit makes the same files, dates included
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",  # the theme's notice would drown real warnings: CONTRIBUTING.md
        "PYTHONUTF8": "1",
        **settings,
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target)]
    done = subprocess.run(
        command,
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return Built(True) if done.returncode == 0 else _failed(done.stdout)


def _failed(output: str) -> Built:
    lines = [LABEL.sub("", line).strip() for line in output.splitlines() if not line.startswith(QUIET)]
    faults = [Fault(told[1], int(told[2]), told[3]) for line in lines if (told := TOLD.fullmatch(line))]
    return Built(False, tuple(faults), tuple(line for line in lines if line and not TOLD.fullmatch(line)))
