"""应知应会: what everybody should know, on one sheet to hand out; each list from where it stands."""

from __future__ import annotations

from typing import Any

from report.facts.ledgers.activities import Method, Outreach
from report.facts.ledgers.problems import Aspect
from report.facts.records import Identity
from report.macros.study import books_formula, formula
from report.macros.view import View


def essentials(view: View) -> dict[str, Any]:
    """总要求, the books tier by tier, and the lists that everybody should know by heart."""
    site = view.campaign.site
    books = books_formula(view)
    methods, aspects = (
        view.figure(key, counts_as_use=False) for key in ("research.methods", "rectification.target_aspects")
    )
    return {
        "requirement": site.requirement,
        "formula": formula(view),
        "tiers": books["tiers"],
        "follow_up": books["follow_up"],
        "links": [link.name for link in view.campaign.organisation.links],
        "methods": list(Method),
        "outreach": [each.in_full for each in Outreach],
        "identities": list(Identity),
        "aspects": [aspect for aspect in Aspect if aspect is not Aspect.OTHER],
        "counts": {"methods": methods, "aspects": aspects},
        "source": methods.source,
        "publisher": site.publisher,
    }
