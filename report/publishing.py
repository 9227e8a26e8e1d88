"""From a tree of files to a checked survey, and from a survey to the data files the site carries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from report import calendars, downloads
from report.checks import check
from report.faults import FaultsError
from report.feeds import Entry, feed, notice_entries
from report.figures import resolve
from report.formatting import shown, shown_number
from report.loading import load, settings
from report.macros import template
from report.macros.desk import REPORT_PAGES, Desk, source_text, url
from report.models import Status
from report.pages import Survey, survey
from report.pages.posts import posts
from report.word import copies

TITLE_END = "</h1>"


def prepare(root: Path, environ: Mapping[str, str]) -> Survey:
    """Load, compute and check data and pages. FaultsError with every fault, sorted by file and line."""
    campaign, faults = load(settings(root, environ))
    results = resolve(campaign)
    faults += check(campaign, results)
    surveyed, page_faults = survey(root, campaign, results, sound=not faults)
    if faults or page_faults:
        raise FaultsError([*faults, *page_faults])
    return surveyed


def navigation(nav: list[Any], survey: Survey) -> list[Any]:
    """The navigation of mkdocs.yml without the pages that the edition leaves out, with those generated.

    A section that ends up empty is dropped. Pages generated under a page follow it; under the index of
    units and under a ledger they make a section of their own.
    """
    entries: list[Any] = []
    for entry in nav:
        if isinstance(entry, dict):
            ((title, below),) = entry.items()
            if below := navigation(below, survey):
                entries.append({title: below})
        elif entry in survey.sources:
            made = [page.name for page in survey.made if page.under == entry]
            entries += _with_generated(entry, made, survey)
    return entries


def _with_generated(entry: str, made: list[str], survey: Survey) -> list[Any]:
    if not made or entry == "notices/index.md":
        return [entry, *made]
    return [{survey.desk.titles[entry]: [entry, *made]}]


def outputs(survey: Survey, site_url: str, whole: str) -> dict[str, bytes]:
    """Every file that the site carries beside its pages, by its path.

    `whole`: the HTML of the report as a whole, of which the Word copies are made; empty for a site without.
    """
    campaign = survey.desk.campaign
    site = campaign.site
    entries = [*post_entries(survey, site_url), *notice_entries(campaign, site_url)]
    return {
        "data/figures.json": figures_json(survey.desk).encode(),
        **downloads.files(campaign),
        **(copies.files(survey.desk, whole) if whole else {}),
        **calendars.files(campaign),
        "feed.xml": feed(entries, site_url, site.title, site.publisher, site.as_of),
    }


def post_entries(survey: Survey, site_url: str) -> list[Entry]:
    """Every post of the column, as the feed lists it."""
    return [
        Entry(
            id=site_url + post.url,
            title=post.title,
            url=site_url + post.url,
            date=post.date,
            summary=post.description,
            category="、".join(post.categories),
        )
        for post in posts(survey.sources)
    ]


def site_facts(desk: Desk) -> dict[str, Any]:
    """What the theme's own parts (banner, footer) say of the campaign."""
    site = desk.campaign.site
    return {
        "sample": site.sample,
        "as_of": desk.as_of(),
        "publisher": site.publisher,
        "bureau": site.bureau or "",
        "requirement": site.requirement,
        "edition": desk.campaign.edition,
    }


def with_meta(html: str, page: str, desk: Desk) -> str:
    """A report page with one line under its title: the data date, and how many of its figures are filled."""
    if page not in REPORT_PAGES:
        return html
    shown_here = [key for key in desk.results if page in desk.uses[key]]
    view = {"as_of": desk.as_of(), **desk.tally(shown_here)}
    return html.replace(TITLE_END, f"{TITLE_END}\n{template('meta', view)}", 1)


def figures_json(desk: Desk) -> str:
    """Every figure with its value, meaning and places of use, as data/figures.json of the site.

    `value` is the number or text as shown, without unit; null unless the status is 已填. `used_in` are
    addresses relative to the site's root.
    """
    as_of = desk.campaign.site.as_of
    content = {
        "as_of": as_of.isoformat() if as_of else None,
        "figures": [_figure(desk, key) for key in desk.results],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _figure(desk: Desk, key: str) -> dict[str, Any]:
    result = desk.results[key]
    figure = result.figure
    known = result.status is Status.KNOWN
    return {
        "key": key,
        "label": figure.label,
        "unit": figure.unit,
        "value": _value(result.value, shown_number(result)) if known else None,
        "text": shown(result),
        "status": result.status.value,
        "owner": figure.owner.value,
        "source": source_text(result) or None,
        "basis": figure.basis,
        "used_in": [f"{url(name)}/".lstrip("/") for name in desk.titles if name in desk.uses[key]],
    }


def _value(value: Decimal | str | None, number: str) -> str:
    """The number in digits, whatever numerals the sentence uses."""
    if isinstance(value, Decimal) and not number.isascii():
        return f"{value:f}"
    return number
