"""The sandbox in which pages are rendered, with nothing but macros; and 报告全文, the report on one page.

The sandbox replaces the plugin's own environment, which escapes nothing and lets a page reach into Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import StrictUndefined, Template, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown import Markdown
from markupsafe import Markup

from report.macros import MACROS, UNLINKED, inert, render
from report.macros.addresses import PART_ONE, REPORT_PAGES, WHOLE
from report.macros.view import View
from report.pages.navigation import configuration
from report.pages.source import Source

SECTIONS_OF_PART_ONE = REPORT_PAGES[1:6]
UNNUMBERED = "report/shortfalls.md"  # the last paragraphs of part one, without heading or number
BLOCKS = re.compile(r"^\{\{ *(?:summary|contents)\(.*?\) *\}\}\n*", re.MULTILINE | re.DOTALL)
FIGURES_ANCHOR = "figures"  # of the data after the report
OWN_ANCHORS = ("part-one", FIGURES_ANCHOR, *(f"section-{page[7:-3]}" for page in REPORT_PAGES))
ASIDE = re.compile(r"^[^\n]+\n\{: \.aside \}\n*", re.MULTILINE)


class PlainHeadings(Extension):
    """Turns `fig` into `fig_unlinked` in headings, where a figure must not be a link."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"(?m)^#.*$", lambda line: re.sub(r"\bfig\(", "fig_unlinked(", line[0]), source)


class PageTemplate(Template):
    """A page sees its own address, but neither front matter nor the site's configuration."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        return super().render(page=kwargs.get("page"))


class PageEnvironment(ImmutableSandboxedEnvironment):
    """Strict and escaping, without filters, tests or globals other than the macros."""

    template_class = PageTemplate

    def __init__(self, macros: dict[str, Callable[..., Markup]]) -> None:
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined,
            finalize=inert,
            keep_trailing_newline=True,
            extensions=[PlainHeadings],
        )
        self.filters.clear()
        self.tests.clear()
        self.globals.clear()
        self.globals.update(macros)


def callables(view: View) -> dict[str, Callable[..., Markup]]:
    """Each macro as a function for pages to call; it learns from the context which page that is."""
    return {name: _callable(name, view) for name in (*MACROS, *UNLINKED)}


def _callable(name: str, view: View) -> Callable[..., Markup]:
    @pass_context
    def call(context: Context, *args: str, **kwargs: str) -> Markup:
        return render(name, view.at(context["page"].file.src_uri), *args, **kwargs)

    return call


def whole(head: str, sources: Mapping[str, Source]) -> str:
    """The Markdown of the whole report after the page `head`: navigation left out, headings one or
    two levels deeper."""
    parts = [head.rstrip()]
    for page in REPORT_PAGES:
        text = ASIDE.sub("", BLOCKS.sub("", sources[page].body)).strip()
        if page == SECTIONS_OF_PART_ONE[0]:
            parts.append(f"## {PART_ONE} {{: #part-one }}")
        if page in (REPORT_PAGES[0], UNNUMBERED):
            text = re.sub(r"^# .*\n+", "", text)
        depth = "##" if page in SECTIONS_OF_PART_ONE else "#"
        anchor = page.removeprefix("report/").removesuffix(".md")
        text = re.sub(r"^# (.*)$", rf"# \1 {{: #section-{anchor} }}", text, count=1, flags=re.MULTILINE)
        parts.append(re.sub(r"^(?=#)", depth, text, flags=re.MULTILINE))
    parts.append(f"## 主要数据 {{: #{FIGURES_ANCHOR} }}\n\n{{{{ summary() }}}}")
    return "\n\n".join(parts) + "\n"


def whole_page(root: Path, sources: Mapping[str, Source], view: View) -> str:
    """The HTML of the whole report; empty if the site has no such page.

    It has the same macros, sandbox and Markdown as the site: a test makes sure that both give the same.
    """
    if WHOLE not in sources:
        return ""
    text = whole(sources[WHOLE].body, sources)
    template = PageEnvironment(callables(view)).from_string(text)
    page = SimpleNamespace(file=SimpleNamespace(src_uri=WHOLE))
    _, extensions, _ = configuration(root)
    return str(Markdown(extensions=extensions).convert(template.render(page=page)))
