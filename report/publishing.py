"""From a tree of files to a checked survey, and from a survey to the data files the site carries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from report.checks import check
from report.faults import FaultsError
from report.figures import resolve
from report.formatting import shown, shown_number
from report.loading import load, settings
from report.macros import template
from report.macros.desk import REPORT_PAGES, Desk, source_text, url
from report.models import Status
from report.pages import Survey, survey


def prepare(root: Path, environ: Mapping[str, str]) -> Survey:
    """Load, compute and check data and pages. FaultsError with every fault, sorted by file and line."""
    campaign, faults = load(settings(root, environ))
    results = resolve(campaign)
    faults += check(campaign, results)
    surveyed, page_faults = survey(root, campaign, results, sound=not faults)
    if faults or page_faults:
        raise FaultsError([*faults, *page_faults])
    return surveyed


def site_facts(desk: Desk) -> dict[str, Any]:
    """What the theme's own parts (banner, footer) say of the campaign."""
    site = desk.campaign.site
    return {
        "sample": site.sample,
        "as_of": desk.as_of(),
        "publisher": site.publisher,
        "bureau": site.bureau or "",
        "requirement": site.requirement,
    }


def with_meta(html: str, page: str, desk: Desk) -> str:
    """A report page with one line under its title: the data date, and how many of its figures are filled."""
    if page not in REPORT_PAGES:
        return html
    shown_here = [key for key in desk.results if page in desk.uses[key]]
    view = {"as_of": desk.as_of(), **desk.tally(shown_here)}
    return html.replace("</h1>", f"</h1>\n{template('meta', view)}", 1)


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
