"""Charts: from numbers to what chart.html shows. The template holds the markup, the style sheet the colours.

A drawing is a set of paths and texts in whole pixels, each of a kind that the style sheet knows. It is made
twice, `wide` for a page and `phone`, with letters of the same size; a table holds the numbers too. None is
待填报: it breaks a line or leaves a track empty, and is never drawn as 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from report.figures.wording import PENDING
from report.macros.charts.bars import bars, pairs_of_bars
from report.macros.charts.drawing import SIZES, Measured, Missing, Pair, last, said
from report.macros.charts.lines import lines

MOST_BARS = 16  # beyond these, the table alone is clearer


def line_chart(
    id: str, title: str, unit: str, moments: Sequence[Measured], names: tuple[str, str], missing: Missing
) -> dict[str, Any]:
    """Two lines over the notices: the whole, and the part that is done, each named at its end."""
    ends = [last([moment.whole for moment in moments]), last([moment.done for moment in moments])]
    empty = ends == [None, None]
    newest = (moments[-1].whole, moments[-1].done) if moments else (None, None)
    stated = "，".join(name + said(value, unit) for name, value in zip(names, newest, strict=True))
    return {
        "id": id,
        "title": title,
        "alt": f"{title}。{moments[-1].label if moments else ''}{stated}",
        "note": "，".join(f"{n}{PENDING}" for n, value in zip(names, newest, strict=True) if value is None),
        "empty": missing if empty else None,
        "drawings": [] if empty else [lines(size, unit, moments, names) for size in SIZES],
        **_table("日期", unit, moments, names),
    }


def bar_chart(
    id: str, title: str, unit: str, parts: Sequence[Measured], names: tuple[str, str], missing: Missing
) -> dict[str, Any]:
    """A bar for each part, in the order given: the part that is done filled, the rest outlined."""
    empty = all(part.whole is None and part.done is None for part in parts)
    drawn = not empty and len(parts) <= MOST_BARS
    return {
        "id": id,
        "title": title,
        "alt": f"{title}，共{len(parts)}项，数写在条后，也列在图下",
        "note": f"实心为{names[1]}，空心为其余。" if drawn else "",
        "empty": missing if empty else None,
        "drawings": [bars(size, unit, parts, names[1]) for size in SIZES] if drawn else [],
        **_table("名称", unit, parts, names),
    }


def change_chart(
    id: str, title: str, pairs: Sequence[Pair], years: tuple[str, str], missing: Missing
) -> dict[str, Any]:
    """Last year beside this year, a pair of bars per count. Each pair has its own scale,
    since units differ."""
    empty = all(pair.before is None and pair.now is None for pair in pairs)
    return {
        "id": id,
        "title": title,
        "alt": f"{title}：{'；'.join(f'{pair.label}{pair.change}' for pair in pairs)}",
        "note": "" if empty else f"空心为{years[0]}，实心为{years[1]}；各组按自己的最大数画。",
        "empty": missing if empty else None,
        "drawings": [] if empty else [pairs_of_bars(size, pairs, years) for size in SIZES],
        "columns": ["名称", *years, "变化"],
        "rows": [[p.label, said(p.before, p.unit), said(p.now, p.unit), p.change] for p in pairs],
    }


def _table(head: str, unit: str, parts: Sequence[Measured], names: tuple[str, str]) -> dict[str, Any]:
    return {
        "columns": [head, *(f"{name}（{unit}）" for name in names)],
        "rows": [[part.label, said(part.whole), said(part.done)] for part in parts],
    }
