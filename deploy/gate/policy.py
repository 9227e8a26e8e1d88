"""The security policy that a release brings along, before the web server is given it.

It must say what this file says, word for word, apart from the digests of the scripts in the pages: what a
release may change of the server is nothing else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

POLICY_FILE = ".csp.conf"
DIGEST = r"'sha256-[A-Za-z0-9+/]{43}='"
BEFORE = "add_header Content-Security-Policy \"default-src 'none'; script-src 'self'"
AFTER = (
    "; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; form-action 'self'"
    "; base-uri 'none'; frame-ancestors 'self'\" always;\n"
)
WHOLE = re.compile(f"{re.escape(BEFORE)}((?: {DIGEST})*){re.escape(AFTER)}")


class NotThisPolicy(Exception):
    """A policy that says something else than it may. The message says so in Chinese."""


def digests(text: str) -> frozenset[str]:
    """The digests of the scripts that a policy allows. NotThisPolicy when it says anything else."""
    found = WHOLE.fullmatch(text)
    if not found:
        raise NotThisPolicy(
            "安全策略与服务器认的不一样，只有脚本的摘要可以变；"
            "别处要变，先请管理员用新版本运行 deploy/install"
        )
    return frozenset(found[1].split())


def named(text: str) -> frozenset[str]:
    """The digests that stand in a policy, were it that of an earlier gate."""
    return frozenset(re.findall(DIGEST, text))


def joined(policies: Iterable[str]) -> str:
    """One policy that allows the scripts of all releases, so that no swap has to wait for the web server."""
    found = frozenset().union(*map(named, policies))
    return f"{BEFORE}{''.join(f' {digest}' for digest in sorted(found))}{AFTER}"


def read(path: Path) -> str:
    """The policy in a file; never through a link. Empty when there is none."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), encoding="utf-8") as file:
            return file.read(1 << 20)
    except OSError:
        return ""


def allows(loaded: str, wanted: str) -> bool:
    """Whether the policy that the web server has loaded lets every script of another one run."""
    return bool(loaded) and named(wanted) <= named(loaded)
