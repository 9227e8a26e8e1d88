"""The words that stand in the data read like those of the pages: the same rules hold for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report.faults import Fault, Place
from report.models import LEDGERS, Campaign
from report.pages.prose import Setting, complaints
from report.pages.rendered_text import Line

WORDED = ("name", "line", "crux", "result", "extension")  # of a row; file numbers are no prose


def data_wording(campaign: Campaign) -> Iterator[Fault]:
    """What every rule has to say about every text of the data, at its own line."""
    for place, text, stated in _texts(campaign):
        if found := re.search(r"[<>{}]", text):
            yield place.fault(f"“{text}”里不能有“{found[0]}”，请改成文字")
            continue
        setting = Setting(rules=campaign.prose, report=stated)
        for message in complaints(Line(place.line, text, "p", 0), setting):
            yield place.fault(message)


def _texts(campaign: Campaign) -> Iterator[tuple[Place, str, bool]]:
    """Each text with its place, and whether the report itself states it."""
    for figure in campaign.figures.values():
        for field in ("label", "unit", "source", "basis", "difference"):
            if text := getattr(figure, field):
                yield figure.at(field), text, False
        if figure.unit is None and figure.value and not figure.value.isdecimal():
            yield figure.at("value"), figure.value, True
    site = campaign.site
    yield site.at("title"), site.title, False
    yield site.at("publisher"), site.publisher, False
    yield site.at("campaign"), "".join(site.campaign), False
    yield site.at("report_title"), "".join(site.report_title), False
    yield site.at("requirement"), "、".join(site.requirement), False
    for book in campaign.books:
        yield book.at("title"), book.title, False
    for item in campaign.plan:
        yield item.at("title"), item.title, False
        yield item.at("form"), item.form, False
    for pick in campaign.picks:
        yield pick.at("title"), pick.title, False
    organisation = campaign.organisation
    for unit in organisation.units:
        yield unit.at("name"), unit.name, False
        if unit.duty:
            yield unit.at("duty"), unit.duty, False
    for link in organisation.links:
        yield link.at("duty"), link.duty, False
    yield from _ledger_texts(campaign)
    yield from _snapshot_texts(campaign)


def _ledger_texts(campaign: Campaign) -> Iterator[tuple[Place, str, bool]]:
    """What people wrote into the ledgers in words of their own."""
    for name in LEDGERS:
        for row in campaign.rows(name):
            for field in WORDED:
                if text := getattr(row, field, None):
                    yield row.at(field), text, False


def _snapshot_texts(campaign: Campaign) -> Iterator[tuple[Place, str, bool]]:
    """What people wrote around the frozen parts of notices and reminders."""
    for notice in campaign.notices:
        for index, paragraph in enumerate(notice.text):
            yield notice.at("text", index), paragraph, False
        yield notice.at("scope"), notice.scope, False
        yield notice.at("feedback"), notice.feedback, False
        for correction in notice.corrections:
            yield correction.at("reason"), correction.reason, False
    for reminder in campaign.reminders:
        for unit in reminder.units:
            if unit.reply:
                yield unit.at("reply"), unit.reply, False
