"""Days and months as spreadsheet programs leave them, as the files have them; what could mean two is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CENTURY = 30  # Excel takes years of two digits for 1930 to 2029
MIDNIGHT = re.compile(r"[ T]+(?:0?0:00(?::00(?:\.0+)?)?|12:00(?::00)? ?AM)$", re.IGNORECASE)
PARTS = {
    "%Y": "([0-9]{4})",
    "%y": "([0-9]{2})",
    "%m": "([0-9]{1,2})",
    "%d": "([0-9]{1,2})",
    "%b": f"((?:{'|'.join(MONTHS)})[a-z]*)",
}
SIGNS = ("-", "/", r"\.")
DAYS = (
    *(f"%Y{sign}%m{sign}%d" for sign in SIGNS),
    "%Y年%m月%d日(?: ?(?:星期|周)[一二三四五六日])?",
    *(f"%d{sign}%b{sign}{year}" for sign in ("-", "/", " ") for year in ("%Y", "%y")),
    "(?:[a-z]+day, )?%b %d, %Y",
    # which comes first depends on the country: all are tried
    *(f"%y{sign}%m{sign}%d" for sign in SIGNS),
    *(f"%m{sign}%d{sign}{year}" for sign in SIGNS for year in ("%Y", "%y")),
    *(f"%d{sign}%m{sign}{year}" for sign in SIGNS for year in ("%Y", "%y")),
)
ONLY_MONTHS = (
    *(f"%Y{sign}%m" for sign in SIGNS),
    "%Y年%m月份?",
    *(f"%m{sign}%Y" for sign in SIGNS),
    *(f"%b{sign}{year}" for sign in ("-", "/", " ") for year in ("%Y", "%y")),
)


def mended_day(text: str) -> str:
    """2023/11/24, 24-Nov-23, 2023年11月24日, 11/24/2023 → 2023-11-24. What is no day, or could be two
    (5/9/2023), is returned as it is."""
    found = set(_read(MIDNIGHT.sub("", text), DAY_FORMS))
    return found.pop().isoformat() if len(found) == 1 else text


def mended_month(text: str) -> str:
    """Jun-23, 2023/6, 2023年6月, 2023/6/1 → 2023-06: a program that takes a month for a day takes the first.
    What is no month, or could be two, is returned as it is."""
    days = _read(MIDNIGHT.sub("", text), DAY_FORMS)
    found = {day for day in days if day.day == 1} | set(_read(text, MONTH_FORMS))
    return found.pop().isoformat()[:7] if len(found) == 1 else text


@dataclass(frozen=True)
class Form:
    """What a day or a month looks like: a pattern, and which part of the date each of its groups is."""

    pattern: re.Pattern[str]
    parts: tuple[str, ...]


def _forms(written: Iterable[str]) -> tuple[Form, ...]:
    """Forms from patterns in which the parts of the date stand as in strftime."""
    names = [(form, tuple(re.findall("%[a-zA-Z]", form))) for form in written]
    return tuple(
        Form(
            re.compile(re.sub("%[a-zA-Z]", lambda part: PARTS[part[0]], form), re.ASCII | re.IGNORECASE),
            parts,
        )
        for form, parts in names
    )


DAY_FORMS, MONTH_FORMS = _forms(DAYS), _forms(ONLY_MONTHS)


def _read(text: str, forms: Iterable[Form]) -> Iterator[date]:
    """Every day that a text can mean; of a month, the first."""
    for form in forms:
        if match := form.pattern.fullmatch(text):
            said = dict(zip(form.parts, match.groups(), strict=True))
            named = said.get("%b", "")[:3].lower()
            month = MONTHS.index(named) + 1 if named else int(said["%m"])
            short = int(said.get("%y", 0))
            year = int(said.get("%Y") or short + (2000 if short < CENTURY else 1900))
            try:
                yield date(year, month, int(said.get("%d", 1)))
            except ValueError:  # there is no such day
                continue
