"""The sandbox in which pages are rendered: macros and nothing else.

It takes the place of the plugin's own environment, which escapes nothing and lets a page reach into Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from jinja2 import StrictUndefined, Template, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from report.macros import MACROS, UNLINKED, Desk, inert, render


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


def callables(desk: Desk) -> dict[str, Callable[..., Markup]]:
    """Each macro as a function to be called from a page; the page is taken from the context."""
    return {name: _callable(name, desk) for name in (*MACROS, *UNLINKED)}


def _callable(name: str, desk: Desk) -> Callable[..., Markup]:
    @pass_context
    def call(context: Context, *args: str, **kwargs: str) -> Markup:
        return render(name, desk, context["page"].file.src_uri, *args, **kwargs)

    return call
