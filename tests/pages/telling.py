"""A page of the report as its readers have it, rendered by the macros and the Markdown of the site."""

from __future__ import annotations

import re
from functools import cache
from types import SimpleNamespace

from lxml import html
from markdown import Markdown

from report.macros.view import View
from report.pages.navigation import configuration
from report.pages.rendering import PageEnvironment, callables
from tests.trees import ROOT

TOLD = ("h1", "h2", "h3", "p", "li")
KEY = re.compile(r"〔([a-z_.]+)〕")
BESIDE = {"aside", "work"}  # classes of paragraphs that are no part of the report


@cache
def _markdown() -> Markdown:
    _, extensions, _ = configuration(ROOT)
    return Markdown(extensions=extensions)


def told(body: str, view: View, name: str, tags: tuple[str, ...] = TOLD) -> list[html.HtmlElement]:
    """The headings and paragraphs of a page, without what stands beside the text."""
    template = PageEnvironment(callables(view)).from_string(body)
    rendered = template.render(page=SimpleNamespace(file=SimpleNamespace(src_uri=name)))
    page = html.fromstring(f"<main>{_markdown().reset().convert(rendered)}</main>")
    return [e for e in page.iterchildren(*tags) if BESIDE.isdisjoint((e.get("class") or "").split())]


def marked(element: html.HtmlElement, view: View) -> str:
    """What an element says, with 〔key〕 in the place of each figure, whether it has a value or not."""
    for figure in [e for e in element.iter() if e.get("data-key")]:
        figure.text = f"〔{figure.get('data-key')}〕"
        for child in [*figure]:
            figure.remove(child)
    return without_units(str(element.text_content()), view)


def without_units(text: str, view: View) -> str:
    """A text in which a figure is 〔key〕, without what stands around a blank: verb, brackets and unit."""
    for key in set(KEY.findall(text)):
        figure = view.results[key].figure
        for around in ("（{}）", f"{figure.word or ''}{{}}", f"{{}}{figure.unit or ''}"):
            text = text.replace(around.format(f"〔{key}〕"), f"〔{key}〕")
    return text
