"""data/figures.json, for other programs: every figure with its value, its meaning, and the pages
that use it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from report.facts.figure import Status
from report.figures.wording import shown, shown_number
from report.macros.addresses import url
from report.macros.view import View, source_text


def figures_json(view: View) -> str:
    """The content of the file.

    `value`: the number or text as shown, without unit; null unless the status is 已填. `used_in`: addresses
    from the root of the site.
    """
    as_of = view.campaign.site.as_of
    content = {
        "as_of": as_of.isoformat() if as_of else None,
        "figures": [_figure(view, key) for key in view.results],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _figure(view: View, key: str) -> dict[str, Any]:
    result = view.results[key]
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
        "used_in": [
            f"{url(page)}/".lstrip("/") for page in view.pages.titles if page in view.pages.uses[key]
        ],
    }


def _value(value: Decimal | str | None, number: str) -> str:
    """The number in ASCII digits, even if the sentence writes it in Chinese numerals."""
    if isinstance(value, Decimal) and not number.isascii():
        return f"{value:f}"
    return number
