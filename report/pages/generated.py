"""Pages that no file in docs/ holds: one a notice, one a unit, one a unit of a ledger that is too long.

Each is a source like any other: front matter, a heading, calls of macros.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from report.editions import shown_rows
from report.macros import Desk
from report.macros.notice_macros import notice_page, span
from report.macros.standing_macros import responsible, unit_page
from report.models import LEDGERS, Unit, cells
from report.pages.source import Call, Source

UNIT_PARTS = (  # ledger, heading, anchor, columns
    ("problems", "问题", "problems", "编号；问题＋清单＋方面；完成时限；措施落实；状态"),
    ("measures", "措施", "measures", "编号；措施＋清单；所属；完成时限；状态"),
    ("cases", "“解剖麻雀”", "cases", "编号；案例＋月份；完成时限；措施落实；状态"),
)


@dataclass(frozen=True)
class Generated:
    """A page that no file holds: the listed page that it stands under, its name below docs/, its text."""

    under: str
    name: str
    text: str


def generated(desk: Desk, sources: dict[str, Source]) -> Iterator[Generated]:
    """Every generated page, in the order of the navigation."""
    if "notices/index.md" in sources:
        for notice in reversed(desk.campaign.notices):
            text = _page(
                f"第{notice.issue}期公示",
                f"{span(notice)}检视整改进展公示",
                f'{{{{ notice("{notice.date}") }}}}',
            )
            yield Generated("notices/index.md", notice_page(notice), text)
    for name in LEDGERS:
        calls = sources[f"ledgers/{name}.md"].calls if f"ledgers/{name}.md" in sources else []
        for call in calls:
            if call.name == "ledger" and "filters" in call.kwargs and desk.is_split(name):
                yield from _parts_of(desk, name, call)
    if "ledgers/units.md" in sources:
        for unit in responsible(desk):
            yield Generated("ledgers/units.md", unit_page(unit), _unit(unit))


def _page(title: str, description: str, body: str) -> str:
    return f"---\ntitle: {title}\ndescription: {description}\nhide:\n  - toc\n---\n\n# {title}\n\n{body}\n"


def _unit(unit: Unit) -> str:
    parts = [f'{{{{ standing(unit="{unit.id}") }}}}']
    for name, heading, anchor, columns in UNIT_PARTS:
        field = LEDGERS[name][0].UNITS[0]
        title = LEDGERS[name][0].model_fields[field].title
        call = f'{{{{ ledger("{name}", columns="{columns}", {title}="{unit.name}") }}}}'
        parts.append(f"## {heading} {{: #{anchor} }}\n\n{call}")
    return _page(unit.name, f"{unit.name}的问题、措施和“解剖麻雀”案例", "\n\n".join(parts))


def _parts_of(desk: Desk, name: str, call: Call) -> Iterator[Generated]:
    """A ledger unit by unit, with the columns and filters of the page that holds the whole."""
    model, _, title = LEDGERS[name]
    column = str(model.model_fields[model.UNITS[0]].title)
    rows = shown_rows(desk.campaign, desk.campaign.rows(name))
    held = {text for row in rows for text in cells(row, column)}
    settings = "".join(f', {key}="{value}"' for key, value in call.kwargs.items())
    for unit in desk.campaign.organisation.units:
        if unit.name in held:
            body = f'{{{{ ledger("{name}"{settings}, {column}="{unit.name}") }}}}'
            page = _page(f"{title}：{unit.name}", f"{unit.name}的{title}", body)
            yield Generated(f"ledgers/{name}.md", f"ledgers/{name}/{unit.id}.md", page)
