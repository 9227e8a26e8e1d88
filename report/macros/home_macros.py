"""Macros of the home page and of the organisation pages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from report.editions import DISPLAY, leaves_out
from report.formatting import day_text
from report.macros.data_macros import totals
from report.macros.desk import PART_ONE, REPORT_PAGES, WHOLE, Desk
from report.macros.figure_macros import progress
from report.macros.notice_macros import interval, notice_page, span
from report.macros.standing_macros import RATES, due_soon, late, of_rectification, oldest
from report.macros.study_macros import plan_row
from report.models import MeasurePool, Owner, Status, YesNo
from report.notices import CLOSED, OPENED, OVERDUE
from report.periods import periods

COMING = 4  # items of the study plan that the home page lists


def masthead(desk: Desk, page: str) -> dict[str, Any]:
    """The campaign's full name in phrases that never break, and its general requirement."""
    site = desk.campaign.site
    return {"phrases": site.campaign, "requirement": site.requirement}


def glance(desk: Desk, page: str) -> dict[str, Any]:
    """一览: where things stand, what is due, what is missing, what comes next. Six cells."""
    pages = {"books": "study/books.md", "plan": "study/plan.md", "pending": "data/pending.md"}
    pages |= {"rectification": "report/rectification.md", "mechanism": "organisation/mechanism.md"}
    return {
        "progress": [progress(desk, page, *keys) for keys in RATES],
        "problems": desk.figure("rectification.problems", page),
        "closed": desk.figure("rectification.problems_closed", page),
        "closure": desk.figure("rectification.problem_closure_rate", page),
        "due": desk.figure("rectification.measures_due", page),
        "due_done": desk.figure("rectification.measures_due_done", page),
        "open": _open(desk),
        "open_unit": desk.campaign.figures[RATES[1][1]].unit or "",
        "as_of": day_text(desk.campaign.today, missing=""),
        "deadlines": _deadlines(desk, page),
        "pending": None if leaves_out(desk.campaign, pages["pending"]) else _pending(desk),
        "study": _study(desk),
        "articles": desk.figure("study.monthly_articles", page),
        "notice_interval": desk.figure("rectification.notice_interval", page),
        "notice": _notice(desk, page),
        "tasks": _tasks(desk),
        "hrefs": {name: desk.href(source, page) for name, source in pages.items()}
        | {"problems": desk.ledger_href("problems", page)},
    }


def _pending(desk: Desk) -> dict[str, Any]:
    """How many places wait, and for whom."""
    stated = [f for f in desk.figures() if not f.base]
    waiting = [f for f in stated if desk.results[f.key].status is Status.PENDING]
    owners = [
        {"name": owner.value, "total": totals([f for f in waiting if f.owner is owner])["total"]}
        for owner in Owner
    ]
    return {
        **totals(waiting),
        "owners": [owner for owner in owners if owner["total"]],
        "of": sum(f.blanks for f in stated if desk.results[f.key].status is not Status.CLOSED),
    }


def _deadlines(desk: Desk, page: str) -> dict[str, Any] | None:
    """Measures of the rectification list overdue and due soon; None while none is judged."""
    rows = of_rectification(desk)
    overdue, soon = late(rows), due_soon(rows)
    if overdue is None or soon is None:
        return None
    href = desk.ledger_href("measures", page, pool=[MeasurePool.RECTIFICATION], overdue=[YesNo.YES])
    return {"overdue": len(overdue), "soon": len(soon), "oldest": oldest(desk, overdue), "href": href}


def _notice(desk: Desk, page: str) -> dict[str, Any] | None:
    """The latest notice, with its own numbers."""
    if not desk.campaign.notices:
        return None
    last = desk.campaign.notices[-1]
    own = [stated for stated in last.figures if stated.key in (OPENED, CLOSED, OVERDUE)]
    return {
        "issue": f"第{last.issue}期",
        "span": span(last, short=True),
        "lines": [{"label": each.label, "text": f"{last.value(each.key)}{each.unit}"} for each in own],
        "href": desk.href(notice_page(last), page),
    }


