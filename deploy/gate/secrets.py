"""Lines that must never be stored: passwords, keys, identity numbers, mobile numbers.

The push is the last chance to refuse them: later commits cannot remove what the repository holds. What was
found is named by its kind and never repeated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

VALUE = r"(?=[!-~]*[0-9a-z])[!-~]{4,}"  # at least four ASCII characters, among them a letter or digit
OPENED = r"[\"'“”‘’「」`（(]?\s*"
LINK = r"(?:\s*[:=→]\s*|\s*(?:是|为|改为|改成|叫|即)\s*:?\s*|\s*)"  # one connector at most
CHINESE = "密码|口令|密钥|私钥|令牌|授权码|验证码|校验码|登录码"
ENGLISH = (
    r"passw(?:or)?d|passphrase|pwd|secret(?:[_-]?key)?|(?:access|auth|api)[_-]?(?:token|key|secret)|token"
)
PATTERNS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("密码", rf"(?:{CHINESE})(?:\s*\([^)]{{0,12}}\))?{LINK}{OPENED}{VALUE}"),
        ("密码", rf"(?<![a-z])(?:{ENGLISH})[\"'`]?\s*(?::|=>?|->)\s*{OPENED}{VALUE}"),
        ("网址里的密码", r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/@]+@"),
        ("密钥", r"-----begin [a-z0-9 ]*private key-----"),
        ("密钥", r"(?<![a-z0-9])(?:akia|asia)[0-9a-z]{16}(?![a-z0-9])"),
        ("密钥", r"(?<![a-z0-9])(?:ltai|akid)[0-9a-z]{12,}(?![a-z0-9])"),
        ("密钥", r"(?<![a-z0-9])(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-)[0-9a-z_-]{16,}"),
        ("密钥", r"(?<![a-z0-9])eyj[0-9a-z_-]{8,}\.eyj[0-9a-z_-]{8,}"),
        ("密钥", r"bearer\s+[0-9a-z._~+/-]{16,}"),
    )
)
BORN = r"(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
IDENTITY = re.compile(rf"(?<![0-9a-z])([1-9]\d{{5}})[ -]?({BORN})[ -]?(\d{{3}}[0-9x])(?![0-9a-z])")
MOBILE = re.compile(r"(?<![0-9a-z.])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9a-z])")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10x98765432"
WINDOW, OVERLAP = 2000, 300  # characters searched at a time, since a line could be crafted to take for ever


def kinds_in(line: str) -> Iterator[str]:
    """The kinds of secrets in a line, each once, in Chinese."""
    starts = range(0, max(1, len(line) - OVERLAP), WINDOW - OVERLAP)
    yield from dict.fromkeys(kind for start in starts for kind in _kinds(line[start : start + WINDOW]))


def _kinds(line: str) -> list[str]:
    text = " ".join(unicodedata.normalize("NFKC", line).lower().split())
    found = [kind for kind, pattern in PATTERNS if pattern.search(text)]
    if any(_is_identity("".join(parts)) for parts in IDENTITY.findall(text)):
        found.append("身份证号")
    if MOBILE.search(IDENTITY.sub(" ", text)):
        found.append("手机号")
    return found


def _is_identity(number: str) -> bool:
    """Whether the last digit of an identity number is the right check digit (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11] == number[17]
