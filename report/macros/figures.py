"""Macros that show figures: in a sentence, as a section's table, as a bar."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from report.facts.editions import DISPLAY
from report.facts.figure import SECTIONS
from report.faults import nearest
from report.figures.resolving import Result, parts_of
from report.figures.wording import shown_number
from report.macros.addresses import REPORT_COPY, REVIEW_COPY
from report.macros.view import MacroError, View


def fig(view: View, key: str) -> dict[str, Any]:
    """One figure in a sentence, linked to its dictionary entry."""
    return {"f": view.figure(key), "linked": True}


def fig_unlinked(view: View, key: str) -> dict[str, Any]:
    """The same without its link, for headings, where a link would be in the way."""
    return {"f": view.figure(key), "linked": False}


def as_of(view: View) -> dict[str, Any]:
    """The data date, or a blank that waits for it."""
    return {"as_of": view.as_of()}


def report_title(view: View) -> dict[str, Any]:
    """The title of the report, in phrases that are not broken."""
    return {"phrases": view.campaign.site.report_title}


def org(view: View, key: str) -> dict[str, Any]:
    """The name of a unit or post."""
    names = view.campaign.organisation.names
    if key not in names:
        raise MacroError(f"organisation.yml 里没有“{key}”{nearest(key, names)}；新的单位或者职务先加在那里")
    return {"name": names[key]}


def summary(view: View, *names: str) -> dict[str, Any]:
    """数据来源: the figures of the sections or single keys named; without names, all of them.

    Those that the report does not state, but others are computed from, come last.
    """
    keys: list[str] = []
    for name in names or SECTIONS:
        keys += [name] if "." in name else view.section(name)
    bases = [key for key in keys if view.result(key).figure.base]
    stated = [key for key in keys if key not in bases]
    return {
        "groups": [[view.figure(key) for key in group] for group in (stated, bases) if group],
        "as_of": view.as_of(),
        "whole": not names,
        **view.tally(keys),
    }


def copies(view: View) -> dict[str, Any]:
    """The Word copies of the report. The one for review is for the office, so the display edition
    leaves it out."""
    listed = [(REPORT_COPY, "Word稿", "公文格式；没有填齐的是草稿")]
    if view.campaign.edition != DISPLAY:
        listed.append((REVIEW_COPY, "Word送审稿", "每个数有批注，写明口径和出处"))
    return {
        "copies": [
            {"title": title, "href": view.file_href(name), "note": note} for name, title, note in listed
        ]
    }


def progress(view: View, part: str, whole: str, rate: str) -> dict[str, Any]:
    """A bar: how much of the whole is done, with the rate and the two numbers that make it up."""
    figure = view.campaign.figures.get(rate)
    if figure and (figure.form != "ratio" or parts_of(figure) != (part, whole)):
        raise MacroError(f"“{rate}”不是“{part}”与“{whole}”的比，请核对三个键")
    return {
        "rate": view.figure(rate),
        "part": view.figure(part),
        "whole": view.figure(whole),
        "width": width(view.results[rate]),
    }


def width(rate: Result) -> str | None:
    """The length of a bar from 0 to 100, rounded like the rate itself; None while that is unknown."""
    return shown_number(rate) if isinstance(rate.value, Decimal) else None


def example(view: View, call: str) -> dict[str, Any]:
    """A macro call printed as it is typed, for the handbook."""
    if "{" in call or "}" in call:
        raise MacroError("example 里只写括号内的调用，不写花括号")
    return {"call": call}
