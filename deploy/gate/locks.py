"""One push at a time. A lock is released when the process that holds it ends, however that happens."""

from __future__ import annotations

import contextlib
import fcntl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from deploy.gate.answers import Refused

BETWEEN = 0.05  # seconds between attempts


@contextlib.contextmanager
def held(path: Path, patience: float, say: Callable[[str], None] = lambda line: None) -> Iterator[None]:
    """Hold a lock, waiting for others first. Refused if that takes longer than `patience` seconds."""
    with path.open("a") as file:
        until = time.monotonic() + patience
        waited = False
        while True:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            if time.monotonic() > until:
                raise Refused([f"等了{patience:.0f}秒，前面的发布还没有完，请过一会儿再推送"])
            if not waited:
                say("前面还有人在发布，正在等……")
                waited = True
            time.sleep(BETWEEN)
        yield