def _tasks(desk: Desk) -> list[dict[str, Any]]:
    """The periodic tasks by when they are next due; to the office those missed say so."""
    known = sorted(periods(desk.campaign, desk.results).values(), key=lambda p: (p.next is None, p.next or 0))
    return [
        {
            "name": period.task.name,
            "interval": interval(desk, period.task),
            "next": f"{period.next.month}月{period.next.day}日" if period.next else "",
            "missed": bool(period.missed) and desk.campaign.edition != DISPLAY,
        }
        for period in known
    ]


def contents(desk: Desk, page: str) -> dict[str, Any]:
    """The report as a list of its sections, each with how many figures are filled and how many wait."""
    parts: list[dict[str, Any]] = []
    for source in REPORT_PAGES[1:]:
        section = source.removeprefix("report/").removesuffix(".md")
        if source == REPORT_PAGES[1]:
            parts.append({"title": PART_ONE, "href": "", "level": 0, "known": 0, "pending": 0})
        keys = [f.key for f in desk.figures() if f.section == section and not f.base]
        parts.append(
            {
                "title": desk.headings.get(source, source),
                "href": desk.href(source, page),
                "level": 0 if source == REPORT_PAGES[-1] else 1,
                "known": desk.tally(keys)["known"],
                "pending": desk.blanks(keys),
            }
        )
    return {
        "parts": parts,
        "read_href": desk.href(REPORT_PAGES[0], page),
        "whole_href": desk.href(WHOLE, page),
        "home": page == "index.md",
    }


def mechanism(desk: Desk, page: str) -> dict[str, Any]:
    """“六位一体”: each link, what it does, who is responsible, what records it."""
    return {
        "links": [
            {
                "ordinal": ordinal,
                "name": link.name,
                "duty": link.duty,
                "units": [desk.name_of(unit) for unit in link.units],
                "documents": [kind.value for kind in link.documents],
            }
            for ordinal, link in enumerate(desk.campaign.organisation.links, 1)
        ],
        "count": desk.figure("responsibility.mechanism_links", page),
    }


def organisation(desk: Desk, page: str) -> dict[str, Any]:
    """Units and posts in protocol order, the three 带学 pairs, key tasks and youth groups."""
    facts = desk.campaign.organisation
    return {
        "units": facts.units,
        "posts": [{"name": post.name, "unit": desk.name_of(post.unit)} for post in facts.posts],
        "pairs": facts.pairs,
        "key_tasks": [{"name": task.name, "href": desk.href(task.page, page)} for task in facts.key_tasks],
        "youth_groups": facts.youth_groups,
        "youth": desk.figure("study.youth_groups", page),
    }


def _study(desk: Desk) -> dict[str, Any]:
    """What is still to come of this month's plan, or else of the plan; and this month's picks."""
    today = desk.campaign.today
    dated = sorted((item.date, n) for n, item in enumerate(desk.campaign.plan) if item.date)
    coming = [desk.campaign.plan[n] for date, n in dated if today is None or date > today]
    month = f"{today:%Y-%m}" if today else ""
    of_month = [item for item in coming if f"{item.date:%Y-%m}" == month]
    title = f"{today.month}月学习" if today and (of_month or not coming) else "接下来学什么"
    return {
        "title": title if today else "本月学习",
        "coming": [plan_row(desk, item) for item in (of_month or coming)[:COMING]],
        "picks": [pick for pick in desk.campaign.picks if pick.month == month],
        "dated": bool(dated),
    }


def _open(desk: Desk) -> str:
    """How many measures are due and not done, as text; empty while either number is unknown."""
    due, done = (desk.result(key).value for key in (RATES[1][1], RATES[1][0]))
    return f"{due - done:f}" if isinstance(due, Decimal) and isinstance(done, Decimal) else ""
