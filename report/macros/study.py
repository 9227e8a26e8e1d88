"""Macros of the study pages: books as nested tiers, the plan by month, monthly picks."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from report.facts.fields import MONTH
from report.facts.lists import Audience, PlanItem
from report.facts.records import CONTAINED, Book, Tier
from report.faults import nearest
from report.figures.wording import day_text, month_text, span_text, weekday_text
from report.macros.view import MacroError, View

CHIPS: tuple[Tier | Audience, ...] = (*CONTAINED, *Audience)  # whom the plan can be narrowed to


def books(view: View, tier: str) -> dict[str, Any]:
    """The books of a tier, including those of the tiers within it."""
    chosen = _tier(tier)
    return {"title": chosen.label, "books": _books_of(view, chosen)}


def books_formula(view: View) -> dict[str, Any]:
    """“3＋4＋5＋3”: three tiers, each within the next, and what everybody follows on top of them."""
    tiers = []
    for tier in CONTAINED:
        held = _books_of(view, tier)
        added = [book for book in view.campaign.books if book.tier is tier]
        first = len(held) - len(added) + 1
        tiers.append(
            {
                "id": tier.value,
                "name": tier.label,
                "short": tier.short,
                "count": len(held),
                "added": len(added),
                "below": len(held) - len(added),
                "books": [
                    {"id": book.id, "ordinal": n, "title": book.title, "author": book.author or ""}
                    for n, book in enumerate(added, first)
                ],
            }
        )
    follow_up = _books_of(view, Tier.ALL)
    return {"tiers": tiers, "follow_up": follow_up, "follow_count": len(follow_up)}


def formula(view: View) -> str:
    """“3＋4＋5＋3” as the book list adds up."""
    return "＋".join(str(len(_books_of(view, tier))) for tier in (*CONTAINED, Tier.ALL))


def reading_load(view: View) -> dict[str, Any]:
    """每个人学多少: books and follow-up items, tier by tier."""
    follow = len(_books_of(view, Tier.ALL))
    rows = [{"name": tier.label, "books": len(_books_of(view, tier)), "follow": follow} for tier in CONTAINED]
    return {"rows": rows}


def plan(view: View, tier: str = "", month: str = "") -> dict[str, Any]:
    """The study plan by month, with a line between what is past and what is to come; undated items last."""
    chosen = _tier(tier) if tier else None
    if month and not MONTH.fullmatch(month):
        raise MacroError(f"“{month}”不是月份，应写成 2023-11")
    items = [item for item in view.campaign.plan if chosen is None or item.concerns(chosen)]
    dated = sorted((item for item in items if item.date), key=lambda item: (item.date, item.end or item.date))
    if month:
        dated = [item for item in dated if f"{item.date:%Y-%m}" == month]
    today = view.campaign.today
    coming = next((item for item in dated if today and _last_day(item) > today), None)
    begun = any(today and _last_day(item) <= today for item in dated)
    months = []
    for name, group in groupby(dated, key=lambda item: f"{item.date:%Y-%m}"):
        rows = [_plan_row(view, item, now_before=begun and item is coming) for item in group]
        year, _, number = month_text(name).partition("年")
        months.append(
            {
                "id": month_anchor(name),
                "name": number,
                "year": f"{year}年",
                "count": len(rows),
                "rows": rows,
            }
        )
    undated = [_plan_row(view, item) for item in items if item.date is None and not month]
    return {
        "tiers": [_shown_tier(t) for t in CONTAINED],
        "chips": [] if tier else _chips(items),
        "months": months,
        "undated": undated,
        "guide": view.guide("handbook/add-plan-item.md"),
        "now": ("数据截至" if today == view.campaign.site.as_of else "截至") + day_text(today, missing=""),
    }


def this_month(view: View) -> str:
    """The anchor of this month in the study plan; empty while nothing is planned for it."""
    today = view.campaign.today
    planned = {f"{item.date:%Y-%m}" for item in view.campaign.plan if item.date}
    return month_anchor(f"{today:%Y-%m}") if today and f"{today:%Y-%m}" in planned else ""


def month_anchor(month: str) -> str:
    """The anchor of a month (2023-11) in the study plan."""
    return f"month-{month}"


def picks(view: View) -> dict[str, Any]:
    """Monthly picks, the latest month first."""
    ordered = sorted(view.campaign.picks, key=lambda pick: pick.month, reverse=True)
    months = [
        {"name": month_text(month), "picks": [_pick(pick) for pick in group]}
        for month, group in groupby(ordered, key=lambda pick: pick.month)
    ]
    return {"months": months, "guide": view.guide("handbook/add-pick.md")}


def plan_row(view: View, item: PlanItem) -> dict[str, Any]:
    """An item of the plan as the home page lists it: date, title, who attends."""
    assert item.date is not None
    return {
        "date": f"{item.date.month}月{item.date.day}日",
        "title": item.title,
        "who": "、".join(who.short for who in item.attended_by),
    }


def _pick(pick: Any) -> dict[str, str]:
    return {
        "kind": pick.kind.value,
        "title": pick.title,
        "author": pick.author or "",
        "source": pick.source or "",
        "date": day_text(pick.date, missing=""),
    }


def _tier(name: str) -> Tier:
    if name not in list(Tier):
        raise MacroError(f"没有“{name}”这一层{nearest(name, list(Tier))}")
    return Tier(name)


def _books_of(view: View, tier: Tier) -> list[Book]:
    return [book for book in view.campaign.books if tier.includes(book.tier)]


def _last_day(item: PlanItem) -> date:
    last = item.end or item.date
    assert last is not None
    return last


def _plan_row(view: View, item: PlanItem, now_before: bool = False) -> dict[str, Any]:
    today = view.campaign.today
    return {
        "title": item.title,
        "form": item.form,
        "organisers": "、".join(item.organisers),
        "tiers": [_shown_tier(tier) for tier in item.tiers],
        "audience": [who.label for who in item.audience],
        "chips": [who.slug for who in CHIPS if item.concerns(who)],
        "date_text": span_text(item.date, item.end) if item.date else "时间待定",
        "weekday": _weekday(item),
        "past": bool(today and item.date and _last_day(item) <= today),
        "books": item.books,
        "now_before": now_before,
    }


def _weekday(item: PlanItem) -> str:
    if item.date is None:
        return ""
    if item.end is None or item.end == item.date:
        return weekday_text(item.date)
    return f"{weekday_text(item.date)}起，{(item.end - item.date).days + 1}天"


def _chips(items: list[PlanItem]) -> list[dict[str, str]]:
    """What the plan can be narrowed to: the tiers that contain one another, and each audience it has."""
    named = {who for item in items for who in item.audience}
    return [{"id": who.slug, "name": who.short} for who in CHIPS if who in (*CONTAINED, *named)]


def _shown_tier(tier: Tier) -> dict[str, Any]:
    return {"id": tier.value, "name": tier.label, "short": tier.short, "rank": tier.rank}


def calendars(view: View) -> dict[str, Any]:
    """The calendars to subscribe to: the study plan of each tier and audience, and the deadlines."""
    dated = [item for item in view.campaign.plan if item.date]
    plans = [
        {
            "title": f"学习计划：{who.label}",
            "href": view.file_href(f"calendar/{who.slug}.ics"),
            "note": f"{sum(item.concerns(who) for item in dated)}项",
        }
        for who in (*Tier, *Audience)
    ]
    deadlines = {"title": "到期事项", "href": view.file_href("calendar/deadlines.ics")}
    return {"calendars": [*plans, {**deadlines, "note": "问题、措施和“解剖麻雀”的完成时限"}]}
