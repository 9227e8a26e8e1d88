"""Macros that show figures: in a sentence, as a section's table, as a bar."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from report.editions import DISPLAY
from report.figures import Result
from report.formatting import shown_number
from report.macros.desk import REPORT_COPY, REVIEW_COPY, Desk, MacroError
from report.models import SECTIONS


def fig(desk: Desk, page: str, key: str) -> dict[str, Any]:
    """One figure in a sentence, linked to its dictionary entry."""
    return {"f": desk.figure(key, page), "linked": True}


def fig_unlinked(desk: Desk, page: str, key: str) -> dict[str, Any]:
    """The same inside a heading, where a link of its own would be in the way."""
    return {"f": desk.figure(key, page), "linked": False}


def as_of(desk: Desk, page: str) -> dict[str, Any]:
    """The data date, or the blank that waits for it."""
    return {"as_of": desk.as_of()}


def report_title(desk: Desk, page: str) -> dict[str, Any]:
    """The title of the report, in phrases that never break."""
    return {"phrases": desk.campaign.site.report_title}


def org(desk: Desk, page: str, key: str) -> dict[str, Any]:
    """The name of a unit or post."""
    return {"name": desk.unit_name(key)}


def summary(desk: Desk, page: str, *names: str) -> dict[str, Any]:
    """本节数据: the figures of the sections named, or the single keys; of the whole report when none is."""
    keys: list[str] = []
    for name in names or SECTIONS:
        keys += [name] if "." in name else desk.section(name)
    views = [desk.figure(key, page) for key in keys]
    return {"figures": views, "as_of": desk.as_of(), "whole": not names, **desk.tally(keys)}


def copies(desk: Desk, page: str) -> dict[str, Any]:
    """The Word copies of the report; the one for review is the office's own."""
    listed = [(REPORT_COPY, "Word稿", "公文格式；没有填齐的是草稿")]
    if desk.campaign.edition != DISPLAY:
        listed.append((REVIEW_COPY, "Word送审稿", "每个数有批注，写明口径和出处"))
    return {
        "copies": [
            {"title": title, "href": desk.file_href(name, page), "note": note} for name, title, note in listed
        ]
    }


def progress(desk: Desk, page: str, part: str, whole: str, rate: str) -> dict[str, Any]:
    """A bar: how much of the whole is done, with the rate and the two numbers it is the ratio of."""
    figure = desk.campaign.figures.get(rate)
    ratio = figure.ratio if figure else None
    if figure and (ratio is None or (ratio.part, ratio.whole) != (part, whole)):
        raise MacroError(f"“{rate}”不是“{part}”与“{whole}”的比，请核对三个键")
    return {
        "rate": desk.figure(rate, page),
        "part": desk.figure(part, page),
        "whole": desk.figure(whole, page),
        "width": width(desk.results[rate]),
    }


def width(rate: Result) -> str | None:
    """The length of a bar from 0 to 100, as the rate is shown; None when it is not known."""
    return shown_number(rate) if isinstance(rate.value, Decimal) else None


def example(desk: Desk, page: str, call: str) -> dict[str, Any]:
    """A macro call printed as it is typed, for the handbook."""
    if "{" in call or "}" in call:
        raise MacroError("example 里只写括号内的调用，不写花括号")
    return {"call": call}
