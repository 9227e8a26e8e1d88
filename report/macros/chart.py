"""The charts of the site by name; their geometry is in `charts`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from report.facts.ledgers.problems import Aspect
from report.facts.progress import rectification, responsible
from report.faults import nearest
from report.figures.wording import shown
from report.macros.addresses import REPORT_PAGES, WHOLE
from report.macros.charts.drawing import Measured, Missing, Pair
from report.macros.charts.views import bar_chart, change_chart
from report.macros.notices import progress_chart
from report.macros.view import MacroError, View

CHANGES = (  # label, unit, and the names of three figures: last year, this year, change
    ("局发文数量", "件", "docs_last_year", "docs_this_year", "docs_change"),
    ("会议数量", "次", "meetings_last_year", "meetings_this_year", "meetings_change"),
)
NO_PROBLEMS = Missing("还没有登记检视整改的问题", "登记后在这里按方面画出。")
NO_MEASURES = Missing("还没有登记检视整改的措施", "登记后在这里按责任单位画出。")
NO_COUNTS = Missing("同比的基数还没有填报", "由各科室填报今年与上年同期的发文、会议数量。")


def chart(view: View, name: str) -> dict[str, Any]:
    """One of the charts: progress over the notices, problems by aspect, measures by unit, year on year.

    None instead of an empty chart on a page of the report, whose text has the blanks already; and of any
    chart in the report as a whole, which is the text alone.
    """
    if name not in CHARTS:
        raise MacroError(f"没有“{name}”这张图{nearest(name, CHARTS)}，可选{'、'.join(CHARTS)}")
    drawn = CHARTS[name](view)
    left_out = view.page == WHOLE or (drawn["empty"] and view.page in REPORT_PAGES)
    return {"chart": None if left_out else drawn}


def _progress(view: View) -> dict[str, Any]:
    return progress_chart(view.campaign.notices)


def _aspects(view: View) -> dict[str, Any]:
    problems = rectification(view.counted).problems
    parts = []
    for aspect in Aspect:
        mine = [row for row in problems if row.aspect is aspect]
        if mine or (problems and aspect is not Aspect.OTHER):
            closed = sum(row.status.is_closed for row in mine)
            parts.append(Measured(aspect.value, len(mine), closed))
    return bar_chart("aspects", "检视整改问题，按方面（条）", "条", parts, ("问题", "已销号"), NO_PROBLEMS)


def _units(view: View) -> dict[str, Any]:
    parts = []
    tally = rectification(view.counted)
    for unit in responsible(view.counted):
        mine = tally.of(unit)
        if mine.measures:
            parts.append(Measured(unit.name, len(mine.measures), len(mine.done)))
    return bar_chart("units", "整改措施，按责任单位（条）", "条", parts, ("措施", "已落实"), NO_MEASURES)


def _year_on_year(view: View) -> dict[str, Any]:
    def value(name: str) -> Decimal | None:
        found = view.result(f"development.{name}").value
        return found if isinstance(found, Decimal) else None

    pairs = [
        Pair(label, unit, value(before), value(now), shown(view.result(f"development.{change}")))
        for label, unit, before, now, change in CHANGES
    ]
    return change_chart("year-on-year", "发文、会议数量同比", pairs, ("上年同期", "今年"), NO_COUNTS)


CHARTS: dict[str, Callable[[View], dict[str, Any]]] = {
    "progress": _progress,
    "aspects": _aspects,
    "units": _units,
    "year-on-year": _year_on_year,
}
