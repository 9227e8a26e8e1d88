"""A release brings its policy along, and may say nothing in it but which scripts its pages hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.gate.policy import NotThisPolicy, allows, digests, joined, read
from report.built.assets import policy

ONE, TWO = policy(["<script>one()</script>"]), policy(["<script>two()</script>"])


def test_the_gate_knows_the_policy_that_the_build_writes() -> None:
    assert len(digests(ONE)) == 1
    assert digests(policy([])) == frozenset()


@pytest.mark.parametrize(
    "bad",
    [
        "",
        ONE + ONE,
        ONE.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
        ONE.replace("default-src 'none'", "default-src *"),
        ONE.replace("frame-ancestors 'self'", "frame-ancestors *"),
        ONE.replace("base-uri 'none'; ", ""),
        ONE.replace('" always', '"; return 200 "'),
        ONE + "location / { root /etc; }\n",
        ONE.replace("sha256-", "sha256-;"),
    ],
)
def test_any_other_policy_is_refused(bad: str) -> None:
    with pytest.raises(NotThisPolicy):
        digests(bad)


def test_one_policy_for_all_releases_allows_the_scripts_of_each() -> None:
    both = joined([ONE, TWO])
    assert allows(both, ONE) and allows(both, TWO)
    assert not allows(ONE, TWO)
    assert not allows("", ONE)
    assert joined([TWO, ONE]) == both
    assert digests(joined([])) == frozenset()


def test_the_policy_of_an_earlier_gate_still_counts_for_its_scripts() -> None:
    """An upgrade says something else in the policy; the site that is live goes on under it."""
    earlier = ONE.replace("img-src 'self' data:; ", "")
    assert digests(joined([earlier, TWO])) == digests(joined([ONE, TWO]))
    assert allows(earlier, ONE) and allows(joined([earlier]), earlier)


def test_a_policy_is_never_read_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text(ONE)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert read(tmp_path / "real") == ONE
    assert read(tmp_path / "link") == ""
    assert read(tmp_path / "nothing") == ""
