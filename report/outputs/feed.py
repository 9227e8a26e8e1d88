"""The site's feed: posts of the column and notices, newest first.

It is Atom, not RSS: Atom says that a title is plain text, where RSS readers have to guess, and only Atom can
say that a notice was corrected later. No clock is read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from feedgen.feed import FeedGenerator

from report.facts.campaign import Campaign
from report.facts.snapshots import Amount, Correction, Notice, Stated
from report.figures.wording import day_text
from report.macros.view import Post

BEIJING = dt.timezone(dt.timedelta(hours=8))
PATH = "feed.xml"
LIST = "检视整改清单"  # what a notice counts
NEVER = dt.date(1970, 1, 1)  # the update of a feed with neither entries nor a data date


@dataclass(frozen=True)
class Entry:
    """A post or a notice. `id`: an address that never changes; `corrected`: the day of
    its last correction."""

    id: str
    title: str
    url: str
    date: dt.date
    summary: str
    category: str
    corrected: dt.date | None = None

    @property
    def updated(self) -> dt.date:
        """The day on which it last changed."""
        return max(self.date, self.corrected or self.date)


def feed(
    entries: Sequence[Entry], site_url: str, title: str, author: str, updated: dt.date | None = None
) -> bytes:
    """The entries as an Atom feed, newest first; those of one day in the order given.

    `site_url` ends in a slash. The feed was updated when an entry last was; without entries, on
    the day `updated`.
    """
    changed = max((entry.updated for entry in entries), default=updated or NEVER)
    generator = FeedGenerator()
    generator.id(site_url + PATH)
    generator.title(title)
    generator.author(name=author)
    generator.language("zh-CN")
    generator.link(href=site_url, rel="alternate")
    generator.link(href=site_url + PATH, rel="self")
    generator.updated(_midnight(changed))
    for entry in sorted(entries, key=lambda entry: entry.date, reverse=True):
        _add(generator.add_entry(order="append"), entry)
    content: bytes = generator.atom_str(pretty=True)
    return content


def notice_entries(campaign: Campaign, base: str) -> list[Entry]:
    """Every notice with its numbers as they read now, and its corrections. `base` ends in a slash."""
    return [
        Entry(
            id=(url := f"{base}notices/{notice.date}/"),
            title=f"第{notice.issue}期公示",
            url=url,
            date=notice.date,
            summary=_summary(notice),
            category="公示",
            corrected=max((correction.date for correction in notice.corrections), default=None),
        )
        for notice in campaign.notices
    ]


def post_entries(posts: Iterable[Post], base: str) -> list[Entry]:
    """Every post of the column. `base` ends in a slash."""
    return [
        Entry(
            id=base + post.url,
            title=post.title,
            url=base + post.url,
            date=post.date,
            summary=post.description,
            category="、".join(post.categories),
        )
        for post in posts
    ]


def _add(item: Any, entry: Entry) -> None:
    item.id(entry.id)
    item.title(entry.title)
    item.link(href=entry.url, rel="alternate")
    item.published(_midnight(entry.date))
    item.updated(_midnight(entry.updated))
    item.summary(entry.summary)
    item.category(term=entry.category)


def _summary(notice: Notice) -> str:
    """The numbers as they read now, how long and by whom opinions are taken, then each correction:
    检视整改清单新增问题3条，销号问题1条。公示期至……。更正……"""
    stated = {each.key: each for each in notice.figures}
    numbers = "，".join(f"{each.label}{notice.amount(each.key)}" for each in notice.figures)
    counted = f"{LIST}{numbers}" if numbers else ""
    until = f"公示期至{day_text(notice.shown_until)}" if notice.shown_until else ""
    by = f"受理单位{notice.receiver}" if notice.receiver else ""
    taken = "，".join(filter(None, (until, by, notice.contact)))
    corrected = [_corrected(each, stated[each.key]) for each in notice.corrections if each.key in stated]
    return "".join(f"{sentence}。" for sentence in (counted, taken, *corrected) if sentence)


def _corrected(correction: Correction, stated: Stated) -> str:
    was, now = Amount(correction.was, stated.unit), Amount(correction.now, stated.unit)
    reason = correction.reason.rstrip("。")
    return f"更正（{day_text(correction.date)}）：{stated.label}原为{was}，应为{now}，{reason}"


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), BEIJING)
