"""From a tree of files to a checked survey, and from that to the data files of the site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from report.checks import check
from report.facts.campaign import Campaign
from report.facts.editions import DISPLAY
from report.facts.reading.loading import load
from report.facts.reading.settings import settings
from report.faults import Fault, FaultsError
from report.figures.forms import FORMS
from report.figures.resolving import resolve
from report.figures.wording import day_text
from report.macros import template
from report.macros.addresses import COLUMN, REPORT_PAGES, WHOLE
from report.macros.column import post_meta
from report.macros.view import View
from report.outputs import calendars, downloads
from report.outputs.feed import feed, notice_entries, post_entries
from report.outputs.figures_json import figures_json
from report.outputs.word import copies
from report.pages.bare import lists_nothing
from report.pages.rendering import whole_page
from report.pages.survey import Survey, survey

TITLE_END = "</h1>"


def prepare(root: Path, environ: Mapping[str, str]) -> Survey:
    """Load, resolve and check data and pages. FaultsError with every fault, by file and line."""
    campaign, faults = load(settings(root, environ), {name: form.title for name, form in FORMS.items()})
    facts = resolve(campaign)
    faults += check(facts)
    surveyed, page_faults = survey(root, facts, sound=not faults)
    if faults or page_faults:
        raise FaultsError([*faults, *page_faults])
    return surveyed


def whole_report(root: Path, environ: Mapping[str, str]) -> tuple[View, str]:
    """What Word copies are made from: the facts, and the HTML of the whole report.

    FaultsError as for `prepare`, and if the site has no page of the whole.
    """
    surveyed = prepare(root, environ)
    if html := whole_page(root, surveyed.sources, surveyed.view):
        return surveyed.view, html
    raise FaultsError([Fault(f"docs/{WHOLE}", 0, "没有报告全文这一页，写不出Word稿，请补上")])


def unlisted(survey: Survey) -> list[str]:
    """The pages that the navigation does not list: in the display edition, ledgers of which it has no row."""
    if survey.facts.campaign.edition != DISPLAY:
        return []
    return [name for name, source in survey.sources.items() if lists_nothing(source, survey.view)]


def navigation(nav: list[Any], survey: Survey) -> list[Any]:
    """The navigation of mkdocs.yml, without the pages that the edition leaves out or does not list, and with
    the generated ones.

    A section that becomes empty is dropped. Generated pages follow the page they are under; with the index of
    units or with a ledger they form a section of their own.
    """
    return _listed(nav, survey, unlisted(survey))


def _listed(nav: list[Any], survey: Survey, absent: list[str]) -> list[Any]:
    entries: list[Any] = []
    for entry in nav:
        if isinstance(entry, dict):
            ((title, below),) = entry.items()
            if below := _listed(below, survey, absent):
                entries.append({title: below})
        elif entry in survey.sources and entry not in absent:
            made = [page.name for page in survey.made if page.under == entry and not page.continues]
            entries += _with_generated(entry, made, survey)
    return entries


def _with_generated(entry: str, made: list[str], survey: Survey) -> list[Any]:
    if not made or entry in ("notices/index.md", COLUMN):
        return [entry, *made]
    return [{survey.view.pages.titles[entry]: [entry, *made]}]


def outputs(survey: Survey, site_url: str, whole: str) -> dict[str, bytes]:
    """Every file of the site that is not a page, by its path.

    `whole`: the HTML of the whole report, from which the Word copies are made; empty for a site without it.
    """
    campaign, view = survey.facts.campaign, survey.view
    site = campaign.site
    entries = [*post_entries(view.pages.posts, site_url), *notice_entries(campaign, site_url)]
    return {
        "data/figures.json": figures_json(view).encode(),
        **downloads.files(campaign),
        **(copies.files(view, whole) if whole else {}),
        **calendars.files(campaign),
        "feed.xml": feed(entries, site_url, site.title, site.publisher, site.as_of),
    }


def site_facts(campaign: Campaign) -> dict[str, Any]:
    """What the theme's shell (banner, footer) states about the campaign."""
    site = campaign.site
    return {
        "sample": site.sample,
        "as_of": day_text(site.as_of, missing=""),
        "publisher": site.publisher,
        "bureau": site.bureau or "",
        "requirement": site.requirement,
        "edition": campaign.edition,
        "contact": site.contact.ways() if site.contact else "",
    }


def with_meta(html: str, view: View) -> str:
    """The HTML of a page with a line under its title: in the report, the data date and how many figures are
    filled in; in the column, the day and the categories of a post. Other pages are returned as they are."""
    post = next((post for post in view.pages.posts if post.name == view.page), None)
    if post:
        line = template("post_meta", post_meta(view, post))
    elif view.page in REPORT_PAGES:
        line = template("meta", {"as_of": view.as_of(), **view.tally(view.shown_on(view.page))})
    else:
        return html
    return html.replace(TITLE_END, f"{TITLE_END}\n{line}", 1)
