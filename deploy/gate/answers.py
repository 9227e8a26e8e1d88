"""What whoever pushes is told, in Chinese, and what can be wrong with the server itself."""

from __future__ import annotations

from collections.abc import Sequence

MOST = 60  # lines; the rest is only counted


class Refused(Exception):
    """A push must not be published. `reasons`: one line of text each."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = list(reasons)


class Misconfigured(Exception):
    """The server is not set up correctly. The message tells the administrator what to do."""


def cut(lines: Sequence[str], most: int = MOST) -> list[str]:
    """The first lines, and one that counts the rest."""
    more = len(lines) - most
    return [*lines[:most], f"……另外还有{more}条"] if more > 0 else list(lines)


def refusal(refused: Refused) -> str:
    """The full answer to a push that is refused."""
    head = f"没有发布，网站还是原来的样子。要改的有{len(refused.reasons)}处："
    tail = "改好后再提交、再推送。报错的意思见编辑手册“报错怎么看”“推送发布”。"
    return "\n".join((head, *(f"  {reason}" for reason in cut(refused.reasons)), tail))
