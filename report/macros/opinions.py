"""Macros of “我想对局党委说一句话”: how to say it, what is done with it, and where the office is reached.

Nobody's name and nobody's words are kept: what is counted is occasions, and problems made out of opinions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from report.facts.ledgers.activities import ActivityKind
from report.facts.ledgers.problems import FoundBy
from report.facts.record import Record
from report.facts.records import Opinions
from report.macros.notices import notice_page
from report.macros.view import View

WAYS = ("box", "phone", "mailbox", "talk")


def contact(view: View) -> dict[str, Any]:
    """How the office is reached, in a sentence; a blank while nothing is known."""
    known = view.campaign.site.contact
    return {"ways": known.ways() if known else ""}


def opinion_ways(view: View) -> dict[str, Any]:
    """Where an opinion can be brought, and how soon it is answered; what is unknown waits."""
    known = view.campaign.site.opinions
    return {
        "ways": [{"title": Opinions.titled(name), "text": getattr(known, name, None) or ""} for name in WAYS],
        "days": known.answer_days if known else None,
    }


def opinion_steps(view: View) -> dict[str, Any]:
    """收集、梳理登记、整改、公示、销号: what is done with opinions, and how far those heard have come.

    Every row counts, also one that is not shown; of a ledger without rows nothing is known.
    """
    campaign = view.counted
    rounds = [row for row in campaign.activities if row.kind is ActivityKind.SAY_A_WORD]
    problems = [row for row in campaign.problems if row.found_by is FoundBy.SAY_A_WORD]
    measures = [each for row in problems for each in campaign.measures_of.get(row.id, [])]
    last = campaign.notices[-1] if campaign.notices else None
    return {
        "rounds": _counted(rounds, campaign.activities),
        "problems": _counted(problems, campaign.problems),
        "measures": _counted(measures, campaign.measures),
        "done": _counted([row for row in measures if not row.open], campaign.measures),
        "closed": _counted([row for row in problems if row.status.is_closed], campaign.problems),
        "notice": {"issue": f"第{last.issue}期", "href": view.href(notice_page(last))} if last else None,
        "notices_href": view.href("notices/index.md"),
    }


def _counted(rows: Sequence[Record], ledger: Sequence[Record]) -> int | None:
    return len(rows) if ledger else None
