"""Macros of the home page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from report.facts.editions import DISPLAY, leaves_out
from report.facts.figure import Owner, Status
from report.facts.ledgers.measures import MeasurePool
from report.facts.ledgers.row import YesNo
from report.facts.progress import rectification
from report.facts.snapshots import CLOSED, OPENED, OVERDUE
from report.figures.periods import periods
from report.figures.wording import day_text
from report.macros.addresses import PART_ONE, REPORT_PAGES, WHOLE
from report.macros.data import totals
from report.macros.figures import progress
from report.macros.notices import interval, notice_page, span
from report.macros.standing import RATES, oldest
from report.macros.study import plan_row
from report.macros.view import View

COMING = 4  # items of the study plan that the home page lists


def masthead(view: View) -> dict[str, Any]:
    """The campaign's full name, in phrases that are not broken, and its general requirement."""
    site = view.campaign.site
    return {"phrases": site.campaign, "requirement": site.requirement}


def glance(view: View) -> dict[str, Any]:
    """一览: where things stand, what is due, what is missing, what comes next. Six cells."""
    pages = {"books": "study/books.md", "plan": "study/plan.md", "pending": "data/pending.md"}
    pages |= {"rectification": "report/rectification.md", "mechanism": "organisation/mechanism.md"}
    return {
        "progress": [progress(view, *keys) for keys in RATES],
        "problems": view.figure("rectification.problems"),
        "closed": view.figure("rectification.problems_closed"),
        "closure": view.figure("rectification.problem_closure_rate"),
        "due": view.figure("rectification.measures_due"),
        "due_done": view.figure("rectification.measures_due_done"),
        "open": _open(view),
        "open_unit": view.campaign.figures[RATES[1][1]].unit or "",
        "as_of": day_text(view.campaign.today, missing=""),
        "deadlines": _deadlines(view),
        "pending": None if leaves_out(view.campaign, pages["pending"]) else _pending(view),
        "study": _study(view),
        "articles": view.figure("study.monthly_articles"),
        "notice_interval": view.figure("rectification.notice_interval"),
        "notice": _notice(view),
        "tasks": _tasks(view),
        "hrefs": {name: view.href(page) for name, page in pages.items()}
        | {"problems": view.ledger_href("problems")},
    }


def _pending(view: View) -> dict[str, Any]:
    """How many blanks wait, and for whom."""
    waiting = [result.figure for result in view.results.values() if result.status is Status.PENDING]
    owners = [
        {"name": owner.value, "total": sum(figure.owner is owner for figure in waiting)} for owner in Owner
    ]
    return {
        **totals(waiting),
        "owners": [owner for owner in owners if owner["total"]],
        "of": len(view.results),
    }


def _deadlines(view: View) -> dict[str, Any] | None:
    """How many measures of the rectification list are overdue or due soon; None while that
    cannot be judged."""
    tally = rectification(view.campaign)
    overdue, soon = tally.overdue, tally.due_soon
    if overdue is None or soon is None:
        return None
    href = view.ledger_href("measures", pool=[MeasurePool.RECTIFICATION], overdue=[YesNo.YES])
    return {"overdue": len(overdue), "soon": len(soon), "oldest": oldest(view, overdue), "href": href}


def _notice(view: View) -> dict[str, Any] | None:
    """The latest notice, with the numbers that it counted itself."""
    if not view.campaign.notices:
        return None
    last = view.campaign.notices[-1]
    own = [each for each in last.figures if each.key in (OPENED, CLOSED, OVERDUE)]
    return {
        "issue": f"第{last.issue}期",
        "span": span(last, short=True),
        "lines": [{"label": each.label, "text": str(last.amount(each.key))} for each in own],
        "href": view.href(notice_page(last)),
    }


def _tasks(view: View) -> list[dict[str, Any]]:
    """The periodic tasks in the order in which they are next due; only the office sees which were missed."""
    known = sorted(periods(view.facts).values(), key=lambda p: (p.next is None, p.next or 0))
    return [
        {
            "name": period.task.name,
            "interval": interval(view, period.task),
            "next": f"{period.next.month}月{period.next.day}日" if period.next else "",
            "missed": bool(period.missed) and view.campaign.edition != DISPLAY,
        }
        for period in known
    ]


def contents(view: View) -> dict[str, Any]:
    """The table of contents of the report: its sections, each with how many figures are filled in and
    how many wait."""
    parts: list[dict[str, Any]] = []
    for page in REPORT_PAGES[1:]:
        if page == REPORT_PAGES[1]:
            parts.append({"title": PART_ONE, "href": "", "level": 0, "known": 0, "pending": 0})
        parts.append(
            {
                "title": view.pages.headings.get(page, page),
                "href": view.href(page),
                "level": 0 if page == REPORT_PAGES[-1] else 1,
                **view.tally(view.shown_on(page)),
            }
        )
    return {
        "parts": parts,
        "read_href": view.href(REPORT_PAGES[0]),
        "whole_href": view.href(WHOLE),
        "home": view.page == "index.md",
    }


def _study(view: View) -> dict[str, Any]:
    """What this month's study plan still holds, or else what comes later; and this month's picks."""
    today = view.campaign.today
    dated = sorted((item.date, n) for n, item in enumerate(view.campaign.plan) if item.date)
    coming = [view.campaign.plan[n] for date, n in dated if today is None or date > today]
    month = f"{today:%Y-%m}" if today else ""
    of_month = [item for item in coming if f"{item.date:%Y-%m}" == month]
    title = f"{today.month}月学习" if today and (of_month or not coming) else "接下来学什么"
    return {
        "title": title if today else "本月学习",
        "coming": [plan_row(view, item) for item in (of_month or coming)[:COMING]],
        "picks": [pick for pick in view.campaign.picks if pick.month == month],
        "dated": bool(dated),
    }


def _open(view: View) -> str:
    """How many measures are due and not done, as text; empty while that is unknown."""
    due, done = (view.result(key).value for key in (RATES[1][1], RATES[1][0]))
    return f"{due - done:f}" if isinstance(due, Decimal) and isinstance(done, Decimal) else ""
