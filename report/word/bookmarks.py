"""What a copy carries along for the way back.

An invisible bookmark around every figure survives in office programs where other marks are lost.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

PREFIX = "fig_"
LONGEST = 40  # characters that a bookmark's name may have
NUMBERED = 3  # of these for the number: _1 to _99
JUDGED = "判定日"  # stands in a copy's properties before the day on which its deadlines were judged
KEY = "键"  # how the comments of the copy for review begin
NAME = re.compile(rf"({PREFIX}\w+)_(\d+)")


def bookmark(key: str, number: int) -> str:
    """The bookmark of the place, counted from 1, where a figure stands."""
    return f"{_stem(key)}_{number}"


def keys_by_stem(keys: Iterable[str]) -> dict[str, str]:
    """The keys of figures by what the names of their bookmarks begin with."""
    return {_stem(key): key for key in keys}


def parsed(name: str, keys: dict[str, str]) -> tuple[str, int] | None:
    """The figure and the place that a bookmark names; None for one that is somebody else's."""
    found = NAME.fullmatch(name)
    if found is None or found[1] not in keys:
        return None
    return keys[found[1]], int(found[2])


def _stem(key: str) -> str:
    """A long key is cut, and told from others by digits of its hash."""
    stem = PREFIX + key.replace(".", "_")
    if len(stem) <= LONGEST - NUMBERED:
        return stem
    digits = hashlib.sha256(key.encode()).hexdigest()[:6]
    return f"{stem[: LONGEST - NUMBERED - 7]}_{digits}"
