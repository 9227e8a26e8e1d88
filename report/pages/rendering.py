"""The sandbox in which pages are rendered, macros and nothing else, and 整本: the whole report in one page.

The sandbox takes the place of the plugin's own environment, which escapes nothing and lets a page reach into
Python.
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
UNNUMBERED = "report/shortfalls.md"  # the last paragraphs of part one: no heading, no number
BLOCKS = re.compile(r"^\{\{ *(?:summary|contents)\(.*?\) *\}\}\n*", re.MULTILINE | re.DOTALL)
FIGURES_ANCHOR = "figures"  # of what stands behind the report
OWN_ANCHORS = ("part-one", FIGURES_ANCHOR, *(f"section-{name[7:-3]}" for name in REPORT_PAGES))
ASIDE = re.compile(r"^[^\n]+\n\{: \.aside \}\n*", re.MULTILINE)


class PlainHeadings(Extension):
    """In a heading a figure carries no link of its own: `fig` becomes `fig_unlinked` there."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"(?m)^#.*$", lambda line: re.sub(r"\bfig\(", "fig_unlinked(", line[0]), source)


class PageTemplate(Template):
    """A page sees its own address; front matter and the site's configuration stay outside."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        return super().render(page=kwargs.get("page"))


class PageEnvironment(ImmutableSandboxedEnvironment):
    """Strict, escaping, without filters, tests or globals but the macros."""

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
    """Each macro as a function to be called from a page; the page is taken from the context."""
    return {name: _callable(name, view) for name in (*MACROS, *UNLINKED)}


def _callable(name: str, view: View) -> Callable[..., Markup]:
    @pass_context
    def call(context: Context, *args: str, **kwargs: str) -> Markup:
        return render(name, view.at(context["page"].file.src_uri), *args, **kwargs)

    return call


def whole(head: str, sources: Mapping[str, Source]) -> str:
    """The page `head` followed by the report: navigation left out, headings in the order of the whole."""
    parts = [head.rstrip()]
    for name in REPORT_PAGES:
        text = ASIDE.sub("", BLOCKS.sub("", sources[name].body)).strip()
        if name == SECTIONS_OF_PART_ONE[0]:
            parts.append(f"## {PART_ONE} {{: #part-one }}")
        if name in (REPORT_PAGES[0], UNNUMBERED):
            text = re.sub(r"^# .*\n+", "", text)
        depth = "##" if name in SECTIONS_OF_PART_ONE else "#"
        anchor = name.removeprefix("report/").removesuffix(".md")
        text = re.sub(r"^# (.*)$", rf"# \1 {{: #section-{anchor} }}", text, count=1, flags=re.MULTILINE)
        parts.append(re.sub(r"^(?=#)", depth, text, flags=re.MULTILINE))
    parts.append(f"## 主要数据 {{: #{FIGURES_ANCHOR} }}\n\n{{{{ summary() }}}}")
    return "\n\n".join(parts) + "\n"


def whole_page(root: Path, sources: Mapping[str, Source], view: View) -> str:
    """The HTML of the page of the whole; empty when the site has no such page.

    The same macros in the same sandbox, the same Markdown as in the site: a test holds the two together.
    """
    if WHOLE not in sources:
        return ""
    text = whole(sources[WHOLE].body, sources)
    template = PageEnvironment(callables(view)).from_string(text)
    page = SimpleNamespace(file=SimpleNamespace(src_uri=WHOLE))
    _, extensions, _ = configuration(root)
    return str(Markdown(extensions=extensions).convert(template.render(page=page)))
