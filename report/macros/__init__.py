"""The macros an editor may write. One macro = one function here = one template = one CSS block = one name.

A function decides what is shown (a mapping of text and yes/no); its template holds the markup.
`desk` holds what all of them need; `MACROS` lists them; `render` calls one.
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
    chart_macros,
    data_macros,
    figure_macros,
    home_macros,
    ledger_macros,
    notice_macros,
    standing_macros,
    study_macros,
)
from report.macros.desk import Desk, MacroError

TEMPLATES = Path(__file__).parent.parent / "templates"
ENTITIES = {ord(sign): f"&#{ord(sign)};" for sign in string.punctuation}

INLINE: dict[str, Callable[..., dict[str, Any]]] = {
    "fig": figure_macros.fig,
    "as_of": figure_macros.as_of,
    "org": figure_macros.org,
    "report_title": figure_macros.report_title,
}
BLOCK: dict[str, Callable[..., dict[str, Any]]] = {
    "summary": figure_macros.summary,
    "progress": figure_macros.progress,
    "copies": figure_macros.copies,
    "example": figure_macros.example,
    "books": study_macros.books,
    "books_formula": study_macros.books_formula,
    "reading_load": study_macros.reading_load,
    "plan": study_macros.plan,
    "picks": study_macros.picks,
    "calendars": study_macros.calendars,
    "ledger": ledger_macros.ledger,
    "dictionary": data_macros.dictionary,
    "pending": data_macros.pending,
    "differences": data_macros.differences,
    "masthead": home_macros.masthead,
    "glance": home_macros.glance,
    "contents": home_macros.contents,
    "mechanism": home_macros.mechanism,
    "organisation": home_macros.organisation,
    "standing": standing_macros.standing,
    "units": standing_macros.units,
    "coverage": standing_macros.coverage,
    "chart": chart_macros.chart,
    "notice": notice_macros.notice,
    "notices": notice_macros.notices,
    "corrections": notice_macros.corrections,
    "reminders": notice_macros.reminders,
    "rhythm": notice_macros.rhythm,
}
MACROS = {**INLINE, **BLOCK}
UNLINKED = {"fig_unlinked": figure_macros.fig_unlinked}  # what fig becomes inside a heading


def inert(value: Any) -> Any:
    """Text that Markdown takes as it is: every ASCII punctuation sign as an entity. None is an error."""
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


# what stands in a sentence passes through Markdown afterwards; a block is taken over as raw HTML
_INLINE_TEMPLATES = _environment(finalize=inert)
_BLOCK_TEMPLATES = _environment()


def render(name: str, desk: Desk, page: str, /, *args: Any, **kwargs: Any) -> Markup:
    """What a macro puts on a page. MacroError when its arguments name something that does not exist."""
    function = {**MACROS, **UNLINKED}[name]
    try:
        signature(function).bind(desk, page, *args, **kwargs)
    except TypeError:
        taken = "、".join(list(signature(function).parameters)[2:])
        raise MacroError(f"{name} 的参数写得不对，{'要写的是' + taken if taken else '它不带参数'}") from None
    view = function(desk, page, *args, **kwargs)
    if name in INLINE or name in UNLINKED:
        return Markup(template(name.removesuffix("_unlinked"), view, _INLINE_TEMPLATES).strip())
    return Markup(template(name, view))


def template(name: str, view: dict[str, Any], environment: Environment = _BLOCK_TEMPLATES) -> str:
    """A template filled with what a macro decided; blank lines dropped, since Markdown would split there."""
    text = environment.get_template(f"{name}.html").render(view)
    return "\n".join(line for line in text.splitlines() if line.strip())


__all__ = ["BLOCK", "INLINE", "MACROS", "UNLINKED", "Desk", "MacroError", "inert", "render", "template"]
