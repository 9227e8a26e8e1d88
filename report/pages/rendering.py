"""The report as a whole, as the site renders it: for commands, which build no site."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from markdown import Markdown

from report.macros.desk import WHOLE
from report.pages import Survey
from report.pages.environment import PageEnvironment, callables
from report.pages.navigation import configuration
from report.pages.whole import whole


def whole_page(root: Path, survey: Survey) -> str:
    """The HTML of the page of the whole; empty when the site has no such page.

    The same macros in the same sandbox, the same Markdown as in the site: a test holds the two together.
    """
    if WHOLE not in survey.sources:
        return ""
    text = whole(survey.sources[WHOLE].body, survey.sources)
    template = PageEnvironment(callables(survey.desk)).from_string(text)
    page = SimpleNamespace(file=SimpleNamespace(src_uri=WHOLE))
    _, extensions, _ = configuration(root)
    return str(Markdown(extensions=extensions).convert(template.render(page=page)))
