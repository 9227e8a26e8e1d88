"""demo: shows the site of the sample data while it is worked on."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from report.commands import serve


def run(root: Path, given: Namespace) -> int:
    """As serve, over demo/data."""
    os.environ["REPORT_DATA"] = "demo/data"
    return serve.run(root, given)
