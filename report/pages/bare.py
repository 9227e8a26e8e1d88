"""A page of records while there are none: what has nothing to show yet is left out, a sentence stays."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

from report.macros import BLOCK, MACROS, template
from report.macros.ledgers import ledger
from report.macros.view import MacroError, View
from report.pages.source import Call, Source

LEDGERS = "ledgers/"
RECORDS = (LEDGERS, "notices/")  # how the pages of records begin; others say all they have to say in any case
ANCHOR = re.compile(r"(?m)^#+ .*\{:[^}]*#([\w-]+)")

SHOWS: dict[str, Callable[[View, dict[str, Any]], bool]] = {  # macros that may have nothing to show
    "fig": lambda view, shown: shown["f"].modifier != "pending",
    "ledger": lambda view, shown: bool(shown["total"] or shown["hidden"]),
    "chart": lambda view, shown: bool(shown["chart"]) and shown["chart"]["empty"] is None,
    "coverage": lambda view, shown: bool(shown["units"] and shown["months"]),
    "corrections": lambda view, shown: bool(view.campaign.notices),
}


def left_out(source: Source, view: View) -> list[range]:
    """The lines of the sections of a page that have nothing to show: of their macros, not one has."""
    if not source.name.startswith(RECORDS):
        return []
    looking = apart(view.at(source.name))
    starts = [number for number, line in source.prose_lines() if line.startswith("## ")]
    sections = [range(*ends) for ends in pairwise([*starts, source.body.count("\n") + 2])]
    return [lines for lines in sections if _is_bare([c for c in source.calls if c.line in lines], looking)]


def readers_text(source: Source, view: View) -> str:
    """The text of a page without the sections that have nothing to show, whose anchors stay. If these hold
    all its ledgers, one says so for all of them."""
    lines, calls = source.typed.split("\n"), [call for call in source.calls if call.name == "ledger"]
    gone = left_out(source, view)
    for section in reversed(gone):
        anchors = ANCHOR.findall("\n".join(lines[section.start - 1 : section.stop - 1]))
        lines[section.start - 1 : section.stop - 1] = [template("anchors", {"anchors": anchors}), ""]
    if calls and all(any(call.line in section for section in gone) for call in calls):
        lines += ["", _for_all(calls), ""]
    return "\n".join(lines)


def _for_all(calls: list[Call]) -> str:
    """The first of some calls of a ledger, for the rows of all of them."""
    name, where = calls[0].args[0], dict(calls[0].kwargs)
    for call in calls[1:]:
        for title, values in call.kwargs.items():
            if title in where and title not in ("columns", "filters") and call.args[0] == name:
                where[title] += f"；{values}"
    arguments = "".join(f', {title}="{values}"' for title, values in where.items())
    return f'{{{{ ledger("{name}"{arguments}) }}}}'


def lists_nothing(source: Source, view: View) -> bool:
    """Whether a page of ledgers has no row that this edition shows."""
    calls = [call for call in source.calls if call.name == "ledger"]
    if not source.name.startswith(LEDGERS) or not calls:
        return False
    looking = apart(view.at(source.name))
    return not any(ledger(looking, *call.args, **call.kwargs)["total"] for call in calls)


def apart(view: View) -> View:
    """The same view; but what is called with it counts as shown nowhere."""
    return replace(view, pages=replace(view.pages, uses=defaultdict(set)))


def _is_bare(calls: list[Call], view: View) -> bool:
    """Whether, of the macros that could show something, not one does. What names an office or says how to
    reach it goes along with them."""
    telling = [call for call in calls if call.name in SHOWS or call.name in BLOCK]
    return bool(telling) and not any(_has_something(call, view) for call in telling)


def _has_something(call: Call, view: View) -> bool:
    try:
        return call.name not in SHOWS or SHOWS[call.name](
            view, MACROS[call.name](view, *call.args, **call.kwargs)
        )
    except (MacroError, TypeError):  # a faulty call has its own fault
        return True
