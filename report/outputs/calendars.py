"""Calendars to subscribe to: the study plan of each tier and audience, and the deadlines of what is open.

Every event lasts whole days, leaves people free, and keeps its UID whatever else about it changes. No clock
is read: events are stamped with the data date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from report.facts.campaign import Campaign
from report.facts.editions import shown_cells, shown_rows
from report.facts.ledgers import LEDGERS
from report.facts.ledgers.row import Dated, Ledger
from report.facts.lists import Audience, PlanItem
from report.facts.records import Tier

HOST = "theme-education"  # ends every UID, independent of the site's name and address
PRODID = f"-//{HOST}//calendars//ZH"
DAY = timedelta(days=1)
DESCRIBED = ("编号", "所属", "责任单位", "科室", "状态", "延期依据")  # the columns in an event's description


def files(campaign: Campaign) -> dict[str, bytes]:
    """Every calendar by its path on the site."""
    plans = {f"calendar/{who.slug}.ics": plan_calendar(campaign, who) for who in (*Tier, *Audience)}
    return {**plans, "calendar/deadlines.ics": deadlines_calendar(campaign)}


def plan_calendar(campaign: Campaign, who: Tier | Audience) -> bytes:
    """What a tier or audience attends of the study plan, as on the plan's page; items without a date are
    left out."""
    items = (item for item in campaign.plan if item.concerns(who))
    events = (_plan_event(campaign, item, item.date) for item in items if item.date)
    return _calendar(campaign, f"学习计划（{who.label}）", events)


def deadlines_calendar(campaign: Campaign) -> bytes:
    """The open problems, measures and cases that the edition shows, each on the day it is due."""
    return _calendar(campaign, "整改时限", _deadline_events(campaign))


def _plan_event(campaign: Campaign, item: PlanItem, day: date) -> Event:
    described = [
        ("形式", item.form),
        ("组织单位", "、".join(item.organisers)),
        ("参加对象", "；".join(who.label for who in item.attended_by)),
        ("书目", "、".join(item.books)),
    ]
    return _event(
        campaign,
        uid=f"{item.id}@plan.{HOST}",
        days=(day, item.end or day),
        summary=item.title,
        described=described,
        categories=[who.label for who in item.attended_by],
    )


def _deadline_events(campaign: Campaign) -> Iterator[Event]:
    for name, ledger in LEDGERS.items():
        for row in shown_rows(campaign, campaign.ledgers[name]):
            if isinstance(row, Dated) and row.open:
                yield _deadline_event(campaign, ledger, row)


def _deadline_event(campaign: Campaign, ledger: Ledger, row: Dated) -> Event:
    known = row.columns()
    columns = [known[title] for title in DESCRIBED if title in known]
    return _event(
        campaign,
        uid=f"{row.id}@{ledger.name}.{HOST}",
        days=(row.due_by, row.due_by),
        summary=f"到期：{row.name}",
        described=[(column.title, "；".join(shown_cells(campaign, row, column))) for column in columns],
        categories=[ledger.title],
    )


def _event(
    campaign: Campaign,
    uid: str,
    days: tuple[date, date],
    summary: str,
    described: Iterable[tuple[str, str]],
    categories: list[str],
) -> Event:
    """An event from the first to the last of its days; empty descriptions are left out."""
    first, last = days
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(campaign.site.as_of or first, time(), UTC))
    event.add("dtstart", first)
    if last < date.max:
        event.add("dtend", last + DAY)  # the day after the last one
    event.add("summary", summary)
    event.add("description", "\n".join(f"{label}：{said}" for label, said in described if said))
    event.add("categories", categories)
    event.add("transp", "TRANSPARENT")
    return event


def _calendar(campaign: Campaign, name: str, events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"示例：{name}" if campaign.site.sample else name)
    calendar.add("refresh-interval", DAY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "P1D")  # the same for Outlook
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
