"""The product is used, and what the tests ask of live data and pages holds as before."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from report.publishing import prepare
from tests.clerk import a_day_of_use, copied_whole
from tests.site.building import run

AWAY = ("--ignore=tests/deploy", "--ignore=tests/outputs/word")  # nothing in there is live


def test_two_days_of_use_turn_no_live_test_red(tmp_path: Path) -> None:
    """On each: five blanks filled, rows in every ledger, a notice, a post, a plan item, another sentence."""
    tree = copied_whole(tmp_path / "office")
    issued = [a_day_of_use(tree), a_day_of_use(tree)]
    used = prepare(tree, {}).view.campaign
    assert [notice.date for notice in used.notices[-2:]] == issued
    assert all(len(rows) >= 2 for rows in used.ledgers.values())
    done = run(sys.executable, "-m", "pytest", "-q", "-m", "live", *AWAY, tree=tree)
    assert done.returncode == 0, done.stdout
    said = re.search(r"^(\d+) passed, \d+ deselected in ", done.stdout, re.M)
    assert said and int(said[1]) > 40, done.stdout
