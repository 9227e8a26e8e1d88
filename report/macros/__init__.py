"""The macros that an editor may write. One macro = one function here = one template = one CSS block
= one name.

A function decides what is shown and returns it as text and yes/no by name; its template holds the markup.
`view` has what all of them need, `MACROS` lists them, `render` calls one.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from report.macros import (
    chart,
    chronicle,
    column,
    data,
    essentials,
    figures,
    home,
    ledgers,
    notices,
    opinions,
    organisation,
    standing,
    study,
    ways,
)
from report.macros.view import MacroError, View

TEMPLATES = Path(__file__).parent / "templates"
ENTITIES = {ord(sign): f"&#{ord(sign)};" for sign in string.punctuation}

INLINE: dict[str, Callable[..., dict[str, Any]]] = {
    "fig": figures.fig,
    "as_of": figures.as_of,
    "org": figures.org,
    "report_title": figures.report_title,
    "contact": opinions.contact,
    "answering": ledgers.answering,
}
BLOCK: dict[str, Callable[..., dict[str, Any]]] = {
    "summary": figures.summary,
    "progress": figures.progress,
    "copies": figures.copies,
    "example": figures.example,
    "books": study.books,
    "books_formula": study.books_formula,
    "reading_load": study.reading_load,
    "plan": study.plan,
    "picks": study.picks,
    "calendars": study.calendars,
    "ledger": ledgers.ledger,
    "dictionary": data.dictionary,
    "pending": data.pending,
    "tally": data.tally,
    "differences": data.differences,
    "chronicle": chronicle.chronicle,
    "essentials": essentials.essentials,
    "masthead": home.masthead,
    "glance": home.glance,
    "contents": home.contents,
    "opening": ways.opening,
    "entrances": ways.entrances,
    "organisation": organisation.organisation,
    "mechanism": organisation.mechanism,
    "tasks": organisation.tasks,
    "youth_groups": organisation.youth_groups,
    "standing": standing.standing,
    "units": standing.units,
    "coverage": standing.coverage,
    "chart": chart.chart,
    "notice": notices.notice,
    "notices": notices.notices,
    "corrections": notices.corrections,
    "reminders": notices.reminders,
    "rhythm": notices.rhythm,
    "opinion_ways": opinions.opinion_ways,
    "opinion_steps": opinions.opinion_steps,
    "posts": column.posts,
}
MACROS = {**INLINE, **BLOCK}
UNLINKED = {"fig_unlinked": figures.fig_unlinked}  # what fig becomes inside a heading


def inert(value: Any) -> Any:
    """Text that Markdown leaves alone: ASCII punctuation as entities. MacroError for None."""
    if value is None:
        raise MacroError("宏里有一项没有值")
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return Markup(value.translate(ENTITIES))


def _environment(**options: Any) -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )


# an inline macro still passes through Markdown; a block is taken over as raw HTML
_INLINE_TEMPLATES = _environment(finalize=inert)
_BLOCK_TEMPLATES = _environment()


def render(name: str, view: View, /, *args: Any, **kwargs: Any) -> Markup:
    """The HTML that a macro puts on a page. MacroError if its arguments are wrong or name something that
    does not exist."""
    function = {**MACROS, **UNLINKED}[name]
    try:
        signature(function).bind(view, *args, **kwargs)
    except TypeError:
        taken = "、".join(list(signature(function).parameters)[1:])
        raise MacroError(f"{name} 的参数写得不对，{'要写的是' + taken if taken else '它不带参数'}") from None
    shown = function(view, *args, **kwargs)
    if name in INLINE or name in UNLINKED:
        return Markup(template(name.removesuffix("_unlinked"), shown, _INLINE_TEMPLATES).strip())
    return Markup(template(name, shown))


def template(name: str, shown: dict[str, Any], environment: Environment = _BLOCK_TEMPLATES) -> str:
    """A template filled with what a macro decided, without blank lines, since Markdown would break
    the block there."""
    text = environment.get_template(f"{name}.html").render(shown)
    return "\n".join(line for line in text.splitlines() if line.strip())
