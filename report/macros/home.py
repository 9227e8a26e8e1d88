"""Macros of the home page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from report.facts.editions import DISPLAY, leaves_out, shown_rows
from report.facts.figure import Owner, Status
from report.facts.ledgers.documents import DocumentKind, DocumentStatus
from report.facts.progress import rectification
from report.facts.snapshots import CLOSED, OPENED, OVERDUE
from report.figures.periods import periods
from report.figures.wording import day_text
from report.macros.addresses import PART_ONE, REPORT_PAGES, WHOLE
from report.macros.data import totals
from report.macros.figures import progress
from report.macros.notices import interval, notice_page, span, wait
from report.macros.standing import RATES, oldest, rows_href
from report.macros.study import books_formula, formula, plan_row, this_month
from report.macros.view import View

COMING = 4  # items of the study plan that the home page lists


def masthead(view: View) -> dict[str, Any]:
    """The campaign's full name, in phrases that are not broken, and its general requirement."""
    site = view.campaign.site
    return {"phrases": site.campaign, "requirement": site.requirement}


def glance(view: View) -> dict[str, Any]:
    """一览: a sheet of six cells. One that has nothing to say yet folds into a line, and what stands from the
    first day (books, sub-plans, key tasks, 六位一体) takes its place."""
    live: dict[str, Any] = {
        "progress": _progress(view),
        "deadlines": _deadlines(view),
        "pending": _pending(view),
        "study": _study(view),
        "notice": _notice(view),
        "tasks": _tasks(view),
    }
    standing: dict[str, Any] = {
        "books": books_formula(view) | {"formula": formula(view)},
        "subplans": _subplans(view),
        "key_tasks": _key_tasks(view),
        "links": [link.name for link in view.campaign.organisation.links],
    }
    ready = iter([name for name, has in standing.items() if has])
    cells = [name if live[name] else next(ready, "") for name in live]
    pages = {"books": "study/books.md", "plan": "study/plan.md", "pending": "data/pending.md"}
    pages |= {"rectification": "report/rectification.md", "mechanism": "organisation/mechanism.md"}
    pages |= {"tasks": "organisation/tasks.md", "rhythm": "ledgers/rhythm.md"}
    return {
        "as_of": view.as_of(),
        "cells": [name for name in cells if name],
        "folded": [name for name in live if not live[name] and name != "pending"],
        **live,
        **standing,
        "wait": wait(view, "notice", "公示"),
        "hrefs": {name: view.href(page) if page in view.pages.titles else "" for name, page in pages.items()}
        | {name: view.ledger_href(name) for name in ("problems", "documents")}
        | {"month": view.href(pages["plan"], this_month(view))},
    }


def _progress(view: View) -> dict[str, Any] | None:
    """How far the rectification list has come; None while nothing of it is known."""
    keys = ("rectification.problems", "rectification.problems_closed", "rectification.problem_closure_rate")
    if all(view.result(key).status is Status.PENDING for key in (*keys, *(rate for *_, rate in RATES))):
        return None
    problems, closed, closure = (view.figure(key) for key in keys)
    rates = [progress(view, *keys) for keys in RATES]
    return {"rates": rates, "problems": problems, "closed": closed, "closure": closure}


def _pending(view: View) -> dict[str, Any] | None:
    """How many blanks wait, and for whom; None in an edition that does not say so."""
    if leaves_out(view.campaign, "data/pending.md"):
        return None
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
    """Which measures of the rectification list are overdue or due soon; while that cannot be judged, how many
    are due and not done; None while that is unknown as well."""
    tally = rectification(view.counted)
    overdue, soon = tally.overdue, tally.due_soon
    as_of = day_text(view.campaign.today, missing="")
    if overdue is not None and soon is not None:
        return {
            "judged": True,
            "overdue": len(overdue),
            "soon": len(soon),
            "oldest": oldest(view, overdue),
            "as_of": as_of,
            "overdue_href": rows_href(view, "measures", "overdue"),
            "soon_href": rows_href(view, "measures", "due_soon"),
        }
    due, done = (view.result(key).value for key in (RATES[1][1], RATES[1][0]))
    if not (isinstance(due, Decimal) and isinstance(done, Decimal)):
        return None
    return {
        "judged": False,
        "open": f"{due - done:f}",
        "unit": view.campaign.figures[RATES[1][1]].unit or "",
        "due": view.figure(RATES[1][1]),
        "done": view.figure(RATES[1][0]),
        "as_of": as_of,
    }


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
    """The periodic tasks in the order in which they are next due, or else with how often; those of which
    neither is known are left out. Only the office sees which were missed."""
    known = sorted(periods(view.facts).values(), key=lambda p: (p.next is None, p.next or 0))
    tasks = []
    for period in known:
        every = interval(view, period.task)
        often = "" if every["waits"] else every["text"]
        following = f"{period.next.month}月{period.next.day}日" if period.next else ""
        missed = bool(period.missed) and view.campaign.edition != DISPLAY
        if often or following:
            tasks.append({"name": period.task.name, "often": often, "next": following, "missed": missed})
    return tasks


def _subplans(view: View) -> list[dict[str, str]]:
    """The sub-plans that were issued, as far as the edition shows them."""
    rows = shown_rows(view.campaign, view.counted.documents)
    issued = [r for r in rows if r.kind is DocumentKind.SUBPLAN and r.status is DocumentStatus.ISSUED]
    return [{"name": row.name, "href": view.row_href(row.id)} for row in issued]


def _key_tasks(view: View) -> list[dict[str, str]]:
    return [
        {"name": task.name, "href": view.href(task.page)} for task in view.campaign.organisation.key_tasks
    ]


def _study(view: View) -> dict[str, Any] | None:
    """What this month's study plan still holds, or else what comes later; and this month's picks. None while
    no day is fixed and nothing is recommended."""
    today = view.campaign.today
    dated = sorted((item.date, n) for n, item in enumerate(view.campaign.plan) if item.date)
    coming = [view.campaign.plan[n] for date, n in dated if today is None or date > today]
    month = f"{today:%Y-%m}" if today else ""
    of_month = [item for item in coming if f"{item.date:%Y-%m}" == month]
    picks = [pick for pick in view.campaign.picks if pick.month == month]
    if not dated and not picks:
        return None
    title = f"{today.month}月学习" if today and (of_month or not coming) else "接下来学什么"
    return {
        "title": title,
        "coming": [plan_row(view, item) for item in (of_month or coming)[:COMING]],
        "picks": picks,
    }


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
